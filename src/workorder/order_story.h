// For tests and proofs only: an order's life told in sentences.
//
//   Story story;
//   story.registered().at("2026-10-08T09:00").by(dispatcher).give(Dispatch{k_district, {}, {}});
//   story.at("2026-10-10T00:00").by(handler).give(return_request()).refused({"return_window 7.1"});
//
// A command that is refused fails the test unless `refused` names all its reasons. Every event is
// written, read back and folded a second time: the two orders must be the same.
#pragma once

#include "calendar/test_calendar.h"
#include "rulebook/shipped_file.h"
#include "workorder/codec.h"
#include "workorder/decide.h"
#include "workorder/order_dump.h"
#include "workorder/parts.h"
#include "workorder/sample_commands.h"

#include <gtest/gtest.h>

#include <functional>
#include <source_location>
#include <string>
#include <vector>

namespace chengban::workorder {

// The rulebook that ships, with its lint; or a changed one.
struct Rules {
    explicit Rules(rulebook::Rulebook made) : book(std::move(made)), lint(book) {}
    rulebook::Rulebook book;
    lint::ReplyLint lint;
};
const rulebook::Rulebook& shipped_book();
const Rules& shipped_rules();
std::shared_ptr<const Rules> rules_with(const std::function<void(rulebook::Rulebook&)>& change);
// The book in which one part says something else everywhere. The calendar is none of a book's.
rulebook::Rulebook with_another(Part part, rulebook::Rulebook book);
inline std::size_t index_of(rulebook::Rule rule) {
    return static_cast<std::size_t>(rule);
}

class Story {
public:
    explicit Story(std::shared_ptr<const Rules> rules = nullptr,
                   calendar::Calendar calendar = calendar::china());
    ~Story();
    Story(const Story&) = delete;
    Story& operator=(const Story&) = delete;

    // «2026-10-08T09:00», at +08:00; never backwards
    Story& at(std::string_view time);
    Story& by(const Actor& actor);
    Story& under(calendar::Calendar calendar); // from now on

    Story& give(Command command,
                const std::source_location& from = std::source_location::current());

    // The last command was refused for exactly these reasons, each «code clause field» with empty
    // parts left out.
    Story& refused(const std::vector<std::string>& reasons,
                   const std::source_location& from = std::source_location::current());
    // The last command was accepted with exactly these flags, each «rule clause».
    Story& flagged(const std::vector<std::string>& flags,
                   const std::source_location& from = std::source_location::current());
    Story& advised(const std::vector<std::string>& rules,
                   const std::source_location& from = std::source_location::current());
    // A live limit ends at this instant («2026-10-15T00:00»), or is not live («»).
    Story& due(DeadlineKind kind, std::string_view time,
               const std::source_location& from = std::source_location::current());
    Story& ended(DeadlineKind kind, Ending how,
                 const std::source_location& from = std::source_location::current());
    Story& is(State state, const std::source_location& from = std::source_location::current());

    // The usual beginnings.
    Story& registered(Register command = registration()); // 2026-10-08T08:30
    Story& dispatched(std::optional<LimitClass> limit_class = LimitClass::general,
                      const UnitId& unit = k_district); // 2026-10-08T09:00
    Story&
    handled(std::optional<LimitClass> limit_class = LimitClass::general); // acknowledged 09:10
    Story& contacted();                                                   // and reached, 10:00
    Story& answered();                                                    // and answered, 15:00
    Story& attached(EvidenceKind kind, const Actor& by = handler);
    // Applied for, consented, reviewed, granted on 2026-10-09.
    Story& extended(std::int32_t days = 15);

    WorkOrder order;
    std::vector<Event> events;
    std::vector<Reason> reasons; // of the last refusal

    Instant now() const { return now_; }
    Context context(const Command& command) const;
    // The reasons for which a command is listed as closed; «not listed» when it is not.
    std::string listed(std::string_view command, const Actor& actor) const;

private:
    void settle();
    void apply(const Event& event);

    std::shared_ptr<const Rules> rules_;
    calendar::Calendar calendar_;
    Instant now_;
    Actor actor_ = dispatcher;
    WorkOrder twin_; // folded from what was read back
    std::vector<FlagFact> flags_;
    std::vector<Advice> advice_;
    std::int64_t texts_ = 0;
    bool unexpected_ = false; // a refusal nobody has asked about yet
    std::source_location given_from_;
};

// What a store would do with an event: written as bytes, read back.
Event read_back(const Event& event);
// References for every text of a command, as the use case gives them.
void refer_texts(Command& command, std::int64_t& counter);

} // namespace chengban::workorder
