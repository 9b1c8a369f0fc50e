// Who is at the door: a person with a session, a machine with a key, or a visitor of a
// demonstration. Found once per request by the guard.
#pragma once

#include "api/api.h"
#include "usecase/door.h"

namespace chengban::api {

// Cookies over https carry the prefix that binds them to this host and to https; over plain http
// on this machine (or where the operator allowed it) browsers would not take that prefix.
std::string session_cookie_name(const server::Request& request);
std::string device_cookie_name(const server::Request& request);
// A cookie as it is set; with no seconds it ends with the browser, with 0 now.
std::string cookie_line(const server::Request& request, const std::string& name,
                        const std::string& value, std::optional<std::int64_t> seconds);

struct Caller {
    workorder::Actor actor;
    usecase::SessionPtr session; // of a person
    usecase::MachinePtr machine; // of a key
};

// The guard's work: fills `request.session` with a Caller, or answers. A person who still owes
// another password or a second factor reaches nothing but that; a key reaches what its scopes say;
// a route that asks for a fresh confirmation gets one.
std::optional<server::Response> find_caller(server::Request& request, Services& services);

// Null when nobody is signed in.
const Caller* caller_of(const server::Request& request);
// The session of a person; a machine or a visitor of a demonstration has none: a refusal.
Result<usecase::SessionPtr> session_of(const server::Request& request);

// What the client sends along with a sign-in.
usecase::Client client_of(const server::Request& request);

} // namespace chengban::api
