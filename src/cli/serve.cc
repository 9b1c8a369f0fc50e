// Wires the rooms and runs until told to stop.
#include "api/api.h"
#include "cli/shipped.h"
#include "cli/workspace.h"
#include "crypto/hex.h"
#include "crypto/random.h"
#include "outbound/virus_scanner.h"
#include "server/http_server.h"
#include "store/blob_store.h"
#include "usecase/audit_log.h"
#include "usecase/audit_query.h"
#include "usecase/background.h"
#include "usecase/bulletins.h"
#include "usecase/door.h"
#include "usecase/knowledge_base.h"
#include "usecase/queue_views.h"

#include <fmt/format.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <thread>
#include <unistd.h>

namespace chengban::cli {

namespace {

constexpr std::size_t k_view_cache_bytes = 64U << 20;
constexpr std::int64_t k_hour_ms = 3'600'000;
constexpr std::size_t k_outside_threads = 4; // who waits for a provider of single sign-on
constexpr std::size_t k_outside_queue = 64;

// Blocks the signals in every thread that is started later, so that one thread can wait for them.
sigset_t block_stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

std::string host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

server::ServerOptions server_options(const ServeOptions& options) {
    server::ServerOptions http;
    http.addresses = {options.address};
    http.port = options.port;
    http.worker_threads = options.workers;
    http.host_names = options.host_names;
    http.trusted_proxies = options.trusted_proxies;
    http.spool_folder = std::filesystem::path(options.store.directory) / "spool";
    http.hooks.incident = [](std::string_view incident, std::string_view route,
                             std::string_view what) {
        fmt::print(stderr, "incident {} {} {}\n", incident, route, what);
    };
    if (options.access_log) {
        http.hooks.access = [](const server::AccessRecord& record) {
            fmt::print(stderr, "{}\n", server::access_line(record));
        };
    }
    return http;
}

// How to reach the provider of single sign-on, as the operator said.
Result<usecase::IdentityProvider::Link> provider_link(const ServeOptions& options) {
    usecase::IdentityProvider::Link link;
    if (!options.single_sign_on_secret.empty()) {
        Result<std::string> secret = read_file(options.single_sign_on_secret);
        if (!secret) {
            return Failure{secret.error()};
        }
        while (!secret->empty() && (secret->back() == '\n' || secret->back() == '\r')) {
            secret->pop_back();
        }
        using std::filesystem::perms;
        const perms others = std::filesystem::status(options.single_sign_on_secret).permissions() &
                             (perms::group_all | perms::others_all);
        if (secret->empty() || others != perms::none) {
            return Failure{problem("client_secret", options.single_sign_on_secret,
                                   "客户端密钥文件为空，或其他用户可以读取（应为 0600）",
                                   "the file of the client secret is empty, or others may read it "
                                   "(it should be 0600)")};
        }
        link.client_secret = std::move(*secret);
    }
    if (!options.single_sign_on_ca.empty()) {
        if (const auto authorities = read_file(options.single_sign_on_ca); !authorities) {
            return Failure{authorities.error()};
        }
    }
    link.wire = [client = outbound::HttpsClient(options.single_sign_on_ca)](
                    const outbound::Call& call) { return client.ask(call); };
    return link;
}

Result<std::optional<outbound::VirusScanner>> virus_scanner(const ServeOptions& options) {
    if (options.virus_scanner.empty()) {
        return std::optional<outbound::VirusScanner>();
    }
    Result<outbound::VirusScanner> scanner = outbound::VirusScanner::at(options.virus_scanner);
    if (!scanner) {
        return Failure{std::move(scanner).error()};
    }
    return std::optional(std::move(*scanner));
}

// Said at every start: an operator must not believe that files are scanned when they are not.
void say_scanner(const std::optional<outbound::VirusScanner>& scanner, Language language) {
    const bool zh = language == Language::zh;
    if (!scanner) {
        fmt::print("{}\n", zh ? "附件不作病毒扫描（未设 --virus-scanner）"
                              : "files are not scanned for viruses (no --virus-scanner)");
    } else if (const Result<Done> there = scanner->ping(); !there) {
        fmt::print("{}\n",
                   zh ? "病毒扫描服务没有答复：恢复之前不接收附件"
                      : "the virus scanner does not answer: no file is taken until it does");
    } else {
        fmt::print("{}\n", zh ? "附件经病毒扫描后保存" : "files are scanned for viruses");
    }
}

} // namespace

int run_serve(const ServeOptions& options, Language language) {
    const sigset_t signals = block_stop_signals();
    Result<std::unique_ptr<Workspace>> opened = Workspace::open(options.store, 4);
    if (!opened) {
        return refuse(opened.error(), language);
    }
    Workspace& workspace = **opened;
    server::EventHub hub(crypto::to_hex(crypto::random_bytes(8)));
    api::Sessions sessions;
    api::ViewCache views(k_view_cache_bytes);
    usecase::AuditLog audit(workspace.store(), workspace.clock(), host_name());
    usecase::ReadWatch watch(audit, workspace.clock());
    usecase::recall_identity_reads(workspace.store(),
                                   workspace.clock().now().plus_milliseconds(-k_hour_ms), watch);
    usecase::Exports exports(workspace.desk(), audit);
    usecase::QueueViews queue_views(workspace.desk());
    usecase::Jobs jobs(
        [](const std::string& incident, const std::string& job, const std::string& what) {
            fmt::print(stderr, "incident {} job {} {}\n", incident, job, what);
        });
    const server::StaticFiles desk_files = shipped_desk();
    Result<usecase::IdentityProvider::Link> provider = provider_link(options);
    if (!provider) {
        return refuse(provider.error(), language);
    }
    const std::unique_ptr<usecase::Door> door =
        open_door(workspace, options.store, audit, std::move(*provider));
    if (const Result<Done> strong = door->accounts.check_hashes(); !strong) {
        return refuse(strong.error(), language);
    }
    api::Services services;
    services.desk = &workspace.desk();
    services.jobs = &jobs;
    services.hub = &hub;
    services.sessions = &sessions;
    services.views = &views;
    services.desk_files = &desk_files;
    services.version = CHENGBAN_VERSION;
    services.audit = &audit;
    services.blobs = &workspace.store().blobs();
    services.sqlite = &workspace.store();
    services.watch = &watch;
    services.exports = &exports;
    services.queue_views = &queue_views;
    services.door = door.get();
    services.allow_plain_http = options.allow_plain_http;
    const Result<std::optional<outbound::VirusScanner>> scanner = virus_scanner(options);
    if (!scanner) {
        return refuse(scanner.error(), language);
    }
    if (*scanner) {
        services.scan = [scanner = **scanner](const store::BlobStore::Source& source) {
            return scanner.scan(source);
        };
    }
    WorkerPool outside(k_outside_threads, k_outside_queue);
    services.outside = &outside;
    workspace.desk().on_change([&](const usecase::Change& change) {
        views.drop(change.order);
        const std::string data = canonical_json(json::object{
            {"id", change.order.text()}, {"version", change.version}, {"event", change.event}});
        // A hint without content; a confidential order is not even mentioned to the bureau.
        for (const PersonId& reader : change.readers) {
            hub.publish("person/" + reader.text(), "work_order", data);
        }
        if (!change.confidential) {
            hub.publish("bureau", "work_order", data);
            if (!change.unit.empty()) {
                hub.publish("unit/" + change.unit.text(), "work_order", data);
            }
        }
    });
    usecase::KnowledgeBase knowledge(workspace.desk());
    services.knowledge = &knowledge;
    usecase::Bulletins bulletins(workspace.desk());
    services.bulletins = &bulletins;
    usecase::PeopleDesk people(workspace.desk());
    // Names, posts and who is on duty stand in rendered orders.
    people.on_change([&] { views.clear(); });
    people.on_leaver([&](const PersonId& person) { sessions.close_all_of(person); });
    services.people = &people;
    server::Router router;
    api::add_routes(router, services);
    Result<std::unique_ptr<server::HttpServer>> http =
        server::HttpServer::start(server_options(options), std::move(router));
    if (!http) {
        return refuse(http.error(), language);
    }
    usecase::Background background(
        workspace.desk(), workspace.store().blobs(),
        [](const std::string& line) { fmt::print(stderr, "{}\n", line); });
    fmt::print("http://{}:{}/\n", options.address, (*http)->port());
    say_scanner(*scanner, language);
    if (workspace.store().is_demonstration()) {
        fmt::print("{}\n", language == Language::zh ? "演示数据，仅限本机登录"
                                                    : "demonstration data, sign-in on this machine "
                                                      "only");
    } else if (door->accounts.empty()) {
        door->setup.make();
        fmt::print("{}: {}\n",
                   language == Language::zh
                       ? "尚无账号，请用初始化码建立三员账号（chengban setup-code 可查看）"
                       : "there is no account yet; the setup code makes the administrators "
                         "(chengban setup-code shows it)",
                   door->setup.file().string());
    }
    std::fflush(stdout);
    int received = 0;
    sigwait(&signals, &received);
    (*http)->stop();
    outside.stop();
    hub.close_all();
    workspace.drain();
    return k_ok;
}

} // namespace chengban::cli
