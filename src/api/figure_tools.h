// What the routes of plans, calls, periods … have in common.
#pragma once

#include "api/stream_api.h"

namespace chengban::api {

server::Response shown(const usecase::Outcome<json::object>& object, const server::Request& request,
                       const Services& services);
// 202 with the job's address.
server::Response started(const usecase::Outcome<std::string>& job, const server::Request& request,
                         const Services& services);

// «first» and «last» of the query, both needed.
struct DaysQuery {
    Day first;
    Day last;
};
Result<DaysQuery> days_of_query(const server::Request& request);
// «limit», 1–500.
Result<std::int32_t> limit_of_query(const server::Request& request);

} // namespace chengban::api
