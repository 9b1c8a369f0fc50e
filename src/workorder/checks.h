// Collects everything wrong with a command, so that a refusal lists all its reasons at once, and
// weighs each rule by the strength the rulebook gives it.
#pragma once

#include "workorder/decide.h"

namespace chengban::workorder {

class Checks {
public:
    explicit Checks(const rulebook::Rulebook& rulebook) : rulebook_(rulebook) {}

    // Always a refusal: who may do what, and what a command must hold.
    void refuse(std::string code, std::string_view clause, std::string field, std::string zh,
                std::string en);
    // The rule is broken: refused, flagged or advised by its strength. `detail` follows its words.
    void broken(rulebook::Rule rule, std::string field, const Words& detail = {});

    // On the record whatever the rule's strength, because something else decides (an approval).
    void flag(rulebook::Rule rule);

    bool refused() const { return !reasons_.empty(); }
    Problem problem() const { return Problem{reasons_}; }
    const std::vector<Reason>& reasons() const { return reasons_; }
    const std::vector<FlagFact>& flags() const { return flags_; }
    const std::vector<Advice>& advice() const { return advice_; }

private:
    void put_flag(const rulebook::RuleRow& row, const Words& words, const Words& detail);

    const rulebook::Rulebook& rulebook_;
    std::vector<Reason> reasons_;
    std::vector<FlagFact> flags_;
    std::vector<Advice> advice_;
};

} // namespace chengban::workorder
