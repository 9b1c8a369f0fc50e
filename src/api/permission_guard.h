// Where a request meets the table of permissions, and where every refusal leaves its record.
#pragma once

#include "api/api.h"

namespace chengban::api {

// Throws when a route declares no permission, one that is not in the table, or «public» although it
// needs a sign-in (and the other way round): such a server does not start.
void check_permissions(const server::Router& router);

// 403 when the caller's post may never do what the route is for. Which orders the caller reaches is
// asked in the use cases, for every row, count and hit.
std::optional<server::Response> refuse_unpermitted(const server::Request& request,
                                                   const Services& services);

// 7.1 of ASVS, 18: each answer 401, 403 and 404 says on record who asked for what.
void record_refusal(const usecase::Refusal& refusal, const server::Request& request,
                    const Services& services);

} // namespace chengban::api
