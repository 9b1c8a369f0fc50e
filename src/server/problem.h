// Refusals as RFC 9457 problem documents. Both languages travel in `fields`; `title` and `detail`
// are in the one the client prefers.
//
//   { "type": "urn:chengban:problem:return_window_closed", "title": "…", "status": 409,
//     "detail": "…", "instance": "/api/v1/work-orders/…/return", "incident": "…" (5xx only),
//     "clauses": ["7.1"], "fields": [{"field","code","clause","zh","en"}] }
#pragma once

#include "base/problem.h"
#include "server/http_types.h"

#include <string>
#include <string_view>

namespace chengban::server {

struct ProblemContext {
    Language language = Language::zh;
    std::string_view instance = {}; // path of the request, without its query
    std::string_view incident = {};
};

// The document lists every reason; `type` names the first one's code.
Response problem_response(int status, const Problem& problem, const ProblemContext& context = {});
Response problem_response(int status, const Problem& problem, const Request& request);

// 500 without any inside knowledge; the log has the rest under the same incident id.
Response incident_response(const Request& request, std::string incident);

// 503 with Retry-After.
Response busy_response(std::string code, Words words, const Request& request, int retry_seconds);

} // namespace chengban::server
