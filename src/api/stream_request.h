// The headers of a command on something that is not an order: the same as for orders.
#pragma once

#include "api/stream_api.h"

namespace chengban::api {

enum class IfMatch { required, optional };

// Fills caller, version, key and dry_run; an answer (400 or 428) when a header is missing or wrong.
std::optional<server::Response> read_stream_request(const server::Request& request,
                                                    IfMatch if_match,
                                                    usecase::StreamRequest& wanted);
// The body as JSON; an answer (400) when it is none.
std::optional<server::Response> read_body(const server::Request& request, json::value& body);

} // namespace chengban::api
