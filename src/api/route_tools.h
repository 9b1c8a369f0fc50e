// What the routes of accounts and keys share.
#pragma once

#include "api/api.h"
#include "usecase/door.h"

namespace chengban::api {

// The body by its field list: all reasons at once, unknown fields among them.
template <Record T>
Result<T> read_body(const server::Request& request) {
    const Result<json::value> body = parse_json(request.body);
    return body ? read_record<T>(*body) : Result<T>(Failure{body.error()});
}

// Who acts, with names for people.
json::object actor_json(const workorder::Actor& actor, const Services& services);
json::object secret_json(const usecase::InitialSecret& secret);

} // namespace chengban::api
