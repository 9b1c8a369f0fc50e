// The shipped rulebook and calendar, and people to act, for tests of this room.
#pragma once

#include "calendar/test_calendar.h"
#include "knowledge/entry.h"
#include "rulebook/shipped_file.h"

#include <gtest/gtest.h>

namespace chengban::knowledge {

inline const rulebook::Rulebook& test_rulebook() {
    static const rulebook::Rulebook book =
        *rulebook::parse_rulebook(rulebook::shipped_text(), "shipped");
    return book;
}
inline Instant at(const char* text) {
    return *parse_instant(text, "t");
}
inline EntryContext context_at(const char* now) {
    return {test_rulebook(), calendar::china(), at(now), true};
}
inline Party keeper(const char* unit = "property-division") {
    return {PersonId("keeper-1"), UnitId(unit), Role::knowledge_keeper};
}
inline Party center() {
    return {PersonId("reviewer-1"), UnitId("center"), Role::reviewer};
}
inline Content content() {
    Content content;
    content.title = "专项维修资金怎样续筹";
    content.question = "维修资金用完了怎么办";
    content.answer = "业主大会作出决定后，由业主委员会向区房管局备案并组织续筹。";
    content.source = "《上海市住宅物业管理规定》第六十条";
    content.category = "maintenance_fund";
    content.keywords = {"维修资金", "续筹"};
    content.valid_from = *parse_day("2026-01-01", "t");
    content.review_on = *parse_day("2027-01-01", "t");
    return content;
}
template <class T>
std::vector<std::string> codes(const Result<T>& result) {
    std::vector<std::string> codes;
    if (!result) {
        for (const Reason& reason : result.error().reasons) {
            codes.push_back(reason.code);
        }
    }
    return codes;
}

} // namespace chengban::knowledge
