#include "api/figure_tools.h"

#include <charconv>

namespace chengban::api {

using server::Request;
using server::Response;

namespace {

constexpr std::int32_t k_limit_default = 50;
constexpr std::int32_t k_limit_max = 500;

} // namespace

Response shown(const usecase::Outcome<json::object>& object, const Request& request,
               const Services& services) {
    return object ? server::json_response(200, write(*object))
                  : refused(object.error(), request, services);
}

Response started(const usecase::Outcome<std::string>& job, const Request& request,
                 const Services& services) {
    if (!job) {
        return refused(job.error(), request, services);
    }
    Response response = server::json_response(202, write(json::object{{"job", *job}}));
    response.set("Location", "/api/v1/jobs/" + *job);
    return response;
}

Result<DaysQuery> days_of_query(const Request& request) {
    const Result<Day> first = parse_day(request.query_value("first").value_or(""), "first");
    const Result<Day> last = parse_day(request.query_value("last").value_or(""), "last");
    std::vector<Reason> reasons;
    for (const Result<Day>* day : {&first, &last}) {
        if (!*day) {
            reasons.push_back(day->error().reasons.front());
        }
    }
    if (reasons.empty() && *last < *first) {
        reasons.push_back({"times_out_of_order",
                           "",
                           "last",
                           {"末日早于首日", "the last day lies before the first"}});
    }
    if (!reasons.empty()) {
        return Failure{Problem{std::move(reasons)}};
    }
    return DaysQuery{*first, *last};
}

Result<std::int32_t> limit_of_query(const Request& request) {
    const auto text = request.query_value("limit");
    if (!text) {
        return k_limit_default;
    }
    std::int32_t limit = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (error != std::errc() || end != text->data() + text->size() || limit < 1 ||
        limit > k_limit_max) {
        return Failure{problem("out_of_range", "limit", "每页条数应在 1–500 之间",
                               "a page has 1 to 500 rows")};
    }
    return limit;
}

} // namespace chengban::api
