#include "usecase/api_keys.h"

#include "account/secrets.h"
#include "base/uuid.h"
#include "crypto/base_text.h"
#include "crypto/random.h"

namespace chengban::usecase {

namespace {

using account::ApiKey;

constexpr std::string_view k_prefix = "cbk_";
constexpr std::size_t k_uuid_letters = 36;
constexpr std::size_t k_text_max = 128;
constexpr std::size_t k_known_max = 1000;
constexpr std::int64_t k_stale_ms = 1000;

std::string new_secret() {
    return crypto::to_base64url(crypto::random_bytes(account::k_token_bytes));
}

std::string text_of(const std::string& id, const std::string& secret) {
    return std::string(k_prefix) + id + "_" + secret;
}

} // namespace

ApiKeys::ApiKeys(store::Store& store, Clock& clock, Audit& audit)
    : desk_(
          store, clock,
          [](ApiKey& key, const ApiKey::Event& event, const Stamp& stamp) {
              account::evolve(key, event, stamp.actor.person, stamp.at);
          },
          [](const ApiKey& key) {
              RowFacts facts;
              facts.state = token(key.state);
              facts.unit = key.unit;
              facts.key = key.name;
              facts.due = key.secrets.front().expires_at;
              facts.created_at = key.created_at;
              return facts;
          }),
      audit_(audit) {}

Outcome<StreamAnswer> ApiKeys::give(const workorder::Actor& actor, const std::string& id,
                                    ApiKey::Command wanted) {
    StreamRequest request;
    request.actor = actor;
    request.id = id;
    const std::string what(stream::name_of(wanted));
    Outcome<StreamAnswer> done = desk_.give(
        std::move(request), std::move(wanted),
        [](const ApiKey& key, const ApiKey::Command& fact, const Stamp& stamp) {
            return account::decide(key, fact, stamp.actor.person, stamp.actor.role, stamp.at);
        });
    {
        const std::lock_guard lock(mutex_);
        known_.erase(id);
    }
    audit_.record({desk_.clock().now(),
                   what,
                   canonical_json(write_record(actor)),
                   "api_key/" + (done ? done->id : id),
                   done ? "done" : done.error().problem.reasons.front().code,
                   {},
                   {}});
    return done;
}

Outcome<IssuedKey> ApiKeys::issue(const workorder::Actor& actor, const NewKey& wanted) {
    IssuedKey issued;
    const std::string secret = new_secret();
    issued.expires_at = desk_.clock().now().plus_milliseconds(wanted.days * k_milliseconds_per_day);
    const auto done = give(actor, {},
                           account::KeyIssued{wanted.name, wanted.unit, wanted.role, wanted.scopes,
                                              account::secret_digest(secret), issued.expires_at});
    if (!done) {
        return Failure{done.error()};
    }
    issued.id = done->id;
    issued.key = text_of(done->id, secret);
    return issued;
}

Outcome<IssuedKey> ApiKeys::rotate(const workorder::Actor& actor, const std::string& id,
                                   const KeyRotation& wanted) {
    IssuedKey issued;
    const std::string secret = new_secret();
    const Instant now = desk_.clock().now();
    issued.id = id;
    issued.expires_at = now.plus_milliseconds(wanted.days * k_milliseconds_per_day);
    const auto done =
        give(actor, id,
             account::KeyRotated{account::secret_digest(secret), issued.expires_at,
                                 now.plus_milliseconds(wanted.overlap_hours * 3'600'000)});
    if (!done) {
        return Failure{done.error()};
    }
    issued.key = text_of(id, secret);
    return issued;
}

Outcome<StreamAnswer> ApiKeys::approve(const workorder::Actor& actor, const std::string& id) {
    return give(actor, id, account::KeyApproved{});
}

Outcome<StreamAnswer> ApiKeys::revoke(const workorder::Actor& actor, const std::string& id,
                                      const std::string& reason) {
    return give(actor, id, account::KeyRevoked{reason});
}

std::vector<ApiKey> ApiKeys::page(const std::string& after, std::int32_t limit) {
    std::vector<ApiKey> keys;
    for (const std::string& id :
         desk_.store().stream_ids(std::string(ApiKey::kind), after, limit)) {
        keys.push_back(*desk_.load(id));
    }
    return keys;
}

std::shared_ptr<const ApiKeys::Known> ApiKeys::known(const std::string& id, Instant now) {
    std::shared_ptr<const Known> found;
    {
        const std::lock_guard lock(mutex_);
        const auto at = known_.find(id);
        found = at == known_.end() ? nullptr : at->second;
    }
    if (found && now.milliseconds() - found->checked_at.milliseconds() < k_stale_ms) {
        return found;
    }
    auto fresh = std::make_shared<Known>();
    const auto head = desk_.store().head(StreamDesk<ApiKey>::stream_of(id));
    if (!head) {
        return nullptr;
    }
    if (found && found->key.version == head->seq) {
        *fresh = *found;
    } else {
        fresh->key = *desk_.load(id);
        auto machine = std::make_shared<Machine>();
        machine->key = id;
        machine->name = fresh->key.name;
        machine->actor = {PersonId("key-" + id), fresh->key.unit, fresh->key.role, std::nullopt};
        machine->scopes = fresh->key.scopes;
        fresh->machine = std::move(machine);
    }
    fresh->checked_at = now;
    const std::lock_guard lock(mutex_);
    if (known_.size() >= k_known_max) {
        known_.clear();
    }
    known_[id] = fresh;
    return fresh;
}

MachinePtr ApiKeys::find(std::string_view text, const std::string& address, Instant now) {
    std::string id;
    if (text.starts_with(k_prefix) && text.size() <= k_text_max) {
        id = text.substr(k_prefix.size(), k_uuid_letters);
    }
    const std::size_t secret_at = k_prefix.size() + k_uuid_letters + 1;
    const bool shaped = is_uuid(id) && text.size() > secret_at && text[secret_at - 1] == '_';
    const std::shared_ptr<const Known> found = shaped ? known(id, now) : nullptr;
    if (found && account::opens(found->key, account::secret_digest(text.substr(secret_at)), now)) {
        return found->machine;
    }
    audit_.record({now,
                   "key_use",
                   "",
                   found ? "api_key/" + id : "api_key/unknown",
                   "refused",
                   {},
                   {{"address", address}}});
    return nullptr;
}

} // namespace chengban::usecase
