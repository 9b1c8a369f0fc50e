#include "api/stream_request.h"

namespace chengban::api {

using server::Request;
using server::Response;

std::optional<Response> read_stream_request(const Request& request, IfMatch if_match,
                                            usecase::StreamRequest& wanted) {
    wanted.actor = caller(request);
    wanted.dry_run = request.query_value("dry_run") == "true";
    Result<std::string> key = idempotency_key(request);
    if (!key) {
        return server::problem_response(400, key.error(), request);
    }
    wanted.idempotency_key = std::move(*key);
    const auto header = request.header("If-Match");
    if (!header && if_match == IfMatch::required) {
        return server::problem_response(428,
                                        problem("if_match_missing", "If-Match",
                                                "请带上读取时的版本 If-Match",
                                                "send the version you read as If-Match"),
                                        request);
    }
    if (header) {
        wanted.expected_version = etag_version(*header);
        if (!wanted.expected_version) {
            return server::problem_response(400,
                                            problem("bad_etag", "If-Match",
                                                    "If-Match 应为版本，例如 \"7\"",
                                                    "If-Match must be the version, e.g. \"7\""),
                                            request);
        }
    }
    return std::nullopt;
}

std::optional<Response> read_body(const Request& request, json::value& body) {
    Result<json::value> parsed = parse_json(request.body.empty() ? "{}" : request.body);
    if (!parsed) {
        return server::problem_response(400, parsed.error(), request);
    }
    body = std::move(*parsed);
    return std::nullopt;
}

} // namespace chengban::api
