// Check 3 of the security list: few guesses an hour, and nobody is locked out by others.
#include "account/throttle.h"

#include <gtest/gtest.h>

namespace chengban::account {
namespace {

const Instant k_start = *parse_instant("2026-09-30T10:00:00+08:00", "t");
const SignInSettings k_settings;

Instant after(std::int64_t seconds) {
    return k_start.plus_milliseconds(seconds * 1000);
}

// Tries as often as allowed for `seconds`; the passwords are all wrong.
std::int64_t guesses_in(Throttle& throttle, const Attempt& attempt, std::int64_t seconds) {
    std::int64_t guesses = 0;
    for (std::int64_t second = 0; second < seconds;) {
        const std::int64_t wait = throttle.wait_seconds(attempt, k_settings, after(second));
        if (wait > 0) {
            second += wait;
            continue;
        }
        throttle.failed(attempt, k_settings, after(second));
        ++guesses;
    }
    return guesses;
}

TEST(Throttle, five_failures_are_free_then_the_wait_doubles_up_to_fifteen_minutes) {
    Throttle throttle;
    const Attempt attempt{"wang", "10.0.0.1", ""};
    std::vector<std::int64_t> waits;
    std::int64_t second = 0;
    for (int i = 0; i < 12; ++i) {
        throttle.failed(attempt, k_settings, after(second));
        waits.push_back(throttle.wait_seconds(attempt, k_settings, after(second)));
        second += waits.back();
    }
    EXPECT_EQ(waits, (std::vector<std::int64_t>{0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900}));
    EXPECT_EQ(throttle.wait_seconds(attempt, k_settings, after(second)), 0);
}

TEST(Throttle, a_robot_at_one_address_gets_few_guesses_in_an_hour) {
    Throttle throttle;
    EXPECT_LE(guesses_in(throttle, {"wang", "10.0.0.1", ""}, 3600), 15);
}

// 100 tries in any hour is the limit of ASVS 2.2.1.
TEST(Throttle, many_addresses_together_stay_under_a_hundred_guesses_an_hour) {
    Throttle throttle;
    std::int64_t guesses = 0;
    for (std::int64_t second = 0; second < 3 * 3600; ++second) {
        const Attempt attempt{
            "wang", "10.0." + std::to_string(second / 250) + "." + std::to_string(second % 250),
            ""};
        if (throttle.wait_seconds(attempt, k_settings, after(second)) == 0) {
            throttle.failed(attempt, k_settings, after(second));
            ++guesses;
        }
    }
    EXPECT_LE(guesses, 3 * 100);
    EXPECT_GE(guesses, 3 * 60 - 1);
}

TEST(Throttle, guesses_by_others_never_lock_the_owners_device_out) {
    Throttle throttle;
    for (int i = 0; i < 500; ++i) {
        throttle.failed({"wang", "10.0.0." + std::to_string(i % 200), ""}, k_settings, after(i));
    }
    EXPECT_GT(throttle.wait_seconds({"wang", "10.9.9.9", ""}, k_settings, after(500)), 0);
    EXPECT_EQ(throttle.wait_seconds({"wang", "10.9.9.9", "device-1"}, k_settings, after(500)), 0);
    EXPECT_EQ(throttle.wait_seconds({"li", "10.9.9.9", ""}, k_settings, after(500)), 0);
}

TEST(Throttle, a_stolen_device_is_held_back_as_well) {
    Throttle throttle;
    EXPECT_LE(guesses_in(throttle, {"wang", "10.0.0.1", "device-1"}, 3600), 15);
}

TEST(Throttle, one_address_cannot_try_one_password_on_everybody) {
    Throttle throttle;
    std::int64_t guesses = 0;
    for (int person = 0; person < 2000; ++person) {
        const Attempt attempt{"person-" + std::to_string(person), "10.0.0.1", ""};
        if (throttle.wait_seconds(attempt, k_settings, after(person)) == 0) {
            throttle.failed(attempt, k_settings, after(person));
            ++guesses;
        }
    }
    EXPECT_EQ(guesses, k_settings.address_failures_per_hour);
}

TEST(Throttle, success_takes_its_own_attempt_back_and_clears_the_wait) {
    Throttle throttle;
    const Attempt attempt{"wang", "10.0.0.1", ""};
    for (int i = 0; i < 6; ++i) {
        throttle.failed(attempt, k_settings, after(0));
    }
    throttle.succeeded(attempt);
    EXPECT_EQ(throttle.wait_seconds(attempt, k_settings, after(1)), 0);
    for (int i = 0; i < 1000; ++i) { // a busy office behind one address
        const Attempt colleague{"p" + std::to_string(i), "10.0.0.2", ""};
        EXPECT_EQ(throttle.wait_seconds(colleague, k_settings, after(1)), 0);
        throttle.failed(colleague, k_settings, after(1));
        throttle.succeeded(colleague);
    }
}

// Whoever has a password cannot wipe out the failed codes by asking again without one.
TEST(Throttle, a_withdrawn_attempt_takes_back_one_failure_only) {
    Throttle throttle;
    const Attempt attempt{"wang", "10.0.0.1", ""};
    std::int64_t guesses = 0;
    for (std::int64_t second = 0; second < 3600; ++second) {
        if (throttle.wait_seconds(attempt, k_settings, after(second)) > 0) {
            continue;
        }
        throttle.failed(attempt, k_settings, after(second)); // a wrong code
        ++guesses;
        if (throttle.wait_seconds(attempt, k_settings, after(second)) == 0) {
            throttle.failed(attempt, k_settings, after(second)); // the password alone
            throttle.withdrawn(attempt, k_settings);
        }
    }
    EXPECT_LE(guesses, 15);
    EXPECT_GE(guesses, 8);
}

TEST(Throttle, an_administrator_forgives_one_account) {
    Throttle throttle;
    for (int i = 0; i < 80; ++i) {
        throttle.failed({"wang", "10.0.0.1", ""}, k_settings, after(i));
        throttle.failed({"li", "10.0.0.3", ""}, k_settings, after(i));
    }
    throttle.forgive("wang");
    EXPECT_EQ(throttle.wait_seconds({"wang", "10.0.0.1", ""}, k_settings, after(80)), 0);
    EXPECT_GT(throttle.wait_seconds({"li", "10.0.0.3", ""}, k_settings, after(80)), 0);
}

TEST(Throttle, its_memory_is_bounded_and_the_newest_stay) {
    Throttle throttle(300);
    for (int i = 0; i < 5000; ++i) {
        throttle.failed({"n" + std::to_string(i), "a" + std::to_string(i), ""}, k_settings,
                        after(i));
        EXPECT_LE(throttle.keys(), 303U);
    }
    for (int i = 0; i < 6; ++i) {
        throttle.failed({"wang", "10.0.0.1", ""}, k_settings, after(5000));
    }
    EXPECT_GT(throttle.wait_seconds({"wang", "10.0.0.1", ""}, k_settings, after(5001)), 0);
}

} // namespace
} // namespace chengban::account
