// All of signing in, wired once: what the API and the command line work with.
#pragma once

#include "usecase/account_office.h"
#include "usecase/api_keys.h"
#include "usecase/own_account.h"
#include "usecase/single_sign_on.h"

namespace chengban::usecase {

struct Door {
    // `post` runs what must not hold a request up; `issuer` names the bureau to authenticator
    // programs; `setup_file` will hold the setup code while there is no account; `provider` leads
    // to the provider of single sign-on.
    Door(store::Store& store, Clock& clock, Audit& audit_log, PostsOf posts, Post post,
         std::string issuer, std::filesystem::path setup_file, IdentityProvider::Link provider = {})
        : audit(audit_log), settings(store, clock),
          accounts(store, clock, settings, std::move(posts)),
          sessions(store, accounts, audit_log, std::move(post)),
          sign_in(accounts, sessions, audit_log),
          own(accounts, sign_in, audit_log, std::move(issuer)),
          office(accounts, sign_in, audit_log), keys(store, clock, audit_log),
          subjects(store, clock, audit_log),
          single_sign_on(std::move(provider), accounts, sign_in, subjects, audit_log),
          setup(std::move(setup_file)) {
        accounts.on_change([this](const std::string& account) { sessions.look_again(account); });
    }
    Door(const Door&) = delete;
    Door& operator=(const Door&) = delete;

    Audit& audit;
    SignInSettingsDesk settings;
    Accounts accounts;
    Sessions sessions;
    SignIn sign_in;
    OwnAccount own;
    AccountOffice office;
    ApiKeys keys;
    Subjects subjects;
    SingleSignOn single_sign_on;
    SetupCode setup;
};

} // namespace chengban::usecase
