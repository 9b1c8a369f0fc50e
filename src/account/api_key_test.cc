#include "account/api_key.h"

#include <gtest/gtest.h>

namespace chengban::account {
namespace {

using people::Role;

const Instant k_start = *parse_instant("2026-09-30T10:00:00+08:00", "t");
Instant after_days(std::int64_t days) {
    return k_start.plus_milliseconds(days * k_milliseconds_per_day);
}
const std::string k_first(64, '1');
const std::string k_second(64, '2');
const std::string k_third(64, '3');

class ApiKeyTest : public testing::Test {
protected:
    std::vector<std::string> give(const ApiKey::Event& wanted, const char* by, Role role,
                                  Instant at = k_start) {
        std::vector<std::string> codes;
        const auto events = decide(key, wanted, PersonId(by), role, at);
        if (!events) {
            for (const Reason& reason : events.error().reasons) {
                codes.push_back(reason.code);
            }
            return codes;
        }
        for (const ApiKey::Event& event : *events) {
            evolve(key, event, PersonId(by), at);
            ++key.version;
        }
        return codes;
    }
    static KeyIssued issue() {
        return {"热线网关", UnitId("center"), Role::hotline, {KeyScope::read, KeyScope::intake},
                k_first,    after_days(90)};
    }
    using Codes = std::vector<std::string>;
    ApiKey key;
};

TEST_F(ApiKeyTest, one_administrator_issues_and_another_person_approves) {
    EXPECT_EQ(give(issue(), "sec", Role::security_administrator), Codes{"wrong_role"});
    EXPECT_EQ(give(issue(), "sys", Role::system_administrator), Codes{});
    EXPECT_FALSE(opens(key, k_first, k_start));
    EXPECT_EQ(give(KeyApproved{}, "sys", Role::security_administrator), Codes{"same_person"});
    EXPECT_EQ(give(KeyApproved{}, "sys", Role::system_administrator),
              (Codes{"wrong_role", "same_person"}));
    EXPECT_EQ(give(KeyApproved{}, "sec", Role::security_administrator), Codes{});
    EXPECT_TRUE(opens(key, k_first, k_start));
    EXPECT_TRUE(has_scope(key, KeyScope::read));
    EXPECT_FALSE(has_scope(key, KeyScope::commands));
}

TEST_F(ApiKeyTest, no_key_acts_for_an_administrator_or_for_ever) {
    KeyIssued wanted = issue();
    wanted.expires_at = after_days(401);
    for (const Role role : {Role::system_administrator, Role::security_administrator,
                            Role::audit_administrator, Role::system}) {
        wanted.role = role;
        EXPECT_EQ(give(wanted, "sys", Role::system_administrator),
                  (Codes{"role_not_for_keys", "bad_expiry"}));
    }
    wanted = issue();
    wanted.expires_at = k_start;
    EXPECT_EQ(give(wanted, "sys", Role::system_administrator), Codes{"bad_expiry"});
}

TEST_F(ApiKeyTest, it_expires_and_rotates_with_an_overlap) {
    ASSERT_EQ(give(issue(), "sys", Role::system_administrator), Codes{});
    ASSERT_EQ(give(KeyApproved{}, "sec", Role::security_administrator), Codes{});
    EXPECT_TRUE(opens(key, k_first, after_days(90).plus_milliseconds(-1)));
    EXPECT_FALSE(opens(key, k_first, after_days(90)));
    ASSERT_EQ(give(KeyRotated{k_second, after_days(180), after_days(7)}, "sys",
                   Role::system_administrator),
              Codes{});
    EXPECT_TRUE(opens(key, k_first, after_days(7).plus_milliseconds(-1)));
    EXPECT_FALSE(opens(key, k_first, after_days(7)));
    EXPECT_TRUE(opens(key, k_second, after_days(100)));
    ASSERT_EQ(give(KeyRotated{k_third, after_days(180), after_days(7)}, "sys",
                   Role::system_administrator),
              Codes{});
    EXPECT_FALSE(opens(key, k_first, k_start)); // two at most
    EXPECT_EQ(key.secrets.size(), 2U);
}

TEST_F(ApiKeyTest, a_revoked_key_never_opens_again) {
    ASSERT_EQ(give(issue(), "sys", Role::system_administrator), Codes{});
    ASSERT_EQ(give(KeyApproved{}, "sec", Role::security_administrator), Codes{});
    EXPECT_EQ(give(KeyRevoked{"泄露"}, "li", Role::handler), Codes{"wrong_role"});
    EXPECT_EQ(give(KeyRevoked{"泄露"}, "sec", Role::security_administrator), Codes{});
    EXPECT_FALSE(opens(key, k_first, k_start));
    EXPECT_EQ(
        give(KeyRotated{k_second, after_days(9), after_days(1)}, "sys", Role::system_administrator),
        Codes{"wrong_state"});
    EXPECT_EQ(give(KeyApproved{}, "sec", Role::security_administrator), Codes{"wrong_state"});
}

TEST_F(ApiKeyTest, neither_an_empty_digest_nor_another_key_opens_it) {
    EXPECT_FALSE(opens(key, "", k_start));
    ASSERT_EQ(give(issue(), "sys", Role::system_administrator), Codes{});
    ASSERT_EQ(give(KeyApproved{}, "sec", Role::security_administrator), Codes{});
    EXPECT_FALSE(opens(key, "", k_start));
    EXPECT_FALSE(opens(key, k_second, k_start));
    EXPECT_FALSE(opens(key, k_first.substr(1), k_start));
}

} // namespace
} // namespace chengban::account
