// What routes of things that are not orders share: reading a command's request, and its answer.
#pragma once

#include "api/api.h"
#include "usecase/stream_desk.h"

namespace chengban::api {

// Of the path's id (or a new thing): the caller, Idempotency-Key, If-Match, dry_run.
Result<usecase::StreamRequest> stream_request(const server::Request& request, std::string id);

server::Response stream_answer(const usecase::Outcome<usecase::StreamAnswer>& outcome,
                               const server::Request& request, const Services& services);

// limit and cursor of a list of streams; the rest of the query is the route's own.
struct StreamListQuery {
    store::StreamFilter filter;
    store::StreamPageRequest page;
};
// Knows state, unit, person, mark (the row's second key; all comma-separated), due_before, sort
// (due, created_at; «-» first = descending), cursor, limit.
Result<StreamListQuery> stream_list_query(const server::Request& request, std::string_view kind);
inline const std::vector<std::string> k_stream_list_query{"state",      "unit", "person", "mark",
                                                          "due_before", "sort", "cursor", "limit"};

// A command of `Thing` by name, on the thing `id`.
template <class Thing, class Give>
server::Response give_stream_command(const server::Request& request, const Services& services,
                                     std::string id, std::string_view name, const Give& give) {
    Result<usecase::StreamRequest> wanted = stream_request(request, std::move(id));
    if (!wanted) {
        return server::problem_response(400, wanted.error(), request);
    }
    const Result<json::value> body = parse_json(request.body.empty() ? "{}" : request.body);
    if (!body) {
        return server::problem_response(400, body.error(), request);
    }
    auto command = usecase::StreamDesk<Thing>::read_command(name, *body);
    if (!command) {
        const bool unknown = command.error().reasons.front().code == "unknown_command";
        return refused(unknown ? usecase::RefusalKind::not_found : usecase::RefusalKind::invalid,
                       command.error(), request, services);
    }
    return stream_answer(give(std::move(*wanted), std::move(*command)), request, services);
}

} // namespace chengban::api
