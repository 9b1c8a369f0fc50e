// Clause 11: sampling plans, draws and their proofs, follow-up calls, the hotline's monthly lists.
#include "api/figure_tools.h"

#include "server/spool.h"
#include "usecase/follow_up.h"
#include "usecase/import_surveys.h"

#include <charconv>

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;
using usecase::FollowUpDesk;
using usecase::RefusalKind;

namespace {

constexpr std::uint64_t k_list_bytes_max = 64ULL << 20;

std::string id_of(const Request& request) {
    return std::string(request.param("id"));
}

Response give_plan(const Request& request, Services& services, std::string id,
                   std::string_view name, int status) {
    return give_command(
        request, services, std::move(id), {.status = status},
        [&](const json::value& body) { return FollowUpDesk::read_plan_command(name, body); },
        [&](usecase::StreamRequest wanted, followup::SamplingPlan::Command command) {
            return FollowUpDesk(*services.desk).give_plan(std::move(wanted), std::move(command));
        });
}

// A job: opening the calls takes a while. Its summary is the record of the draw.
Response draw(const Request& request, Services& services) {
    Parsed<json::value> body = json_body(request);
    if (!body) {
        return std::move(body).error();
    }
    Parsed<usecase::StreamRequest> wanted = stream_request(request, id_of(request));
    if (!wanted) {
        return std::move(wanted).error();
    }
    auto command = read_record<followup::DrawSample>(*body);
    if (!command) {
        return refused(RefusalKind::invalid, command.error(), request, services);
    }
    usecase::Desk& desk = *services.desk;
    return started(
        services.jobs->start(
            caller(request), "draw_sample",
            [&desk, wanted = *wanted,
             command = *command](usecase::JobControl& control) -> usecase::JobResult {
                const auto drawn = FollowUpDesk(desk).draw(wanted, command, control);
                if (!drawn) {
                    return {
                        {{"refused", drawn.error().problem.reasons.front().words.zh}}, {}, {}, {}};
                }
                return {*drawn, {}, {}, {}};
            },
            desk.clock().now()),
        request, services);
}

Response prove(const Request& request, Services& services) {
    const std::string_view text = request.param("drawing");
    std::int64_t drawing = 0;
    std::from_chars(text.data(), text.data() + text.size(), drawing);
    usecase::Desk& desk = *services.desk;
    return started(
        services.jobs->start(
            caller(request), "prove_sample",
            [&desk, plan = id_of(request),
             drawing](usecase::JobControl& control) -> usecase::JobResult {
                const auto proof = FollowUpDesk(desk).prove(plan, drawing, control);
                if (!proof) {
                    return {
                        {{"refused", proof.error().problem.reasons.front().words.zh}}, {}, {}, {}};
                }
                return {*proof, {}, {}, {}};
            },
            desk.clock().now()),
        request, services);
}

Response list_calls(const Request& request, Services& services) {
    const Result<std::int32_t> limit = limit_of_query(request);
    if (!limit) {
        return refused(RefusalKind::invalid, limit.error(), request, services);
    }
    return shown(FollowUpDesk(*services.desk)
                     .calls(caller(request), std::string(request.query_value("state").value_or("")),
                            std::string(request.query_value("cursor").value_or("")), *limit),
                 request, services);
}

Response give_call(const Request& request, Services& services) {
    return give_command(
        request, services, id_of(request), {},
        [&](const json::value& body) {
            return FollowUpDesk::read_call_command(request.param("command"), body);
        },
        [&](usecase::StreamRequest wanted, followup::Call::Command command) {
            return FollowUpDesk(*services.desk).give_call(std::move(wanted), std::move(command));
        });
}

Response import_list(const Request& request, Services& services) {
    usecase::SurveyImport wanted;
    wanted.actor = caller(request);
    const auto list = from_token<usecase::SurveyList>(request.query_value("list").value_or(""));
    const Result<Day> month =
        parse_day(std::string(request.query_value("month").value_or("")) + "-01", "month");
    std::vector<Reason> reasons;
    if (!list) {
        reasons.push_back({"not_in_list",
                           "11",
                           "list",
                           {"清单应为 dissatisfied、unresolved 或 not_contacted",
                            "list is dissatisfied, unresolved or not_contacted"}});
    }
    if (!month) {
        reasons.push_back(
            {"bad_month", "11", "month", {"月份应写作 2026-10", "a month is written 2026-10"}});
    }
    if (!reasons.empty()) {
        return refused(RefusalKind::invalid, Problem{std::move(reasons)}, request, services);
    }
    wanted.list = *list;
    wanted.month = *month;
    const std::string name(request.query_value("file_name").value_or("list"));
    const std::shared_ptr<server::SpoolFile> file = request.file;
    usecase::Desk& desk = *services.desk;
    return started(
        services.jobs->start(
            caller(request), "import_survey_list",
            [&desk, file, name, wanted](usecase::JobControl& control) -> usecase::JobResult {
                auto source = tabular::open_table_file(file->path().string());
                if (!source) {
                    return {{{"refused", source.error().reasons.front().words.zh}}, {}, {}, {}};
                }
                const auto report =
                    usecase::import_surveys(desk, std::move(*source), wanted, control);
                if (!report) {
                    return {{{"refused", report.error().reasons.front().words.zh}}, {}, {}, {}};
                }
                return {usecase::survey_summary(*report), usecase::survey_result_csv(*report),
                        "text/csv; charset=utf-8", name + ".result.csv"};
            },
            desk.clock().now()),
        request, services);
}

void add_plan_routes(server::Router& router, Services& services) {
    router.add({.method = Method::get,
                .pattern = "/api/v1/sampling-plans",
                .name = "list_sampling_plans",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return server::json_response(
                        200, write(json::object{
                                 {"items", FollowUpDesk(*services.desk).plans(caller(request))}}));
                }),
                .permission = "follow_up.read"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/sampling-plans",
                .name = "make_sampling_plan",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return give_plan(request, services, "", "make_plan", 201);
                }),
                .body = server::BodyKind::memory,
                .permission = "follow_up.plan"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/sampling-plans/{id}",
                .name = "get_sampling_plan",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return shown(FollowUpDesk(*services.desk).plan(id_of(request)), request,
                                 services);
                }),
                .permission = "follow_up.read"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/sampling-plans/{id}/drawings",
                .name = "draw_sample",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return draw(request, services); }),
                .body = server::BodyKind::memory,
                .permission = "follow_up.draw"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/sampling-plans/{id}/drawings/{drawing}/proof",
                .name = "prove_sample",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return prove(request, services); }),
                .permission = "follow_up.read"});
    for (const char* command : {"change_plan", "retire_plan"}) {
        router.add({.method = Method::post,
                    .pattern = std::string("/api/v1/sampling-plans/{id}/") + command,
                    .name = command,
                    .handler = server::SyncHandler([&services, command](const Request& request) {
                        return give_plan(request, services, id_of(request), command, 200);
                    }),
                    .body = server::BodyKind::memory,
                    .permission = "follow_up.plan"});
    }
}

} // namespace

void add_follow_up_routes(server::Router& router, Services& services) {
    add_plan_routes(router, services);
    router.add({.method = Method::get,
                .pattern = "/api/v1/follow-up-calls",
                .name = "list_follow_up_calls",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return list_calls(request, services); }),
                .query = {"state", "cursor", "limit"},
                .permission = "follow_up.read"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/follow-up-calls/{id}",
                .name = "get_follow_up_call",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return shown(FollowUpDesk(*services.desk).call(id_of(request), caller(request)),
                                 request, services);
                }),
                .permission = "follow_up.read"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/follow-up-calls/{id}/{command}",
                .name = "give_follow_up_command",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return give_call(request, services); }),
                .body = server::BodyKind::memory,
                .permission = "follow_up.call"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/survey-lists",
                .name = "import_survey_list",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return import_list(request, services); }),
                .body = server::BodyKind::file,
                .body_bytes_max = k_list_bytes_max,
                .consumes = {"text/csv", "application/octet-stream",
                             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
                .query = {"list", "month", "file_name"},
                .permission = "survey.import"});
}

} // namespace chengban::api
