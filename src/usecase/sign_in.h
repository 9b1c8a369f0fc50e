// Proving who one is: name, password, one-time code. Whoever guesses learns nothing: an unknown
// name costs the same time and gets the same words as a wrong password. Each attempt is recorded.
#pragma once

#include "account/throttle.h"
#include "usecase/sessions.h"

#include <semaphore>

namespace chengban::usecase {

// Where an attempt comes from.
struct Client {
    std::string address;
    std::string program; // User-Agent, cut
    std::string device;  // token of a device that signed in before, may be empty
};

struct Credentials {
    std::string name;
    std::string password;
    std::string code; // six digits or a recovery code; empty at first
    std::optional<account::ActingPost> post;
};

// What single sign-on has proven, and the code that may still be due.
struct ProvenElsewhere {
    std::string account; // id
    account::SingleSignOnProof proof;
    std::string code;
};

struct Opened {
    std::string token;
    std::string device; // a new device's token, empty when it was known
    SessionPtr session;
};

class SignIn {
public:
    SignIn(Accounts& accounts, Sessions& sessions, Audit& audit);

    Outcome<Opened> sign_in(const Credentials& credentials, const Client& client);

    // The password again (and a code, where there is a second factor): for sensitive acts. The
    // token changes.
    Outcome<Opened> confirm(const Session& session, const Credentials& credentials,
                            const Client& client);
    // The same two by single sign-on. Our own code is asked for where the person has a second
    // factor and the provider did not ask for one.
    Outcome<Opened> sign_in_proven(const ProvenElsewhere& proven,
                                   const std::optional<account::ActingPost>& post,
                                   const Client& client);
    Outcome<Opened> confirm_proven(const Session& session, const ProvenElsewhere& proven,
                                   const Client& client);
    // Another of one's own posts. The token changes.
    Outcome<Opened> choose_post(const Session& session, const account::ActingPost& post);

    // Whether the password is that of the account, which has its texts; counts as an attempt.
    Outcome<Done> prove(const account::Account& account, const std::string& password,
                        const Client& client);

    void end(const Session& session, account::SessionEnd how);
    // All of one account's sessions but `kept` (a digest, may be empty).
    Outcome<StreamAnswer> end_all(const workorder::Actor& actor, const account::Account& account,
                                  std::string_view kept, account::SessionEnd how);

    account::Throttle& throttle() { return throttle_; }

private:
    struct Factor {
        std::optional<std::int64_t> step;
        std::optional<std::string> recovery_code;
        std::optional<account::SingleSignOnProof> elsewhere;
    };

    Outcome<Done> prove(const account::Account& account, const std::string& password,
                        const account::Attempt& attempt);
    Outcome<Done> admit(const account::Attempt& attempt, const std::string& what,
                        const std::string& subject);
    Outcome<bool> check_password(const std::optional<account::Account>& account,
                                 const std::string& password, const SettingsPtr& settings);
    Outcome<Factor> factor_beside(const account::Account& account, const ProvenElsewhere& proven,
                                  const Client& client, const char* what);
    std::optional<Factor> factor_of(const account::Account& account, const std::string& code,
                                    Instant now) const;
    Outcome<Opened> open(const account::Account& account, const Factor& factor,
                         const std::optional<account::ActingPost>& wanted, const Client& client);
    Outcome<Opened> replace(const Session& session, account::SessionReplaced fact);
    void renew_hash(const account::Account& account, const workorder::Actor& self,
                    const std::string& password, const SettingsPtr& settings);
    void record(const char* what, const std::string& actor, const std::string& subject,
                std::string outcome, json::object details = {});

    Accounts& accounts_;
    Sessions& sessions_;
    Audit& audit_;
    account::Throttle throttle_;
    // Hashing is dear by design: so many at once, and nobody can use up the machine with it.
    std::counting_semaphore<4> hashing_{4};
};

// A hash for a new password.
Text hashed(std::string_view password, crypto::PasswordAlgorithm algorithm);

} // namespace chengban::usecase
