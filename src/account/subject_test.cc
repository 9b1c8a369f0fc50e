// Who may bind a provider's subject to an account (B10): two administrators, neither for
// themselves.
#include "account/subject.h"

#include <gtest/gtest.h>

namespace chengban::account {
namespace {

using people::Role;
using Codes = std::vector<std::string>;

class SubjectTest : public testing::Test {
protected:
    Codes give(const Subject::Event& wanted, const char* by, Role role) {
        const auto events = decide(subject, wanted, PersonId(by), role);
        Codes codes;
        if (!events) {
            for (const Reason& reason : events.error().reasons) {
                codes.push_back(reason.code);
            }
            return codes;
        }
        for (const Subject::Event& event : *events) {
            evolve(subject, event, PersonId(by), Instant(1000));
            ++subject.version;
        }
        return codes;
    }
    Codes bind(const char* by = "sys", Role role = Role::system_administrator,
               const char* person = "wang-1") {
        return give(SubjectBound{"https://sso.example", "e-1", "account-1", PersonId(person)}, by,
                    role);
    }
    Subject subject;
    const Codes none;
};

TEST_F(SubjectTest, B10_the_system_administrator_binds_and_the_security_administrator_approves) {
    EXPECT_EQ(give(SubjectApproved{}, "sec", Role::security_administrator), Codes{"not_found"});
    EXPECT_EQ(bind("sec", Role::security_administrator), Codes{"wrong_role"});
    EXPECT_EQ(bind("sys", Role::system_administrator, "sys"), Codes{"same_person"});
    EXPECT_EQ(bind(), none);
    EXPECT_EQ(subject.state, SubjectState::awaiting_approval);
    EXPECT_EQ(bind(), Codes{"subject_taken"});
    EXPECT_EQ(give(SubjectApproved{}, "other", Role::system_administrator), Codes{"wrong_role"});
    EXPECT_EQ(give(SubjectApproved{}, "sys", Role::security_administrator), Codes{"same_person"});
    EXPECT_EQ(give(SubjectApproved{}, "wang-1", Role::security_administrator),
              Codes{"same_person"});
    EXPECT_EQ(give(SubjectApproved{}, "sec", Role::security_administrator), none);
    EXPECT_EQ(subject.state, SubjectState::bound);
    EXPECT_EQ(subject.account, "account-1");
    EXPECT_EQ(give(SubjectApproved{}, "sec", Role::security_administrator), Codes{"wrong_state"});
}

TEST_F(SubjectTest, what_is_unbound_can_be_bound_to_another_account) {
    EXPECT_EQ(bind(), none);
    EXPECT_EQ(give(SubjectUnbound{}, "wang-1", Role::handler), Codes{"wrong_role"});
    EXPECT_EQ(give(SubjectUnbound{}, "sec", Role::security_administrator), none);
    EXPECT_EQ(give(SubjectUnbound{}, "sec", Role::security_administrator), Codes{"wrong_state"});
    EXPECT_EQ(bind("sys", Role::system_administrator, "li-1"), none);
    EXPECT_EQ(subject.person, PersonId("li-1"));
    EXPECT_EQ(subject.state, SubjectState::awaiting_approval); // approved anew
}

} // namespace
} // namespace chengban::account
