// Signing in by the bureau's own identity provider: OpenID Connect, authorization code with PKCE
// (S256), state and nonce. A browser gets one random token in a cookie; state, nonce and verifier
// follow from it, so nothing is kept for those who never come back, and a code that was caught is
// worth nothing in another browser. Who is proven must have an account; no right is made here.
#pragma once

#include "usecase/identity_provider.h"
#include "usecase/sign_in.h"
#include "usecase/subjects.h"

#include <map>

namespace chengban::usecase {

// Where to send the browser, and the token for its cookie.
struct Departure {
    std::string address;
    std::string token;
};

// What it comes back with.
struct Arrival {
    std::string token; // of the cookie
    std::string state;
    std::string code;
    std::string issuer; // RFC 9207, where the provider names itself
    std::string one_time_code;
    std::optional<account::ActingPost> post;
};

class SingleSignOn {
public:
    SingleSignOn(IdentityProvider::Link link, Accounts& accounts, SignIn& sign_in,
                 Subjects& subjects, Audit& audit);

    // `anew`: the provider must ask the person again, for a confirmation.
    Outcome<Departure> depart(bool anew);
    // Where a browser signs out at the provider too (OpenID Connect RP-Initiated Logout 1.0); empty
    // when the provider offers none. No ID token is kept, so the provider asks the person itself.
    Outcome<std::string> sign_out_address();
    Outcome<Opened> sign_in(const Arrival& arrival, const Client& client);
    Outcome<Opened> confirm(const Session& session, const Arrival& arrival, const Client& client);

private:
    using Settings = account::SingleSignOnSettings;
    struct Proven {
        ProvenElsewhere who;
        Instant until;
    };
    struct Trip; // one arrival under way

    Outcome<ProvenElsewhere> prove(const Arrival& arrival, std::optional<Instant> since,
                                   const Client& client, const char* what);
    Outcome<ProvenElsewhere> redeem(const Arrival& arrival, const Trip& trip);
    Outcome<ProvenElsewhere> account_of(const account::Identity& identity, const Trip& trip);
    Failure<Refusal> refuse(const Trip& trip, RefusalKind kind, Problem problem,
                            json::object details = {});
    Failure<Refusal> refuse(const Trip& trip, const ProviderFault& fault);
    Outcome<Opened> finished(const Arrival& arrival, Outcome<Opened> opened);
    std::optional<ProvenElsewhere> remembered(const std::string& key);
    void remember(const std::string& key, const ProvenElsewhere& who);

    Accounts& accounts_;
    SignIn& sign_in_;
    Subjects& subjects_;
    Audit& audit_;
    IdentityProvider provider_;
    std::mutex mutex_;
    // For some minutes, and only after a sign-in at the provider: who still owes our own code (by
    // what is done and the state), and whose code was redeemed (by the state).
    std::map<std::string, Proven> proven_;
    std::map<std::string, Instant> used_;
};

} // namespace chengban::usecase
