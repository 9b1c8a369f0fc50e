#include "account/subject.h"

namespace chengban::account {

namespace {

using people::Role;

struct Apply {
    Subject& subject;
    const PersonId& by;
    Instant at;

    void operator()(const SubjectBound& fact) const {
        subject.issuer = fact.issuer;
        subject.subject = fact.subject;
        subject.account = fact.account;
        subject.person = fact.person;
        subject.state = SubjectState::awaiting_approval;
        subject.bound_by = by;
        subject.bound_at = at;
    }
    void operator()(const SubjectApproved&) const { subject.state = SubjectState::bound; }
    void operator()(const SubjectUnbound&) const { subject.state = SubjectState::unbound; }
};

class Judge {
public:
    Judge(const Subject& subject, const PersonId& by, Role role)
        : subject_(subject), by_(by), role_(role) {}

    Problem operator()(const SubjectBound& wanted) {
        only(role_ == Role::system_administrator);
        not_own(wanted.person);
        refuse_if(subject_.state != SubjectState::unbound, "subject_taken",
                  "该主体已绑定到账号，请先解除", "this subject is bound already, unbind it first");
        return std::move(found_);
    }
    Problem operator()(const SubjectApproved&) {
        only(role_ == Role::security_administrator);
        not_own(subject_.person);
        refuse_if(by_ == subject_.bound_by, "same_person", "绑定人不能批准",
                  "whoever bound it cannot approve it");
        refuse_if(subject_.state != SubjectState::awaiting_approval, "wrong_state",
                  "该绑定不在待批准状态", "this binding does not await approval");
        return std::move(found_);
    }
    Problem operator()(const SubjectUnbound&) {
        only(role_ == Role::system_administrator || role_ == Role::security_administrator);
        refuse_if(subject_.state == SubjectState::unbound, "wrong_state", "该绑定已解除",
                  "it is unbound already");
        return std::move(found_);
    }

private:
    void refuse_if(bool broken, const char* code, const char* zh, const char* en) {
        if (broken) {
            found_.reasons.push_back({code, {}, {}, {zh, en}});
        }
    }
    void only(bool allowed) {
        refuse_if(!allowed, "wrong_role", "此岗位无权执行该操作", "this post may not do that");
    }
    void not_own(const PersonId& person) {
        refuse_if(by_ == person, "same_person", "不能对本人账号执行",
                  "nobody does that to their own account");
    }

    const Subject& subject_;
    const PersonId& by_;
    const Role role_;
    Problem found_;
};

} // namespace

void evolve(Subject& subject, const Subject::Event& event, const PersonId& by, Instant at) {
    std::visit(Apply{subject, by, at}, event);
}

Result<std::vector<Subject::Event>> decide(const Subject& subject, const Subject::Event& wanted,
                                           const PersonId& by, people::Role role) {
    if (subject.version == 0 && !std::holds_alternative<SubjectBound>(wanted)) {
        return Failure{problem("not_found", "subject", "没有这个绑定", "there is no such binding")};
    }
    Problem found = std::visit(Judge(subject, by, role), wanted);
    if (!found.reasons.empty()) {
        return Failure{std::move(found)};
    }
    return std::vector<Subject::Event>(1, wanted);
}

} // namespace chengban::account
