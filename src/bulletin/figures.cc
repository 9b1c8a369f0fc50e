#include "bulletin/figures.h"

#include <algorithm>
#include <cmath>

namespace chengban::bulletin {

namespace {

constexpr std::size_t k_orders_shown = 20;

// Whole months are followed by whole months, whatever their length.
Period shifted(const Period& period, int periods) {
    const YearMonthDay first = year_month_day(day_of(period.from));
    const YearMonthDay end = year_month_day(day_of(period.to));
    if (first.day == 1 && end.day == 1 && period.from == start_of(day_of(period.from)) &&
        period.to == start_of(day_of(period.to))) {
        const int length = (end.year - first.year) * 12 + end.month - first.month;
        const auto month_start = [&](const YearMonthDay& day) {
            const int months = day.year * 12 + day.month - 1 + length * periods;
            return start_of(day_of(YearMonthDay{months / 12, months % 12 + 1, 1}));
        };
        return {month_start(first), month_start(end)};
    }
    const std::int64_t length = period.to.milliseconds() - period.from.milliseconds();
    return {period.from.plus_milliseconds(length * periods),
            period.to.plus_milliseconds(length * periods)};
}

using Pair = std::pair<std::int64_t, std::int64_t>; // now, before

void add_shares(const std::map<std::string, Pair>& counts, std::vector<Share>& shares) {
    for (const auto& [token, pair] : counts) {
        shares.push_back({token, pair.first, pair.second});
    }
    std::stable_sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) {
        return a.now != b.now ? a.now > b.now : a.before > b.before;
    });
}

struct CellCount {
    std::int64_t now = 0;
    std::int64_t history = 0;
    std::vector<const OrderFact*> orders;
};

Cell cell_of(const std::pair<std::string, std::string>& place, CellCount& counted,
             std::int64_t periods) {
    const double mean =
        periods == 0 ? 0 : static_cast<double>(counted.history) / static_cast<double>(periods);
    Cell cell;
    cell.category = place.first;
    cell.district = place.second;
    cell.count = counted.now;
    cell.expected_milli = std::llround(mean * 1000);
    cell.chance_ppm = std::llround(chance_of(counted.now, mean) * 1'000'000);
    std::stable_sort(
        counted.orders.begin(), counted.orders.end(),
        [](const OrderFact* a, const OrderFact* b) { return a->received_at > b->received_at; });
    for (std::size_t i = 0; i < std::min(counted.orders.size(), k_orders_shown); ++i) {
        cell.orders.push_back(counted.orders[i]->id);
    }
    return cell;
}

} // namespace

double chance_of(std::int64_t count, double mean) {
    // One before the first is not zero: a matter never seen yet has some rate.
    constexpr double k_rate_min = 0.25;
    const double rate = std::max(mean, k_rate_min);
    double below = 0;
    double term = std::exp(-rate);
    for (std::int64_t i = 0; i < count; ++i) {
        below += term;
        term *= rate / static_cast<double>(i + 1);
    }
    return std::max(0.0, 1.0 - below);
}

Instant history_begins(const Period& period) {
    return shifted(period, -k_history_periods).from;
}

Figures count(const std::vector<OrderFact>& facts, const Period& period, Instant data_begins) {
    Figures figures;
    figures.period = period;
    figures.before = shifted(period, -1);
    figures.history_periods = 0;
    while (figures.history_periods < k_history_periods &&
           !(shifted(period, -static_cast<int>(figures.history_periods) - 1).from <
             start_of(day_of(data_begins)))) {
        ++figures.history_periods;
    }
    const Period history{shifted(period, -static_cast<int>(figures.history_periods)).from,
                         period.from};
    std::map<std::string, Pair> kinds;
    std::map<std::string, Pair> categories;
    std::map<std::string, Pair> districts;
    std::map<UnitId, UnitFigures> units;
    std::map<std::pair<std::string, std::string>, CellCount> cells;
    for (const OrderFact& fact : facts) {
        const bool now = period.has(fact.received_at);
        const bool before = figures.before.has(fact.received_at);
        const auto add = [&](std::map<std::string, Pair>& counts, const std::string& token) {
            Pair& pair = counts[token];
            pair.first += now ? 1 : 0;
            pair.second += before ? 1 : 0;
        };
        if (now || before) {
            figures.received += now ? 1 : 0;
            figures.received_before += before ? 1 : 0;
            add(kinds, fact.kind);
            add(categories, fact.category);
            add(districts, fact.district);
        }
        UnitFigures& unit = units[fact.unit];
        unit.received += now ? 1 : 0;
        if (fact.completed_at && period.has(*fact.completed_at)) {
            const bool late = fact.completion_due && *fact.completed_at >= *fact.completion_due;
            figures.completed += 1;
            figures.completed_late += late ? 1 : 0;
            unit.completed += 1;
            unit.late += late ? 1 : 0;
        }
        const bool open_then = fact.received_at < period.to &&
                               (fact.completed_at ? *fact.completed_at >= period.to : fact.open);
        if (open_then && fact.completion_due && *fact.completion_due <= period.to) {
            figures.overdue += 1;
            unit.overdue += 1;
        }
        if (!fact.confidential && (now || history.has(fact.received_at))) {
            CellCount& cell = cells[{fact.category, fact.district}];
            cell.now += now ? 1 : 0;
            cell.history += now ? 0 : 1;
            if (now) {
                cell.orders.push_back(&fact);
            }
        }
    }
    add_shares(kinds, figures.kinds);
    add_shares(categories, figures.categories);
    add_shares(districts, figures.districts);
    for (auto& [id, unit] : units) {
        unit.unit = id;
        if (!id.empty() && unit.received + unit.completed + unit.overdue > 0) {
            figures.units.push_back(unit);
        }
    }
    for (auto& [place, counted] : cells) {
        if (place.first.empty() || place.second.empty() || counted.now == 0) {
            continue; // not classified: no place or no matter to speak of
        }
        const Cell cell = cell_of(place, counted, figures.history_periods);
        if (cell.count >= k_concentrated_min) {
            figures.concentrated.push_back(cell);
        }
        if (figures.history_periods >= k_history_periods_min && cell.count >= k_sign_count_min &&
            static_cast<double>(cell.chance_ppm) < k_sign_chance_max * 1'000'000) {
            figures.early_signs.push_back(cell);
        }
    }
    std::stable_sort(figures.concentrated.begin(), figures.concentrated.end(),
                     [](const Cell& a, const Cell& b) { return a.count > b.count; });
    std::stable_sort(figures.early_signs.begin(), figures.early_signs.end(),
                     [](const Cell& a, const Cell& b) { return a.chance_ppm < b.chance_ppm; });
    figures.concentrated.resize(std::min(figures.concentrated.size(), k_cells_max));
    figures.early_signs.resize(std::min(figures.early_signs.size(), k_cells_max));
    return figures;
}

} // namespace chengban::bulletin
