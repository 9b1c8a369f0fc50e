// Lists taken out of the system: asked for, approved by another person where they are large,
// fetched once (18).
#include "api/stream_api.h"

#include "usecase/exports.h"

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

// The body as a record, and the key under which it is done once.
template <class T, class Then>
Response with_body(const Request& request, const Services& services, Then then) {
    const Result<std::string> key = idempotency_key(request);
    if (!key) {
        return server::problem_response(400, key.error(), request);
    }
    const Result<json::value> body = parse_json(request.body);
    if (!body) {
        return server::problem_response(400, body.error(), request);
    }
    Result<T> wanted = read_record<T>(*body);
    if (!wanted) {
        return refused(RefusalKind::invalid, wanted.error(), request, services);
    }
    return then(std::move(*wanted), *key);
}

Response fetch(const Request& request, const Services& services) {
    auto file = services.exports->fetch(caller(request), std::string(request.param("id")));
    if (!file) {
        return refused(file.error(), request, services);
    }
    Response response = server::bytes_response(200, file->content_type, std::move(file->bytes));
    response.set("Content-Disposition", server::attachment_disposition(file->name));
    response.set("Cache-Control", "no-store");
    return response;
}

} // namespace

void add_export_routes(server::Router& router, Services& services) {
    router.add({.method = Method::post,
                .pattern = "/api/v1/exports",
                .name = "request_export",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return with_body<usecase::ExportWish>(
                        request, services, [&](usecase::ExportWish wish, const std::string& key) {
                            return stream_answer(
                                services.exports->request(caller(request), std::move(wish), key),
                                request, services, 201);
                        });
                }),
                .body = server::BodyKind::memory,
                .permission = "work_order.export"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/exports",
                .name = "list_exports",
                .handler = server::SyncHandler([&services](const Request& request) {
                    const auto list = services.exports->list(caller(request));
                    return list ? server::json_response(200, write(*list))
                                : refused(list.error(), request, services);
                }),
                .permission = "export.own"});
    router.add(
        {.method = Method::post,
         .pattern = "/api/v1/exports/{id}/decide",
         .name = "decide_export",
         .handler = server::SyncHandler([&services](const Request& request) {
             return with_body<usecase::DecideExport>(
                 request, services, [&](usecase::DecideExport command, const std::string& key) {
                     return stream_answer(services.exports->decide(caller(request),
                                                                   std::string(request.param("id")),
                                                                   std::move(command), key),
                                          request, services);
                 });
         }),
         .body = server::BodyKind::memory,
         .permission = "export.decide"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/exports/{id}/fetch",
                .name = "fetch_export",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return fetch(request, services); }),
                .produces = {},
                .permission = "export.own"});
}

} // namespace chengban::api
