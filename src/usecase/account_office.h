// What the administrators do with accounts, and the first run of a new store, when there is nobody
// yet: whoever holds the setup code names the three administrators, three different people.
#pragma once

#include "usecase/sign_in.h"

#include <filesystem>

namespace chengban::usecase {

// Shown once to whoever made it, for the person it is for.
struct InitialSecret {
    std::string account;      // id
    std::string account_name; // with which to sign in
    PersonId person;
    std::string secret;
    Instant expires_at;
};

struct NewAccount {
    std::string name;
    PersonId person;
    static constexpr auto fields() {
        using T = NewAccount;
        return std::tuple{field("name", &T::name, "账号", "account name", account::k_account_name),
                          field("person", &T::person, "人员", "person")};
    }
};

// The setup code of a store without accounts. Only its digest is in memory; the code itself stands
// in a file that nobody but the operator can read, until it was used.
class SetupCode {
public:
    explicit SetupCode(std::filesystem::path file) : file_(std::move(file)) {}
    ~SetupCode();
    SetupCode(const SetupCode&) = delete;
    SetupCode& operator=(const SetupCode&) = delete;

    void make(); // a new one, written to the file
    bool opens(const std::string& typed) const;
    void use_up();
    bool pending() const;
    const std::filesystem::path& file() const { return file_; }

private:
    const std::filesystem::path file_;
    mutable std::mutex mutex_;
    std::string digest_; // empty: none
};

class AccountOffice {
public:
    AccountOffice(Accounts& accounts, SignIn& sign_in, Audit& audit);

    Outcome<InitialSecret> create(const workorder::Actor& actor, const NewAccount& wanted);
    Outcome<InitialSecret> reset_password(const workorder::Actor& actor, const std::string& id);
    // AccountApproved, AccountDisabled, AccountEnabled, SecondFactorRemoved.
    Outcome<StreamAnswer> give(const workorder::Actor& actor, const std::string& id,
                               account::Account::Command wanted);
    Outcome<StreamAnswer> end_sessions(const workorder::Actor& actor, const std::string& id);
    // Forgets failed attempts, so that the owner need not wait.
    Outcome<Done> unlock(const workorder::Actor& actor, const std::string& id);

    // The first three accounts, all or none.
    Outcome<std::vector<InitialSecret>> set_up(SetupCode& code, const std::string& typed,
                                               const std::vector<NewAccount>& administrators,
                                               const Client& client);

private:
    Outcome<InitialSecret> create_with(const workorder::Actor& actor, const NewAccount& wanted,
                                       bool approved);
    Problem setup_problem(const std::vector<NewAccount>& administrators) const;
    void record(const char* what, const workorder::Actor& actor, const std::string& subject,
                std::string outcome, json::object details = {});

    Accounts& accounts_;
    SignIn& sign_in_;
    Audit& audit_;
    std::mutex setting_up_;
};

} // namespace chengban::usecase
