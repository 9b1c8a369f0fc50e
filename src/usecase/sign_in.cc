#include "usecase/sign_in.h"

#include "crypto/base_text.h"
#include "crypto/password_hash.h"
#include "crypto/random.h"
#include "usecase/sign_in_refusals.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace chengban::usecase {

namespace {

using account::Account;

constexpr std::chrono::seconds k_hashing_patience{5};

bool is_totp(const std::string& code) {
    return code.size() == static_cast<std::size_t>(crypto::k_totp_digits) &&
           std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Compared with when the name is unknown, so that it takes as long. No password is known to match,
// and none has to be hashed at the start.
std::string hash_of_nobody(crypto::PasswordAlgorithm algorithm) {
    if (algorithm == crypto::PasswordAlgorithm::argon2id) {
        return fmt::format("$argon2id$v=19$m={},t={},p={}${:A<22}${:A<43}",
                           crypto::k_argon2_kibibytes, crypto::k_argon2_passes,
                           crypto::k_argon2_lanes, "", "");
    }
    return fmt::format("$pbkdf2-hmac-sm3$i={}${:0<32}${:0<64}", crypto::k_pbkdf2_iterations, "",
                       "");
}

} // namespace

Text hashed(std::string_view password, crypto::PasswordAlgorithm algorithm) {
    return Text{crypto::hash_password(password, crypto::random_bytes(crypto::k_password_salt_bytes),
                                      algorithm),
                {}};
}

SignIn::SignIn(Accounts& accounts, Sessions& sessions, Audit& audit)
    : accounts_(accounts), sessions_(sessions), audit_(audit) {
    for (const auto& row : EnumTable<crypto::PasswordAlgorithm>::rows) {
        invariant(crypto::strong_algorithm_of(hash_of_nobody(row.value)) == row.value,
                  "an unknown name costs what a known one does");
    }
}

void SignIn::record(const char* what, const std::string& actor, const std::string& subject,
                    std::string outcome, json::object details) {
    audit_.record({accounts_.clock().now(),
                   what,
                   actor,
                   subject,
                   std::move(outcome),
                   {},
                   std::move(details)});
}

// Counts the attempt before anything is looked at.
Outcome<Done> SignIn::admit(const account::Attempt& attempt, const std::string& what,
                            const std::string& subject) {
    const SettingsPtr settings = accounts_.settings();
    const Instant now = accounts_.clock().now();
    if (const std::int64_t wait = throttle_.wait_seconds(attempt, *settings, now)) {
        record(what.c_str(), "", subject, "throttled", {{"address", attempt.address}});
        return too_many_attempts(wait);
    }
    throttle_.failed(attempt, *settings, now);
    return Done{};
}

Outcome<bool> SignIn::check_password(const std::optional<Account>& account,
                                     const std::string& password, const SettingsPtr& settings) {
    if (!hashing_.try_acquire_for(k_hashing_patience)) {
        return refusal(RefusalKind::unavailable,
                       problem("busy", "", "登录的人太多，请稍后再试",
                               "too many people are signing in, try again"));
    }
    struct Release {
        std::counting_semaphore<4>& semaphore;
        ~Release() { semaphore.release(); }
    } release{hashing_};
    const bool known = account && account->password && !account->password->hash.plain.empty();
    const std::string stored =
        known ? account->password->hash.plain : hash_of_nobody(settings->password_algorithm);
    const bool initial = known && account->password->initial;
    const bool same =
        crypto::password_matches(initial ? account::typed_secret(password) : password, stored);
    return known && same;
}

std::optional<SignIn::Factor> SignIn::factor_of(const Account& account, const std::string& code,
                                                Instant now) const {
    const account::SecondFactor& factor = *account.second_factor;
    Factor found;
    if (is_totp(code)) {
        found.step = crypto::find_totp_step(factor.key.key.plain, code, now, factor.last_step,
                                            factor.key.algorithm);
        return found.step ? std::optional(found) : std::nullopt;
    }
    const std::string digest = account::secret_digest(account::typed_secret(code));
    const bool known =
        std::find(factor.recovery.begin(), factor.recovery.end(), digest) != factor.recovery.end();
    found.recovery_code = digest;
    return known ? std::optional(found) : std::nullopt;
}

Outcome<Opened> SignIn::sign_in(const Credentials& credentials, const Client& client) {
    const Result<std::string> name = account::account_name(credentials.name, "name");
    std::optional<Account> account = name ? accounts_.find(*name) : std::nullopt;
    const account::Attempt attempt{name ? *name : credentials.name, client.address,
                                   known_device(account, client.device)};
    if (auto admitted = admit(attempt, "sign_in", subject_of(account)); !admitted) {
        return Failure{std::move(admitted).error()};
    }
    if (account) {
        account = accounts_.with_texts(std::move(*account));
    }
    const SettingsPtr settings = accounts_.settings();
    const Outcome<bool> right = check_password(account, credentials.password, settings);
    if (!right) {
        return Failure{right.error()};
    }
    const Instant now = accounts_.clock().now();
    const bool expired = account && account->password && account->password->expires_at &&
                         now >= *account->password->expires_at;
    if (!*right || account->standing != account::Standing::active || expired) {
        const char* why = !account                                         ? "unknown_name"
                          : !*right                                        ? "wrong_password"
                          : account->standing != account::Standing::active ? "not_active"
                                                                           : "expired";
        record("sign_in", "", subject_of(account), why, {{"address", client.address}});
        return wrong_credentials();
    }
    Factor factor;
    if (account->second_factor) {
        if (credentials.code.empty()) {
            throttle_.withdrawn(attempt, *settings); // only half an attempt
            return code_needed();
        }
        const auto found = factor_of(*account, credentials.code, now);
        if (!found) {
            record("sign_in", "", subject_of(account), "wrong_code", {{"address", client.address}});
            return wrong_code();
        }
        factor = *found;
    }
    Outcome<Opened> opened = open(*account, factor, credentials.post, client);
    if (opened) {
        throttle_.succeeded(attempt);
        renew_hash(*account, opened->session->actor, credentials.password, settings);
    }
    return opened;
}

Outcome<Opened> SignIn::open(const Account& account, const Factor& factor,
                             const std::optional<account::ActingPost>& wanted,
                             const Client& client) {
    const std::vector<workorder::Actor> posts = accounts_.posts_of(account.person);
    auto post = posts.begin();
    if (wanted) {
        post = std::find_if(posts.begin(), posts.end(), [&](const workorder::Actor& one) {
            return account::ActingPost{one.unit, one.role, one.substitute_for} == *wanted;
        });
    }
    if (post == posts.end()) {
        record("sign_in", "", subject_of(account), "no_post", {{"address", client.address}});
        return refusal(RefusalKind::forbidden, problem("no_such_post", "post", "您没有这个岗位",
                                                       "you do not hold this post"));
    }
    Opened opened;
    opened.token = Sessions::new_token(account.id);
    account::SignedIn fact;
    fact.session = account::secret_digest(opened.token);
    fact.post = {post->unit, post->role, post->substitute_for};
    fact.client.plain = client.address + " " + client.program;
    fact.step = factor.step;
    fact.recovery_code = factor.recovery_code;
    fact.single_sign_on = factor.elsewhere;
    if (known_device(account, client.device).empty()) {
        opened.device = crypto::random_bytes(account::k_token_bytes);
        opened.device = crypto::to_base64url(opened.device);
        fact.device = account::secret_digest(opened.device);
    }
    const Outcome<StreamAnswer> done = accounts_.give(*post, account.id, std::move(fact));
    if (!done) {
        const bool used = done.error().problem.reasons.front().code == "code_used";
        record("sign_in", "", subject_of(account), used ? "wrong_code" : "refused",
               {{"address", client.address}});
        return used ? Outcome<Opened>(wrong_code()) : Outcome<Opened>(Failure{done.error()});
    }
    opened.session = sessions_.find(opened.token, accounts_.clock().now());
    if (!opened.session) { // ended in the same moment, by an administrator
        return wrong_credentials();
    }
    const bool given_elsewhere = factor.elsewhere && factor.elsewhere->second_factor;
    json::object details{{"session", opened.session->short_name()},
                         {"address", client.address},
                         {"second_factor", factor.step || factor.recovery_code || given_elsewhere},
                         {"recovery_code", factor.recovery_code.has_value()}};
    if (factor.elsewhere) {
        details["issuer"] = factor.elsewhere->issuer;
    }
    record("sign_in", canonical_json(write_record(opened.session->actor)), subject_of(account),
           "done", std::move(details));
    return opened;
}

// A password stored under an older algorithm or cost is stored anew while it is known.
void SignIn::renew_hash(const Account& account, const workorder::Actor& self,
                        const std::string& password, const SettingsPtr& settings) {
    if (account.password->initial ||
        crypto::strong_algorithm_of(account.password->hash.plain) == settings->password_algorithm) {
        return;
    }
    static_cast<void>(
        accounts_.give(self, account.id,
                       account::PasswordRehashed{hashed(password, settings->password_algorithm)}));
}

Outcome<Done> SignIn::prove(const Account& account, const std::string& password,
                            const account::Attempt& attempt) {
    if (auto admitted = admit(attempt, "confirm", subject_of(account)); !admitted) {
        return admitted;
    }
    const Outcome<bool> right = check_password(account, password, accounts_.settings());
    if (!right) {
        return Failure{right.error()};
    }
    if (!*right) {
        record("confirm", "", subject_of(account), "wrong_password",
               {{"address", attempt.address}});
        return wrong_credentials();
    }
    return Done{};
}

Outcome<Done> SignIn::prove(const Account& account, const std::string& password,
                            const Client& client) {
    const account::Attempt attempt{account.name, client.address,
                                   known_device(account, client.device)};
    Outcome<Done> proven = prove(account, password, attempt);
    if (proven) {
        throttle_.succeeded(attempt);
    }
    return proven;
}

Outcome<Opened> SignIn::confirm(const Session& session, const Credentials& credentials,
                                const Client& client) {
    std::optional<Account> account = accounts_.load(session.account);
    if (!account) {
        return wrong_credentials();
    }
    account = accounts_.with_texts(std::move(*account));
    const account::Attempt attempt{account->name, client.address,
                                   known_device(account, client.device)};
    if (const auto proven = prove(*account, credentials.password, attempt); !proven) {
        return Failure{proven.error()};
    }
    account::SessionReplaced fact;
    fact.post = {session.actor.unit, session.actor.role, session.actor.substitute_for};
    fact.confirmed = true;
    if (account->second_factor) {
        const auto found = factor_of(*account, credentials.code, accounts_.clock().now());
        if (!found) {
            record("confirm", canonical_json(write_record(session.actor)), subject_of(account),
                   "wrong_code", {{"address", client.address}});
            return wrong_code();
        }
        fact.step = found->step;
        fact.recovery_code = found->recovery_code;
    }
    throttle_.succeeded(attempt);
    return replace(session, std::move(fact));
}

Outcome<Opened> SignIn::choose_post(const Session& session, const account::ActingPost& post) {
    const std::vector<workorder::Actor> posts = accounts_.posts_of(session.actor.person);
    const bool held = std::any_of(posts.begin(), posts.end(), [&](const workorder::Actor& one) {
        return account::ActingPost{one.unit, one.role, one.substitute_for} == post;
    });
    if (!held) {
        record("choose_post", canonical_json(write_record(session.actor)),
               "session/" + session.short_name(), "no_such_post");
        return refusal(RefusalKind::forbidden, problem("no_such_post", "post", "您没有这个岗位",
                                                       "you do not hold this post"));
    }
    account::SessionReplaced fact;
    fact.post = post;
    return replace(session, std::move(fact));
}

Outcome<Opened> SignIn::replace(const Session& session, account::SessionReplaced fact) {
    Opened opened;
    opened.token = Sessions::new_token(session.account);
    const bool confirmed = fact.confirmed;
    fact.before = session.digest;
    fact.after = account::secret_digest(opened.token);
    const Outcome<StreamAnswer> done =
        accounts_.give(session.actor, session.account, std::move(fact));
    if (!done) {
        const bool used = done.error().problem.reasons.front().code == "code_used";
        return used ? Outcome<Opened>(wrong_code()) : Outcome<Opened>(Failure{done.error()});
    }
    opened.session = sessions_.find(opened.token, accounts_.clock().now());
    if (!opened.session) {
        return wrong_credentials();
    }
    record(confirmed ? "confirm" : "choose_post",
           canonical_json(write_record(opened.session->actor)), "session/" + session.short_name(),
           "done", {{"session", opened.session->short_name()}});
    return opened;
}

void SignIn::end(const Session& session, account::SessionEnd how) {
    static_cast<void>(accounts_.give(session.actor, session.account,
                                     account::SessionsEnded{{session.digest}, how}));
    record("session_end", canonical_json(write_record(session.actor)),
           "session/" + session.short_name(), std::string(token(how)));
}

Outcome<StreamAnswer> SignIn::end_all(const workorder::Actor& actor, const Account& account,
                                      std::string_view kept, account::SessionEnd how) {
    account::SessionsEnded fact;
    fact.how = how;
    for (const account::OpenSession& session : account.sessions) {
        if (session.digest != kept) {
            fact.sessions.push_back(session.digest);
        }
    }
    if (fact.sessions.empty()) {
        return StreamAnswer{account.id, account.version, true};
    }
    const auto count = static_cast<std::int64_t>(fact.sessions.size());
    Outcome<StreamAnswer> done = accounts_.give(actor, account.id, std::move(fact));
    record("session_end", canonical_json(write_record(actor)), subject_of(account),
           done ? std::string(token(how)) : "refused", {{"sessions", count}});
    return done;
}

} // namespace chengban::usecase
