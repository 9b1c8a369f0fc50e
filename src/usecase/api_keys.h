// Keys for machines. A key's text is "cbk_<id>_<secret>"; the secret is shown once, its digest is
// stored. What requests ask is a cache that looks again when a second has passed.
#pragma once

#include "account/api_key.h"
#include "usecase/audit.h"
#include "usecase/stream_desk.h"

#include <map>
#include <memory>
#include <mutex>

namespace chengban::usecase {

struct NewKey {
    std::string name;
    UnitId unit;
    workorder::Role role = workorder::Role::hotline;
    std::vector<account::KeyScope> scopes;
    std::int64_t days = 90;
    static constexpr auto fields() {
        using T = NewKey;
        return std::tuple{
            field("name", &T::name, "名称", "name", {1, 60}),
            field("unit", &T::unit, "单位", "unit"), field("role", &T::role, "岗位", "role"),
            field("scopes", &T::scopes, "范围", "scopes", {1, 3}),
            defaulted("days", &T::days, "有效天数", "days", {1, account::k_key_days_max})};
    }
};

struct KeyRotation {
    std::int64_t days = 90;
    std::int64_t overlap_hours = 24 * 7;
    static constexpr auto fields() {
        using T = KeyRotation;
        return std::tuple{
            defaulted("days", &T::days, "有效天数", "days", {1, account::k_key_days_max}),
            defaulted("overlap_hours", &T::overlap_hours, "新旧并用小时数", "overlap in hours",
                      {0, 24 * 30})};
    }
};

struct IssuedKey {
    std::string id;
    std::string key; // shown once
    Instant expires_at;
};

// A machine at the door.
struct Machine {
    std::string key; // id
    std::string name;
    workorder::Actor actor;
    std::vector<account::KeyScope> scopes;
};
using MachinePtr = std::shared_ptr<const Machine>;

class ApiKeys {
public:
    ApiKeys(store::Store& store, Clock& clock, Audit& audit);

    Outcome<IssuedKey> issue(const workorder::Actor& actor, const NewKey& wanted);
    Outcome<IssuedKey> rotate(const workorder::Actor& actor, const std::string& id,
                              const KeyRotation& wanted);
    Outcome<StreamAnswer> approve(const workorder::Actor& actor, const std::string& id);
    Outcome<StreamAnswer> revoke(const workorder::Actor& actor, const std::string& id,
                                 const std::string& reason);
    std::vector<account::ApiKey> page(const std::string& after, std::int32_t limit);

    // Null for anything that is no key in force; that is recorded with the address.
    MachinePtr find(std::string_view text, const std::string& address, Instant now);

private:
    struct Known {
        account::ApiKey key;
        MachinePtr machine;
        Instant checked_at;
    };

    Outcome<StreamAnswer> give(const workorder::Actor& actor, const std::string& id,
                               account::ApiKey::Command wanted);
    std::shared_ptr<const Known> known(const std::string& id, Instant now);

    StreamDesk<account::ApiKey> desk_;
    Audit& audit_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const Known>, std::less<>> known_;
};

} // namespace chengban::usecase
