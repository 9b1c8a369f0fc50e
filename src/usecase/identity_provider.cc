#include "usecase/identity_provider.h"

#include "crypto/jws.h"

#include <array>

namespace chengban::usecase {

namespace {

constexpr std::int64_t k_kept_ms = 10 * 60'000;
constexpr std::int64_t k_down_ms = 2000;
constexpr JsonLimits k_json{.bytes_max = outbound::k_reply_bytes_max, .depth_max = 16};

using Kind = ProviderFault::Kind;

Failure<ProviderFault> fault(Kind kind, std::string cause) {
    return Failure{ProviderFault{kind, std::move(cause)}};
}

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

bool flag_of(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_bool() && value->get_bool();
}

// Basic is what a provider takes that names no ways; one that names others gets a form.
bool takes_no_basic(const json::object& object) {
    const json::value* ways = object.if_contains("token_endpoint_auth_methods_supported");
    if (ways == nullptr || !ways->is_array()) {
        return false;
    }
    for (const json::value& way : ways->get_array()) {
        if (way.is_string() && way.get_string() == "client_secret_basic") {
            return false;
        }
    }
    return true;
}

bool is_fresh(Instant fetched_at, Instant now) {
    return now.milliseconds() - fetched_at.milliseconds() < k_kept_ms;
}

} // namespace

Result<json::value, ProviderFault> IdentityProvider::ask(const outbound::Call& call,
                                                         bool token_endpoint) {
    if (!link_.wire) {
        return fault(Kind::unreachable, "no connection is configured");
    }
    const Result<outbound::Reply> reply = link_.wire(call);
    if (!reply) {
        return fault(Kind::unreachable, reply.error().reasons.front().words.en);
    }
    Result<json::value> body = parse_json(reply->body, k_json);
    const bool object = body && body->is_object();
    if (reply->status == 200 && object) {
        return std::move(*body);
    }
    const std::string error = object ? text_of(body->get_object(), "error") : std::string();
    const std::string cause = "status " + std::to_string(reply->status);
    if (token_endpoint && (error == "invalid_client" || error == "unauthorized_client")) {
        return fault(Kind::not_our_client, cause);
    }
    if (token_endpoint && error == "invalid_grant") {
        return fault(Kind::code_refused, cause);
    }
    return fault(Kind::unreachable, cause);
}

Result<IdentityProvider::DescriptionPtr, ProviderFault>
IdentityProvider::fetch_description(const Settings& settings) {
    outbound::Call call;
    const bool slash = settings.issuer.back() == '/';
    call.url = settings.issuer + (slash ? "" : "/") + ".well-known/openid-configuration";
    call.timeout = std::chrono::seconds(settings.timeout_seconds);
    const auto answer = ask(call, false);
    if (!answer) {
        return Failure{answer.error()};
    }
    const json::object& object = answer->get_object();
    auto found = std::make_shared<Description>();
    found->issuer = text_of(object, "issuer");
    found->authorization_endpoint = text_of(object, "authorization_endpoint");
    found->token_endpoint = text_of(object, "token_endpoint");
    found->jwks_uri = text_of(object, "jwks_uri");
    found->end_session_endpoint = text_of(object, "end_session_endpoint");
    if (!found->end_session_endpoint.starts_with("https://")) {
        found->end_session_endpoint.clear();
    }
    found->names_issuer = flag_of(object, "authorization_response_iss_parameter_supported");
    found->secret_in_form = takes_no_basic(object);
    found->fetched_at = clock_.now();
    if (found->issuer != settings.issuer) {
        return fault(Kind::unreachable, "the provider describes itself as another issuer");
    }
    for (const std::string* address :
         {&found->authorization_endpoint, &found->token_endpoint, &found->jwks_uri}) {
        if (!address->starts_with("https://")) {
            return fault(Kind::unreachable, "the provider names an address without https");
        }
    }
    return DescriptionPtr(std::move(found));
}

Result<IdentityProvider::DescriptionPtr, ProviderFault>
IdentityProvider::description(const Settings& settings) {
    const Instant now = clock_.now();
    {
        const std::lock_guard lock(mutex_);
        if (description_ && description_->issuer == settings.issuer &&
            is_fresh(description_->fetched_at, now)) {
            return description_;
        }
        if (down_for_ == settings.issuer && now < down_until_) {
            return fault(Kind::unreachable, "it gave no answer a moment ago");
        }
    }
    auto found = fetch_description(settings);
    const std::lock_guard lock(mutex_);
    if (found) {
        description_ = *found;
        down_for_.clear();
    } else {
        down_for_ = settings.issuer;
        down_until_ = clock_.now().plus_milliseconds(k_down_ms);
    }
    return found;
}

Result<IdentityProvider::KeysPtr, ProviderFault>
IdentityProvider::keys(const Settings& settings, const Description& description, bool anew) {
    if (!anew) {
        const std::lock_guard lock(mutex_);
        if (keys_ && keys_of_ == description.jwks_uri && is_fresh(keys_fetched_at_, clock_.now())) {
            return keys_;
        }
    }
    outbound::Call call;
    call.url = description.jwks_uri;
    call.timeout = std::chrono::seconds(settings.timeout_seconds);
    auto answer = ask(call, false);
    if (!answer) {
        return Failure{answer.error()};
    }
    const std::lock_guard lock(mutex_);
    keys_ = std::make_shared<const json::value>(std::move(*answer));
    keys_of_ = description.jwks_uri;
    keys_fetched_at_ = clock_.now();
    return keys_;
}

// Known keys first; when none of them signed it, the published ones may have changed.
Result<json::object, ProviderFault> IdentityProvider::verified(const Settings& settings,
                                                               const Description& description,
                                                               const std::string& token) {
    for (const bool anew : {false, true}) {
        const auto published = keys(settings, description, anew);
        if (!published) {
            return Failure{published.error()};
        }
        if (auto claims = crypto::verified_claims(token, **published)) {
            return std::move(*claims);
        }
    }
    return fault(Kind::bad_token, "no published key signed the ID token");
}

Result<json::object, ProviderFault> IdentityProvider::redeem(const Settings& settings,
                                                             const std::string& code,
                                                             const std::string& verifier) {
    const auto described = description(settings);
    if (!described) {
        return Failure{described.error()};
    }
    const Description& provider = **described;
    const std::string back = account::return_address(settings);
    std::vector<outbound::FormField> fields{{"grant_type", "authorization_code"},
                                            {"code", code},
                                            {"redirect_uri", back},
                                            {"code_verifier", verifier}};
    outbound::Call call;
    call.url = provider.token_endpoint;
    call.timeout = std::chrono::seconds(settings.timeout_seconds);
    if (link_.client_secret.empty() || provider.secret_in_form) {
        fields.emplace_back("client_id", settings.client_id);
    }
    if (!link_.client_secret.empty() && provider.secret_in_form) {
        fields.emplace_back("client_secret", link_.client_secret);
    } else if (!link_.client_secret.empty()) { // RFC 6749 2.3.1: encoded before they are joined
        call.user = outbound::percent_encoded(settings.client_id);
        call.password = outbound::percent_encoded(link_.client_secret);
    }
    call.form = outbound::form_encoded(fields);
    const auto answer = ask(call, true);
    if (!answer) {
        return Failure{answer.error()};
    }
    const std::string token = text_of(answer->get_object(), "id_token");
    return token.empty() ? Result<json::object, ProviderFault>(
                               fault(Kind::unreachable, "the provider gave no ID token"))
                         : verified(settings, provider, token);
}

} // namespace chengban::usecase
