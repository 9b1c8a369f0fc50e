// 12.2: the center samples completed repeats and completed review orders. The same days, rate and
// seed give the same sample; what was found is recorded on the order (check_review).
#pragma once

#include "usecase/desk.h"

namespace chengban::usecase {

struct ReviewSampleRequest {
    Day first; // of completion, both included
    Day last;
    std::int32_t per_mille = 100;
    std::uint64_t seed = 0;
};

Outcome<json::object> review_sample(Desk& desk, const workorder::Actor& reader,
                                    const ReviewSampleRequest& request);

} // namespace chengban::usecase
