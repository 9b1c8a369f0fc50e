// Who is behind a token. The truth is the account's stream; what requests ask is a cache that looks
// there again when a second has passed, so that a session that ended on another node ends here as
// well. A token names its account, and only its digest is stored.
#pragma once

#include "usecase/accounts.h"
#include "usecase/desk.h"

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace chengban::usecase {

struct Session {
    std::string digest;
    std::string account; // id
    std::string account_name;
    workorder::Actor actor;
    Instant signed_in_at;
    Instant confirmed_at;
    account::Duty duty = account::Duty::none;
    std::string issuer; // of the single sign-on that opened it; empty: a password did

    // What its owner knows it by.
    std::string short_name() const { return digest.substr(0, 16); }
};
using SessionPtr = std::shared_ptr<const Session>;

// The last use of a session, written now and then, so that a restart does not make it young again.
struct SessionUsed {
    static constexpr std::string_view name = "session_used";
    static constexpr auto fields() { return std::tuple{}; }
};
struct SessionUse {
    static constexpr std::string_view kind = "session_use";
    using Event = std::variant<SessionUsed>;
    using Command = Event;
    std::string id; // the digest
    std::int64_t version = 0;
    PersonId person;
    Instant used_at;
    static constexpr auto fields() {
        return std::tuple{field("person", &SessionUse::person, "人员", "person"),
                          field("used_at", &SessionUse::used_at, "最近使用", "used at")};
    }
};

class Sessions {
public:
    // `post` runs what must not hold a request up.
    Sessions(store::Store& store, Accounts& accounts, Audit& audit, Post post);

    // A new token for the account, not yet in force: give its digest to SignedIn or
    // SessionReplaced.
    static std::string new_token(const std::string& account);

    // Null for anything that is no token of an open session. Counts as a use.
    SessionPtr find(std::string_view token, Instant now);
    // When it was used last, as far as this node knows.
    Instant used_at(const account::OpenSession& session);

    // The account changed: its sessions are looked up again at their next use.
    void look_again(const std::string& account);
    void record_end(const Session& session, account::SessionEnd how, Instant now);

private:
    // Found by a quick digest of the token; its own digest is the name in the store.
    struct Entry {
        std::string key;
        SessionPtr session;
        std::int64_t account_version = 0;
        std::atomic<std::int64_t> used_at{0};
        std::atomic<std::int64_t> saved_at{0};
        std::atomic<std::int64_t> checked_at{0};
    };
    using EntryPtr = std::shared_ptr<Entry>;
    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, EntryPtr> entries;
    };

    Shard& shard_of(std::string_view key);
    EntryPtr cached(const std::string& key);
    EntryPtr named(std::string_view digest);
    void drop(const std::string& key);
    EntryPtr load(const std::string& account, const std::string& digest, const std::string& key,
                  Instant now);
    SessionPtr view(const account::Account& account, const account::OpenSession& open, Instant now);
    EntryPtr looked_at_again(const EntryPtr& entry, Instant now);
    bool holds_post(const workorder::Actor& actor) const;
    void save_use(const Entry& entry);
    void sweep(Instant now);

    Accounts& accounts_;
    StreamDesk<SessionUse> uses_;
    Audit& audit_;
    Post post_;
    std::array<Shard, 16> shards_;
    std::atomic<std::int64_t> next_sweep_{0};
};

} // namespace chengban::usecase
