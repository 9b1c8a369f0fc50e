// Long work: imports, bulk dispatch, publishing a calendar; progress, cancel and result.
#include "api/figure_tools.h"

#include "server/spool.h"
#include "usecase/background.h"
#include "usecase/bulk_dispatch.h"
#include "usecase/import_orders.h"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

constexpr std::uint64_t k_import_bytes_max = 200ULL << 20;

Response start_import(const Request& request, Services& services) {
    const std::string name(request.query_value("file_name").value_or("import"));
    usecase::ImportOptions options;
    options.actor = caller(request);
    const std::shared_ptr<server::SpoolFile> file = request.file;
    usecase::Desk& desk = *services.desk;
    return started(
        services.jobs->start(
            caller(request), "import",
            [&desk, file, name, options](usecase::JobControl& control) -> usecase::JobResult {
                auto source = tabular::open_table_file(file->path().string());
                if (source) {
                    auto report =
                        usecase::import_orders(desk, std::move(*source), {}, options, control);
                    if (report) {
                        return {usecase::import_summary(*report),
                                usecase::import_result_csv(*report), "text/csv; charset=utf-8",
                                name + ".result.csv"};
                    }
                    return {{{"refused", report.error().reasons.front().words.zh}}, {}, {}, {}};
                }
                return {{{"refused", source.error().reasons.front().words.zh}}, {}, {}, {}};
            },
            services.desk->clock().now()),
        request, services);
}

Response start_bulk_dispatch(const Request& request, Services& services) {
    const Result<json::value> body = parse_json(request.body);
    if (!body) {
        return server::problem_response(400, body.error(), request);
    }
    auto wanted = read_record<usecase::BulkDispatch>(*body);
    if (!wanted) {
        return refused(RefusalKind::invalid, wanted.error(), request, services);
    }
    usecase::Desk& desk = *services.desk;
    const workorder::Actor actor = caller(request);
    return started(services.jobs->start(
                       actor, "bulk_dispatch",
                       [&desk, actor, orders = std::move(*wanted)](usecase::JobControl& control) {
                           return usecase::bulk_dispatch(desk, actor, orders, control);
                       },
                       services.desk->clock().now()),
                   request, services);
}

struct CalendarBody {
    std::string csv;
    bool preview = false;
    static constexpr auto fields() {
        return std::tuple{field("csv", &CalendarBody::csv, "日历", "calendar", {1, 1'000'000}),
                          defaulted("preview", &CalendarBody::preview, "预览", "preview")};
    }
};

Response previewed(const CalendarBody& wanted, const Request& request, Services& services) {
    auto rows = calendar::parse_calendar_csv(wanted.csv, "calendar.csv");
    if (!rows) {
        return refused(RefusalKind::invalid, rows.error(), request, services);
    }
    const auto current = services.desk->library().latest_calendar();
    auto draft = calendar::Calendar::make(current->version() + 1, std::move(*rows));
    if (!draft) {
        return refused(RefusalKind::invalid, draft.error(), request, services);
    }
    json::array moves;
    for (const usecase::CalendarMove& move :
         usecase::preview_calendar(*services.desk, *draft, 1000)) {
        moves.push_back({{"order", move.order.text()},
                         {"hotline_number", move.hotline_number},
                         {"kind", token(move.kind)},
                         {"zh", zh(move.kind)},
                         {"before", to_string(move.before)},
                         {"after", to_string(move.after)}});
    }
    return server::json_response(200, write(json::object{{"moves", std::move(moves)}}));
}

Response publish_calendar(const Request& request, Services& services) {
    const Result<json::value> body = parse_json(request.body, {.bytes_max = 4 << 20});
    if (!body) {
        return server::problem_response(400, body.error(), request);
    }
    auto wanted = read_record<CalendarBody>(*body);
    if (!wanted) {
        return refused(RefusalKind::invalid, wanted.error(), request, services);
    }
    if (wanted->preview) {
        return previewed(*wanted, request, services);
    }
    const auto published = services.desk->library().publish_calendar(
        {wanted->csv, "calendar.csv"}, caller(request), services.desk->clock().now());
    if (!published) {
        return refused(RefusalKind::invalid, published.error(), request, services);
    }
    services.views->clear();
    usecase::Desk& desk = *services.desk;
    return started(services.jobs->start(
                       caller(request), "apply_calendar",
                       [&desk](usecase::JobControl& control) {
                           return usecase::apply_calendar(desk, control);
                       },
                       services.desk->clock().now()),
                   request, services);
}

Response job_not_found(const Request& request, const Services& services) {
    return refused(RefusalKind::not_found,
                   problem("no_such_job", "id", "没有这个任务", "there is no such job"), request,
                   services);
}

} // namespace

void add_job_routes(server::Router& router, Services& services) {
    router.add({.method = Method::post,
                .pattern = "/api/v1/imports",
                .name = "start_import",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return start_import(request, services);
                }),
                .body = server::BodyKind::file,
                .body_bytes_max = k_import_bytes_max,
                .consumes = {"text/csv", "application/octet-stream",
                             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
                .query = {"file_name"},
                .permission = "import.start"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/bulk-dispatches",
                .name = "start_bulk_dispatch",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return start_bulk_dispatch(request, services);
                }),
                .body = server::BodyKind::memory,
                .permission = "dispatch.bulk"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/calendars",
                .name = "publish_calendar",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return publish_calendar(request, services);
                }),
                .body = server::BodyKind::memory,
                .body_bytes_max = 4 << 20,
                .permission = "calendar.publish"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/jobs",
                .name = "list_jobs",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return server::json_response(
                        200, write(json::object{{"items", services.jobs->list(caller(request))}}));
                }),
                .permission = "job.own"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/jobs/{id}",
                .name = "get_job",
                .handler = server::SyncHandler([&services](const Request& request) {
                    auto status =
                        services.jobs->status(caller(request), std::string(request.param("id")));
                    return status ? server::json_response(200, write(*status))
                                  : job_not_found(request, services);
                }),
                .permission = "job.own"});
    router.add({.method = Method::del,
                .pattern = "/api/v1/jobs/{id}",
                .name = "cancel_job",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return services.jobs->cancel(caller(request), std::string(request.param("id")))
                               ? server::empty_response(204)
                               : job_not_found(request, services);
                }),
                .permission = "job.own"});
    router.add(
        {.method = Method::get,
         .pattern = "/api/v1/jobs/{id}/result",
         .name = "get_job_result",
         .handler = server::SyncHandler([&services](const Request& request) {
             auto result = services.jobs->result(caller(request), std::string(request.param("id")));
             if (!result || result->content.empty()) {
                 return job_not_found(request, services);
             }
             Response response =
                 server::bytes_response(200, result->content_type, std::move(result->content));
             response.set("Content-Disposition", server::attachment_disposition(result->file_name));
             return response;
         }),
         .produces = {},
         .permission = "job.own"});
}

} // namespace chengban::api
