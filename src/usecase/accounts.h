// The accounts as the store holds them: found by name, changed through one door, their passwords
// and keys sealed. Who signs in with them is sign_in.h's affair.
#pragma once

#include "account/account.h"
#include "people/organisation.h"
#include "usecase/audit.h"
#include "usecase/sign_in_settings.h"
#include "usecase/stream_desk.h"

#include <functional>

namespace chengban::usecase {

// The posts a person may act in now, substitutions included, in the order they are shown.
using PostsOf = std::function<std::vector<workorder::Actor>(const PersonId&)>;
std::vector<workorder::Actor> posts_of(const people::Organisation& organisation,
                                       const PersonId& person);

class Accounts {
public:
    Accounts(store::Store& store, Clock& clock, SignInSettingsDesk& settings, PostsOf posts);

    bool empty(); // nobody can sign in yet: the first ones are made by the setup
    std::optional<account::Account> find(const std::string& name); // folded
    std::optional<account::Account> load(const std::string& id);
    std::optional<account::Account> of_person(const PersonId& person);
    // With password hashes and keys in plain; erased ones are empty.
    account::Account with_texts(account::Account account);
    std::int64_t version_of(const std::string& id); // 0: there is none

    // Ids in the order of creation.
    std::vector<std::string> ids(const std::string& after, std::int32_t limit);

    // A new account; the name must be free.
    Outcome<StreamAnswer> create(const workorder::Actor& actor,
                                 const account::AccountCreated& wanted,
                                 const account::PasswordSet& initial);
    Outcome<StreamAnswer> give(const workorder::Actor& actor, const std::string& id,
                               account::Account::Command wanted);

    std::vector<workorder::Actor> posts_of(const PersonId& person) const { return posts_(person); }
    bool needs_second_factor(const PersonId& person, const account::SignInSettings& settings) const;

    // Told after every change, with the account's id.
    void on_change(std::function<void(const std::string&)> observer) {
        observer_ = std::move(observer);
    }

    SettingsPtr settings() { return settings_.current(); }
    Clock& clock() { return desk_.clock(); }

    // Every stored hash must be strong; names the first account whose hash is not. For the boot.
    Result<Done> check_hashes();

private:
    Outcome<StreamAnswer> give_with(const workorder::Actor& actor, const std::string& id,
                                    account::Account::Command wanted,
                                    std::vector<store::Claim> claims);

    StreamDesk<account::Account> desk_;
    SignInSettingsDesk& settings_;
    PostsOf posts_;
    std::function<void(const std::string&)> observer_;
};

// The operator at the machine, who needs no account: recorded as such.
workorder::Actor operator_actor();

} // namespace chengban::usecase
