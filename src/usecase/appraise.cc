#include "usecase/appraise.h"

#include "crypto/digest.h"
#include "crypto/hex.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::usecase {

using appraisal::Exclusion;
using appraisal::Fact;
using appraisal::Figure;
using appraisal::k_parts;
using appraisal::Line;
using appraisal::Measure;
using appraisal::Scope;
using appraisal::Standing;

namespace {

// The section that the handler belonged to in the unit when the round came to it, or that they
// first belonged to afterwards. Who leaves or moves later changes no figure of the past (I 68).
std::string section_of(const people::OrganisationHistory& history, const Fact& fact) {
    const people::PersonHistory* person = fact.handler ? history.person(*fact.handler) : nullptr;
    if (person == nullptr) {
        return {};
    }
    const Day day = day_of(fact.received_at);
    const people::PostHeld* first_after = nullptr;
    for (const people::PostHeld& held : person->posts) {
        if (held.post.unit != fact.unit || !held.post.section) {
            continue;
        }
        if (held.on(day)) {
            return *held.post.section;
        }
        if (day < held.from && (first_after == nullptr || held.from < first_after->from)) {
            first_after = &held;
        }
    }
    return first_after == nullptr ? std::string() : *first_after->post.section;
}

appraisal::SectionOf section_finder(HistoryPtr history) {
    return [history = std::move(history)](const Fact& fact) { return section_of(*history, fact); };
}

std::string parts_text(std::int64_t parts) {
    return tabular::decimal_text(decimal_of(parts));
}

json::object figure_json(const Figure& figure, const rulebook::AppraisalRules& rules) {
    json::array excluded;
    for (const appraisal::ExcludedCount& one : figure.excluded) {
        excluded.push_back({{"exclusion", token(one.exclusion)},
                            {"zh", zh(one.exclusion)},
                            {"en", en(one.exclusion)},
                            {"count", one.count}});
    }
    json::object object{{"measure", token(figure.measure)},
                        {"numerator", parts_text(figure.gained)},
                        {"denominator", figure.counted},
                        {"excluded", std::move(excluded)}};
    if (figure.measure == Measure::volume) {
        return object;
    }
    const auto hundredths = figure.hundredths();
    const appraisal::Grade grade = appraisal::grade(figure, rules);
    object["percent"] = appraisal::percent_text(hundredths);
    object["hundredths"] = hundredths ? json::value(*hundredths) : json::value();
    object["grade"] = token(grade);
    object["grade_zh"] = zh(grade);
    object["below_floor"] = appraisal::has_floor(figure.measure) && figure.counted > 0 &&
                            figure.gained * 1000 < figure.counted * k_parts *
                                                       appraisal::floor_of(figure.measure, rules);
    return object;
}

json::object line_json(const Line& line, const rulebook::AppraisalRules& rules,
                       const people::Organisation& organisation) {
    json::object object;
    name_scope(object, line, organisation);
    json::array figures;
    for (const Figure& figure : line.figures) {
        figures.push_back(figure_json(figure, rules));
    }
    object["figures"] = std::move(figures);
    json::array outcomes;
    for (const appraisal::OutcomeCount& one : line.outcomes) {
        outcomes.push_back(
            {{"outcome", token(one.outcome)},
             {"zh", zh(one.outcome)},
             {"count", one.count},
             {"percent", appraisal::percent_text(line.own_hundredths(one.outcome))}});
    }
    object["own_outcomes"] = std::move(outcomes);
    return object;
}

json::array measures_json(const rulebook::AppraisalRules& rules) {
    json::array list;
    for (const auto& row : EnumTable<Measure>::rows) {
        const appraisal::MeasureWords words = appraisal::words_of(row.value, rules);
        json::object object{{"measure", row.token},
                            {"zh", words.name.zh},
                            {"en", words.name.en},
                            {"formula_zh", words.formula.zh},
                            {"formula_en", words.formula.en},
                            {"cohort_zh", words.cohort.zh},
                            {"cohort_en", words.cohort.en},
                            {"clause", words.clause}};
        if (appraisal::has_floor(row.value)) {
            object["floor_per_mille"] = appraisal::floor_of(row.value, rules);
            object["floor_clause"] = "14.10";
        }
        list.push_back(std::move(object));
    }
    return list;
}

// Results are circulated to the units (17); who did how well within a unit is the unit's own.
bool may_read(const Line& line, const store::Visibility& sees) {
    return line.scope == Scope::total || line.scope == Scope::unit || sees.everything ||
           (line.unit &&
            std::find(sees.units.begin(), sees.units.end(), *line.unit) != sees.units.end());
}

json::object days_json(const appraisal::Period& days) {
    return {{"first", to_string(days.first)}, {"last", to_string(days.last)}};
}

} // namespace

Appraised appraise(Desk& desk, const appraisal::Period& days) {
    Appraised result;
    result.days = days;
    result.now = desk.clock().now();
    result.rules = desk.library().rulebook_in_force(days.last);
    const std::vector<Fact> facts = facts_between(desk.store(), days);
    result.lines = appraisal::report(facts, days, result.rules->book.appraisal, result.now,
                                     section_finder(desk.library().organisation_history()));
    return result;
}

tabular::Decimal decimal_of(std::int64_t parts) {
    return {(parts * 1000 * 2 + k_parts) / (k_parts * 2)};
}

void name_scope(json::object& object, const Line& line, const people::Organisation& organisation) {
    object["scope"] = token(line.scope);
    if (!line.unit) {
        return;
    }
    const people::Unit* unit = organisation.unit(*line.unit);
    object["unit"] = line.unit->text();
    object["unit_zh"] = unit == nullptr ? line.unit->text() : unit->name.zh;
    object["unit_en"] = unit == nullptr ? line.unit->text() : unit->name.en;
    object["group"] = unit == nullptr ? "" : token(unit->kind);
    if (line.section) {
        const people::Section* section = unit == nullptr ? nullptr : unit->section(*line.section);
        object["section"] = *line.section;
        object["section_zh"] = section == nullptr ? *line.section : section->name.zh;
    }
    if (line.handler) {
        const people::Person* person = organisation.person(*line.handler);
        object["handler"] = line.handler->text();
        object["handler_name"] = person == nullptr ? line.handler->text() : person->name;
    }
}

std::vector<Line> readable(const std::vector<Line>& lines, const workorder::Actor& reader) {
    const store::Visibility sees = visibility_of(reader);
    std::vector<Line> list;
    for (const Line& line : lines) {
        if (may_read(line, sees)) {
            list.push_back(line);
        }
    }
    return list;
}

json::object appraisal_json(Desk& desk, const Appraised& appraised,
                            const workorder::Actor& reader) {
    const OrganisationPtr organisation = desk.library().organisation();
    const rulebook::AppraisalRules& rules = appraised.rules->book.appraisal;
    json::array lines;
    for (const Line& line : readable(appraised.lines, reader)) {
        lines.push_back(line_json(line, rules, *organisation));
    }
    return {{"days", days_json(appraised.days)},
            {"at", to_string(appraised.now)},
            {"rulebook_version", appraised.rules->book.version},
            {"measures", measures_json(rules)},
            {"lines", std::move(lines)}};
}

// ---- the orders behind a figure

namespace {

std::string place_of(const Fact& fact) {
    return fmt::format("{}/{:06}", fact.order.text(), fact.round);
}

json::object drilled_json(Desk& desk, const Fact& fact, const appraisal::Membership& member,
                          const store::Visibility& sees) {
    json::object object{{"standing", token(member.standing)},
                        {"gained", parts_text(member.gained)},
                        {"unit", fact.unit.text()}};
    if (member.standing == Standing::excluded) {
        object["exclusion"] = token(member.exclusion);
        object["exclusion_zh"] = zh(member.exclusion);
    }
    const std::optional<store::OrderRow> row = desk.store().row(fact.order, sees);
    if (!row) {
        object["hidden"] = true;
        return object;
    }
    object["order"] = fact.order.text();
    object["round"] = fact.round;
    object["hotline_number"] = row->hotline_number;
    object["title"] = row->title;
    object["handler"] = fact.handler ? fact.handler->text() : "";
    object["end"] = token(fact.end);
    object["end_zh"] = zh(fact.end);
    object["received_at"] = to_string(fact.received_at);
    object["due"] = fact.due ? json::value(to_string(*fact.due)) : json::value();
    object["completed_at"] =
        fact.completed_at ? json::value(to_string(*fact.completed_at)) : json::value();
    return object;
}

Problem bad_cursor() {
    return problem("bad_cursor", "cursor", "分页标记无效，请从第一页重新开始",
                   "the cursor is not valid; start again from the first page");
}

} // namespace

Outcome<json::object> drill(Desk& desk, const DrillRequest& request,
                            const workorder::Actor& reader) {
    const store::Visibility sees = visibility_of(reader);
    const Rules rules = desk.library().rulebook_in_force(request.days.last);
    const HistoryPtr history = desk.library().organisation_history();
    const Instant now = desk.clock().now();
    if (!request.cursor.empty() && request.cursor.find('/') == std::string::npos) {
        return refusal(RefusalKind::invalid, bad_cursor());
    }
    json::array items;
    std::string next_cursor;
    std::int64_t total = 0;
    std::string last_place;
    for (const Fact& fact : facts_between(desk.store(), request.days)) {
        const bool fits =
            (!request.unit || fact.unit == *request.unit) &&
            (!request.handler || fact.handler == request.handler) &&
            (!request.section || (fact.handler && section_of(*history, fact) == *request.section));
        if (!fits) {
            continue;
        }
        const appraisal::Membership member =
            appraisal::membership(fact, request.measure, request.days, rules->book.appraisal, now);
        if (member.standing == Standing::outside ||
            (request.standing && member.standing != *request.standing)) {
            continue;
        }
        ++total;
        const std::string place = place_of(fact);
        if (place <= request.cursor && !request.cursor.empty()) {
            continue;
        }
        if (items.size() < static_cast<std::size_t>(request.limit)) {
            items.push_back(drilled_json(desk, fact, member, sees));
            last_place = place;
        } else if (next_cursor.empty()) {
            next_cursor = last_place;
        }
    }
    return json::object{
        {"items", std::move(items)}, {"total", total}, {"next_cursor", next_cursor}};
}

// ---- periods

namespace {

std::string digest_of(const std::vector<Fact>& facts) {
    crypto::Framed framed;
    for (const Fact& fact : facts) {
        framed.text(canonical_json(write_record(fact)));
    }
    return crypto::to_hex(crypto::bytes_of(crypto::sm3(framed.bytes())));
}

// A round belongs to the period's detail when it touches any of its days.
std::vector<Fact> touching(std::vector<Fact> facts, const appraisal::Period& days) {
    std::erase_if(facts, [&](const Fact& fact) {
        const store::FactRow row = fact_row(fact);
        return row.last < days.first || days.last < row.first;
    });
    return facts;
}

RowFacts period_row(const appraisal::AppraisalPeriod& period) {
    RowFacts row;
    row.state = token(period.state);
    row.key = to_string(period.days.first) + "/" + to_string(period.days.last);
    row.shared = true;
    row.created_at = period.created_at;
    return row;
}

Refusal no_such_period() {
    return {RefusalKind::not_found,
            problem("not_found", "id", "没有这个考核期", "there is no such period"), std::nullopt};
}

// What a closed period showed at its cut.
Appraised frozen(Desk& desk, const appraisal::AppraisalPeriod& period) {
    return {period.days, desk.library().rulebook(period.closed->rulebook_version),
            period.closed->cut, period.closed->lines};
}

json::object closing_json(const appraisal::PeriodClosed& closed) {
    return {{"cut", to_string(closed.cut)},  {"seal", closed.seal},
            {"seal_root", closed.seal_root}, {"rulebook_version", closed.rulebook_version},
            {"rounds", closed.facts},        {"facts_digest", closed.facts_digest}};
}

} // namespace

PeriodDesk::PeriodDesk(Desk& desk)
    : desk_(desk),
      periods_(
          desk.store(), desk.clock(),
          [](appraisal::AppraisalPeriod& period, const appraisal::AppraisalPeriod::Event& event,
             const Stamp& stamp) { appraisal::evolve(period, event, stamp.at); },
          period_row) {}

Result<appraisal::AppraisalPeriod::Command> PeriodDesk::read_command(std::string_view name,
                                                                     const json::value& body) {
    return StreamDesk<appraisal::AppraisalPeriod>::read_command(name, body);
}

Outcome<StreamAnswer> PeriodDesk::give(StreamRequest request,
                                       appraisal::AppraisalPeriod::Command command) {
    return periods_.give(
        std::move(request), std::move(command),
        [&](const appraisal::AppraisalPeriod& period,
            const appraisal::AppraisalPeriod::Command& wanted,
            const Stamp& stamp) -> Result<std::vector<appraisal::AppraisalPeriod::Event>> {
            std::optional<appraisal::PeriodClosed> figures;
            if (std::holds_alternative<appraisal::ClosePeriod>(wanted)) {
                const std::vector<Fact> facts = facts_between(desk_.store(), period.days);
                const Rules rules = desk_.library().rulebook_in_force(period.days.last);
                figures.emplace();
                figures->cut = stamp.at;
                figures->rulebook_version = rules->book.version;
                figures->facts = static_cast<std::int64_t>(facts.size());
                figures->facts_digest = digest_of(facts);
                figures->lines =
                    appraisal::report(facts, period.days, rules->book.appraisal, stamp.at,
                                      section_finder(desk_.library().organisation_history()));
                desk_.store().seal_heads(stamp.at);
                const std::optional<store::Seal> seal = desk_.store().last_seal();
                invariant(seal.has_value(), "a store with events has a seal");
                figures->seal = seal->number;
                figures->seal_root = crypto::to_hex(crypto::bytes_of(seal->root));
            }
            return appraisal::decide(period, wanted, stamp.actor, stamp.at, figures);
        });
}

json::array PeriodDesk::list(const workorder::Actor& reader) {
    json::array items;
    store::StreamFilter filter;
    filter.kind = appraisal::AppraisalPeriod::kind;
    store::StreamPageRequest page;
    page.descending = true;
    page.limit = 500;
    const auto rows = desk_.store().stream_rows(filter, page, visibility_of(reader));
    invariant(rows.has_value(), "a page of periods");
    for (const store::StreamRow& row : rows->rows) {
        json::object object = parse_json(row.body).value().as_object();
        object["id"] = row.stream.id;
        object["version"] = row.version;
        items.push_back(std::move(object));
    }
    return items;
}

Outcome<json::object> PeriodDesk::view(const std::string& id, const workorder::Actor& reader) {
    const std::optional<appraisal::AppraisalPeriod> period = periods_.load(id);
    if (!period) {
        return Failure{no_such_period()};
    }
    const Appraised now = appraise(desk_, period->days);
    const Appraised shown = period->closed ? frozen(desk_, *period) : now;
    json::array corrected;
    if (period->closed) {
        const OrganisationPtr organisation = desk_.library().organisation();
        const store::Visibility sees = visibility_of(reader);
        for (const appraisal::Correction& one : appraisal::corrections(shown.lines, now.lines)) {
            if (!may_read(one.line, sees)) {
                continue;
            }
            json::object object = line_json(one.line, shown.rules->book.appraisal, *organisation);
            json::array measures;
            for (const Measure measure : one.measures) {
                measures.push_back(json::value(token(measure)));
            }
            object["changed"] = std::move(measures);
            corrected.push_back(std::move(object));
        }
    }
    json::object object = appraisal_json(desk_, shown, reader);
    object["id"] = period->id;
    object["version"] = period->version;
    object["title"] = period->title;
    object["state"] = token(period->state);
    object["state_zh"] = zh(period->state);
    if (period->closed) {
        object["closing"] = closing_json(*period->closed);
        object["corrections"] = std::move(corrected);
    }
    return object;
}

Outcome<PeriodDesk::Figures> PeriodDesk::figures(const std::string& id,
                                                 const workorder::Actor& reader) {
    const std::optional<appraisal::AppraisalPeriod> period = periods_.load(id);
    if (!period) {
        return Failure{no_such_period()};
    }
    Figures figures{*period,
                    period->closed ? frozen(desk_, *period) : appraise(desk_, period->days)};
    figures.appraised.lines = readable(figures.appraised.lines, reader);
    return figures;
}

JobResult PeriodDesk::prove(const std::string& id, JobControl& control) {
    const std::optional<appraisal::AppraisalPeriod> period = periods_.load(id);
    if (!period || !period->closed) {
        return {{{"refused", "没有这个已关闭的考核期"}}, {}, {}, {}};
    }
    const appraisal::PeriodClosed& closed = *period->closed;
    const std::vector<Fact> facts =
        touching(derive_facts(desk_.store(), closed.cut, control), period->days);
    const Rules rules = desk_.library().rulebook(closed.rulebook_version);
    const std::vector<Line> lines =
        appraisal::report(facts, period->days, rules->book.appraisal, closed.cut,
                          section_finder(desk_.library().organisation_history()));
    const bool same_facts = digest_of(facts) == closed.facts_digest;
    const std::vector<appraisal::Correction> differing =
        appraisal::corrections(closed.lines, lines);
    return {{{"rounds", static_cast<std::int64_t>(facts.size())},
             {"facts_agree", same_facts},
             {"figures_agree", differing.empty()},
             {"differing_lines", static_cast<std::int64_t>(differing.size())}},
            {},
            {},
            {}};
}

} // namespace chengban::usecase
