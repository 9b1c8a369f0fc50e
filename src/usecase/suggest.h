// Clause 4: classification by nature, content, district and field, with a suggested unit and the
// reasons for it.
#pragma once

#include "usecase/desk.h"

namespace chengban::usecase {

struct DispatchSuggestion {
    std::optional<OrderKind> kind;
    std::string category;
    std::string field;
    std::string district; // code
    std::optional<UnitId> unit;
    std::vector<Words> reasons; // one per step
};

// B2: the entry of the dispatch catalogue that decides; null when none fits.
const rulebook::CatalogueEntry* catalogue_entry(const rulebook::Rulebook& rulebook,
                                                std::string_view category, std::string_view field,
                                                std::string_view district, Day today);

DispatchSuggestion suggest(const RuleEntry& rules, const people::Organisation& organisation,
                           std::string_view title, std::string_view claim, std::string_view address,
                           std::string_view known_district, Day today);

// For an order the reader may see.
Outcome<json::object> suggest_for(Desk& desk, const OrderId& order, const workorder::Actor& reader);

} // namespace chengban::usecase
