// chengban: the command line. It only reads options; commands.h says what each command does.
#include "cli/commands.h"
#include "cli/usage.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <exception>
#include <utility>

namespace chengban::cli {

namespace {

struct Arguments {
    std::string language;
    DeadlineOptions deadline;
    CreateOptions create;
    ServeOptions serve;
    ImportOptions import;
    DemoOptions demo;
    AccountOptions account;
    ReplayOptions replay;
    DocumentOptions document;
    KeysOptions keys;
    RetentionOptions retention;
    std::string case_file;
    std::string public_key;
    StorePaths store;
    std::string first;
    std::string second;
    bool with_keys = false;
    bool no_serve = false;
};

void add_store(CLI::App* command, StorePaths& store) {
    command->add_option("--store", store.directory, "数据目录 / the store's directory")
        ->capture_default_str();
    command->add_option("--keys", store.keys, "密钥目录 / directory of the keys");
    command->add_option("--anchor", store.anchor, "外部封存文件 / outside anchor of the seals");
}

void add_listen(CLI::App* command, ServeOptions& serve) {
    command->add_option("--address", serve.address, "监听地址 / address")->capture_default_str();
    command->add_option("--port", serve.port, "端口 / port")->capture_default_str();
    command->add_option("--host-name", serve.host_names, "允许的主机名 / allowed host names");
    command->add_option("--trusted-proxy", serve.trusted_proxies, "可信代理 / trusted proxies");
    command->add_option("--workers", serve.workers, "工作线程 / worker threads");
    command->add_flag("--access-log", serve.access_log, "记录访问 / log requests");
    command->add_flag("--allow-plain-http", serve.allow_plain_http,
                      "允许其他机器不经 https 登录 / sign in without https from other machines");
    command->add_option("--single-sign-on-secret", serve.single_sign_on_secret,
                        "单点登录客户端密钥文件 / file with the client secret of single sign-on");
    command->add_option("--single-sign-on-ca", serve.single_sign_on_ca,
                        "单点登录所信任的 CA 文件 / authorities trusted for single sign-on");
    command->add_option("--virus-scanner", serve.virus_scanner,
                        "病毒扫描服务 unix:/路径 或 127.0.0.1:端口 / virus scanner (clamd)");
}

void add_files(CLI::App* command, RuleFiles& files) {
    command->add_option("--rulebook", files.rulebook, "规则文件 / rulebook file");
    command->add_option("--calendar", files.calendar, "日历文件 / calendar file");
    command->add_option("--organisation", files.organisation, "组织文件 / organisation file");
}

int run(int argc, char** argv) {
    CLI::App app{"承办 Chengban — 12345 热线工单承办系统 / work orders of the citizen hotline"};
    app.set_version_flag("--version", CHENGBAN_VERSION);
    app.require_subcommand(1);
    Arguments a;
    app.add_option("--language", a.language, "zh | en")->check(CLI::IsMember({"zh", "en"}));
    app.fallthrough();

    CLI::App* serve = app.add_subcommand("serve", "运行服务 / run the server");
    add_store(serve, a.serve.store);
    add_listen(serve, a.serve);

    CLI::App* demo =
        app.add_subcommand("demo", "建立演示数据并运行 / fill a demonstration, then serve");
    a.demo.store.directory = "chengban-demo";
    add_store(demo, a.demo.store);
    add_files(demo, a.demo.files);
    demo->add_option("--orders", a.demo.orders, "工单数 / orders")
        ->capture_default_str()
        ->check(CLI::Range(1, 1'000'000));
    demo->add_option("--seed", a.demo.seed, "随机种子 / seed")->capture_default_str();
    demo->add_option("--messages", a.demo.messages, "真实留言文件 / files of real messages");
    demo->add_option("--start", a.demo.start, "模拟起始时间 / start of the simulated clock");
    demo->add_option("--report", a.demo.report, "报告文件 / report file (JSON)");
    demo->add_flag("--no-serve", a.no_serve, "只建数据 / fill only");
    ServeOptions demo_serve;
    add_listen(demo, demo_serve);

    CLI::App* create = app.add_subcommand("create", "建立正式库 / create a store");
    add_store(create, a.create.store);
    add_files(create, a.create.files);
    create->add_option("--bureau", a.create.bureau, "辖区 / bureau")->capture_default_str();
    create
        ->add_option("--password-algorithm", a.create.password_algorithm,
                     "口令存储算法 / how passwords are stored")
        ->capture_default_str()
        ->check(CLI::IsMember({"argon2id", "pbkdf2_hmac_sm3"}));
    create->add_option("--sealing", a.create.sealing, "静态加密 / how data at rest is sealed")
        ->capture_default_str()
        ->check(CLI::IsMember({"sm4_ctr_hmac_sm3", "aes_256_gcm"}));

    CLI::App* setup_code = app.add_subcommand("setup-code", "查看初始化码 / show the setup code");
    add_store(setup_code, a.store);

    CLI::App* account =
        app.add_subcommand("account", "账号（须先停止服务） / accounts, server stopped");
    account->require_subcommand(1);
    const auto account_act = [&](const char* name, const char* words, bool named) {
        CLI::App* act = account->add_subcommand(name, words);
        add_store(act, a.account.store);
        if (named) {
            act->add_option("name", a.account.name, "账号 / account name")->required();
        }
        return act;
    };
    const std::array account_acts{
        std::pair{account_act("list", "列出 / list", false), AccountAct::list},
        std::pair{account_act("create", "建立 / create", true), AccountAct::create},
        std::pair{account_act("reset", "重置口令 / a new initial secret", true), AccountAct::reset},
        std::pair{
            account_act("remove-second-factor", "去除第二因子 / take the second factor away", true),
            AccountAct::remove_second_factor},
        std::pair{account_act("disable", "停用 / disable", true), AccountAct::disable},
        std::pair{account_act("enable", "启用 / enable", true), AccountAct::enable}};
    account_acts[1]
        .first->add_option("--person", a.account.person, "人员编号 / person")
        ->required();
    account_acts[4].first->add_option("--reason", a.account.reason, "原因 / reason")->required();

    CLI::App* publish = app.add_subcommand("publish", "发布新版本 / publish a new version");
    publish->add_option("what", a.first, "rulebook | calendar | organisation")
        ->required()
        ->check(CLI::IsMember({"rulebook", "calendar", "organisation"}));
    publish->add_option("file", a.second, "文件 / file")->required();
    add_store(publish, a.store);

    CLI::App* import = app.add_subcommand("import", "导入工单表 / import a list of orders");
    import->add_option("file", a.import.file, ".xlsx | .csv")->required();
    import->add_option("--map", a.import.map, "name=列名 / name=column");
    import->add_option("--sheet", a.import.sheet, "工作表 / sheet");
    import->add_option("--result", a.import.result, "结果文件 / file for the result per row");
    add_store(import, a.import.store);

    CLI::App* deadline = app.add_subcommand("deadline", "计算时限 / compute a limit");
    deadline->add_option("--class", a.deadline.limit_class, "时限类别 / class of limit");
    deadline->add_option("--start", a.deadline.start, "起算时间 / start, RFC 3339");
    deadline->add_option("--working-days", a.deadline.working_days, "工作日 / working days");
    deadline->add_option("--natural-days", a.deadline.natural_days, "自然日 / natural days");
    deadline->add_option("--hours", a.deadline.hours, "小时 / hours");
    deadline->add_flag("--json", a.deadline.json, "JSON");
    deadline->add_flag("--batch", a.deadline.batch, "逐行 JSON / one JSON object a line");
    deadline->add_option("--calendar", a.deadline.files.calendar, "日历文件 / calendar file");
    deadline->add_option("--rulebook", a.deadline.files.rulebook, "规则文件 / rulebook file");

    CLI::App* rulebook = app.add_subcommand("rulebook", "规则 / rulebooks");
    rulebook->require_subcommand(1);
    CLI::App* check = rulebook->add_subcommand("check", "检查 / check");
    check->add_option("file", a.first, "文件 / file");
    CLI::App* explain = rulebook->add_subcommand("explain", "说明 / explain");
    explain->add_option("file", a.first, "文件 / file");
    CLI::App* diff = rulebook->add_subcommand("diff", "比较 / compare two");
    diff->add_option("before", a.first, "前 / before")->required();
    diff->add_option("after", a.second, "后 / after")->required();

    CLI::App* calendar = app.add_subcommand("calendar", "日历 / calendars");
    calendar->require_subcommand(1);
    CLI::App* calendar_check = calendar->add_subcommand("check", "检查 / check");
    calendar_check->add_option("file", a.first, "文件 / file");
    CLI::App* preview = calendar->add_subcommand("preview", "预览变动 / what would move");
    preview->add_option("file", a.first, "文件 / file")->required();
    add_store(preview, a.store);

    CLI::App* replay =
        app.add_subcommand("replay", "按草案重放历史 / replay history under a draft");
    add_store(replay, a.replay.store);
    replay->add_option("--rulebook", a.replay.rulebook, "规则草案 / draft rulebook");
    replay->add_option("--calendar", a.replay.calendar, "日历草案 / draft calendar");
    replay->add_option("--as", a.replay.person, "以何人身份 / as which person");
    replay->add_flag("--json", a.replay.json, "JSON");

    CLI::App* verify =
        app.add_subcommand("verify", "核验未被改动 / verify that nothing was altered");
    add_store(verify, a.store);
    verify->add_option("--case", a.case_file,
                       "案卷文件（不需要库） / a case file, without a store");
    verify->add_option("--public-key", a.public_key,
                       "办公室的公钥（keys list 所示） / the office's public key");

    CLI::App* keys = app.add_subcommand("keys", "主密钥 / master keys");
    keys->require_subcommand(1);
    const std::array keys_acts{
        std::pair{keys->add_subcommand("list", "列出 / list"), KeysAct::list},
        std::pair{keys->add_subcommand("add", "加入新主密钥 / add the next key"), KeysAct::add},
        std::pair{keys->add_subcommand("reseal",
                                       "用新密钥重新密封（须先停止服务） / seal all under "
                                       "the newest key, server stopped"),
                  KeysAct::reseal}};
    for (const auto& [act, which] : keys_acts) {
        add_store(act, a.keys.store);
    }
    keys_acts[1]
        .first->add_option("--algorithm", a.keys.algorithm, "算法 / scheme")
        ->capture_default_str()
        ->check(CLI::IsMember({"sm4_ctr_hmac_sm3", "aes_256_gcm"}));
    keys_acts[1].first->add_option(
        "--command", a.keys.command,
        "由命令给出密钥：绝对路径及参数 / a command whose output is the key: path, arguments");

    CLI::App* retention =
        app.add_subcommand("retention", "个人信息到期清理 / erase identities whose time is over");
    add_store(retention, a.retention.store);
    retention->add_option("--run", a.retention.run_orders,
                          "清除，值为预览所示工单数 / erase, as many orders as the dry run showed");
    retention->add_option("--report", a.retention.report, "报告文件 / file for the report (CSV)");

    CLI::App* backup = app.add_subcommand("backup", "备份 / back up");
    backup->add_option("target", a.first, "目标目录 / target directory")->required();
    backup->add_flag("--with-keys", a.with_keys, "连同密钥 / with the keys");
    add_store(backup, a.store);
    CLI::App* restore = app.add_subcommand("restore", "恢复 / restore");
    restore->add_option("backup", a.first, "备份目录 / backup directory")->required();
    add_store(restore, a.store);
    CLI::App* document = app.add_subcommand("document", "生成文书 / make a document");
    document->add_option("form", a.document.form, "文种 / form")->required();
    document->add_option("--order", a.document.order, "工单编号 / order");
    document->add_option("--of", a.document.of, "来源=编号 / SOURCE=ID, e.g. bulletin=…");
    document->add_option("--as", a.document.person, "以何人身份 / as which person");
    document->add_option("--data", a.document.data, "数据文件 / fields of the form (JSON)");
    document->add_option("--out", a.document.out, ".pdf | .docx | .xlsx")->required();
    add_store(document, a.document.store);
    CLI::App* openapi = app.add_subcommand("openapi", "接口说明 / the API's contract");

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) { // --help, --version
        return app.exit(asked);
    } catch (const CLI::ParseError& error) {
        const Language language = language_of(a.language);
        fmt::print(stderr, "{}\n{}\n", in(usage_words(error, app.remaining(true)), language),
                   language == Language::zh ? "用 --help 查看用法。" : "--help shows the usage.");
        return k_usage;
    }
    const Language language = language_of(a.language);
    if (*serve) {
        return run_serve(a.serve, language);
    }
    if (*demo) {
        if (!a.no_serve) {
            demo_serve.store = a.demo.store;
            a.demo.serve = demo_serve;
        }
        return run_demo(a.demo, language);
    }
    if (*create) {
        return run_create(a.create, language);
    }
    if (*publish) {
        const Published what = a.first == "rulebook"   ? Published::rulebook
                               : a.first == "calendar" ? Published::calendar
                                                       : Published::organisation;
        return run_publish(a.store, what, a.second, language);
    }
    if (*import) {
        return run_import(a.import, language);
    }
    if (*deadline) {
        return run_deadline(a.deadline, language);
    }
    if (*check) {
        return run_rulebook_check(a.first, language);
    }
    if (*explain) {
        return run_rulebook_explain(a.first, language);
    }
    if (*diff) {
        return run_rulebook_diff(a.first, a.second, language);
    }
    if (*calendar_check) {
        return run_calendar_check(a.first, language);
    }
    if (*preview) {
        return run_calendar_preview(a.store, a.first, language);
    }
    if (*replay) {
        return run_replay(a.replay, language);
    }
    if (*verify) {
        return a.case_file.empty()
                   ? run_verify(a.store, language)
                   : run_verify_case(a.case_file, a.store.anchor, a.public_key, language);
    }
    for (const auto& [command, act] : keys_acts) {
        if (*command) {
            return run_keys(act, a.keys, language);
        }
    }
    if (*retention) {
        return run_retention(a.retention, language);
    }
    if (*backup) {
        return run_backup(a.store, a.first, a.with_keys, language);
    }
    if (*restore) {
        return run_restore(a.first, a.store, language);
    }
    if (*setup_code) {
        return run_setup_code(a.store, language);
    }
    for (const auto& [command, act] : account_acts) {
        if (*command) {
            return run_account(act, a.account, language);
        }
    }
    if (*document) {
        return run_document(a.document, language);
    }
    return *openapi ? run_openapi() : k_usage;
}

} // namespace

} // namespace chengban::cli

int main(int argc, char** argv) {
    try {
        return chengban::cli::run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "chengban: %s\n", error.what());
        return 70; // a bug or a broken machine
    }
}
