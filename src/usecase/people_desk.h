// The door for commands on the organisation and on a unit's absences and duty roster. The library
// holds what they made; this writes it, and tells those who keep copies.
#pragma once

#include "usecase/desk.h"
#include "usecase/stream_desk.h"

namespace chengban::usecase {

class PeopleDesk {
public:
    explicit PeopleDesk(Desk& desk) : desk_(desk) {}

    // `id` of the request is not used: there is one organisation.
    Outcome<StreamAnswer> give(StreamRequest request, people::OrganisationCommand command);
    // `id` is the unit.
    Outcome<StreamAnswer> give(StreamRequest request, people::DutyCommand command);

    // Set before the first command. Called after the commit, on the thread that gave it.
    void on_change(std::function<void()> observer) { changed_ = std::move(observer); }
    void on_leaver(std::function<void(const PersonId&)> observer) { left_ = std::move(observer); }

    Desk& desk() { return desk_; }

private:
    Desk& desk_;
    std::function<void()> changed_;
    std::function<void(const PersonId&)> left_;
};

// Everybody a person may act as now: their own posts, and those of leaders who are away and for
// whom they sign (B9).
std::vector<workorder::Actor> actors_of(const Library& library, const PersonId& person,
                                        Instant now);
// Whether that is still so; a session opened in a post ends with it.
bool may_act(const Library& library, const workorder::Actor& actor, Instant now);

// What the office should see to: districts without leader or section (3.4), units that cannot take
// orders, holes in rosters (B3), open orders of people who do not handle in that unit any more
// (B9).
struct PeopleFinding {
    std::string code;
    std::string clause;
    UnitId unit;
    PersonId person; // empty when about none
    Words words;
};
std::vector<PeopleFinding> people_findings(Desk& desk);

} // namespace chengban::usecase
