// Documents of orders: what can be printed, the files, their numbers, many at once.
#include "api/api.h"

#include "usecase/order_documents.h"

namespace chengban::api {

using documents::Form;
using server::Method;
using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

usecase::OrderDocuments documents_of(const Services& services) {
    return {*services.desk, *services.audit};
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
Response file(const Request& request, Services& services) {
    const std::string_view wanted = request.param("file");
    const std::size_t dot = wanted.rfind('.');
    const auto form = from_token<Form>(wanted.substr(0, dot));
    const std::string_view ending = dot == std::string_view::npos ? "" : wanted.substr(dot + 1);
    if (!form || (ending != "pdf" && ending != "docx")) {
        return no_such_document(request, services);
    }
    auto made = documents_of(services).file(order_of(request), caller(request), *form,
                                            ending == "pdf" ? usecase::FileKind::pdf
                                                            : usecase::FileKind::docx);
    if (!made) {
        return refused(made.error(), request, services);
    }
    Response response = server::bytes_response(200, made->content_type, std::move(made->bytes));
    response.set("Content-Disposition", server::attachment_disposition(made->name));
    return response;
}

Response issue(const Request& request, Services& services) {
    const auto form = from_token<Form>(request.param("form"));
    if (!form) {
        return no_such_document(request, services);
    }
    const auto number = documents_of(services).issue(order_of(request), caller(request), *form);
    return number ? server::json_response(200, write(json::object{{"number", *number}}))
                  : refused(number.error(), request, services);
}

Response print(const Request& request, Services& services) {
    const Result<json::value> body = parse_json(request.body);
    if (!body) {
        return server::problem_response(400, body.error(), request);
    }
    auto batch = read_record<usecase::DocumentBatch>(*body);
    if (!batch) {
        return refused(RefusalKind::invalid, batch.error(), request, services);
    }
    const workorder::Actor reader = caller(request);
    const auto job = services.jobs->start(
        reader, "print_documents",
        [&services, reader, batch = std::move(*batch)](usecase::JobControl& control) {
            return documents_of(services).print(batch, reader, control);
        },
        services.desk->clock().now());
    if (!job) {
        return refused(job.error(), request, services);
    }
    Response response = server::json_response(202, write(json::object{{"job", *job}}));
    response.set("Location", "/api/v1/jobs/" + *job);
    return response;
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
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return print(request, services); }),
                .body = server::BodyKind::memory,
                .permission = "work_order.read"});
}

} // namespace chengban::api
