#include "people/permission.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace chengban::people {
namespace {

TEST(Permission, every_action_stands_once_with_words_and_a_clause) {
    std::set<std::string_view> seen;
    for (const Permission& row : permissions()) {
        EXPECT_TRUE(seen.insert(row.action).second) << row.action;
        EXPECT_NE(row.action, k_public);
        EXPECT_FALSE(row.zh.empty()) << row.action;
        EXPECT_FALSE(row.clause.empty()) << row.action;
        EXPECT_EQ(find_permission(row.action), &row);
    }
    EXPECT_EQ(find_permission("work_order.erase_everything"), nullptr);
    EXPECT_THROW(scope_of("work_order.erase_everything", Role::system), Bug);
}

TEST(Permission, Clause_18_the_three_administrators_reach_no_order) {
    for (const Role role :
         {Role::system_administrator, Role::security_administrator, Role::audit_administrator}) {
        for (const Permission& row : permissions()) {
            const Scope scope = row.of(role);
            EXPECT_LT(scope, Scope::unit_now) << row.action << " " << token(role);
            for (const bool chain : {false, true}) {
                EXPECT_EQ(access(scope_of("work_order.read", role), scope,
                                 {.own_unit = true, .in_chain = chain}),
                          Access::hidden);
            }
        }
    }
}

TEST(Permission, Clause_18_no_office_alone_opens_a_confidential_order) {
    for (const auto& row : EnumTable<Role>::rows) {
        const Scope reading = scope_of("work_order.read", row.value);
        const Access got =
            access(reading, reading, {.own_unit = true, .former_unit = true, .confidential = true});
        EXPECT_EQ(got == Access::granted, row.value == Role::hotline || row.value == Role::system)
            << row.token;
    }
}

TEST(Permission, Clause_18_a_reader_along_the_chain_reaches_a_confidential_order) {
    const Standing chain{.in_chain = true, .confidential = true};
    EXPECT_EQ(access(Scope::unit, Scope::unit_now, chain), Access::granted);
    EXPECT_EQ(access(Scope::bureau, Scope::bureau, chain), Access::granted);
    EXPECT_EQ(access(Scope::bureau, Scope::never, chain), Access::forbidden);
}

TEST(Permission, what_a_person_may_not_know_is_hidden_and_what_is_known_is_forbidden) {
    EXPECT_EQ(access(Scope::unit, Scope::unit, {}), Access::hidden);
    EXPECT_EQ(access(Scope::unit, Scope::unit_now, {.former_unit = true}), Access::forbidden);
    EXPECT_EQ(access(Scope::unit, Scope::unit_now, {.own_unit = true}), Access::granted);
    EXPECT_EQ(access(Scope::bureau, Scope::never, {}), Access::forbidden);
    // An action may reach further than the person reads: then reading decides.
    EXPECT_EQ(access(Scope::never, Scope::bureau, {.own_unit = true}), Access::hidden);
}

} // namespace
} // namespace chengban::people
