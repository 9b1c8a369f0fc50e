// Bulletins (16).
#include "api/stream_api.h"
#include "usecase/bulletins.h"

namespace chengban::api {

using bulletin::Bulletin;
using server::Method;
using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

Response answer(const usecase::Outcome<json::object>& outcome, const Request& request,
                const Services& services) {
    return outcome ? server::json_response(200, write(*outcome))
                   : refused(outcome.error(), request, services);
}

Response figures(const Request& request, const Services& services) {
    const auto kind =
        from_token<bulletin::BulletinKind>(request.query_value("kind").value_or("daily"));
    const Result<Day> day = parse_day(
        request.query_value("day").value_or(to_string(day_of(services.desk->clock().now()))),
        "day");
    if (!kind || !day) {
        Problem wrong;
        if (!kind) {
            wrong.reasons.push_back({"not_in_list",
                                     "16",
                                     "kind",
                                     {"类型应为 daily、weekly、monthly、ad_hoc 之一",
                                      "kind is daily, weekly, monthly or ad_hoc"}});
        }
        if (!day) {
            wrong.reasons.push_back(day.error().reasons.front());
        }
        return refused(RefusalKind::invalid, std::move(wrong), request, services);
    }
    return server::json_response(200,
                                 write(write_record(services.bulletins->figures(*kind, *day))));
}

Response give(const Request& request, const Services& services, std::string id,
              std::string_view name) {
    return give_stream_command<Bulletin>(
        request, services, std::move(id), name,
        [&](usecase::StreamRequest wanted, Bulletin::Command command) {
            return services.bulletins->give(std::move(wanted), std::move(command));
        });
}

} // namespace

void add_bulletin_schemas(json::object& schemas) {
    usecase::StreamDesk<Bulletin>::add_schemas(schemas);
}

void add_bulletin_routes(server::Router& router, Services& services) {
    router.add(
        {.method = Method::get,
         .pattern = "/api/v1/bulletins",
         .name = "list_bulletins",
         .handler = server::SyncHandler([&services](const Request& request) -> Response {
             const Result<StreamListQuery> query = stream_list_query(request, Bulletin::kind);
             if (!query) {
                 return refused(RefusalKind::invalid, query.error(), request, services);
             }
             return answer(services.bulletins->list(caller(request), query->filter, query->page),
                           request, services);
         }),
         .query = k_stream_list_query,
         .permission = "bulletin.read"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/bulletins/{id}",
                .name = "get_bulletin",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return answer(services.bulletins->bulletin(caller(request),
                                                               std::string(request.param("id"))),
                                  request, services);
                }),
                .permission = "bulletin.read"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/bulletin-figures",
                .name = "get_bulletin_figures",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return figures(request, services); }),
                .query = {"kind", "day"},
                .permission = "bulletin.write"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/bulletins",
                .name = "draft_bulletin",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return give(request, services, {}, bulletin::DraftBulletin::name);
                }),
                .body = server::BodyKind::memory,
                .query = {"dry_run"},
                .schemas = {"draft_bulletin"},
                .permission = "bulletin.write"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/bulletins/{id}/{command}",
                .name = "give_bulletin_command",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return give(request, services, std::string(request.param("id")),
                                request.param("command"));
                }),
                .body = server::BodyKind::memory,
                .query = {"dry_run"},
                .schemas = {"edit_bulletin", "issue_bulletin", "drop_bulletin"},
                .permission = "bulletin.write"});
}

} // namespace chengban::api
