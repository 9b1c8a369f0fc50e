// For tests only: the shipped organisation as a history, and the people who keep it.
#pragma once

#include "base/source_dir.h"
#include "people/decide_organisation.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace chengban::people {

inline const Actor clerk{PersonId("office-clerk-1"), UnitId("office"), Role::office_clerk, {}};
inline const Actor security{
    PersonId("security-administrator"), UnitId("center"), Role::security_administrator, {}};
inline const Actor machine{PersonId("system"), UnitId("system"), Role::system, {}};
inline const UnitId k_huangpu{"district-310101"};
inline const UnitId k_xuhui{"district-310104"};

inline Day day(std::string_view text) {
    return *parse_day(text, "test");
}
inline Instant at(std::string_view text) {
    return *parse_instant(std::string(text) + ":00+08:00", "test");
}

inline std::string demo_text() {
    std::ifstream file(source_dir() + "/organisations/shanghai-demo.toml", std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

// «code clause field» of every reason, empty when accepted.
template <class T>
std::vector<std::string> refusals(const Result<T>& result) {
    std::vector<std::string> list;
    if (!result) {
        for (const Reason& reason : result.error().reasons) {
            EXPECT_FALSE(reason.words.zh.empty());
            EXPECT_FALSE(reason.words.en.empty());
            list.push_back(reason.code + " " + reason.clause + " " + reason.field);
        }
    }
    return list;
}

class Chronicle {
public:
    explicit Chronicle(std::string_view begins = "2026-01-05T08:00") : now(at(begins)) {
        by(machine).give(PublishOrganisation{"demo.toml", demo_text(), 1});
    }

    Chronicle& on(std::string_view instant) {
        now = at(instant);
        return *this;
    }
    Chronicle& by(const Actor& who) {
        actor = who;
        return *this;
    }
    Chronicle& give(const OrganisationCommand& command) {
        const auto event = decide(history, command, actor, {now, open_orders});
        last = refusals(event);
        if (event) {
            evolve(history, *event);
            events.push_back(*event);
        }
        return *this;
    }
    Chronicle& accepted() {
        EXPECT_THAT(last, testing::IsEmpty());
        return *this;
    }
    Chronicle& refused(const std::vector<std::string>& reasons) {
        EXPECT_THAT(last, testing::UnorderedElementsAreArray(reasons));
        return *this;
    }
    Organisation today() const { return organisation_on(history, day_of(now)); }
    Organisation then(std::string_view when) const { return organisation_on(history, day(when)); }

    OrganisationHistory history;
    OpenOrders open_orders;
    std::vector<OrganisationEvent> events;
    std::vector<std::string> last;
    Actor actor = machine;
    Instant now;
};

} // namespace chengban::people
