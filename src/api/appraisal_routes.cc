// Clause 17, B5, B8: figures with the orders behind them, periods, the forecast.
#include "api/figure_tools.h"

#include "usecase/appraise.h"
#include "usecase/forecast.h"
#include "usecase/office_documents.h"

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;
using usecase::PeriodDesk;
using usecase::RefusalKind;

namespace {

Response figures(const Request& request, Services& services) {
    const Result<DaysQuery> days = days_of_query(request);
    if (!days) {
        return refused(RefusalKind::invalid, days.error(), request, services);
    }
    usecase::Desk& desk = *services.desk;
    return server::json_response(
        200, write(usecase::appraisal_json(desk, usecase::appraise(desk, {days->first, days->last}),
                                           caller(request))));
}

// 18: who took it and when is on record before it is handed out.
Response exported(const Request& request, Services& services, bool as_csv) {
    const Result<DaysQuery> days = days_of_query(request);
    if (!days) {
        return refused(RefusalKind::invalid, days.error(), request, services);
    }
    auto file = usecase::OfficeDocuments(*services.desk, *services.audit, *services.knowledge,
                                         *services.bulletins)
                    .appraisal_export({days->first, days->last}, caller(request), as_csv);
    if (!file) {
        return refused(file.error(), request, services);
    }
    Response response = server::bytes_response(200, file->content_type, std::move(file->bytes));
    response.set("Content-Disposition", server::attachment_disposition(file->name));
    return response;
}

template <class T, class Make>
void put(const Request& request, std::optional<T>& value, std::string_view name, const Make& make) {
    if (const auto text = request.query_value(name); text && !text->empty()) {
        value = make(std::string(*text));
    }
}

Response orders_behind(const Request& request, Services& services) {
    const Result<DaysQuery> days = days_of_query(request);
    const Result<std::int32_t> limit = limit_of_query(request);
    const auto measure =
        from_token<appraisal::Measure>(request.query_value("measure").value_or(""));
    const auto standing = request.query_value("standing");
    std::vector<Reason> reasons;
    if (!days) {
        reasons = days.error().reasons;
    }
    if (!limit) {
        reasons.push_back(limit.error().reasons.front());
    }
    if (!measure) {
        reasons.push_back(
            {"not_in_list", "17", "measure", {"没有这个指标", "there is no such measure"}});
    }
    if (standing && !from_token<appraisal::Standing>(*standing)) {
        reasons.push_back({"not_in_list",
                           "17",
                           "standing",
                           {"应为 counted 或 excluded", "standing is counted or excluded"}});
    }
    if (!reasons.empty()) {
        return refused(RefusalKind::invalid, Problem{std::move(reasons)}, request, services);
    }
    usecase::DrillRequest wanted;
    wanted.days = {days->first, days->last};
    wanted.measure = *measure;
    wanted.limit = *limit;
    wanted.cursor = std::string(request.query_value("cursor").value_or(""));
    put(request, wanted.unit, "unit", [](std::string text) { return UnitId(std::move(text)); });
    put(request, wanted.section, "section", [](std::string text) { return text; });
    put(request, wanted.handler, "handler",
        [](std::string text) { return PersonId(std::move(text)); });
    if (standing) {
        wanted.standing = from_token<appraisal::Standing>(*standing);
    }
    return shown(usecase::drill(*services.desk, wanted, caller(request)), request, services);
}

Response give_period(const Request& request, Services& services, std::string id,
                     std::string_view name, int status) {
    return give_command(
        request, services, std::move(id), {.status = status},
        [&](const json::value& body) { return PeriodDesk::read_command(name, body); },
        [&](usecase::StreamRequest wanted, appraisal::AppraisalPeriod::Command command) {
            return PeriodDesk(*services.desk).give(std::move(wanted), std::move(command));
        });
}

Response prove_period(const Request& request, Services& services) {
    usecase::Desk& desk = *services.desk;
    if (!desk.store().head({"appraisal_period", std::string(request.param("id"))})) {
        return refused(RefusalKind::not_found,
                       problem("not_found", "id", "没有这个考核期", "there is no such period"),
                       request, services);
    }
    return started(
        services.jobs->start(
            caller(request), "prove_period",
            [&desk, id = std::string(request.param("id"))](usecase::JobControl& control) {
                return PeriodDesk(desk).prove(id, control);
            },
            desk.clock().now()),
        request, services);
}

} // namespace

void add_appraisal_routes(server::Router& router, Services& services) {
    router.add({.method = Method::get,
                .pattern = "/api/v1/appraisal",
                .name = "get_appraisal",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return figures(request, services); }),
                .query = {"first", "last"},
                .permission = "appraisal.read"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/appraisal.csv",
                .name = "export_appraisal",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return exported(request, services, true);
                }),
                .produces = {"text/csv"},
                .query = {"first", "last"},
                .permission = "appraisal.read"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/appraisal.xlsx",
                .name = "export_appraisal_sheet",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return exported(request, services, false);
                }),
                .produces = {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
                .query = {"first", "last"},
                .permission = "appraisal.read"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/appraisal/orders",
                .name = "list_appraised_orders",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return orders_behind(request, services);
                }),
                .query = {"first", "last", "measure", "unit", "section", "handler", "standing",
                          "cursor", "limit"},
                .permission = "appraisal.read"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/appraisal-periods",
                .name = "list_appraisal_periods",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return server::json_response(
                        200, write(json::object{
                                 {"items", PeriodDesk(*services.desk).list(caller(request))}}));
                }),
                .permission = "appraisal.read"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/appraisal-periods",
                .name = "open_appraisal_period",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return give_period(request, services, "", "open_period", 201);
                }),
                .body = server::BodyKind::memory,
                .permission = "appraisal.close"});
    router.add(
        {.method = Method::get,
         .pattern = "/api/v1/appraisal-periods/{id}",
         .name = "get_appraisal_period",
         .handler = server::SyncHandler([&services](const Request& request) {
             return shown(
                 PeriodDesk(*services.desk).view(std::string(request.param("id")), caller(request)),
                 request, services);
         }),
         .permission = "appraisal.read"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/appraisal-periods/{id}/close",
                .name = "close_appraisal_period",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return give_period(request, services, std::string(request.param("id")),
                                       "close_period", 200);
                }),
                .body = server::BodyKind::memory,
                .permission = "appraisal.close"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/appraisal-periods/{id}/proof",
                .name = "prove_appraisal_period",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return prove_period(request, services);
                }),
                .permission = "appraisal.read"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/forecast",
                .name = "get_forecast",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return server::json_response(
                        200, write(usecase::forecast_json(*services.desk, caller(request))));
                }),
                .permission = "forecast.read"});
}

} // namespace chengban::api
