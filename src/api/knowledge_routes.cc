// The knowledge base (15): entries, search, what the hotline sends down.
#include "api/stream_api.h"
#include "usecase/knowledge_base.h"

namespace chengban::api {

using knowledge::Entry;
using knowledge::Task;
using server::Method;
using server::Request;
using server::Response;
using usecase::RefusalKind;

namespace {

Response answer(const usecase::Outcome<json::object>& outcome, const Request& request,
                const Services& services) {
    if (!outcome) {
        return refused(outcome.error(), request, services);
    }
    Response response = server::json_response(200, write(*outcome));
    if (const json::value* version = outcome->if_contains("version")) {
        response.set("ETag", "\"" + std::to_string(version->as_int64()) + "\"");
    }
    return response;
}

Response search(const Request& request, const Services& services) {
    knowledge::SearchRequest wanted;
    wanted.phrase = request.query_value("q").value_or("");
    wanted.like = request.query_value("like").value_or("");
    wanted.category = request.query_value("category").value_or("");
    wanted.expired_too = request.query_value("expired") == "true";
    if (const auto unit = request.query_value("unit")) {
        wanted.units.emplace_back(std::string(*unit));
    }
    if (const auto kind = request.query_value("kind")) {
        wanted.kind = from_token<knowledge::EntryKind>(*kind);
        if (!wanted.kind) {
            return refused(RefusalKind::invalid,
                           problem("not_in_list", "kind", "类型应为 entry 或 snippet",
                                   "kind is entry or snippet"),
                           request, services);
        }
    }
    return server::json_response(200, write(services.knowledge->search(wanted)));
}

template <class Thing>
Response list(const Request& request, const Services& services) {
    const Result<StreamListQuery> query = stream_list_query(request, Thing::kind);
    if (!query) {
        return refused(RefusalKind::invalid, query.error(), request, services);
    }
    return answer(services.knowledge->list(caller(request), query->filter, query->page), request,
                  services);
}

template <class Thing>
Response give(const Request& request, const Services& services, std::string id,
              std::string_view name) {
    return give_stream_command<Thing>(
        request, services, std::move(id), name,
        [&](usecase::StreamRequest wanted, typename Thing::Command command) {
            return services.knowledge->give(std::move(wanted), std::move(command));
        });
}

} // namespace

void add_knowledge_schemas(json::object& schemas) {
    usecase::StreamDesk<Entry>::add_schemas(schemas);
    usecase::StreamDesk<Task>::add_schemas(schemas);
}

void add_knowledge_routes(server::Router& router, Services& services) {
    const auto get = [&](const char* pattern, const char* name, server::SyncHandler handler,
                         std::vector<std::string> query = {}) {
        router.add({.method = Method::get,
                    .pattern = pattern,
                    .name = name,
                    .handler = std::move(handler),
                    .query = std::move(query),
                    .permission = "knowledge.read"});
    };
    const auto post = [&](const char* pattern, const char* name, std::vector<std::string> schemas,
                          server::SyncHandler handler) {
        router.add({.method = Method::post,
                    .pattern = pattern,
                    .name = name,
                    .handler = std::move(handler),
                    .body = server::BodyKind::memory,
                    .query = {"dry_run"},
                    .schemas = std::move(schemas),
                    .permission = "knowledge.write"});
    };
    get("/api/v1/knowledge/entries", "search_knowledge",
        [&services](const Request& request) { return search(request, services); },
        {"q", "like", "unit", "category", "kind", "expired"});
    get(
        "/api/v1/knowledge/desk", "list_knowledge_entries",
        [&services](const Request& request) { return list<Entry>(request, services); },
        k_stream_list_query);
    get("/api/v1/knowledge/entries/{id}", "get_knowledge_entry",
        [&services](const Request& request) {
            return answer(
                services.knowledge->entry(caller(request), std::string(request.param("id"))),
                request, services);
        });
    post("/api/v1/knowledge/entries", "draft_knowledge_entry", {"draft_entry"},
         [&services](const Request& request) {
             return give<Entry>(request, services, {}, knowledge::DraftEntry::name);
         });
    post("/api/v1/knowledge/proposals", "propose_knowledge_entry", {"propose_entry"},
         [&services](const Request& request) {
             return give<Entry>(request, services, {}, knowledge::ProposeEntry::name);
         });
    post("/api/v1/knowledge/entries/{id}/{command}", "give_knowledge_entry_command",
         {"revise_entry", "submit_entry", "accept_entry", "send_back_entry", "confirm_entry",
          "retire_entry"},
         [&services](const Request& request) {
             return give<Entry>(request, services, std::string(request.param("id")),
                                request.param("command"));
         });
    get("/api/v1/knowledge/frequent", "list_frequent_consultations",
        [&services](const Request& request) {
            return server::json_response(200, write(services.knowledge->frequent(caller(request))));
        });
    get("/api/v1/knowledge/keepers", "list_knowledge_keepers", [&services](const Request&) {
        return server::json_response(200, write(services.knowledge->keepers()));
    });
    get(
        "/api/v1/knowledge/tasks", "list_knowledge_tasks",
        [&services](const Request& request) { return list<Task>(request, services); },
        k_stream_list_query);
    get("/api/v1/knowledge/tasks/{id}", "get_knowledge_task", [&services](const Request& request) {
        return answer(services.knowledge->task(caller(request), std::string(request.param("id"))),
                      request, services);
    });
    post("/api/v1/knowledge/tasks", "issue_knowledge_task", {"issue_task"},
         [&services](const Request& request) {
             return give<Task>(request, services, {}, knowledge::IssueTask::name);
         });
    post("/api/v1/knowledge/tasks/{id}/{command}", "give_knowledge_task_command",
         {"pass_on_task", "finish_task", "confirm_task", "reopen_task"},
         [&services](const Request& request) {
             return give<Task>(request, services, std::string(request.param("id")),
                               request.param("command"));
         });
}

} // namespace chengban::api
