// What people do with their own account: another password, a second factor, new recovery codes.
#pragma once

#include "usecase/sign_in.h"

namespace chengban::usecase {

struct OfferedFactor {
    std::string key; // base 32, to be typed where no camera is
    std::string uri; // otpauth://…
    std::string qr;  // the same as an SVG image
};

class OwnAccount {
public:
    // `issuer` names the bureau in authenticator programs.
    OwnAccount(Accounts& accounts, SignIn& sign_in, Audit& audit, std::string issuer);

    // Ends every other session. `own_words`: name and units of the person.
    Outcome<Done> change_password(const Session& session, const std::string& present,
                                  const std::string& wanted,
                                  const std::vector<std::string>& own_words, const Client& client);

    Outcome<OfferedFactor> offer_second_factor(const Session& session);
    // Proves the offered key with a first code; returns the recovery codes, shown this once.
    Outcome<std::vector<std::string>> enrol_second_factor(const Session& session,
                                                          const std::string& code);
    Outcome<std::vector<std::string>> renew_recovery_codes(const Session& session);

private:
    bool used_before(const account::Account& account, const std::string& wanted,
                     const account::SignInSettings& settings) const;
    void record(const Session& session, const char* what, std::string outcome);

    Accounts& accounts_;
    SignIn& sign_in_;
    Audit& audit_;
    const std::string issuer_;
};

} // namespace chengban::usecase
