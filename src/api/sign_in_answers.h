// What is answered when somebody has signed in, in whichever way they did.
#pragma once

#include "api/caller.h"

namespace chengban::api {

// Passwords and tokens do not cross a network in the clear, unless the operator took that upon
// themselves.
std::optional<server::Response> refuse_plain_http(const server::Request& request,
                                                  const Services& services);

json::object session_json(const usecase::Session& session, const Services& services);

// The session with its cookies, or why there is none.
server::Response opened_or_refused(const usecase::Outcome<usecase::Opened>& opened,
                                   const server::Request& request, const Services& services);

} // namespace chengban::api
