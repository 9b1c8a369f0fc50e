#include "usecase/suggest.h"

#include "usecase/precedents.h"
#include "usecase/projection.h"

#include <fmt/format.h>

#include <array>

namespace chengban::usecase {

namespace {

constexpr std::size_t k_precedents_shown = 5;

// «the words that were found», which are Chinese in either language.
Words matched(const text::Suggestion& suggestion, std::string_view zh, std::string_view en) {
    Words words{fmt::format("{}：含", zh), fmt::format("{}: has ", en)};
    std::string_view separator;
    for (const text::MatchedWord& match : suggestion.reasons) {
        words.zh += fmt::format("「{}」", match.word);
        words.en += fmt::format("{}«{}»", separator, match.word);
        separator = ", ";
    }
    return words;
}

// The longest place name found wins; the address counts more than the claim.
const people::Unit* district_by_place(const people::Organisation& organisation,
                                      const std::array<std::string_view, 3>& texts,
                                      std::string& found) {
    for (const std::string_view text : texts) {
        const people::Unit* best = nullptr;
        for (const people::Unit& unit : organisation.units) {
            if (unit.closed) {
                continue;
            }
            for (const std::string& place : unit.places) {
                if (place.size() > found.size() && text.find(place) != std::string_view::npos) {
                    found = place;
                    best = &unit;
                }
            }
        }
        if (best != nullptr) {
            return best;
        }
    }
    return nullptr;
}

bool is_department_matter(OrderKind kind) {
    return kind == OrderKind::consultation || kind == OrderKind::suggestion ||
           kind == OrderKind::other;
}

json::array precedents_json(Desk& desk, const DispatchSuggestion& found) {
    const OrganisationPtr organisation = desk.library().organisation();
    const auto name = [&](const UnitId& id) {
        const people::Unit* unit = organisation->unit(id);
        return unit == nullptr ? Words{id.text(), id.text()} : unit->name;
    };
    json::array list;
    for (const casework::RecordPrecedent& one :
         precedents(desk, found.district, found.category, k_precedents_shown)) {
        const std::string day = to_string(day_of(one.at));
        list.push_back(
            {{"order", one.order.text()},
             {"unit", one.unit.text()},
             {"decision", token(one.decision)},
             {"at", to_string(one.at)},
             {"zh", one.from ? fmt::format("{} {}：{} → {}", day, zh(one.decision),
                                           name(*one.from).zh, name(one.unit).zh)
                             : fmt::format("{} {}：{}", day, zh(one.decision), name(one.unit).zh)},
             {"en", one.from
                        ? fmt::format("{} {}: {} → {}", day, en(one.decision), name(*one.from).en,
                                      name(one.unit).en)
                        : fmt::format("{} {}: {}", day, en(one.decision), name(one.unit).en)}});
    }
    return list;
}

} // namespace

const rulebook::CatalogueEntry* catalogue_entry(const rulebook::Rulebook& rulebook,
                                                std::string_view category, std::string_view field,
                                                std::string_view district, Day today) {
    const rulebook::CatalogueEntry* best = nullptr;
    int named = -1;
    for (const rulebook::CatalogueEntry& entry : rulebook.catalogue) {
        const bool in_force =
            (!entry.from || *entry.from <= today) && (!entry.to || today <= *entry.to);
        const bool by_category = !entry.category.empty() && entry.category == category;
        const bool fits_category =
            entry.category.empty() || by_category || (!field.empty() && entry.category == field);
        const bool fits_district = entry.district.empty() || entry.district == district;
        // A category says more than the field it belongs to, and both more than a district.
        const int parts = (by_category               ? 4
                           : !entry.category.empty() ? 2
                                                     : 0) +
                          (entry.district.empty() ? 0 : 1);
        if (in_force && fits_category && fits_district && parts > named) {
            best = &entry;
            named = parts;
        }
    }
    return best;
}

DispatchSuggestion suggest(const RuleEntry& rules, const people::Organisation& organisation,
                           std::string_view title, std::string_view claim, std::string_view address,
                           std::string_view known_district, Day today) {
    DispatchSuggestion result;
    const text::Classification found = rules.classifier.classify(title, claim, address);
    if (!found.kind.empty()) {
        result.kind = from_token<OrderKind>(found.kind.front().token);
        result.reasons.push_back(matched(
            found.kind.front(), fmt::format("性质「{}」", result.kind ? zh(*result.kind) : ""),
            fmt::format("nature «{}»", result.kind ? en(*result.kind) : "")));
    }
    if (!found.category.empty()) {
        result.category = found.category.front().token;
        for (const rulebook::CategoryWords& category : rules.book.categories) {
            if (category.token == result.category) {
                result.field = category.field;
                result.reasons.push_back(matched(found.category.front(),
                                                 fmt::format("内容「{}」", category.words.zh),
                                                 fmt::format("content «{}»", category.words.en)));
            }
        }
    }
    const people::Unit* district = organisation.district(known_district);
    if (district != nullptr) {
        result.reasons.push_back({fmt::format("来件区域为{}", district->name.zh),
                                  fmt::format("the hotline names {}", district->name.en)});
    } else {
        std::string place;
        district = district_by_place(organisation, {address, title, claim}, place);
        if (district != nullptr) {
            result.reasons.push_back(
                {fmt::format("地点「{}」属{}", place, district->name.zh),
                 fmt::format("the place «{}» lies with {}", place, district->name.en)});
        }
    }
    if (district != nullptr) {
        result.district = district->district_code;
    }
    if (const auto* entry =
            catalogue_entry(rules.book, result.category, result.field, result.district, today);
        entry != nullptr && organisation.can_take_orders(UnitId(entry->unit))) {
        result.unit = UnitId(entry->unit);
        result.reasons.push_back({fmt::format("派单目录：{}", entry->basis.zh),
                                  fmt::format("dispatch catalogue: {}", entry->basis.en)});
        return result;
    }
    if (district != nullptr) {
        if (organisation.can_take_orders(district->id)) {
            result.unit = district->id;
        }
        return result;
    }
    // 3.3: what no district fits falls to the department of its field.
    for (const rulebook::Route& route : rules.book.routes) {
        if (route.field == result.field && organisation.can_take_orders(UnitId(route.unit))) {
            result.unit = UnitId(route.unit);
            const Words& name = organisation.unit(*result.unit)->name;
            result.reasons.push_back(
                {fmt::format("未识别区域，按领域由{}兜底", name.zh),
                 fmt::format("no district is known; by its field it falls to {}", name.en)});
            return result;
        }
    }
    if (result.kind && is_department_matter(*result.kind)) {
        for (const rulebook::Route& route : rules.book.routes) {
            if (route.field == "policy" && organisation.can_take_orders(UnitId(route.unit))) {
                result.unit = UnitId(route.unit);
                const Words& name = organisation.unit(*result.unit)->name;
                result.reasons.push_back(
                    {fmt::format("{}类无明确区域和领域，由{}兜底", zh(*result.kind), name.zh),
                     fmt::format("no district and no field; orders of the kind «{}» fall to {}",
                                 en(*result.kind), name.en)});
            }
        }
    }
    return result;
}

Outcome<json::object> suggest_for(Desk& desk, const OrderId& id, const workorder::Actor& reader) {
    const auto row = authorize_order(desk.store(), "work_order.suggest", reader, id);
    if (!row) {
        return Failure{row.error()};
    }
    const auto loaded = desk.load(id);
    invariant(loaded != nullptr, "an order with a row has events");
    const workorder::Register& facts = loaded->order.facts;
    std::vector<TextId> ids{facts.title.ref.id, facts.claim.ref.id};
    if (facts.address) {
        ids.push_back(facts.address->ref.id);
    }
    const std::map<TextId, std::string> texts = desk.store().texts(id.text(), ids);
    const auto text_of = [&](const Text& text) {
        const auto found = texts.find(text.ref.id);
        return found == texts.end() ? std::string() : found->second;
    };
    const Rules rules = desk.library().rulebook_in_force(day_of(desk.clock().now()));
    const DispatchSuggestion found =
        suggest(*rules, *desk.library().organisation(), text_of(facts.title), text_of(facts.claim),
                facts.address ? text_of(*facts.address) : std::string(), facts.district,
                day_of(desk.clock().now()));
    json::array reasons;
    for (const Words& reason : found.reasons) {
        reasons.push_back({{"zh", reason.zh}, {"en", reason.en}});
    }
    json::object body{{"category", found.category},
                      {"field", found.field},
                      {"district", found.district},
                      {"reasons", std::move(reasons)}};
    if (found.kind) {
        body["kind"] = token(*found.kind);
    }
    if (found.unit) {
        body["unit"] = found.unit->text();
    }
    body["precedents"] = precedents_json(desk, found);
    return body;
}

} // namespace chengban::usecase
