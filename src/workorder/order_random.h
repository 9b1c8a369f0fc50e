// For tests and proofs only: random lives of an order. Sensible people mostly do what their desk
// lists; the others do anything at all. Every step is written, read back and held against the laws.
#pragma once

#include "calendar/oracle.h"
#include "workorder/order_laws.h"
#include "workorder/order_story.h"
#include "workorder/parts.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace chengban::workorder {

struct Tally {
    std::map<std::string, std::int64_t> events;   // by type
    std::map<std::string, std::int64_t> refusals; // by code
    std::int64_t commands = 0;
    std::int64_t completed = 0;
    std::int64_t completed_with_approvals = 0;
};

class RandomLife {
public:
    explicit RandomLife(std::uint64_t seed, Tally& tally);

    // Lives for `steps` commands; the first broken law with its history, or nothing.
    std::optional<std::string> live(int steps);

private:
    std::optional<std::string> step();
    std::optional<std::string> give(Command command, const Actor& actor);
    std::optional<std::string> accepted(const Command& command, const Actor& actor,
                                        const Result<Decision>& result, const WorkOrder& before);
    std::optional<std::string> overlooks(const Command& command, const Actor& actor,
                                         const Context& context, const Result<Decision>& result);
    Actor any_actor();
    Command sensible(std::string_view name);
    Command any_of(std::string_view name);
    template <class C>
    void fill_any(C& command);
    template <class T>
    void any_value(T& value, const Bounds& bounds, std::string_view name);
    std::string_view likely_command(const Actor& actor);
    Text any_words();
    void pass_time();

    calendar::oracle::Dice dice_;
    Tally& tally_;
    std::shared_ptr<const Rules> rules_;
    std::map<Part, std::shared_ptr<const Rules>> rules_without_; // one part says something else
    OrderLaws laws_;
    std::vector<calendar::Calendar> calendars_;
    std::size_t calendar_ = 0; // the latest published
    WorkOrder order_;
    WorkOrder twin_;
    Instant now_;
    std::int64_t texts_ = 0;
    std::string history_;
};

} // namespace chengban::workorder
