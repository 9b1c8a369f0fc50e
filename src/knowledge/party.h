// Who acts on the knowledge base, and the checks that all of its commands share (clause 15).
//
// Room knowledge (may use: base, calendar, rulebook, people, text).
#pragma once

#include "base/ids.h"
#include "base/problem.h"
#include "people/role.h"

#include <span>

namespace chengban::knowledge {

using people::Role;

struct Party {
    PersonId person;
    UnitId unit;
    Role role = Role::knowledge_keeper;
};

// The center's people who review entries and pass on what the hotline sends down
// (15.1, 15.3, 15.4).
bool is_center(Role role);

// Gathers every reason before refusing.
class Reasons {
public:
    void add(std::string code, std::string clause, std::string field, std::string zh,
             std::string en);
    void need_role(const Party& party, std::span<const Role> roles, std::string clause);
    void need_keeper(const Party& party, const UnitId& unit, std::string clause);
    void need_center(const Party& party, std::string clause);
    void need(bool holds, std::string state_zh, std::string state_en, std::string clause);
    void need_words(const std::string& text, std::string field, std::string clause);

    bool any() const { return !reasons_.empty(); }
    Problem problem() { return Problem{std::move(reasons_)}; }

private:
    std::vector<Reason> reasons_;
};

} // namespace chengban::knowledge
