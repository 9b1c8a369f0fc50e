#include "appraisal/report.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace chengban::appraisal {

namespace {

constexpr std::array k_measures{Measure::volume, Measure::on_time, Measure::first_contact,
                                Measure::resolution, Measure::satisfaction};

// A line in the making: plain arrays, because every round is added to four of them.
struct Sums {
    std::array<std::int64_t, k_measures.size()> gained{};
    std::array<std::int64_t, k_measures.size()> counted{};
    std::array<std::array<std::int64_t, EnumTable<Exclusion>::rows.size()>, k_measures.size()>
        excluded{};
    std::array<std::int64_t, EnumTable<Outcome>::rows.size()> outcomes{};

    void add(std::size_t measure, const Membership& m) {
        if (m.standing == Standing::counted) {
            gained[measure] += m.gained;
            ++counted[measure];
        } else if (m.standing == Standing::excluded) {
            ++excluded[measure][static_cast<std::size_t>(m.exclusion)];
        }
    }
};

using Key = std::tuple<Scope, std::string, std::string, std::string>;

Line line_of(const Key& key, const Sums& sums) {
    Line line;
    line.scope = std::get<0>(key);
    if (line.scope != Scope::total) {
        line.unit = UnitId(std::get<1>(key));
    }
    if (line.scope == Scope::section) {
        line.section = std::get<2>(key);
    }
    if (line.scope == Scope::handler) {
        line.handler = PersonId(std::get<3>(key));
    }
    for (std::size_t i = 0; i < k_measures.size(); ++i) {
        Figure figure{k_measures[i], sums.gained[i], sums.counted[i], {}};
        for (const auto& row : EnumTable<Exclusion>::rows) {
            const std::int64_t count = sums.excluded[i][static_cast<std::size_t>(row.value)];
            if (count > 0) {
                figure.excluded.push_back({row.value, count});
            }
        }
        line.figures.push_back(std::move(figure));
    }
    for (const auto& row : EnumTable<Outcome>::rows) {
        const std::int64_t count = sums.outcomes[static_cast<std::size_t>(row.value)];
        if (count > 0) {
            line.outcomes.push_back({row.value, count});
        }
    }
    return line;
}

} // namespace

void Figure::add(const Membership& membership) {
    if (membership.standing == Standing::counted) {
        gained += membership.gained;
        ++counted;
        return;
    }
    if (membership.standing == Standing::outside) {
        return;
    }
    const auto found = std::find_if(excluded.begin(), excluded.end(), [&](const auto& one) {
        return one.exclusion == membership.exclusion;
    });
    if (found != excluded.end()) {
        ++found->count;
    } else {
        excluded.push_back({membership.exclusion, 1});
    }
}

const Figure& Line::figure(Measure measure) const {
    for (const Figure& figure : figures) {
        if (figure.measure == measure) {
            return figure;
        }
    }
    unreachable("a line has every figure");
}

std::int64_t Line::completed() const {
    std::int64_t sum = 0;
    for (const OutcomeCount& one : outcomes) {
        sum += one.count;
    }
    return sum;
}

std::optional<std::int64_t> Line::own_hundredths(Outcome outcome) const {
    std::int64_t of_it = 0;
    for (const OutcomeCount& one : outcomes) {
        of_it += one.outcome == outcome ? one.count : 0;
    }
    return hundredths_of_percent(of_it * k_parts, completed());
}

std::vector<Line> report(std::span<const Fact> facts, const Period& period,
                         const AppraisalRules& rules, Instant now, const SectionOf& section_of) {
    std::map<Key, Sums> lines;
    lines[{Scope::total, "", "", ""}];
    for (const Fact& fact : facts) {
        std::array<Membership, k_measures.size()> memberships;
        bool any = false;
        for (std::size_t i = 0; i < k_measures.size(); ++i) {
            memberships[i] = membership(fact, k_measures[i], period, rules, now);
            any = any || memberships[i].standing != Standing::outside;
        }
        if (!any) {
            continue;
        }
        // The own outcome is counted where the citizen's word would be, asked or not.
        const Membership& of_rates = memberships[3];
        const bool left_out =
            of_rates.exclusion == Exclusion::returned || of_rates.exclusion == Exclusion::withdrawn;
        const bool own = fact.outcome && (of_rates.standing == Standing::counted ||
                                          (of_rates.standing == Standing::excluded && !left_out));
        const auto add_to = [&](Key key) {
            Sums& sums = lines[std::move(key)];
            for (std::size_t i = 0; i < k_measures.size(); ++i) {
                sums.add(i, memberships[i]);
            }
            if (own) {
                ++sums.outcomes[static_cast<std::size_t>(*fact.outcome)];
            }
        };
        const std::string& unit = fact.unit.text();
        add_to({Scope::total, "", "", ""});
        add_to({Scope::unit, unit, "", ""});
        if (!fact.handler) {
            continue;
        }
        if (std::string section = section_of(fact); !section.empty()) {
            add_to({Scope::section, unit, std::move(section), ""});
        }
        add_to({Scope::handler, unit, "", fact.handler->text()});
    }
    std::vector<Line> out;
    out.reserve(lines.size());
    for (const auto& [key, sums] : lines) {
        out.push_back(line_of(key, sums));
    }
    return out;
}

std::int32_t floor_of(Measure measure, const AppraisalRules& rules) {
    switch (measure) {
    case Measure::volume:
        return 0;
    case Measure::on_time:
        return rules.floor_on_time;
    case Measure::first_contact:
        return rules.floor_first_contact;
    case Measure::resolution:
        return rules.floor_resolution;
    case Measure::satisfaction:
        return rules.floor_satisfaction;
    }
    unreachable("floor_of");
}

namespace {

std::int32_t good_of(Measure measure, const AppraisalRules& rules) {
    switch (measure) {
    case Measure::volume:
        return 0;
    case Measure::on_time:
        return rules.good_on_time;
    case Measure::first_contact:
        return rules.good_first_contact;
    case Measure::resolution:
        return rules.good_resolution;
    case Measure::satisfaction:
        return rules.good_satisfaction;
    }
    unreachable("good_of");
}

} // namespace

// By the exact fraction, not by the rounded figure: 69.996 % is below a floor of 70 %.
Grade grade(const Figure& figure, const AppraisalRules& rules) {
    if (figure.counted == 0) {
        return Grade::no_data;
    }
    if (figure.counted < rules.graded_from) {
        return Grade::too_few;
    }
    const auto below = [&](std::int32_t thousandths) {
        return figure.gained * 1000 < figure.counted * k_parts * thousandths;
    };
    if (below(floor_of(figure.measure, rules))) {
        return Grade::below_floor;
    }
    return below(good_of(figure.measure, rules)) ? Grade::adequate : Grade::good;
}

} // namespace chengban::appraisal
