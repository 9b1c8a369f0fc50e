#include "usecase/single_sign_on.h"

#include "crypto/base_text.h"
#include "crypto/digest.h"
#include "crypto/random.h"
#include "usecase/sign_in_refusals.h"

#include <array>

namespace chengban::usecase {

namespace {

using account::SingleSignOnSettings;

constexpr std::int64_t k_memory_ms = 10 * 60'000;
constexpr std::size_t k_token_letters = 43; // of 32 bytes
constexpr std::size_t k_code_max = 2048;

// State, nonce and verifier of the browser that has the token; of no use with another issuer.
std::string derived(std::string_view token, std::string_view what,
                    const SingleSignOnSettings& settings) {
    crypto::Framed framed;
    framed.text(what).text(settings.issuer).text(settings.client_id);
    return crypto::to_base64url(crypto::bytes_of(crypto::hmac_sm3(token, framed.bytes())));
}

std::string challenge_of(const std::string& verifier) {
    crypto::Sha256 digest;
    digest.update(verifier);
    return crypto::to_base64url(crypto::bytes_of(digest.finish()));
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

std::string with_query(const std::string& endpoint,
                       const std::vector<outbound::FormField>& fields) {
    return endpoint + (endpoint.find('?') == endpoint.npos ? "?" : "&") +
           outbound::form_encoded(fields);
}

Problem provider_problem(ProviderFault::Kind kind) {
    switch (kind) {
    case ProviderFault::Kind::unreachable:
        return problem("provider_unreachable", "",
                       "统一认证服务暂时无法访问，请用口令登录或稍后再试",
                       "the identity provider cannot be reached: use your password, or try later");
    case ProviderFault::Kind::not_our_client:
        return problem("provider_refused_client", "",
                       "统一认证服务不接受本系统的客户端凭据，请用口令登录并告知管理员",
                       "the identity provider does not accept this system: use your password and "
                       "tell an administrator");
    case ProviderFault::Kind::code_refused:
        return problem("code_refused", "code", "登录凭据已用过或已失效，请重新登录",
                       "the provider's code was used or has expired, sign in again");
    case ProviderFault::Kind::bad_token:
        return problem("bad_token", "", "登录令牌的签名无法核验，请重新登录",
                       "the token's signature could not be verified, sign in again");
    }
    unreachable("provider_problem");
}

Failure<Refusal> switched_off() {
    return refusal(RefusalKind::not_found, problem("single_sign_on_off", "", "没有启用单点登录",
                                                   "single sign-on is not set up"));
}

} // namespace

struct SingleSignOn::Trip {
    const Settings& settings;
    std::optional<Instant> since; // the provider must have asked anew after that
    account::Attempt attempt;
    const char* what;
};

SingleSignOn::SingleSignOn(IdentityProvider::Link link, Accounts& accounts, SignIn& sign_in,
                           Subjects& subjects, Audit& audit)
    : accounts_(accounts), sign_in_(sign_in), subjects_(subjects), audit_(audit),
      provider_(std::move(link), accounts.clock()) {}

Failure<Refusal> SingleSignOn::refuse(const Trip& trip, RefusalKind kind, Problem problem,
                                      json::object details) {
    details["address"] = trip.attempt.address;
    details["issuer"] = trip.settings.issuer;
    audit_.record({accounts_.clock().now(),
                   trip.what,
                   "",
                   "account/unknown",
                   problem.reasons.front().code,
                   {},
                   std::move(details)});
    return refusal(kind, std::move(problem));
}

Failure<Refusal> SingleSignOn::refuse(const Trip& trip, const ProviderFault& fault) {
    const bool ours = fault.kind == ProviderFault::Kind::unreachable ||
                      fault.kind == ProviderFault::Kind::not_our_client;
    if (!ours) {
        sign_in_.throttle().failed(trip.attempt, *accounts_.settings(), accounts_.clock().now());
    }
    return refuse(trip, ours ? RefusalKind::unavailable : RefusalKind::not_signed_in,
                  provider_problem(fault.kind), {{"cause", fault.cause}});
}

Outcome<Departure> SingleSignOn::depart(bool anew) {
    const SettingsPtr all = accounts_.settings();
    if (!all->single_sign_on) {
        return switched_off();
    }
    const Settings& settings = *all->single_sign_on;
    const auto provider = provider_.description(settings);
    if (!provider) {
        return refuse({settings, {}, {}, "sign_in"}, provider.error());
    }
    Departure departure;
    departure.token = crypto::to_base64url(crypto::random_bytes(account::k_token_bytes));
    const std::string back = account::return_address(settings);
    const std::string state = derived(departure.token, "state", settings);
    const std::string nonce = derived(departure.token, "nonce", settings);
    const std::string challenge = challenge_of(derived(departure.token, "verifier", settings));
    const std::string levels = joined(settings.acr_values);
    std::vector<outbound::FormField> fields{{"response_type", "code"},
                                            {"client_id", settings.client_id},
                                            {"redirect_uri", back},
                                            {"scope", settings.scope},
                                            {"state", state},
                                            {"nonce", nonce},
                                            {"code_challenge", challenge},
                                            {"code_challenge_method", "S256"}};
    if (!levels.empty()) {
        fields.emplace_back("acr_values", levels);
    }
    if (anew) {
        fields.emplace_back("prompt", "login");
        fields.emplace_back("max_age", "0");
    }
    departure.address = with_query((*provider)->authorization_endpoint, fields);
    return departure;
}

Outcome<std::string> SingleSignOn::sign_out_address() {
    const SettingsPtr all = accounts_.settings();
    if (!all->single_sign_on) {
        return switched_off();
    }
    const Settings& settings = *all->single_sign_on;
    const auto provider = provider_.description(settings);
    if (!provider) {
        return refuse({settings, {}, {}, "sign_out"}, provider.error());
    }
    const std::string back = account::return_address(settings);
    const std::string& endpoint = (*provider)->end_session_endpoint;
    return endpoint.empty() ? std::string()
                            : with_query(endpoint, {{"client_id", settings.client_id},
                                                    {"post_logout_redirect_uri", back}});
}

Outcome<Opened> SingleSignOn::sign_in(const Arrival& arrival, const Client& client) {
    const auto proven = prove(arrival, {}, client, "sign_in");
    return proven ? finished(arrival, sign_in_.sign_in_proven(*proven, arrival.post, client))
                  : Outcome<Opened>(Failure{proven.error()});
}

Outcome<Opened> SingleSignOn::confirm(const Session& session, const Arrival& arrival,
                                      const Client& client) {
    const std::int64_t minutes = accounts_.settings()->fresh_minutes;
    const Instant since = accounts_.clock().now().plus_milliseconds(-minutes * 60'000);
    const auto proven = prove(arrival, since, client, "confirm");
    return proven ? finished(arrival, sign_in_.confirm_proven(session, *proven, client))
                  : Outcome<Opened>(Failure{proven.error()});
}

Outcome<ProvenElsewhere> SingleSignOn::prove(const Arrival& arrival, std::optional<Instant> since,
                                             const Client& client, const char* what) {
    const SettingsPtr all = accounts_.settings();
    if (!all->single_sign_on) {
        return switched_off();
    }
    // Failures count against an address: there is no name yet that could be locked out.
    const Trip trip{*all->single_sign_on,
                    since,
                    {"single-sign-on " + client.address, client.address, {}},
                    what};
    if (const std::int64_t wait =
            sign_in_.throttle().wait_seconds(trip.attempt, *all, accounts_.clock().now())) {
        return too_many_attempts(wait);
    }
    const bool ours =
        arrival.token.size() == k_token_letters && arrival.code.size() <= k_code_max &&
        crypto::equal_constant_time(arrival.state, derived(arrival.token, "state", trip.settings));
    if (!ours) {
        return refuse(
            trip, RefusalKind::not_signed_in,
            problem("wrong_state", "state", "这次登录不是由本浏览器发起的，或已过期，请重新登录",
                    "this sign-in was not begun in this browser or is over, begin again"));
    }
    std::optional<ProvenElsewhere> before = remembered(what + arrival.state);
    if (!before) {
        return redeem(arrival, trip);
    }
    before->code = arrival.one_time_code;
    return std::move(*before);
}

Outcome<ProvenElsewhere> SingleSignOn::redeem(const Arrival& arrival, const Trip& trip) {
    {
        const std::lock_guard lock(mutex_);
        if (used_.contains(arrival.state)) {
            return refuse(trip, {ProviderFault::Kind::code_refused, "the state was used before"});
        }
    }
    const Settings& settings = trip.settings;
    const auto provider = provider_.description(settings);
    if (!provider) {
        return refuse(trip, provider.error());
    }
    // Mixed up with another provider (RFC 9207): the code is not shown to ours.
    if (arrival.issuer.empty() ? (*provider)->names_issuer : arrival.issuer != settings.issuer) {
        return refuse(trip, RefusalKind::not_signed_in,
                      problem("wrong_issuer", "issuer", "登录结果不是所设统一认证服务给出的",
                              "the answer is another issuer's"));
    }
    const auto claims =
        provider_.redeem(settings, arrival.code, derived(arrival.token, "verifier", settings));
    if (!claims) {
        return refuse(trip, claims.error());
    }
    const Instant now = accounts_.clock().now();
    {
        const std::lock_guard lock(mutex_);
        std::erase_if(used_, [&](const auto& one) { return one.second <= now; });
        used_.emplace(arrival.state, now.plus_milliseconds(k_memory_ms));
    }
    const auto identity = account::read_id_token(
        *claims, settings, derived(arrival.token, "nonce", settings), trip.since, now);
    if (!identity) {
        return refuse(trip, RefusalKind::not_signed_in, identity.error());
    }
    sign_in_.throttle().succeeded(trip.attempt);
    auto who = account_of(*identity, trip);
    if (who) {
        remember(trip.what + arrival.state, *who);
        who->code = arrival.one_time_code;
    }
    return who;
}

// The account that administrators bound the subject to; or else the one that the claim names, as
// long as no other subject is bound to it.
Outcome<ProvenElsewhere> SingleSignOn::account_of(const account::Identity& identity,
                                                  const Trip& trip) {
    ProvenElsewhere who;
    who.proof = {identity.issuer, account::subject_id(identity.issuer, identity.subject),
                 identity.second_factor};
    const auto subject = subjects_.find(identity.issuer, identity.subject);
    if (subject && subject->state == account::SubjectState::bound) {
        who.account = subject->account;
        return who;
    }
    if (!identity.claimed.empty()) {
        const bool by_name = trip.settings.account_match == account::AccountMatch::account_name;
        const auto name = account::account_name(identity.claimed, "claim");
        const auto found = !by_name ? accounts_.of_person(PersonId(identity.claimed))
                           : name   ? accounts_.find(*name)
                                    : std::nullopt;
        if (found && subjects_.of_person(found->person).empty()) {
            who.account = found->id;
            return who;
        }
    }
    return refuse(trip, RefusalKind::not_signed_in,
                  problem("unknown_subject", "",
                          "统一认证已通过，但没有对应的启用账号，请联系管理员",
                          "the provider knows you, but no active account is bound to that"),
                  {{"subject", identity.subject}}); // for the administrator who will bind it
}

// Remembered until the session is there, for the code that may be due is typed after the answer.
Outcome<Opened> SingleSignOn::finished(const Arrival& arrival, Outcome<Opened> opened) {
    const bool due = !opened && (opened.error().problem.reasons.front().code == "code_needed" ||
                                 opened.error().problem.reasons.front().code == "wrong_code" ||
                                 opened.error().kind == RefusalKind::throttled);
    if (!due) {
        const std::lock_guard lock(mutex_);
        proven_.erase("sign_in" + arrival.state);
        proven_.erase("confirm" + arrival.state);
    }
    return opened;
}

std::optional<ProvenElsewhere> SingleSignOn::remembered(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = proven_.find(key);
    return found != proven_.end() && accounts_.clock().now() < found->second.until
               ? std::optional(found->second.who)
               : std::nullopt;
}

void SingleSignOn::remember(const std::string& key, const ProvenElsewhere& who) {
    const Instant now = accounts_.clock().now();
    const std::lock_guard lock(mutex_);
    std::erase_if(proven_, [&](const auto& one) { return one.second.until <= now; });
    proven_[key] = {who, now.plus_milliseconds(k_memory_ms)};
}

} // namespace chengban::usecase
