#include "usecase/review_sample.h"

#include "followup/draw.h"
#include "usecase/projection.h"
#include "usecase/queues.h"

#include <algorithm>
#include <array>
#include <map>

namespace chengban::usecase {

using workorder::Role;

namespace {

std::map<OrderId, store::OrderRow> cohort(Desk& desk, const workorder::Actor& reader,
                                          const ReviewSampleRequest& request) {
    std::map<OrderId, store::OrderRow> rows;
    store::OrderFilter repeats;
    repeats.tags = {k_attention_mark};
    store::OrderFilter reviews;
    reviews.limit_classes = {std::string(token(LimitClass::review))};
    for (store::OrderFilter filter : {repeats, reviews}) {
        filter.states = {"completed"};
        filter.completed_from = start_of(request.first);
        filter.completed_to = start_of(request.last.plus(1));
        store::PageRequest page;
        page.sort = store::SortKey::completed_at;
        page.limit = 500;
        do {
            auto found = desk.store().list(filter, page, visibility_of(reader));
            invariant(found.has_value(), "a listing of the system is well formed");
            for (store::OrderRow& row : found->rows) {
                rows.emplace(row.id, std::move(row));
            }
            page.cursor = found->next_cursor;
        } while (!page.cursor.empty());
    }
    return rows;
}

} // namespace

Outcome<json::object> review_sample(Desk& desk, const workorder::Actor& reader,
                                    const ReviewSampleRequest& request) {
    constexpr std::array k_samplers{Role::supervisor, Role::reviewer, Role::follow_up_caller};
    if (std::find(k_samplers.begin(), k_samplers.end(), reader.role) == k_samplers.end()) {
        return refusal(RefusalKind::forbidden, problem("wrong_role", "actor.role", "由中心抽查回访",
                                                       "the center samples", "12.2"));
    }
    if (request.last < request.first || request.first.plus(366) < request.last) {
        return refusal(RefusalKind::invalid,
                       problem("bad_range", "completed", "办结日期应在一年之内",
                               "the days of completion lie within one year", "12.2"));
    }
    const auto rows = cohort(desk, reader, request);
    std::vector<followup::Candidate> candidates;
    for (const auto& [id, row] : rows) {
        candidates.push_back({id, *row.completed_at, row.unit,
                              from_token<OrderKind>(row.kind).value_or(OrderKind::other),
                              chengban::Outcome::resolved});
    }
    followup::Plan plan;
    plan.title = "12.2";
    plan.per_mille = request.per_mille;
    const followup::Drawing drawing = followup::draw(plan, std::move(candidates), request.seed);
    json::array items;
    for (const followup::Pick& pick : drawing.picks) {
        items.push_back(row_json(rows.at(pick.order), desk, desk.clock().now()));
    }
    return json::object{{"candidates", rows.size()},
                        {"per_mille", request.per_mille},
                        {"seed", request.seed},
                        {"candidates_digest", drawing.candidates_digest},
                        {"sample_digest", drawing.sample_digest},
                        {"items", std::move(items)}};
}

} // namespace chengban::usecase
