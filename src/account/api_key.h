// A key for a machine: what it may reach, until when, and whom it acts as. The system administrator
// issues it, the security administrator approves it. Only digests are stored.
#pragma once

#include "account/facts.h"

#include <variant>

namespace chengban::account {

// What a key may be used for. Everything else is refused, whatever its role could do.
enum class KeyScope {
    read,     // look at what its role may see
    intake,   // register orders, import lists
    commands, // give commands on orders
};

enum class KeyState { awaiting_approval, active, revoked };

} // namespace chengban::account

template <>
struct chengban::EnumTable<chengban::account::KeyScope> {
    using E = chengban::account::KeyScope;
    static constexpr std::array rows{EnumRow<E>{E::read, "read", "查询", "read"},
                                     EnumRow<E>{E::intake, "intake", "受理", "intake"},
                                     EnumRow<E>{E::commands, "commands", "办理", "commands"}};
};

template <>
struct chengban::EnumTable<chengban::account::KeyState> {
    using E = chengban::account::KeyState;
    static constexpr std::array rows{
        EnumRow<E>{E::awaiting_approval, "awaiting_approval", "待批准", "awaiting approval"},
        EnumRow<E>{E::active, "active", "启用", "active"},
        EnumRow<E>{E::revoked, "revoked", "已吊销", "revoked"}};
};

namespace chengban::account {

struct KeyIssued {
    static constexpr std::string_view name = "key_issued";
    std::string key_name; // "hotline gateway"
    UnitId unit;
    people::Role role = people::Role::hotline;
    std::vector<KeyScope> scopes;
    std::string digest;
    Instant expires_at;
    static constexpr auto fields() {
        using T = KeyIssued;
        return std::tuple{field("key_name", &T::key_name, "名称", "name", {1, 60}),
                          field("unit", &T::unit, "单位", "unit"),
                          field("role", &T::role, "岗位", "role"),
                          field("scopes", &T::scopes, "范围", "scopes", {1, 10}),
                          field("digest", &T::digest, "密钥摘要", "digest", k_digest),
                          field("expires_at", &T::expires_at, "失效时间", "expires at")};
    }
};

struct KeyApproved {
    static constexpr std::string_view name = "key_approved";
    static constexpr auto fields() { return std::tuple{}; }
};

// A second secret; the first one holds until `old_until`, so that the machine can change over.
struct KeyRotated {
    static constexpr std::string_view name = "key_rotated";
    std::string digest;
    Instant expires_at;
    Instant old_until;
    static constexpr auto fields() {
        using T = KeyRotated;
        return std::tuple{field("digest", &T::digest, "密钥摘要", "digest", k_digest),
                          field("expires_at", &T::expires_at, "失效时间", "expires at"),
                          field("old_until", &T::old_until, "旧密钥失效时间", "old one until")};
    }
};

struct KeyRevoked {
    static constexpr std::string_view name = "key_revoked";
    std::string reason;
    static constexpr auto fields() {
        return std::tuple{field("reason", &KeyRevoked::reason, "原因", "reason", {1, 200})};
    }
};

struct KeySecret {
    std::string digest;
    Instant expires_at;
    static constexpr auto fields() {
        using T = KeySecret;
        return std::tuple{field("digest", &T::digest, "密钥摘要", "digest", k_digest),
                          field("expires_at", &T::expires_at, "失效时间", "expires at")};
    }
};

struct ApiKey {
    static constexpr std::string_view kind = "api_key";
    using Event = std::variant<KeyIssued, KeyApproved, KeyRotated, KeyRevoked>;
    using Command = Event;

    std::string id; // UUIDv7, part of the key's text
    std::int64_t version = 0;
    std::string name;
    UnitId unit;
    people::Role role = people::Role::hotline;
    std::vector<KeyScope> scopes;
    std::vector<KeySecret> secrets; // newest first, two at most
    KeyState state = KeyState::awaiting_approval;
    PersonId created_by;
    Instant created_at;
    static constexpr auto fields() {
        using T = ApiKey;
        return std::tuple{field("name", &T::name, "名称", "name", {1, 60}),
                          field("unit", &T::unit, "单位", "unit"),
                          field("role", &T::role, "岗位", "role"),
                          field("scopes", &T::scopes, "范围", "scopes"),
                          field("secrets", &T::secrets, "密钥", "secrets"),
                          field("state", &T::state, "状态", "state"),
                          field("created_by", &T::created_by, "建立人", "created by"),
                          field("created_at", &T::created_at, "建立时间", "created at")};
    }
};

inline constexpr std::int64_t k_key_days_max = 400; // a year and some weeks to change over

void evolve(ApiKey& key, const ApiKey::Event& event, const PersonId& by, Instant at);
// `issuer`'s post counts: the system administrator issues, rotates and revokes, the security one
// approves what another person issued and revokes. No key acts for an administrator or the system.
Result<std::vector<ApiKey::Event>> decide(const ApiKey& key, const ApiKey::Event& wanted,
                                          const PersonId& by, people::Role role, Instant at);

// Whether the secret opens the key now; takes as long for a wrong one.
bool opens(const ApiKey& key, std::string_view secret_digest, Instant now);
bool has_scope(const ApiKey& key, KeyScope scope);

} // namespace chengban::account
