// Collects everything wrong with a command, so that a refusal lists all its reasons at once.
// Private to the room.
#pragma once

#include "people/organisation.h"

#include "people/actor.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace chengban::people {

class Reasons {
public:
    void refuse(std::string code, std::string_view clause, std::string field, std::string zh,
                std::string en) {
        Reason reason{
            std::move(code), std::string(clause), std::move(field), {std::move(zh), std::move(en)}};
        if (std::find(list_.begin(), list_.end(), reason) == list_.end()) {
            list_.push_back(std::move(reason));
        }
    }
    void need_role(std::span<const Role> roles, const Actor& actor, std::string_view clause) {
        if (std::find(roles.begin(), roles.end(), actor.role) == roles.end()) {
            refuse("wrong_role", clause, "actor.role", "您的岗位不能进行此操作",
                   "this is not for your office");
        }
    }

    bool empty() const { return list_.empty(); }
    Problem take() { return Problem{std::move(list_)}; }

private:
    std::vector<Reason> list_;
};

} // namespace chengban::people
