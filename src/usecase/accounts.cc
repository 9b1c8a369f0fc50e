#include "usecase/accounts.h"

#include "crypto/password_hash.h"
#include "usecase/desk.h"

#include <algorithm>

namespace chengban::usecase {

namespace {

using account::Account;

constexpr const char* k_name_claim = "account_name";
constexpr const char* k_person_claim = "account_person";

RowFacts facts_of(const Account& account) {
    RowFacts facts;
    facts.state = token(account.standing);
    facts.person = account.person;
    facts.key = account.name;
    facts.created_at = account.created_at;
    return facts;
}

} // namespace

std::vector<workorder::Actor> posts_of(const people::Organisation& organisation,
                                       const PersonId& id) {
    std::vector<workorder::Actor> posts;
    if (const people::Person* person = organisation.person(id)) {
        for (const people::Post& post : person->posts) {
            posts.push_back({id, post.unit, post.role, std::nullopt});
        }
    }
    return posts;
}

workorder::Actor operator_actor() {
    return system_actor();
}

Accounts::Accounts(store::Store& store, Clock& clock, SignInSettingsDesk& settings, PostsOf posts)
    : desk_(
          store, clock,
          [](Account& account, const Account::Event& event, const Stamp& stamp) {
              account::evolve(account, event, stamp.actor.person, stamp.at);
          },
          facts_of),
      settings_(settings), posts_(std::move(posts)) {}

bool Accounts::empty() {
    return ids("", 1).empty();
}

std::optional<Account> Accounts::load(const std::string& id) {
    return desk_.load(id);
}

std::optional<Account> Accounts::find(const std::string& name) {
    const auto id = desk_.store().claim_owner(k_name_claim, name);
    return id ? load(*id) : std::nullopt;
}

std::optional<Account> Accounts::of_person(const PersonId& person) {
    const auto id = desk_.store().claim_owner(k_person_claim, person.text());
    return id ? load(*id) : std::nullopt;
}

Account Accounts::with_texts(Account account) {
    return desk_.with_texts(std::move(account));
}

std::int64_t Accounts::version_of(const std::string& id) {
    return desk_.store().head(StreamDesk<Account>::stream_of(id)).value_or(store::StreamHead{}).seq;
}

std::vector<std::string> Accounts::ids(const std::string& after, std::int32_t limit) {
    return desk_.store().stream_ids(std::string(Account::kind), after, limit);
}

bool Accounts::needs_second_factor(const PersonId& person,
                                   const account::SignInSettings& settings) const {
    const auto& asked = settings.second_factor_roles;
    const std::vector<workorder::Actor> posts = posts_(person);
    return std::any_of(posts.begin(), posts.end(), [&](const workorder::Actor& post) {
        return std::find(asked.begin(), asked.end(), post.role) != asked.end();
    });
}

Outcome<StreamAnswer> Accounts::create(const workorder::Actor& actor,
                                       const account::AccountCreated& wanted,
                                       const account::PasswordSet& initial) {
    if (find(wanted.account_name)) {
        return refusal(RefusalKind::invalid,
                       problem("account_name_taken", "name", "该账号名已被使用",
                               "this account name is taken"));
    }
    if (of_person(wanted.person)) {
        return refusal(RefusalKind::invalid, problem("person_has_account", "person", "此人已有账号",
                                                     "this person has an account"));
    }
    Outcome<StreamAnswer> made = give_with(
        actor, {}, wanted,
        {{k_name_claim, wanted.account_name, {}}, {k_person_claim, wanted.person.text(), {}}});
    return made ? give(actor, made->id, initial) : std::move(made);
}

Outcome<StreamAnswer> Accounts::give(const workorder::Actor& actor, const std::string& id,
                                     Account::Command wanted) {
    return give_with(actor, id, std::move(wanted), {});
}

Outcome<StreamAnswer> Accounts::give_with(const workorder::Actor& actor, const std::string& id,
                                          Account::Command wanted,
                                          std::vector<store::Claim> claims) {
    const SettingsPtr settings = settings_.current();
    StreamRequest request;
    request.actor = actor;
    request.id = id;
    std::vector<TextId> gone;
    Outcome<StreamAnswer> answer = desk_.give(
        std::move(request), std::move(wanted),
        [&](const Account& account, const Account::Command& fact, const Stamp& stamp) {
            gone = account::texts_to_erase(account, fact, *settings);
            return account::decide(account, fact,
                                   {stamp.actor.person, stamp.actor.role, stamp.at, *settings});
        },
        [&](const Account& after, store::CommitUnit& unit) {
            for (const TextId& text : gone) {
                unit.erasures.push_back({std::string(Account::kind) + "/" + after.id, text});
            }
            for (store::Claim& claim : claims) {
                claim.owner = after.id;
                unit.claims.push_back(claim);
            }
        });
    if (answer && observer_) {
        observer_(answer->id);
    }
    return answer;
}

Result<Done> Accounts::check_hashes() {
    constexpr std::int32_t k_page = 200;
    std::vector<std::string> page = ids("", k_page);
    while (!page.empty()) {
        for (const std::string& id : page) {
            const Account account = with_texts(*load(id));
            if (account.password && !account.password->hash.plain.empty() &&
                !crypto::strong_algorithm_of(account.password->hash.plain)) {
                return Failure{
                    problem("weak_password_hash", account.name,
                            "该账号的口令存储过弱，请用 chengban account reset 重置",
                            "this account's password is stored too weakly; reset it with "
                            "chengban account reset")};
            }
        }
        page = ids(page.back(), k_page);
    }
    return Done{};
}

} // namespace chengban::usecase
