#include "usecase/sessions.h"

#include "account/secrets.h"
#include "base/uuid.h"
#include "crypto/base_text.h"
#include "crypto/quick_digest.h"
#include "crypto/random.h"

#include <algorithm>

namespace chengban::usecase {

namespace {

constexpr std::int64_t k_stale_ms = 1000;
constexpr std::int64_t k_sweep_ms = 60'000;
constexpr std::size_t k_token_max = 128;

// "<43 letters>.<account id>"
std::optional<std::string> account_of(std::string_view token) {
    const std::size_t dot = token.find('.');
    if (dot == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view id = token.substr(dot + 1);
    return is_uuid(id) ? std::optional<std::string>(id) : std::nullopt;
}

// As far as the store knows.
Instant saved_use(StreamDesk<SessionUse>& uses, const account::OpenSession& session) {
    const Instant used = std::max(session.signed_in_at, session.confirmed_at);
    const auto use = uses.load(session.digest);
    return use ? std::max(used, use->used_at) : used;
}

} // namespace

Sessions::Sessions(store::Store& store, Accounts& accounts, Audit& audit, Post post)
    : accounts_(accounts), uses_(
                               store, accounts.clock(),
                               [](SessionUse& use, const SessionUse::Event&, const Stamp& stamp) {
                                   use.person = stamp.actor.person;
                                   use.used_at = stamp.at;
                               },
                               [](const SessionUse& use) {
                                   RowFacts facts;
                                   facts.state = "used";
                                   facts.person = use.person;
                                   facts.created_at = use.used_at;
                                   return facts;
                               }),
      audit_(audit), post_(std::move(post)) {}

std::string Sessions::new_token(const std::string& account) {
    return crypto::to_base64url(crypto::random_bytes(account::k_token_bytes)) + "." + account;
}

Sessions::Shard& Sessions::shard_of(std::string_view key) {
    return shards_[std::hash<std::string_view>{}(key) % shards_.size()];
}

Sessions::EntryPtr Sessions::cached(const std::string& key) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.entries.find(key);
    return found == shard.entries.end() ? nullptr : found->second;
}

// Looked for one by one: only lists of somebody's own sessions ask.
Sessions::EntryPtr Sessions::named(std::string_view digest) {
    for (Shard& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        for (const auto& [key, entry] : shard.entries) {
            if (entry->session->digest == digest) {
                return entry;
            }
        }
    }
    return nullptr;
}

void Sessions::drop(const std::string& key) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    shard.entries.erase(key);
}

bool Sessions::holds_post(const workorder::Actor& actor) const {
    const std::vector<workorder::Actor> posts = accounts_.posts_of(actor.person);
    return std::find(posts.begin(), posts.end(), actor) != posts.end();
}

SessionPtr Sessions::view(const account::Account& account, const account::OpenSession& open,
                          Instant now) {
    const SettingsPtr settings = accounts_.settings();
    auto session = std::make_shared<Session>();
    session->digest = open.digest;
    session->account = account.id;
    session->account_name = account.name;
    session->actor = {account.person, open.post.unit, open.post.role, open.post.substitute_for};
    session->signed_in_at = open.signed_in_at;
    session->confirmed_at = open.confirmed_at;
    session->duty =
        account::duty_of(account, accounts_.needs_second_factor(account.person, *settings),
                         *settings, now, open.single_sign_on);
    session->issuer = open.single_sign_on ? open.single_sign_on->issuer : std::string();
    return session;
}

Instant Sessions::used_at(const account::OpenSession& session) {
    const Instant saved = saved_use(uses_, session);
    const EntryPtr entry = named(session.digest);
    return entry ? std::max(saved, Instant(entry->used_at.load())) : saved;
}

// A session this node does not know yet: it was opened on another one, or before a restart.
Sessions::EntryPtr Sessions::load(const std::string& account_id, const std::string& digest,
                                  const std::string& key, Instant now) {
    const auto account = accounts_.load(account_id);
    const account::OpenSession* open = account ? account->session(digest) : nullptr;
    if (open == nullptr) {
        return nullptr;
    }
    auto entry = std::make_shared<Entry>();
    entry->key = key;
    entry->session = view(*account, *open, now);
    if (!holds_post(entry->session->actor)) {
        record_end(*entry->session, account::SessionEnd::post_lost, now);
        return nullptr;
    }
    entry->account_version = account->version;
    entry->used_at = saved_use(uses_, *open).milliseconds();
    entry->saved_at = entry->used_at.load();
    entry->checked_at = now.milliseconds();
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    return shard.entries.try_emplace(key, std::move(entry)).first->second;
}

// The head of the account's stream tells whether anything happened to it; posts come and go
// elsewhere and are asked for in any case.
Sessions::EntryPtr Sessions::looked_at_again(const EntryPtr& entry, Instant now) {
    const Session& session = *entry->session;
    if (accounts_.version_of(session.account) == entry->account_version &&
        holds_post(session.actor)) {
        entry->checked_at = now.milliseconds();
        return entry;
    }
    const std::int64_t used = entry->used_at.load();
    const std::int64_t saved = entry->saved_at.load();
    drop(entry->key);
    EntryPtr renewed = load(session.account, session.digest, entry->key, now);
    if (renewed) {
        renewed->used_at = std::max(used, renewed->used_at.load());
        renewed->saved_at = std::max(saved, renewed->saved_at.load());
    }
    return renewed;
}

SessionPtr Sessions::find(std::string_view token, Instant now) {
    if (token.size() > k_token_max) {
        return nullptr;
    }
    sweep(now);
    const std::string key = crypto::quick_digest(token);
    EntryPtr entry = cached(key);
    if (!entry) {
        const auto account = account_of(token);
        entry = account ? load(*account, account::secret_digest(token), key, now) : nullptr;
    } else if (now.milliseconds() - entry->checked_at.load() >= k_stale_ms) {
        entry = looked_at_again(entry, now);
    }
    if (!entry) {
        return nullptr;
    }
    const SettingsPtr settings = accounts_.settings();
    account::OpenSession limits;
    limits.signed_in_at = entry->session->signed_in_at;
    const auto ended = account::session_end(limits, Instant(entry->used_at.load()), *settings, now);
    if (ended) {
        drop(entry->key);
        record_end(*entry->session, *ended, now);
        return nullptr;
    }
    entry->used_at = now.milliseconds();
    const std::int64_t save_every = settings->idle_minutes * 60'000 / 3;
    std::int64_t saved = entry->saved_at.load();
    if (now.milliseconds() - saved >= save_every &&
        entry->saved_at.compare_exchange_strong(saved, now.milliseconds())) {
        save_use(*entry);
    }
    return entry->session;
}

void Sessions::save_use(const Entry& entry) {
    StreamRequest request;
    request.actor = entry.session->actor;
    request.id = entry.session->digest;
    post_([this, request = std::move(request)] {
        // A use that could not be saved only ends the session earlier after a restart.
        static_cast<void>(uses_.give(request, SessionUsed{},
                                     [](const SessionUse&, const SessionUse::Command& wanted,
                                        const Stamp&) -> Result<std::vector<SessionUse::Event>> {
                                         return std::vector<SessionUse::Event>(1, wanted);
                                     }));
    });
}

void Sessions::look_again(const std::string& account) {
    for (Shard& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        for (const auto& [digest, entry] : shard.entries) {
            if (entry->session->account == account) {
                entry->checked_at = 0;
            }
        }
    }
}

// What ends by itself is written down in the account's stream as well.
void Sessions::record_end(const Session& session, account::SessionEnd how, Instant now) {
    audit_.record({now,
                   "session_end",
                   canonical_json(write_record(session.actor)),
                   "session/" + session.short_name(),
                   std::string(token(how)),
                   {},
                   {}});
    post_([this, session, how] {
        account::SessionsEnded fact{{session.digest}, how};
        static_cast<void>(accounts_.give(session.actor, session.account, std::move(fact)));
    });
}

// What nobody uses any more goes, and is recorded as ended.
void Sessions::sweep(Instant now) {
    std::int64_t due = next_sweep_.load();
    if (now.milliseconds() < due ||
        !next_sweep_.compare_exchange_strong(due, now.milliseconds() + k_sweep_ms)) {
        return;
    }
    const SettingsPtr settings = accounts_.settings();
    std::vector<std::pair<SessionPtr, account::SessionEnd>> ended;
    for (Shard& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        std::erase_if(shard.entries, [&](const auto& item) {
            const Entry& entry = *item.second;
            account::OpenSession limits;
            limits.signed_in_at = entry.session->signed_in_at;
            const auto end =
                account::session_end(limits, Instant(entry.used_at.load()), *settings, now);
            if (end) {
                ended.emplace_back(entry.session, *end);
            }
            return end.has_value();
        });
    }
    for (const auto& [session, how] : ended) {
        record_end(*session, how, now);
    }
}

} // namespace chengban::usecase
