// Documents: of orders, and of what is no single order. What can be printed, the files, their
// numbers, many at once.
#include "api/figure_tools.h"

#include "usecase/office_documents.h"
#include "usecase/order_documents.h"

#include <charconv>

namespace chengban::api {

using documents::Form;
using server::Method;
using server::Request;
using server::Response;
using usecase::PaperRequest;
using usecase::PaperSource;
using usecase::RefusalKind;

namespace {

usecase::OrderDocuments documents_of(const Services& services) {
    return {*services.desk, *services.audit};
}

usecase::OfficeDocuments office_of(const Services& services) {
    return {*services.desk, *services.audit, *services.knowledge, *services.bulletins};
}

OrderId order_of(const Request& request) {
    return OrderId(std::string(request.param("id")));
}

Response no_such_document(const Request& request, const Services& services) {
    return refused(RefusalKind::not_found,
                   problem("no_document", "file", "没有这份文书", "there is no such document"),
                   request, services);
}

// completion_report.pdf
struct FileName {
    Form form;
    usecase::FileKind kind;
};
std::optional<FileName> file_name_of(const Request& request) {
    const std::string_view wanted = request.param("file");
    const std::size_t dot = wanted.rfind('.');
    const auto form = from_token<Form>(wanted.substr(0, dot));
    const auto kind = from_token<usecase::FileKind>(
        dot == std::string_view::npos ? std::string_view() : wanted.substr(dot + 1));
    return form && kind ? std::optional(FileName{*form, *kind}) : std::nullopt;
}

Response download(usecase::Outcome<usecase::DocumentFile> made, const Request& request,
                  const Services& services) {
    if (!made) {
        return refused(made.error(), request, services);
    }
    Response response = server::bytes_response(200, made->content_type, std::move(made->bytes));
    response.set("Content-Disposition", server::attachment_disposition(made->name));
    return response;
}

Response numbered(const usecase::Outcome<std::string>& number, const Request& request,
                  const Services& services) {
    return number ? server::json_response(200, write(json::object{{"number", *number}}))
                  : refused(number.error(), request, services);
}

Response file(const Request& request, Services& services) {
    const auto name = file_name_of(request);
    return name ? download(documents_of(services).file(order_of(request), caller(request),
                                                       name->form, name->kind),
                           request, services)
                : no_such_document(request, services);
}

Response issue(const Request& request, Services& services) {
    const auto form = from_token<Form>(request.param("form"));
    return form ? numbered(documents_of(services).issue(order_of(request), caller(request), *form),
                           request, services)
                : no_such_document(request, services);
}

// A batch of either sort, as a job of the caller's.
template <class Batch, class Print>
Response print(const Request& request, Services& services, const Print& work) {
    const Result<json::value> body = parse_json(request.body);
    if (!body) {
        return server::problem_response(400, body.error(), request);
    }
    auto batch = read_record<Batch>(*body);
    if (!batch) {
        return refused(RefusalKind::invalid, batch.error(), request, services);
    }
    const workorder::Actor reader = caller(request);
    return started(
        services.jobs->start(
            reader, "print_documents",
            [&services, reader, work, batch = std::move(*batch)](usecase::JobControl& control) {
                return work(services, batch, reader, control);
            },
            services.desk->clock().now()),
        request, services);
}

// ---- of what is no single order

// `by` of an appraisal table, `drawing` of a sample; the id is empty where the path has none.
Result<PaperRequest> paper_request(const Request& request, PaperSource source, std::string id) {
    PaperRequest wanted{source, std::move(id)};
    std::vector<Reason> reasons;
    if (const auto by = request.query_value("by"); by && !by->empty()) {
        const auto scope = from_token<appraisal::Scope>(*by);
        if (!scope || *scope == appraisal::Scope::total) {
            reasons.push_back(
                {"not_in_list",
                 "17",
                 "by",
                 {"应为 unit、section、handler 之一", "by is unit, section or handler"}});
        }
        wanted.by = scope.value_or(appraisal::Scope::unit);
    }
    if (const auto drawing = request.query_value("drawing"); drawing && !drawing->empty()) {
        const char* end = drawing->data() + drawing->size();
        const auto [stop, error] = std::from_chars(drawing->data(), end, wanted.drawing);
        if (error != std::errc() || stop != end || wanted.drawing < 0) {
            reasons.push_back({"not_a_number",
                               "11",
                               "drawing",
                               {"应为第几次抽取", "drawing is the number of a drawing"}});
        }
    }
    return reasons.empty() ? Result<PaperRequest>(std::move(wanted))
                           : Failure{Problem{std::move(reasons)}};
}

Response list_papers(const Request& request, const Services& services, PaperSource source) {
    const Result<PaperRequest> wanted =
        paper_request(request, source, std::string(request.param("id")));
    if (!wanted) {
        return refused(RefusalKind::invalid, wanted.error(), request, services);
    }
    auto items = office_of(services).list(*wanted, caller(request));
    return items ? server::json_response(200, write(json::object{{"items", std::move(*items)}}))
                 : refused(items.error(), request, services);
}

Response paper_file(const Request& request, const Services& services, PaperSource source) {
    Result<PaperRequest> wanted = paper_request(request, source, std::string(request.param("id")));
    if (!wanted) {
        return refused(RefusalKind::invalid, wanted.error(), request, services);
    }
    const auto name = file_name_of(request);
    if (!name) {
        return no_such_document(request, services);
    }
    wanted->form = name->form;
    return download(office_of(services).file(*wanted, caller(request), name->kind), request,
                    services);
}

Response issue_paper(const Request& request, const Services& services, PaperSource source) {
    Result<PaperRequest> wanted = paper_request(request, source, std::string(request.param("id")));
    const auto form = from_token<Form>(request.param("form"));
    if (!wanted) {
        return refused(RefusalKind::invalid, wanted.error(), request, services);
    }
    if (!form) {
        return no_such_document(request, services);
    }
    wanted->form = form;
    return numbered(office_of(services).issue(*wanted, caller(request)), request, services);
}

// 17: of any days; appraisal_table.pdf, .docx, .xlsx.
Response appraisal_of_days(const Request& request, const Services& services) {
    const Result<DaysQuery> days = days_of_query(request);
    const Result<PaperRequest> wanted = paper_request(request, PaperSource::appraisal_period, {});
    if (!days || !wanted) {
        std::vector<Reason> reasons = days ? std::vector<Reason>() : days.error().reasons;
        if (!wanted) {
            reasons.insert(reasons.end(), wanted.error().reasons.begin(),
                           wanted.error().reasons.end());
        }
        return refused(RefusalKind::invalid, Problem{std::move(reasons)}, request, services);
    }
    const auto name = file_name_of(request);
    if (!name || name->form != Form::appraisal_table) {
        return no_such_document(request, services);
    }
    return download(office_of(services).appraisal_of_days({days->first, days->last}, wanted->by,
                                                          caller(request), name->kind),
                    request, services);
}

// Where a thing's papers hang, and who may number them.
struct PaperRoutes {
    PaperSource source;
    std::string path;
    std::string name;               // of the routes: list_…_documents
    std::vector<std::string> query; // what narrows the paper
    bool numbers;                   // its papers get numbers of their own
};
const std::array k_paper_routes{
    PaperRoutes{PaperSource::bulletin, "/api/v1/bulletins", "bulletin", {}, false},
    PaperRoutes{
        PaperSource::half_year_review, "/api/v1/half-year-reviews", "half_year_review", {}, true},
    PaperRoutes{PaperSource::admonition, "/api/v1/admonitions", "admonition", {}, true},
    PaperRoutes{PaperSource::appraisal_period,
                "/api/v1/appraisal-periods",
                "appraisal_period",
                {"by"},
                true},
    PaperRoutes{
        PaperSource::knowledge_entry, "/api/v1/knowledge/entries", "knowledge_entry", {}, true},
    PaperRoutes{PaperSource::knowledge_task, "/api/v1/knowledge/tasks", "knowledge_task", {}, true},
    PaperRoutes{
        PaperSource::sampling_plan, "/api/v1/sampling-plans", "sampling_plan", {"drawing"}, false},
    PaperRoutes{
        PaperSource::follow_up_call, "/api/v1/follow-up-calls", "follow_up_call", {}, false},
};

using Handle = Response (*)(const Request&, const Services&, PaperSource);

void add_paper_routes(server::Router& router, Services& services, const PaperRoutes& row) {
    const auto handler = [&services, source = row.source](Handle handle) {
        return server::SyncHandler([&services, source, handle](const Request& request) {
            return handle(request, services, source);
        });
    };
    const std::string reading(usecase::reading_action(row.source));
    router.add({.method = Method::get,
                .pattern = row.path + "/{id}/documents",
                .name = "list_" + row.name + "_documents",
                .handler = handler(list_papers),
                .query = row.query,
                .permission = reading});
    router.add({.method = Method::get,
                .pattern = row.path + "/{id}/documents/{file}",
                .name = "get_" + row.name + "_document",
                .handler = handler(paper_file),
                .produces = {},
                .query = row.query,
                .permission = reading});
    if (row.numbers) {
        router.add({.method = Method::post,
                    .pattern = row.path + "/{id}/documents/{form}",
                    .name = "issue_" + row.name + "_document",
                    .handler = handler(issue_paper),
                    .query = row.query,
                    .permission = std::string(usecase::numbering_action(row.source))});
    }
}

} // namespace

void add_document_routes(server::Router& router, Services& services) {
    router.add({.method = Method::get,
                .pattern = "/api/v1/work-orders/{id}/documents",
                .name = "list_documents",
                .handler = server::SyncHandler([&services](const Request& request) {
                    auto items = documents_of(services).list(order_of(request), caller(request));
                    return items ? server::json_response(
                                       200, write(json::object{{"items", std::move(*items)}}))
                                 : refused(items.error(), request, services);
                }),
                .permission = "work_order.read"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/work-orders/{id}/documents/{file}",
                .name = "get_document",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return file(request, services); }),
                .produces = {},
                .permission = "work_order.read"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/work-orders/{id}/documents/{form}",
                .name = "issue_document",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return issue(request, services); }),
                .permission = "work_order.command"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/document-batches",
                .name = "print_documents",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return print<usecase::DocumentBatch>(
                        request, services,
                        [](const Services& on, const usecase::DocumentBatch& batch,
                           const workorder::Actor& reader, usecase::JobControl& control) {
                            return documents_of(on).print(batch, reader, control);
                        });
                }),
                .body = server::BodyKind::memory,
                .permission = "work_order.read"});
    for (const PaperRoutes& row : k_paper_routes) {
        add_paper_routes(router, services, row);
    }
    router.add({.method = Method::get,
                .pattern = "/api/v1/appraisal/documents/{file}",
                .name = "get_appraisal_document",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return appraisal_of_days(request, services);
                }),
                .produces = {},
                .query = {"first", "last", "by"},
                .permission = "appraisal.read"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/paper-batches",
                .name = "print_papers",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return print<usecase::PaperBatch>(
                        request, services,
                        [](const Services& on, const usecase::PaperBatch& batch,
                           const workorder::Actor& reader, usecase::JobControl& control) {
                            return office_of(on).print(batch, reader, control);
                        });
                }),
                .body = server::BodyKind::memory,
                .permission = "paper.print"});
}

} // namespace chengban::api
