// Rulebooks, calendars and the organisation as the store holds them, by version and by day. Every
// published version stays: orders are judged by the one pinned to their round, traces explain by
// the calendar they were computed with, and the organisation of any day can be asked for.
#pragma once

#include "calendar/calendar.h"
#include "lint/reply_lint.h"
#include "people/decide_organisation.h"
#include "people/duty.h"
#include "rulebook/rulebook.h"
#include "store/port.h"
#include "text/classify.h"
#include "usecase/clock.h"
#include "workorder/actor.h"

#include <map>
#include <memory>
#include <mutex>

namespace chengban::usecase {

struct RuleEntry {
    explicit RuleEntry(rulebook::Rulebook parsed);
    rulebook::Rulebook book;
    lint::ReplyLint lint;
    text::Classifier classifier;
};

using Rules = std::shared_ptr<const RuleEntry>;
using CalendarPtr = std::shared_ptr<const calendar::Calendar>;
using OrganisationPtr = std::shared_ptr<const people::Organisation>;
using HistoryPtr = std::shared_ptr<const people::OrganisationHistory>;
using DutyPtr = std::shared_ptr<const people::DutyByUnit>;

inline constexpr const char* k_organisation_stream = "organisation"; // kind and id
inline constexpr const char* k_duty_stream = "unit_duty";            // kind; the id is the unit's

// Where the three files come from when a store is created, or a new version is published.
struct Publication {
    std::string text;
    std::string file_name; // named in refusals
};

class Library {
public:
    explicit Library(store::Store& store);

    // Reads what the store has published since. Throws Bug when a stored version cannot be read.
    void refresh();
    void refresh_organisation();
    void refresh_duty(const UnitId& unit);
    // From then on «today» is this clock's day; without one it is that of the last publication.
    void keep_time(Clock& clock);
    bool complete() const; // one of each is there

    // Refused whole when the text has an error; a rulebook's version must be the next one.
    Result<Done> publish_rulebook(const Publication& publication, const workorder::Actor& actor,
                                  Instant now);
    Result<Done> publish_calendar(const Publication& publication, const workorder::Actor& actor,
                                  Instant now);
    Result<Done> publish_organisation(const Publication& publication, const workorder::Actor& actor,
                                      Instant now);

    Rules rulebook_in_force(Day day) const; // the latest effective on that day
    Rules rulebook(std::int64_t version) const;
    CalendarPtr latest_calendar() const;
    CalendarPtr calendar(std::int64_t version) const;
    OrganisationPtr organisation() const; // as it stands today
    OrganisationPtr organisation(Day day) const;
    HistoryPtr organisation_history() const;
    DutyPtr duty() const; // of every unit that recorded anything
    std::vector<Rules> rulebooks() const;

private:
    Result<Done> append(const std::string& kind, std::string bytes, const workorder::Actor& actor,
                        Instant now);
    void load(const std::string& kind);
    HistoryPtr history_or_empty() const;

    store::Store& store_;
    std::mutex loading_; // one reads the store after what is known, so that no event counts twice
    mutable std::mutex mutex_;
    std::map<std::int64_t, Rules> rulebooks_;
    std::map<std::int64_t, CalendarPtr> calendars_;
    HistoryPtr history_;
    Day published_on_; // of the last change of the organisation
    DutyPtr duty_ = std::make_shared<const people::DutyByUnit>();
    Clock* clock_ = nullptr;
    mutable OrganisationPtr today_; // of `today_day_` and history_, made when asked for
    mutable Day today_day_;
    std::map<std::string, std::int64_t> seen_; // per stream kind
};

// Open orders by unit and handler: who must hand over before leaving (B9).
people::OpenOrders open_orders(store::Store& store);

} // namespace chengban::usecase
