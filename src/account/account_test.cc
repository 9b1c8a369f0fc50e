// An account's life: who may make what a fact, what follows, and that replaying gives the same.
#include "account/account.h"

#include <gtest/gtest.h>

namespace chengban::account {
namespace {

using people::Role;

const Instant k_start = *parse_instant("2026-09-30T10:00:00+08:00", "t");
const std::string k_digest_a(64, 'a');
const std::string k_digest_b(64, 'b');
const std::string k_digest_c(64, 'c');

Text text_of(const char* id) {
    return Text{"", {TextId(id), "01"}};
}

class AccountTest : public testing::Test {
protected:
    // Codes of the refusal; the facts apply when there is none.
    std::vector<std::string> give(const Account::Event& wanted, const char* by, Role role) {
        const Result<std::vector<Account::Event>> events =
            decide(account, wanted, {PersonId(by), role, now, settings});
        std::vector<std::string> codes;
        if (!events) {
            for (const Reason& reason : events.error().reasons) {
                codes.push_back(reason.code);
            }
            return codes;
        }
        for (const Account::Event& event : *events) {
            evolve(account, event, PersonId(by), now);
            ++account.version;
        }
        return codes;
    }
    void make_active() {
        ASSERT_EQ(give(AccountCreated{"wang", PersonId("wang-1"), false}, "sys",
                       Role::system_administrator),
                  none);
        ASSERT_EQ(give(AccountApproved{}, "sec", Role::security_administrator), none);
    }
    SignedIn sign_in(const std::string& digest) {
        SignedIn fact;
        fact.session = digest;
        fact.post = {UnitId("center"), Role::reviewer, {}};
        return fact;
    }
    void enrol() {
        ASSERT_EQ(give(SecondFactorOffered{text_of("key-1"), crypto::TotpAlgorithm::sha1}, "wang-1",
                       Role::reviewer),
                  none);
        ASSERT_EQ(
            give(SecondFactorEnrolled{100, {k_digest_a, k_digest_b}, {}}, "wang-1", Role::reviewer),
            none);
    }

    using Codes = std::vector<std::string>;
    const Codes none;
    SignInSettings settings;
    Instant now = k_start;
    Account account;
};

TEST_F(AccountTest, B10_the_system_administrator_makes_it_and_another_person_approves_it) {
    EXPECT_EQ(give(AccountCreated{"wang", PersonId("wang-1"), false}, "sec",
                   Role::security_administrator),
              Codes{"wrong_role"});
    EXPECT_EQ(
        give(AccountCreated{"wang", PersonId("wang-1"), true}, "sys", Role::system_administrator),
        Codes{"wrong_role"});
    EXPECT_EQ(give(AccountApproved{}, "sec", Role::security_administrator), Codes{"not_found"});
    EXPECT_EQ(
        give(AccountCreated{"wang", PersonId("wang-1"), false}, "sys", Role::system_administrator),
        none);
    EXPECT_EQ(account.standing, Standing::awaiting_approval);
    EXPECT_EQ(give(sign_in(k_digest_a), "wang-1", Role::reviewer), Codes{"wrong_state"});
    EXPECT_EQ(give(AccountApproved{}, "sys", Role::system_administrator),
              (Codes{"wrong_role", "same_person"}));
    EXPECT_EQ(give(AccountApproved{}, "sys", Role::security_administrator), Codes{"same_person"});
    EXPECT_EQ(give(AccountApproved{}, "wang-1", Role::security_administrator),
              Codes{"same_person"});
    EXPECT_EQ(give(AccountApproved{}, "sec", Role::security_administrator), none);
    EXPECT_EQ(account.standing, Standing::active);
    EXPECT_EQ(give(AccountApproved{}, "sec", Role::security_administrator), Codes{"wrong_state"});
    EXPECT_EQ(
        give(AccountCreated{"wang", PersonId("wang-1"), false}, "sys", Role::system_administrator),
        Codes{"account_exists"});
}

TEST_F(AccountTest, nobody_resets_disables_or_strips_their_own_account) {
    make_active();
    enrol();
    PasswordSet reset;
    reset.initial = true;
    EXPECT_EQ(give(reset, "wang-1", Role::system_administrator), Codes{"same_person"});
    EXPECT_EQ(give(AccountDisabled{"x"}, "wang-1", Role::system_administrator),
              Codes{"same_person"});
    EXPECT_EQ(give(SecondFactorRemoved{}, "wang-1", Role::security_administrator),
              Codes{"same_person"});
}

TEST_F(AccountTest, each_administrator_keeps_to_their_own_acts) {
    make_active();
    enrol();
    PasswordSet reset;
    reset.initial = true;
    EXPECT_EQ(give(reset, "sec", Role::security_administrator), Codes{"wrong_role"});
    EXPECT_EQ(give(reset, "audit", Role::audit_administrator), Codes{"wrong_role"});
    EXPECT_EQ(give(SecondFactorRemoved{}, "sys", Role::system_administrator), Codes{"wrong_role"});
    EXPECT_EQ(give(AccountDisabled{"x"}, "head", Role::section_head), Codes{"wrong_role"});
    EXPECT_EQ(give(AccountDisabled{"离职"}, "sys", Role::system_administrator), none);
    EXPECT_EQ(give(AccountEnabled{}, "sys", Role::system_administrator), Codes{"wrong_role"});
    EXPECT_EQ(give(AccountEnabled{}, "sec", Role::security_administrator), none);
}

TEST_F(AccountTest, only_its_owner_sets_the_password_the_factor_and_the_sessions) {
    make_active();
    EXPECT_EQ(give(PasswordSet{}, "li-1", Role::system_administrator), Codes{"wrong_role"});
    EXPECT_EQ(give(SecondFactorOffered{}, "sec", Role::security_administrator),
              Codes{"wrong_role"});
    EXPECT_EQ(give(sign_in(k_digest_a), "li-1", Role::reviewer), Codes{"wrong_role"});
    EXPECT_EQ(give(sign_in(k_digest_a), "wang-1", Role::reviewer), none);
    SessionReplaced replace;
    replace.before = k_digest_a;
    EXPECT_EQ(give(replace, "li-1", Role::reviewer), Codes{"wrong_role"});
    EXPECT_EQ(give(SessionsEnded{{k_digest_a}, SessionEnd::ended_by_owner}, "li-1", Role::reviewer),
              Codes{"wrong_role"});
    EXPECT_EQ(give(SessionsEnded{{k_digest_a}, SessionEnd::ended_by_administrator}, "sec",
                   Role::security_administrator),
              none);
    EXPECT_TRUE(account.sessions.empty());
}

// Check 14: a change of the password ends every other session.
TEST_F(AccountTest, a_new_password_ends_all_other_sessions) {
    make_active();
    for (const std::string& digest : {k_digest_a, k_digest_b, k_digest_c}) {
        EXPECT_EQ(give(sign_in(digest), "wang-1", Role::reviewer), none);
    }
    PasswordSet change;
    change.kept = k_digest_b;
    EXPECT_EQ(give(change, "wang-1", Role::reviewer), none);
    ASSERT_EQ(account.sessions.size(), 1U);
    EXPECT_NE(account.session(k_digest_b), nullptr);
    PasswordSet reset;
    reset.initial = true;
    EXPECT_EQ(give(reset, "sys", Role::system_administrator), none);
    EXPECT_TRUE(account.sessions.empty());
}

TEST_F(AccountTest, a_one_time_code_and_a_recovery_code_are_used_once) {
    make_active();
    enrol();
    SignedIn by_code = sign_in(k_digest_a);
    by_code.step = 101;
    EXPECT_EQ(give(by_code, "wang-1", Role::reviewer), none);
    EXPECT_EQ(give(by_code, "wang-1", Role::reviewer), Codes{"code_used"});
    by_code.step = 100;
    EXPECT_EQ(give(by_code, "wang-1", Role::reviewer), Codes{"code_used"});
    SignedIn by_recovery = sign_in(k_digest_b);
    by_recovery.recovery_code = k_digest_a;
    EXPECT_EQ(give(by_recovery, "wang-1", Role::reviewer), none);
    EXPECT_EQ(account.second_factor->recovery, std::vector{k_digest_b});
    EXPECT_EQ(give(by_recovery, "wang-1", Role::reviewer), Codes{"code_used"});
    by_recovery.recovery_code = std::string(); // an empty code is no code
    EXPECT_EQ(give(by_recovery, "wang-1", Role::reviewer), Codes{"code_used"});
}

TEST_F(AccountTest, the_oldest_session_makes_room_when_there_are_too_many) {
    make_active();
    settings.sessions_max = 2;
    EXPECT_EQ(give(sign_in(k_digest_a), "wang-1", Role::reviewer), none);
    EXPECT_EQ(give(sign_in(k_digest_b), "wang-1", Role::reviewer), none);
    EXPECT_EQ(give(sign_in(k_digest_c), "wang-1", Role::reviewer), none);
    ASSERT_EQ(account.sessions.size(), 2U);
    EXPECT_EQ(account.session(k_digest_a), nullptr);
}

TEST_F(AccountTest, a_replaced_token_is_worthless_and_the_new_one_keeps_the_sign_in_time) {
    make_active();
    EXPECT_EQ(give(sign_in(k_digest_a), "wang-1", Role::reviewer), none);
    now = k_start.plus_milliseconds(600'000);
    SessionReplaced replace;
    replace.before = k_digest_a;
    replace.after = k_digest_b;
    replace.post = {UnitId("center"), Role::dispatcher, {}};
    EXPECT_EQ(give(replace, "wang-1", Role::reviewer), none);
    EXPECT_EQ(account.session(k_digest_a), nullptr);
    ASSERT_NE(account.session(k_digest_b), nullptr);
    EXPECT_EQ(account.session(k_digest_b)->signed_in_at, k_start);
    EXPECT_EQ(account.session(k_digest_b)->confirmed_at, k_start);
    EXPECT_EQ(account.session(k_digest_b)->post.role, Role::dispatcher);
    EXPECT_EQ(give(replace, "wang-1", Role::reviewer), Codes{"session_ended"});
}

// Check 13: 30 minutes at rest, 12 hours at all.
TEST_F(AccountTest, a_session_ends_after_thirty_idle_minutes_and_after_twelve_hours) {
    const OpenSession session{k_digest_a, {}, k_start, k_start, {}};
    const auto end = [&](std::int64_t used_minute, std::int64_t now_minute) {
        return session_end(session, k_start.plus_milliseconds(used_minute * 60'000), settings,
                           k_start.plus_milliseconds(now_minute * 60'000));
    };
    EXPECT_EQ(end(0, 29), std::nullopt);
    EXPECT_EQ(end(0, 30), SessionEnd::idle);
    EXPECT_EQ(end(719, 719), std::nullopt);
    EXPECT_EQ(end(720, 720), SessionEnd::too_old);
}

TEST_F(AccountTest, what_is_owed_first_the_password_then_the_second_factor) {
    make_active();
    PasswordSet reset;
    reset.initial = true;
    EXPECT_EQ(give(reset, "sys", Role::system_administrator), none);
    EXPECT_EQ(duty_of(account, true, settings, now), Duty::change_password);
    EXPECT_EQ(give(PasswordSet{}, "wang-1", Role::reviewer), none);
    EXPECT_EQ(duty_of(account, true, settings, now), Duty::enrol_second_factor);
    EXPECT_EQ(duty_of(account, false, settings, now), Duty::none);
    enrol();
    EXPECT_EQ(duty_of(account, true, settings, now), Duty::none);
    const Instant later = now.plus_milliseconds(90LL * 86'400'000);
    EXPECT_EQ(duty_of(account, true, settings, later), Duty::change_password);
    settings.password_max_age_days = 0;
    EXPECT_EQ(duty_of(account, true, settings, later), Duty::none);
}

TEST_F(AccountTest, single_sign_on_owes_no_password_and_no_factor_that_was_given_there) {
    make_active();
    PasswordSet reset;
    reset.initial = true;
    EXPECT_EQ(give(reset, "sys", Role::system_administrator), none);
    SingleSignOnProof proof{"https://sso.example", k_digest_a, false};
    EXPECT_EQ(duty_of(account, true, settings, now, proof), Duty::enrol_second_factor);
    EXPECT_EQ(duty_of(account, false, settings, now, proof), Duty::none);
    proof.second_factor = true;
    EXPECT_EQ(duty_of(account, true, settings, now, proof), Duty::none);
    SignedIn fact = sign_in(k_digest_a);
    fact.single_sign_on = proof;
    EXPECT_EQ(give(fact, "wang-1", Role::reviewer), none);
    EXPECT_EQ(account.sessions.back().single_sign_on, proof);
}

TEST_F(AccountTest, passwords_beyond_the_history_and_lost_keys_are_erased) {
    make_active();
    settings.password_history = 2;
    const char* ids[] = {"p0", "p1", "p2", "p3", "p4"};
    std::vector<std::string> erased;
    for (const char* id : ids) {
        PasswordSet set;
        set.hash = text_of(id);
        for (const TextId& gone : texts_to_erase(account, set, settings)) {
            erased.push_back(gone.text());
        }
        EXPECT_EQ(give(set, "wang-1", Role::reviewer), none);
    }
    // Two old ones beside the present p4 stay: p3 and p2.
    EXPECT_EQ(erased, (std::vector<std::string>{"p0", "p1", "p0"}));
    enrol();
    EXPECT_EQ(texts_to_erase(account, SecondFactorRemoved{}, settings),
              std::vector{TextId("key-1")});
}

TEST_F(AccountTest, no_more_than_ten_devices_are_known_the_latest) {
    make_active();
    for (int i = 0; i < 12; ++i) {
        SignedIn fact = sign_in(std::string(64, static_cast<char>('a' + i)));
        fact.device = std::string(63, 'd') + static_cast<char>('a' + i);
        EXPECT_EQ(give(fact, "wang-1", Role::reviewer), none);
    }
    EXPECT_EQ(account.devices.size(), k_devices_max);
    EXPECT_FALSE(account.knows_device(std::string(63, 'd') + "a"));
    EXPECT_TRUE(account.knows_device(std::string(63, 'd') + "l"));
    EXPECT_FALSE(account.knows_device(""));
}

TEST(AccountName, is_folded_and_bounded) {
    EXPECT_EQ(*account_name("Wang.Xiao-Ming_1", "name"), "wang.xiao-ming_1");
    for (const char* wrong : {"", "w", "王小明", "a b", "a\n", "a/b"}) {
        EXPECT_FALSE(account_name(wrong, "name")) << wrong;
    }
    EXPECT_FALSE(account_name(std::string(65, 'a'), "name"));
}

} // namespace
} // namespace chengban::account
