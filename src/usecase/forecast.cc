#include "usecase/forecast.h"

#include <map>

namespace chengban::usecase {

namespace {

constexpr int k_sunday = 6;

bool is_open(std::string_view state) {
    return state != token(workorder::State::completed) &&
           state != token(workorder::State::withdrawn);
}

void add(Load& load, const store::CountBucket& bucket, Day today) {
    load.open += bucket.count;
    if (!bucket.due_day) {
        load.without_limit += bucket.count;
        return;
    }
    const Day due = *bucket.due_day;
    const Day sunday = today.plus(k_sunday - today.weekday());
    load.overdue += due < today ? bucket.count : 0;
    load.today += due == today ? bucket.count : 0;
    load.tomorrow += due == today.plus(1) ? bucket.count : 0;
    load.this_week += today <= due && due <= sunday ? bucket.count : 0;
    load.later += sunday < due ? bucket.count : 0;
}

json::object counts_of(const Load& load) {
    return {{"open", load.open},
            {"overdue", load.overdue},
            {"today", load.today},
            {"tomorrow", load.tomorrow},
            {"this_week", load.this_week},
            {"later", load.later},
            {"without_limit", load.without_limit}};
}

} // namespace

std::vector<Load> forecast(Desk& desk, const workorder::Actor& reader) {
    const Day today = day_of(desk.clock().now());
    std::map<std::pair<UnitId, PersonId>, Load> loads;
    for (const store::CountBucket& bucket : desk.store().counts(visibility_of(reader))) {
        if (!is_open(bucket.state) || bucket.unit.empty()) {
            continue;
        }
        Load& load = loads[{bucket.unit, bucket.handler}];
        load.unit = bucket.unit;
        load.handler = bucket.handler;
        add(load, bucket, today);
    }
    std::vector<Load> list;
    for (auto& [key, load] : loads) {
        list.push_back(std::move(load));
    }
    return list;
}

json::object forecast_json(Desk& desk, const workorder::Actor& reader) {
    const OrganisationPtr organisation = desk.library().organisation();
    json::array units;
    Load sum;
    json::array people;
    const auto close_unit = [&] {
        if (sum.unit.empty()) {
            return;
        }
        const people::Unit* unit = organisation->unit(sum.unit);
        json::object object = counts_of(sum);
        object["unit"] = sum.unit.text();
        object["unit_zh"] = unit == nullptr ? sum.unit.text() : unit->name.zh;
        object["unit_en"] = unit == nullptr ? sum.unit.text() : unit->name.en;
        object["people"] = std::move(people);
        units.push_back(std::move(object));
        people = json::array();
    };
    for (const Load& load : forecast(desk, reader)) {
        if (load.unit != sum.unit) {
            close_unit();
            sum = Load{};
            sum.unit = load.unit;
        }
        sum.open += load.open;
        sum.overdue += load.overdue;
        sum.today += load.today;
        sum.tomorrow += load.tomorrow;
        sum.this_week += load.this_week;
        sum.later += load.later;
        sum.without_limit += load.without_limit;
        const people::Person* person = organisation->person(load.handler);
        json::object object = counts_of(load);
        object["handler"] = load.handler.text();
        object["handler_name"] = load.handler.empty() ? "待签收"
                                 : person == nullptr  ? load.handler.text()
                                                      : person->name;
        people.push_back(std::move(object));
    }
    close_unit();
    return {{"day", to_string(day_of(desk.clock().now()))}, {"units", std::move(units)}};
}

} // namespace chengban::usecase
