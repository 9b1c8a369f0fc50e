#include "usecase/duty_view.h"

namespace chengban::usecase {

people::UnitDuty manned(people::UnitDuty duty, const people::Organisation& organisation) {
    std::erase_if(duty.roster, [&](const people::DutyTurn& turn) {
        const people::Person* person = organisation.person(turn.person);
        return person == nullptr || !person->belongs_to(duty.unit);
    });
    return duty;
}

json::object turn_json(const people::Organisation& organisation, const people::DutyTurn& turn) {
    json::object object{{"kind", token(turn.kind)},     {"zh", zh(turn.kind)},
                        {"en", en(turn.kind)},          {"person", turn.person.text()},
                        {"from", to_string(turn.from)}, {"until", to_string(turn.until)}};
    if (const people::Person* person = organisation.person(turn.person)) {
        object["name"] = person->name;
    }
    if (turn.phone) {
        object["phone"] = *turn.phone;
    }
    return object;
}

std::optional<DutyNotice> duty_notice(const Library& library, const workorder::WorkOrder& order,
                                      Instant now) {
    if (!order.open() || order.limit_class != LimitClass::urgent || order.unit.empty() ||
        !order.dispatched_at) {
        return std::nullopt;
    }
    const Rules rules = library.rulebook_in_force(day_of(*order.dispatched_at));
    const CalendarPtr calendar = library.latest_calendar();
    const auto outside = [&](Instant instant) {
        return people::outside_office_hours(rules->book.duty, *calendar, instant);
    };
    if (!outside(*order.dispatched_at)) {
        return std::nullopt;
    }
    // Still night: who is on duty now. By day: who took it.
    const Instant at = outside(now) ? now : *order.dispatched_at;
    const OrganisationPtr organisation = library.organisation();
    const DutyPtr duties = library.duty();
    DutyNotice notice;
    json::array turns;
    if (const auto found = duties->find(order.unit); found != duties->end()) {
        for (const people::DutyTurn& turn : manned(found->second, *organisation).on_duty(at)) {
            turns.push_back(turn_json(*organisation, turn));
            if (!notice.changes_at || turn.until < *notice.changes_at) {
                notice.changes_at = turn.until;
            }
        }
    }
    const bool none = turns.empty();
    notice.body = {{"unit", order.unit.text()},
                   {"at", to_string(at)},
                   {"zh", none ? "非办公时间派发的紧急工单，该单位无人值班"
                               : "非办公时间派发的紧急工单，由值班人员接收"},
                   {"en", none ? "urgent and outside office hours: nobody of the unit is on duty"
                               : "urgent and outside office hours: the people on duty take it"},
                   {"turns", std::move(turns)}};
    return notice;
}

} // namespace chengban::usecase
