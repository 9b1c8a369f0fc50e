// What keeps the data: master keys and sealing anew, retention, an order's case file, and what went
// to third parties (18, B10).
#include "api/figure_tools.h"
#include "api/route_tools.h"

#include "usecase/case_export.h"
#include "usecase/disclosures.h"
#include "usecase/retention.h"

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

Response list_keys(const Request&, const Services& services) {
    json::array items;
    for (const store::KeyUse& use : services.sqlite->key_uses()) {
        items.push_back(
            {{"id", use.id},
             {"algorithm", {{"value", token(use.algorithm)}, {"zh", zh(use.algorithm)}}},
             {"from_command", use.from_command},
             {"current", use.current},
             {"values", use.values},
             {"files", use.files}});
    }
    return server::json_response(200, write(json::object{{"items", std::move(items)}}));
}

json::object summary_of(const Result<store::ResealReport>& report) {
    if (!report) {
        return {{"refused", report.error().reasons.front().words.zh},
                {"code", report.error().reasons.front().code}};
    }
    json::array faults;
    for (const store::Fault& fault : report->faults) {
        faults.push_back({{"place", fault.place}, {"zh", fault.words.zh}, {"en", fault.words.en}});
    }
    json::array removable(report->removable.begin(), report->removable.end());
    return {{"current", report->current},
            {"values", report->values},
            {"files", report->files},
            {"removable", std::move(removable)},
            {"faults", std::move(faults)}};
}

Response reseal(const Request& request, const Services& services) {
    store::SqliteStore& store = *services.sqlite;
    return started(services.jobs->start(
                       caller(request), "reseal",
                       [&store](usecase::JobControl& control) -> usecase::JobResult {
                           const auto report =
                               store.reseal([&](std::int64_t done, std::int64_t total) {
                                   control.progress(done, total);
                                   return !control.cancelled();
                               });
                           return {summary_of(report), {}, {}, {}};
                       },
                       services.desk->clock().now()),
                   request, services);
}

Response run_retention(const Request& request, const Services& services) {
    const Result<usecase::RetentionWish> wish = read_body<usecase::RetentionWish>(request);
    if (!wish) {
        return refused(RefusalKind::invalid, wish.error(), request, services);
    }
    const workorder::Actor actor = caller(request);
    return started(services.jobs->start(
                       actor, "retention",
                       [&services, actor, wish = *wish](usecase::JobControl& control) {
                           return usecase::run_retention(*services.desk, *services.sqlite,
                                                         services.audit, actor, wish, control);
                       },
                       services.desk->clock().now()),
                   request, services);
}

Response export_case(const Request& request, const Services& services) {
    const Result<usecase::CaseWish> wish = read_body<usecase::CaseWish>(request);
    if (!wish) {
        return refused(RefusalKind::invalid, wish.error(), request, services);
    }
    auto file =
        usecase::export_case(*services.desk, *services.sqlite, *services.audit, caller(request),
                             OrderId(std::string(request.param("id"))), *wish);
    if (!file) {
        return refused(file.error(), request, services);
    }
    Response response = server::bytes_response(200, file->content_type, std::move(file->bytes));
    response.set("Content-Disposition", server::attachment_disposition(file->name));
    response.set("Cache-Control", "no-store");
    return response;
}

Response pass_on(const Request& request, const Services& services) {
    const Result<std::string> key = idempotency_key(request);
    if (!key) {
        return server::problem_response(400, key.error(), request);
    }
    Result<usecase::PassWish> wish = read_body<usecase::PassWish>(request);
    if (!wish) {
        return refused(RefusalKind::invalid, wish.error(), request, services);
    }
    usecase::Disclosures disclosures(*services.desk, *services.audit);
    return stream_answer(disclosures.pass(caller(request),
                                          OrderId(std::string(request.param("id"))),
                                          std::move(*wish), *key),
                         request, services, 201);
}

} // namespace

void add_keeping_routes(server::Router& router, Services& services) {
    router.add({.method = Method::get,
                .pattern = "/api/v1/sealing-keys",
                .name = "list_sealing_keys",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return list_keys(request, services); }),
                .permission = "sealing.read"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/sealing-keys/reseal",
                .name = "reseal",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return reseal(request, services); }),
                .permission = "sealing.run"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/retention",
                .name = "run_retention",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return run_retention(request, services);
                }),
                .body = server::BodyKind::memory,
                .permission = "retention.run"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/work-orders/{id}/case-file",
                .name = "export_case",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return export_case(request, services); }),
                .body = server::BodyKind::memory,
                .produces = {},
                .permission = "work_order.evidence"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/work-orders/{id}/third-parties",
                .name = "pass_to_third_party",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return pass_on(request, services); }),
                .body = server::BodyKind::memory,
                .permission = "work_order.pass_on"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/work-orders/{id}/third-parties",
                .name = "list_third_parties",
                .handler = server::SyncHandler([&services](const Request& request) {
                    usecase::Disclosures disclosures(*services.desk, *services.audit);
                    return shown(disclosures.list(caller(request),
                                                  OrderId(std::string(request.param("id")))),
                                 request, services);
                }),
                .permission = "work_order.read"});
}

} // namespace chengban::api
