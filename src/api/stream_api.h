// What routes of things that are not orders share: reading a command's request, and its answer.
#pragma once

#include "api/api.h"
#include "usecase/stream_desk.h"

namespace chengban::api {

// What a request says, or the answer that tells what is wrong with it.
template <class T>
using Parsed = Result<T, server::Response>;

enum class IfMatch { required, optional };

// The caller, Idempotency-Key, If-Match and dry_run, for the thing `id` (empty: a new one).
Parsed<usecase::StreamRequest> stream_request(const server::Request& request, std::string id,
                                              IfMatch if_match = IfMatch::optional);
// No body is an empty object.
Parsed<json::value> json_body(const server::Request& request);

// {"id":…,"version":…,"already_there":…}; `status` when it was not there before.
server::Response stream_answer(const usecase::Outcome<usecase::StreamAnswer>& outcome,
                               const server::Request& request, const Services& services,
                               int status = 200);

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

struct Giving {
    IfMatch if_match = IfMatch::optional;
    int status = 200;
};

// One command on the thing `id`: `read` makes it of the body, `give` does it.
template <class Read, class Give>
server::Response give_command(const server::Request& request, const Services& services,
                              std::string id, Giving how, const Read& read, const Give& give) {
    Parsed<usecase::StreamRequest> wanted = stream_request(request, std::move(id), how.if_match);
    if (!wanted) {
        return std::move(wanted).error();
    }
    Parsed<json::value> body = json_body(request);
    if (!body) {
        return std::move(body).error();
    }
    auto command = read(*body);
    if (!command) {
        const bool unknown = command.error().reasons.front().code == "unknown_command";
        return refused(unknown ? usecase::RefusalKind::not_found : usecase::RefusalKind::invalid,
                       command.error(), request, services);
    }
    return stream_answer(give(std::move(*wanted), std::move(*command)), request, services,
                         how.status);
}

// A command of `Thing` by name.
template <class Thing, class Give>
server::Response give_stream_command(const server::Request& request, const Services& services,
                                     std::string id, std::string_view name, const Give& give,
                                     Giving how = {}) {
    return give_command(
        request, services, std::move(id), how,
        [&](const json::value& body) {
            return usecase::StreamDesk<Thing>::read_command(name, body);
        },
        give);
}

} // namespace chengban::api
