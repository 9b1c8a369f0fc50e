// The other side of single sign-on, as it describes itself: discovery, keys, codes for tokens. What
// it said is kept for a while; a key that is not known is asked for once more, so that keys may
// rotate. Everything blocks for as long as the provider takes: it runs on threads of its own.
#pragma once

#include "account/single_sign_on.h"
#include "outbound/https_client.h"
#include "usecase/clock.h"

#include <functional>
#include <memory>
#include <mutex>

namespace chengban::usecase {

// Why the provider gave nothing; `cause` is for the operator's eyes (the audit), never for a
// client.
struct ProviderFault {
    enum class Kind {
        unreachable,    // no answer, or none that makes sense
        not_our_client, // it does not know this system
        code_refused,   // used, expired or another one's
        bad_token,      // signed by nobody it publishes
    };
    Kind kind = Kind::unreachable;
    std::string cause;
};

class IdentityProvider {
public:
    using Wire = std::function<Result<outbound::Reply>(const outbound::Call&)>;

    // Without a wire nothing can be reached; without a secret the client is a public one.
    struct Link {
        Wire wire;
        std::string client_secret;
    };
    IdentityProvider(Link link, Clock& clock) : link_(std::move(link)), clock_(clock) {}

    struct Description {
        std::string issuer;
        std::string authorization_endpoint;
        std::string token_endpoint;
        std::string jwks_uri;
        std::string end_session_endpoint; // empty: it offers no signing out there
        bool names_issuer = false;        // RFC 9207: «iss» beside every code
        bool secret_in_form = false;      // it takes no Basic authentication
        Instant fetched_at;
    };
    using DescriptionPtr = std::shared_ptr<const Description>;
    using Settings = account::SingleSignOnSettings;

    Result<DescriptionPtr, ProviderFault> description(const Settings& settings);
    // The verified claims of the ID token that the code is good for.
    Result<json::object, ProviderFault> redeem(const Settings& settings, const std::string& code,
                                               const std::string& verifier);

private:
    using KeysPtr = std::shared_ptr<const json::value>;

    Result<json::value, ProviderFault> ask(const outbound::Call& call, bool token_endpoint);
    Result<DescriptionPtr, ProviderFault> fetch_description(const Settings& settings);
    Result<KeysPtr, ProviderFault> keys(const Settings& settings, const Description& description,
                                        bool anew);
    Result<json::object, ProviderFault>
    verified(const Settings& settings, const Description& description, const std::string& token);

    const Link link_;
    Clock& clock_;
    std::mutex mutex_;
    DescriptionPtr description_;
    KeysPtr keys_;
    std::string keys_of_; // jwks_uri
    Instant keys_fetched_at_;
    Instant down_until_;   // after a failure nobody waits for a while
    std::string down_for_; // issuer
};

} // namespace chengban::usecase
