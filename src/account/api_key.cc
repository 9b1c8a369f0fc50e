#include "account/api_key.h"

#include "crypto/digest.h"

#include <algorithm>

namespace chengban::account {

namespace {

using people::Role;

struct Apply {
    ApiKey& key;
    const PersonId& by;
    Instant at;

    void operator()(const KeyIssued& fact) const {
        key.name = fact.key_name;
        key.unit = fact.unit;
        key.role = fact.role;
        key.scopes = fact.scopes;
        key.secrets = {{fact.digest, fact.expires_at}};
        key.created_by = by;
        key.created_at = at;
    }
    void operator()(const KeyApproved&) const { key.state = KeyState::active; }
    void operator()(const KeyRotated& fact) const {
        KeySecret old = key.secrets.front();
        old.expires_at = std::min(old.expires_at, fact.old_until);
        key.secrets = {{fact.digest, fact.expires_at}, std::move(old)};
    }
    void operator()(const KeyRevoked&) const { key.state = KeyState::revoked; }
};

class Judge {
public:
    Judge(const ApiKey& key, const PersonId& by, Role role, Instant at)
        : key_(key), by_(by), role_(role), at_(at) {}

    Problem operator()(const KeyIssued& wanted) {
        only(role_ == Role::system_administrator);
        refuse_if(key_.version != 0, "key_exists", "", "密钥已存在", "the key exists");
        const bool for_machine = wanted.role != Role::system_administrator &&
                                 wanted.role != Role::security_administrator &&
                                 wanted.role != Role::audit_administrator &&
                                 wanted.role != Role::system;
        refuse_if(!for_machine, "role_not_for_keys", "role", "此岗位不能授予接口密钥",
                  "no key acts in this post");
        expiry(wanted.expires_at);
        return std::move(found_);
    }
    Problem operator()(const KeyApproved&) {
        only(role_ == Role::security_administrator);
        refuse_if(by_ == key_.created_by, "same_person", "", "建立人不能批准",
                  "whoever issued it cannot approve it");
        refuse_if(key_.state != KeyState::awaiting_approval, "wrong_state", "",
                  "密钥不在待批准状态", "the key does not await approval");
        return std::move(found_);
    }
    Problem operator()(const KeyRotated& wanted) {
        only(role_ == Role::system_administrator);
        refuse_if(key_.state == KeyState::revoked, "wrong_state", "", "密钥已吊销",
                  "the key is revoked");
        expiry(wanted.expires_at);
        return std::move(found_);
    }
    Problem operator()(const KeyRevoked&) {
        only(role_ == Role::system_administrator || role_ == Role::security_administrator);
        refuse_if(key_.state == KeyState::revoked, "wrong_state", "", "密钥已吊销",
                  "the key is revoked already");
        return std::move(found_);
    }

private:
    void refuse_if(bool broken, const char* code, const char* field, const char* zh,
                   const char* en) {
        if (broken) {
            found_.reasons.push_back({code, {}, field, {zh, en}});
        }
    }
    void only(bool allowed) {
        refuse_if(!allowed, "wrong_role", "", "此岗位无权执行该操作", "this post may not do that");
    }
    void expiry(Instant expires_at) {
        const std::int64_t lasts = expires_at.milliseconds() - at_.milliseconds();
        refuse_if(lasts <= 0 || lasts > k_key_days_max * k_milliseconds_per_day, "bad_expiry",
                  "expires_at", "有效期应在 1–400 天之内", "a key holds for 1–400 days");
    }

    const ApiKey& key_;
    const PersonId& by_;
    const Role role_;
    const Instant at_;
    Problem found_;
};

} // namespace

void evolve(ApiKey& key, const ApiKey::Event& event, const PersonId& by, Instant at) {
    std::visit(Apply{key, by, at}, event);
}

Result<std::vector<ApiKey::Event>> decide(const ApiKey& key, const ApiKey::Event& wanted,
                                          const PersonId& by, Role role, Instant at) {
    if (key.version == 0 && !std::holds_alternative<KeyIssued>(wanted)) {
        return Failure{problem("not_found", "key", "没有这个密钥", "there is no such key")};
    }
    Problem found = std::visit(Judge(key, by, role, at), wanted);
    if (!found.reasons.empty()) {
        return Failure{std::move(found)};
    }
    return std::vector<ApiKey::Event>(1, wanted);
}

bool opens(const ApiKey& key, std::string_view secret_digest, Instant now) {
    bool found = false;
    for (const KeySecret& secret : key.secrets) {
        const bool same = crypto::equal_constant_time(secret.digest, secret_digest);
        found = (same && now < secret.expires_at) || found;
    }
    return found && key.state == KeyState::active;
}

bool has_scope(const ApiKey& key, KeyScope scope) {
    return std::find(key.scopes.begin(), key.scopes.end(), scope) != key.scopes.end();
}

} // namespace chengban::account
