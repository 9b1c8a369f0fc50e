// Accounts from the terminal, for an isolated intranet and for the day when every administrator is
// locked out. It needs the store's directory and keys, and is recorded as the operator's act.
#include "cli/workspace.h"
#include "usecase/audit_log.h"

#include <fmt/format.h>

namespace chengban::cli {

namespace {

int print_secret(const usecase::Outcome<usecase::InitialSecret>& made, Language language) {
    if (!made) {
        return refuse(made.error().problem, language);
    }
    fmt::print("{} {}\n{} {}\n", language == Language::zh ? "初始口令" : "initial secret",
               made->secret, language == Language::zh ? "有效至" : "valid until",
               to_string(made->expires_at));
    return k_ok;
}

int list_accounts(usecase::Accounts& accounts, Language language) {
    constexpr std::int32_t k_page = 200;
    std::vector<std::string> page = accounts.ids("", k_page);
    while (!page.empty()) {
        for (const std::string& id : page) {
            const account::Account account = *accounts.load(id);
            fmt::print("{:<24} {:<20} {:<18} {}\n", account.name, account.person.text(),
                       language == Language::zh ? zh(account.standing) : en(account.standing),
                       account.second_factor ? "TOTP" : "-");
        }
        page = accounts.ids(page.back(), k_page);
    }
    return k_ok;
}

int give(usecase::Door& door, const std::string& id, account::Account::Command fact,
         Language language) {
    const auto done = door.office.give(usecase::operator_actor(), id, std::move(fact));
    return done ? k_ok : refuse(done.error().problem, language);
}

int run(AccountAct act, const AccountOptions& options, usecase::Door& door, Language language) {
    if (act == AccountAct::list) {
        return list_accounts(door.accounts, language);
    }
    if (act == AccountAct::create) {
        return print_secret(
            door.office.create(usecase::operator_actor(), {options.name, PersonId(options.person)}),
            language);
    }
    const Result<std::string> name = account::account_name(options.name, "name");
    const auto account = name ? door.accounts.find(*name) : std::nullopt;
    if (!account) {
        return refuse(
            problem("not_found", options.name, "没有这个账号", "there is no such account"),
            language);
    }
    switch (act) {
    case AccountAct::list:
    case AccountAct::create:
        break;
    case AccountAct::reset:
        return print_secret(door.office.reset_password(usecase::operator_actor(), account->id),
                            language);
    case AccountAct::remove_second_factor:
        return give(door, account->id, account::SecondFactorRemoved{}, language);
    case AccountAct::disable:
        return give(door, account->id, account::AccountDisabled{options.reason}, language);
    case AccountAct::enable:
        return give(door, account->id, account::AccountEnabled{}, language);
    }
    unreachable("run_account");
}

} // namespace

int run_setup_code(const StorePaths& store, Language language) {
    const Result<std::string> code =
        read_file((std::filesystem::path(store.directory) / "setup-code").string());
    if (!code) {
        return refuse(problem("no_setup_code", store.directory,
                              "没有初始化码：服务未运行，或已完成初始化",
                              "there is no setup code: no server runs, or the setup was done"),
                      language);
    }
    fmt::print("{}", *code);
    return k_ok;
}

int run_account(AccountAct act, const AccountOptions& options, Language language) {
    auto workspace = Workspace::open(options.store, 2);
    if (!workspace) {
        return refuse(workspace.error(), language);
    }
    usecase::AuditLog audit((*workspace)->store(), (*workspace)->clock(), "operator");
    const auto door = open_door(**workspace, options.store, audit);
    return run(act, options, *door, language);
}

} // namespace chengban::cli
