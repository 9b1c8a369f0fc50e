#include "usecase/account_office.h"

#include "account/secrets.h"
#include "crypto/digest.h"
#include "crypto/random.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace chengban::usecase {

namespace {

using account::Account;
using workorder::Role;

struct FirstAdministrator {
    const char* field;
    Role role;
};
constexpr std::array k_first{
    FirstAdministrator{"system_administrator", Role::system_administrator},
    FirstAdministrator{"security_administrator", Role::security_administrator},
    FirstAdministrator{"audit_administrator", Role::audit_administrator}};

Reason no_such_person() {
    return {"no_such_person",
            {},
            "person",
            {"组织中没有此人，或其没有岗位",
             "the organisation has no such person, or they hold no post"}};
}

} // namespace

SetupCode::~SetupCode() {
    if (pending()) {
        std::error_code ignored;
        std::filesystem::remove(file_, ignored);
    }
}

void SetupCode::make() {
    const std::string code =
        account::grouped_secret(crypto::random_bytes(account::k_initial_secret_bytes));
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
    const int file = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const std::string line = code + "\n";
    const bool written =
        file >= 0 && ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    const int error = errno;
    if (file >= 0) {
        ::close(file);
    }
    if (!written) {
        throw std::system_error(error, std::generic_category(), "setup code");
    }
    const std::lock_guard lock(mutex_);
    digest_ = account::secret_digest(account::typed_secret(code));
}

bool SetupCode::opens(const std::string& typed) const {
    const std::string digest = account::secret_digest(account::typed_secret(typed));
    const std::lock_guard lock(mutex_);
    return !digest_.empty() && crypto::equal_constant_time(digest, digest_);
}

void SetupCode::use_up() {
    const std::lock_guard lock(mutex_);
    digest_.clear();
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
}

bool SetupCode::pending() const {
    const std::lock_guard lock(mutex_);
    return !digest_.empty();
}

AccountOffice::AccountOffice(Accounts& accounts, SignIn& sign_in, Audit& audit)
    : accounts_(accounts), sign_in_(sign_in), audit_(audit) {}

void AccountOffice::record(const char* what, const workorder::Actor& actor,
                           const std::string& subject, std::string outcome, json::object details) {
    audit_.record({accounts_.clock().now(),
                   what,
                   canonical_json(write_record(actor)),
                   subject,
                   std::move(outcome),
                   {},
                   std::move(details)});
}

Outcome<InitialSecret> AccountOffice::create(const workorder::Actor& actor,
                                             const NewAccount& wanted) {
    return create_with(actor, wanted, actor.role == Role::system);
}

Outcome<InitialSecret> AccountOffice::create_with(const workorder::Actor& actor,
                                                  const NewAccount& wanted, bool approved) {
    Problem wrong;
    Result<std::string> name = account::account_name(wanted.name, "name");
    if (!name) {
        wrong = name.error();
    }
    if (accounts_.posts_of(wanted.person).empty()) {
        wrong.reasons.push_back(no_such_person());
    }
    if (!wrong.reasons.empty()) {
        return Failure{Refusal{RefusalKind::invalid, std::move(wrong), std::nullopt}};
    }
    const SettingsPtr settings = accounts_.settings();
    InitialSecret made;
    made.account_name = *name;
    made.person = wanted.person;
    made.secret = account::grouped_secret(crypto::random_bytes(account::k_initial_secret_bytes));
    made.expires_at =
        accounts_.clock().now().plus_milliseconds(settings->initial_secret_hours * 3'600'000);
    account::PasswordSet password;
    password.hash = hashed(account::typed_secret(made.secret), settings->password_algorithm);
    password.initial = true;
    password.expires_at = made.expires_at;
    const auto done =
        accounts_.create(actor, account::AccountCreated{*name, wanted.person, approved}, password);
    record("account_created", actor, done ? "account/" + done->id : "account/new",
           done ? "done" : "refused", {{"person", wanted.person.text()}});
    if (!done) {
        return Failure{done.error()};
    }
    made.account = done->id;
    return made;
}

Outcome<InitialSecret> AccountOffice::reset_password(const workorder::Actor& actor,
                                                     const std::string& id) {
    const auto account = accounts_.load(id);
    const SettingsPtr settings = accounts_.settings();
    InitialSecret made;
    made.account = id;
    made.secret = account::grouped_secret(crypto::random_bytes(account::k_initial_secret_bytes));
    made.expires_at =
        accounts_.clock().now().plus_milliseconds(settings->initial_secret_hours * 3'600'000);
    account::PasswordSet fact;
    fact.hash = hashed(account::typed_secret(made.secret), settings->password_algorithm);
    fact.initial = true;
    fact.expires_at = made.expires_at;
    const auto done = give(actor, id, std::move(fact));
    if (!done || !account) {
        return Failure{done.error()};
    }
    made.account_name = account->name;
    made.person = account->person;
    return made;
}

Outcome<StreamAnswer> AccountOffice::give(const workorder::Actor& actor, const std::string& id,
                                          Account::Command wanted) {
    const std::string what(stream::name_of(wanted));
    const bool admits = std::holds_alternative<account::AccountApproved>(wanted) ||
                        std::holds_alternative<account::AccountEnabled>(wanted);
    const auto account = admits ? accounts_.load(id) : std::nullopt;
    Outcome<StreamAnswer> done =
        account && accounts_.posts_of(account->person).empty() // they have left meanwhile
            ? Outcome<StreamAnswer>(
                  Failure{Refusal{RefusalKind::invalid, Problem{{no_such_person()}}, std::nullopt}})
            : accounts_.give(actor, id, std::move(wanted));
    record(what.c_str(), actor, "account/" + id,
           done ? "done" : done.error().problem.reasons.front().code);
    return done;
}

Outcome<StreamAnswer> AccountOffice::end_sessions(const workorder::Actor& actor,
                                                  const std::string& id) {
    const auto account = accounts_.load(id);
    if (!account) {
        return refusal(RefusalKind::not_found,
                       problem("not_found", "account", "没有这个账号", "there is no such account"));
    }
    return sign_in_.end_all(actor, *account, "", account::SessionEnd::ended_by_administrator);
}

Outcome<Done> AccountOffice::unlock(const workorder::Actor& actor, const std::string& id) {
    const auto account = accounts_.load(id);
    const bool allowed =
        actor.role == Role::system_administrator || actor.role == Role::security_administrator;
    if (!account || !allowed) {
        record("account_unlocked", actor, "account/" + id, allowed ? "not_found" : "wrong_role");
        return allowed
                   ? refusal(RefusalKind::not_found, problem("not_found", "account", "没有这个账号",
                                                             "there is no such account"))
                   : refusal(RefusalKind::forbidden,
                             problem("wrong_role", "", "此岗位无权执行该操作",
                                     "this post may not do that"));
    }
    sign_in_.throttle().forgive(account->name);
    record("account_unlocked", actor, "account/" + id, "done");
    return Done{};
}

Problem AccountOffice::setup_problem(const std::vector<NewAccount>& administrators) const {
    Problem wrong;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < k_first.size(); ++i) {
        const NewAccount& one = administrators[i];
        const std::string field = k_first[i].field;
        const std::vector<workorder::Actor> posts = accounts_.posts_of(one.person);
        const bool holds = std::any_of(posts.begin(), posts.end(), [&](const auto& post) {
            return post.role == k_first[i].role;
        });
        if (!holds) {
            wrong.reasons.push_back({"no_such_post",
                                     {},
                                     field + ".person",
                                     {"此人在组织中没有这个岗位",
                                      "this person does not hold this post in the organisation"}});
        }
        const Result<std::string> name = account::account_name(one.name, field + ".name");
        if (!name) {
            wrong.reasons.push_back(name.error().reasons.front());
        } else if (std::find(names.begin(), names.end(), *name) != names.end()) {
            wrong.reasons.push_back({"account_name_taken",
                                     {},
                                     field + ".name",
                                     {"账号名重复", "this account name is taken"}});
        } else {
            names.push_back(*name);
        }
        for (std::size_t other = 0; other < i; ++other) {
            if (administrators[other].person == one.person) {
                wrong.reasons.push_back({"same_person",
                                         {},
                                         field + ".person",
                                         {"三员须为三个不同的人",
                                          "the three administrators are three different people"}});
            }
        }
    }
    return wrong;
}

Outcome<std::vector<InitialSecret>>
AccountOffice::set_up(SetupCode& code, const std::string& typed,
                      const std::vector<NewAccount>& administrators, const Client& client) {
    invariant(administrators.size() == k_first.size(), "three administrators");
    const std::lock_guard lock(setting_up_);
    const SettingsPtr settings = accounts_.settings();
    const Instant now = accounts_.clock().now();
    const account::Attempt attempt{"setup", client.address, ""};
    account::Throttle& throttle = sign_in_.throttle();
    if (const std::int64_t wait = throttle.wait_seconds(attempt, *settings, now)) {
        Refusal refused{RefusalKind::throttled,
                        problem("too_many_attempts", "", "尝试过多，请稍后再试",
                                "too many attempts, try again later"),
                        std::nullopt};
        refused.retry_seconds = wait;
        return Failure{std::move(refused)};
    }
    if (!code.opens(typed) || !accounts_.empty()) {
        throttle.failed(attempt, *settings, now);
        record("setup", operator_actor(), "store", "wrong_code", {{"address", client.address}});
        return refusal(RefusalKind::forbidden,
                       problem("wrong_setup_code", "code", "初始化码不正确，或系统已完成初始化",
                               "the setup code is wrong, or the setup was done already"));
    }
    Problem wrong = setup_problem(administrators);
    if (!wrong.reasons.empty()) {
        return Failure{Refusal{RefusalKind::invalid, std::move(wrong), std::nullopt}};
    }
    std::vector<InitialSecret> made;
    for (const NewAccount& one : administrators) {
        auto secret = create_with(operator_actor(), one, true);
        if (!secret) {
            return Failure{std::move(secret).error()};
        }
        made.push_back(std::move(*secret));
    }
    code.use_up();
    record("setup", operator_actor(), "store", "done", {{"address", client.address}});
    return made;
}

} // namespace chengban::usecase
