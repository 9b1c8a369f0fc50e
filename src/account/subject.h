// A provider's subject (issuer and sub) bound to an account: whoever proves to be the subject may
// sign in as the account's person, and gets no right beyond that person's posts. One stream each,
// named by subject_id(). The system administrator binds, the security administrator approves (B10).
#pragma once

#include "account/facts.h"

#include <variant>

namespace chengban::account {

enum class SubjectState { awaiting_approval, bound, unbound };

} // namespace chengban::account

template <>
struct chengban::EnumTable<chengban::account::SubjectState> {
    using E = chengban::account::SubjectState;
    static constexpr std::array rows{
        EnumRow<E>{E::awaiting_approval, "awaiting_approval", "待批准", "awaiting approval"},
        EnumRow<E>{E::bound, "bound", "已绑定", "bound"},
        EnumRow<E>{E::unbound, "unbound", "已解除", "unbound"}};
};

namespace chengban::account {

inline constexpr Bounds k_subject{1, 255};

struct SubjectBound {
    static constexpr std::string_view name = "subject_bound";
    std::string issuer;
    std::string subject;
    std::string account; // id
    PersonId person;
    static constexpr auto fields() {
        using T = SubjectBound;
        return std::tuple{field("issuer", &T::issuer, "签发方", "issuer"),
                          field("subject", &T::subject, "主体", "subject", k_subject),
                          field("account", &T::account, "账号", "account"),
                          field("person", &T::person, "人员", "person")};
    }
};

struct SubjectApproved {
    static constexpr std::string_view name = "subject_approved";
    static constexpr auto fields() { return std::tuple{}; }
};

struct SubjectUnbound {
    static constexpr std::string_view name = "subject_unbound";
    static constexpr auto fields() { return std::tuple{}; }
};

struct Subject {
    static constexpr std::string_view kind = "single_sign_on_subject";
    using Event = std::variant<SubjectBound, SubjectApproved, SubjectUnbound>;
    using Command = Event;

    std::string id; // subject_id() of issuer and subject
    std::int64_t version = 0;
    std::string issuer;
    std::string subject;
    std::string account;
    PersonId person;
    SubjectState state = SubjectState::unbound;
    PersonId bound_by;
    Instant bound_at;
    static constexpr auto fields() {
        using T = Subject;
        return std::tuple{field("issuer", &T::issuer, "签发方", "issuer"),
                          field("subject", &T::subject, "主体", "subject", k_subject),
                          field("account", &T::account, "账号", "account"),
                          field("person", &T::person, "人员", "person"),
                          field("state", &T::state, "状态", "state"),
                          field("bound_by", &T::bound_by, "绑定人", "bound by"),
                          field("bound_at", &T::bound_at, "绑定时间", "bound at")};
    }
};

void evolve(Subject& subject, const Subject::Event& event, const PersonId& by, Instant at);
Result<std::vector<Subject::Event>> decide(const Subject& subject, const Subject::Event& wanted,
                                           const PersonId& by, people::Role role);

} // namespace chengban::account
