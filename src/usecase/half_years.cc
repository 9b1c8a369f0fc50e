#include "usecase/half_years.h"

#include "usecase/matters.h"

#include <fmt/format.h>

#include <map>

namespace chengban::usecase {

using casework::HalfYear;
using casework::HalfYearReview;
using casework::RepeatedMatter;

namespace {

std::string review_id(const UnitId& unit, const HalfYear& half) {
    return unit.text() + "." + half.token();
}

std::vector<UnitId> units_without(Desk& desk, const HalfYear& half) {
    std::vector<UnitId> list;
    for (const people::Unit& unit : desk.library().organisation()->units) {
        if (unit.kind != UnitKind::office && unit.kind != UnitKind::center &&
            !desk.store().head({std::string(HalfYearReview::kind), review_id(unit.id, half)})) {
            list.push_back(unit.id);
        }
    }
    return list;
}

// Each matter that came back within the half year, at the unit that had the last of its orders.
std::map<UnitId, std::vector<RepeatedMatter>> repeated_matters(Desk& desk, const HalfYear& half) {
    const store::Visibility all = visibility_of(system_actor());
    const Instant from = start_of(half.first_day());
    const Instant to = start_of(half.end());
    std::map<UnitId, std::vector<RepeatedMatter>> by_unit;
    auto matters = matter_desk(desk);
    store::StreamFilter filter;
    filter.kind = casework::Matter::kind;
    store::StreamPageRequest page;
    page.limit = 500;
    for (;;) {
        const auto found = desk.store().stream_rows(filter, page, all);
        invariant(found.has_value(), "a listing of the system is well formed");
        for (const store::StreamRow& row : found->rows) {
            const auto matter = matters.load(row.stream.id);
            RepeatedMatter repeated;
            repeated.matter = workorder::MatterId(row.stream.id);
            UnitId unit;
            Instant latest = from;
            for (const casework::Link& link :
                 matter ? matter->links : std::vector<casework::Link>()) {
                const auto order = desk.store().row(link.order, all);
                if (!order || order->received_at < from || !(order->received_at < to)) {
                    continue;
                }
                repeated.orders.push_back(link.order);
                if (!(order->received_at < latest) && !order->unit.empty()) {
                    latest = order->received_at;
                    unit = order->unit;
                }
            }
            repeated.count = static_cast<std::int32_t>(repeated.orders.size());
            if (repeated.count > 1 && !unit.empty()) {
                by_unit[unit].push_back(std::move(repeated));
            }
        }
        if (found->next_cursor.empty()) {
            return by_unit;
        }
        page.cursor = found->next_cursor;
    }
}

} // namespace

StreamDesk<HalfYearReview> half_year_desk(Desk& desk) {
    return {desk.store(), desk.clock(),
            [](HalfYearReview& review, const HalfYearReview::Event& event, const Stamp& stamp) {
                casework::evolve(review, event, stamp.actor, stamp.at);
            },
            [](const HalfYearReview& review) {
                RowFacts facts;
                facts.state = token(review.state);
                facts.unit = review.unit;
                facts.key = review.period;
                if (review.state == casework::HalfYearState::issued) {
                    facts.due = review.due;
                }
                facts.created_at = review.created_at;
                return facts;
            }};
}

Outcome<StreamAnswer> give_half_year(Desk& desk, StreamRequest request,
                                     HalfYearReview::Command command) {
    return half_year_desk(desk).give(
        std::move(request), std::move(command),
        [](const HalfYearReview& review, const HalfYearReview::Command& asked, const Stamp& stamp) {
            return casework::decide(review, asked, stamp.actor);
        });
}

std::int64_t issue_half_years(Desk& desk) {
    return issue_half_year(desk,
                           casework::before(casework::half_year_of(day_of(desk.clock().now()))));
}

std::int64_t issue_half_year(Desk& desk, const HalfYear& half) {
    const Rules rules = desk.library().rulebook_in_force(day_of(desk.clock().now()));
    const Instant due = half.due(rules->book.half_year);
    const std::vector<UnitId> units = units_without(desk, half);
    if (units.empty() ||
        !(desk.clock().now() < due)) { // nobody is given a task that is late already
        return 0;
    }
    auto by_unit = repeated_matters(desk, half);
    std::int64_t issued = 0;
    for (const UnitId& unit : units) {
        StreamRequest request;
        request.actor = system_actor();
        request.id = review_id(unit, half);
        request.expected_version = 0;
        casework::IssueHalfYear command{unit, half.token(), due, std::move(by_unit[unit])};
        issued += give_half_year(desk, std::move(request), std::move(command)) ? 1 : 0;
    }
    return issued;
}

json::object half_year_json(Desk& desk, const HalfYearReview& stored) {
    const HalfYearReview review = half_year_desk(desk).with_texts(stored);
    json::array matters;
    std::int64_t orders = 0;
    for (const RepeatedMatter& matter : review.matters) {
        json::array ids;
        for (const OrderId& order : matter.orders) {
            ids.emplace_back(order.text());
        }
        orders += matter.count;
        matters.push_back({{"matter", matter.matter.text()},
                           {"count", matter.count},
                           {"orders", std::move(ids)}});
    }
    const people::Unit* unit = desk.library().organisation()->unit(review.unit);
    json::object object{{"id", review.id},
                        {"version", review.version},
                        {"unit", review.unit.text()},
                        {"unit_zh", unit == nullptr ? review.unit.text() : unit->name.zh},
                        {"period", review.period},
                        {"state", {{"value", token(review.state)}, {"zh", zh(review.state)}}},
                        {"due", to_string(review.due)},
                        {"late", review.late || (review.state == casework::HalfYearState::issued &&
                                                 !(desk.clock().now() < review.due))},
                        {"matters", std::move(matters)},
                        {"orders", orders}};
    if (review.submitted_at) {
        object["submitted_at"] = to_string(*review.submitted_at);
        object["causes"] = review.causes.plain;
        object["rectification"] = review.rectification.plain;
    }
    if (!review.opinion.plain.empty()) {
        object["opinion"] = review.opinion.plain;
    }
    return object;
}

} // namespace chengban::usecase
