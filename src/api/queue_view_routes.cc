// Views of queues: a person's own, and those shared with the unit.
#include "api/stream_api.h"

#include "usecase/queue_views.h"

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;

namespace {

Response keep(const Request& request, const Services& services, std::string id, Giving how) {
    return give_command(
        request, services, std::move(id), how,
        [](const json::value& body) { return read_record<usecase::QueueViewWish>(body); },
        [&](usecase::StreamRequest wanted, usecase::QueueViewWish wish) {
            return services.queue_views->keep(std::move(wanted), std::move(wish));
        });
}

Response remove(const Request& request, const Services& services) {
    Parsed<usecase::StreamRequest> wanted =
        stream_request(request, std::string(request.param("id")));
    return wanted
               ? stream_answer(services.queue_views->remove(std::move(*wanted)), request, services)
               : std::move(wanted).error();
}

} // namespace

void add_queue_view_routes(server::Router& router, Services& services) {
    router.add({.method = Method::get,
                .pattern = "/api/v1/queue-views",
                .name = "list_queue_views",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return server::json_response(
                        200, write(services.queue_views->list(caller(request))));
                }),
                .permission = "queue_view.own"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/queue-views",
                .name = "keep_queue_view",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return keep(request, services, {}, {.status = 201});
                }),
                .body = server::BodyKind::memory,
                .schemas = {"queue_view"},
                .permission = "queue_view.own"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/queue-views/{id}/change",
                .name = "change_queue_view",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return keep(request, services, std::string(request.param("id")), {});
                }),
                .body = server::BodyKind::memory,
                .schemas = {"queue_view"},
                .permission = "queue_view.own"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/queue-views/{id}/remove",
                .name = "remove_queue_view",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return remove(request, services); }),
                .permission = "queue_view.own"});
}

void add_queue_view_schemas(json::object& schemas) {
    schemas["queue_view"] = schema_of<usecase::QueueViewWish>();
}

} // namespace chengban::api
