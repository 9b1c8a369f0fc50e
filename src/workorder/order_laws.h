// For tests and proofs only: what must be true of every history of an order, written from the
// clauses and not from the code that decides. A law that is broken is told in words.
#pragma once

#include "workorder/decide.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace chengban::workorder {

// One command and what became of it.
struct Step {
    const Command& command;
    const Actor& actor;
    Instant now;
    const Result<Decision>& result;
    const WorkOrder& before;
    const WorkOrder& after; // equals before when refused
};

// Who signed, in which post.
struct Signed {
    Role role;
    PersonId person;
};

// What the clauses need to know, gathered from the events alone.
struct Witness {
    OrderKind kind = OrderKind::other;
    std::optional<LimitClass> hotline_class;
    std::optional<LimitClass> limit_class;
    std::optional<bool> major;
    std::set<std::string> tags;
    std::set<std::string> round_tags; // as dispatched
    bool designated_by_hotline = false;
    bool designated_by_office = false;
    bool supervised = false;
    std::int64_t repeats = 1;
    UnitId unit;
    bool rework = false;
    bool answered = false;
    bool extended = false;
    bool consented = false;
    bool reviewed = false;
    bool return_pending = false;
    std::optional<SubmitCompletion> report;
    PersonId submitter;
    std::vector<Signed> approvals;
    std::vector<Signed> filing_signatures;
    bool filing_reviewed = false;
    std::set<DeadlineKind> closed_windows; // of this round
    bool under_supervision = false;
    bool report_submitted = false; // of the supervision
    bool result_changed = false;   // and the citizen not answered again
};

class OrderLaws {
public:
    explicit OrderLaws(const rulebook::Rulebook& rulebook) : book_(rulebook) {}

    // Called for every step, in order. The first broken law, or nothing.
    std::optional<std::string> observe(const Step& step);

private:
    bool blocks(rulebook::Rule rule) const {
        return book_.strength(rule) == rulebook::Strength::block;
    }
    void broken(std::string law);

    void before_accepted(const Step& step);
    void before_return(const Step& step, bool application);
    void before_designation(const Step& step);
    void before_extension(const Step& step);
    void before_supervision(const Step& step);
    void take_in(const Event& event);
    void completed(const Completed& event, const Step& step);
    void order_as_a_whole(const Step& step);
    void limits(const Step& step);
    void windows(const Step& step);
    bool signed_by(Role role) const;

    const rulebook::Rulebook& book_;
    Witness seen_;
    std::int64_t events_ = 0;
    std::optional<std::string> broken_;
};

} // namespace chengban::workorder
