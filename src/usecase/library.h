// Rulebooks, calendars and the organisation as the store holds them, by version. Every published
// version stays: orders are judged by the one pinned to their round, traces explain by the calendar
// they were computed with.
#pragma once

#include "calendar/calendar.h"
#include "lint/reply_lint.h"
#include "people/organisation.h"
#include "rulebook/rulebook.h"
#include "store/port.h"
#include "text/classify.h"
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
    bool complete() const; // one of each is there

    // Refused whole when the text has an error; a rulebook's version must be the next one.
    Result<Done> publish_rulebook(const Publication& publication, const workorder::Actor& actor,
                                  Instant now);
    Result<Done> publish_calendar(const Publication& publication, const workorder::Actor& actor,
                                  Instant now);
    Result<Done> publish_organisation(const Publication& publication,
                                      const workorder::Actor& actor, Instant now);

    Rules rulebook_in_force(Day day) const; // the latest effective on that day
    Rules rulebook(std::int64_t version) const;
    CalendarPtr latest_calendar() const;
    CalendarPtr calendar(std::int64_t version) const;
    OrganisationPtr organisation() const;
    std::vector<Rules> rulebooks() const;

private:
    Result<Done> append(const std::string& kind, std::string bytes, const workorder::Actor& actor,
                        Instant now);
    void load(const std::string& kind);

    store::Store& store_;
    mutable std::mutex mutex_;
    std::map<std::int64_t, Rules> rulebooks_;
    std::map<std::int64_t, CalendarPtr> calendars_;
    OrganisationPtr organisation_;
    std::map<std::string, std::int64_t> seen_; // per stream kind
};

} // namespace chengban::usecase
