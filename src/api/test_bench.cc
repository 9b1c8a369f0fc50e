#include "api/test_bench.h"

#include "api/answer_check.h"
#include "base/source_dir.h"
#include "server/exchange.h"

#include <fmt/format.h>

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace chengban::api::testing {

namespace {

std::string read_source(const std::string& name) {
    std::ifstream file(source_dir() + "/" + name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

const people::Organisation& demo_organisation() {
    static const people::Organisation organisation = [] {
        auto parsed = people::parse_organisation(read_source("organisations/shanghai-demo.toml"),
                                                 "shanghai-demo.toml");
        invariant(parsed.has_value(), "the demonstration organisation is well formed");
        return std::move(*parsed);
    }();
    return organisation;
}

} // namespace

workorder::Actor person_of(workorder::Role role, const std::string& unit) {
    for (const people::Person& person : demo_organisation().people) {
        for (const people::Post& post : person.posts) {
            if (post.role == role && (unit.empty() || post.unit.text() == unit)) {
                return {person.id, post.unit, role, std::nullopt};
            }
        }
    }
    // Posts that nobody holds there (the hotline, the machine): a person of that name.
    return {PersonId(std::string(token(role))), UnitId(unit.empty() ? "office" : unit), role,
            std::nullopt};
}

std::string text_of(const server::Response& response) {
    return std::string(response.text());
}

TestBench::TestBench() {
    std::string pattern = (std::filesystem::temp_directory_path() / "bench-XXXXXX").string();
    invariant(mkdtemp(pattern.data()) != nullptr, "a temporary directory");
    options.directory = std::filesystem::path(pattern) / "store";
    invariant(store::create_store(options, BureauId("test"), true).has_value(), "a store is made");
    auto opened = store::open_store(options);
    invariant(opened.has_value(), "the store opens");
    store = std::move(*opened);
    library = std::make_unique<usecase::Library>(*store);
    const workorder::Actor system = usecase::system_actor();
    const bool filled =
        library->publish_rulebook({read_source("rulebooks/shanghai-housing-2022.toml"), "r.toml"},
                                  system, clock.now()) &&
        library->publish_calendar({read_source("calendars/china.csv"), "c.csv"}, system,
                                  clock.now()) &&
        library->publish_organisation({read_source("organisations/shanghai-demo.toml"), "o.toml"},
                                      system, clock.now());
    invariant(filled, "rulebook, calendar and organisation are published");
    desk = std::make_unique<usecase::Desk>(*store, *library, clock,
                                           [this](std::function<void()> task) {
                                               WorkerPool::Job job = std::move(task);
                                               invariant(pool.try_submit(std::move(job)), "room");
                                           });
    audit_log = std::make_unique<usecase::AuditLog>(*store, clock, "test-node");
    door = std::make_unique<usecase::Door>(
        *store, clock, *audit_log,
        [this](const PersonId& person) {
            return usecase::actors_of(*library, person, clock.now());
        },
        [](std::function<void()> task) { task(); }, "Chengban", options.directory / "setup-code");
    services.desk = desk.get();
    services.jobs = &jobs;
    services.hub = &hub;
    services.sessions = &sessions;
    services.views = &views;
    services.version = "test";
    services.audit = audit_log.get();
    services.blobs = &store->blobs();
    services.sqlite = store.get();
    auto opened_spool = server::Spool::open(options.directory / "spool");
    invariant(opened_spool.has_value(), "a spool folder is made");
    spool = std::move(*opened_spool);
    watch = std::make_unique<usecase::ReadWatch>(*audit_log, clock);
    services.watch = watch.get();
    exports = std::make_unique<usecase::Exports>(*desk, *audit_log);
    services.exports = exports.get();
    queue_views = std::make_unique<usecase::QueueViews>(*desk);
    services.queue_views = queue_views.get();
    services.door = door.get();
    services.outside = &outside;
    knowledge = std::make_unique<usecase::KnowledgeBase>(*desk);
    services.knowledge = knowledge.get();
    bulletins = std::make_unique<usecase::Bulletins>(*desk);
    services.bulletins = bulletins.get();
    people = std::make_unique<usecase::PeopleDesk>(*desk);
    services.people = people.get();
    desk->on_change([this](const usecase::Change& change) { views.drop(change.order); });
    add_routes(router, services);
}

TestBench::~TestBench() {
    pool.stop();
    outside.stop();
    people.reset();
    bulletins.reset();
    knowledge.reset();
    queue_views.reset();
    exports.reset();
    spool.reset();
    door.reset();
    audit_log.reset();
    desk.reset();
    store.reset();
    std::filesystem::remove_all(options.directory.parent_path());
}

server::Response TestBench::ask(const workorder::Actor* caller, Ask wanted) {
    const server::Router::Match match = router.match(wanted.method, wanted.path);
    if (match.route == nullptr) {
        return server::empty_response(match.allow.empty() ? 404 : 405);
    }
    server::Response response = answer_of(match, caller, std::move(wanted));
    // Check 25: whatever is asked here is held to the contract.
    const std::string* media = response.find("Content-Type");
    const bool page = !std::string_view(match.route->pattern).starts_with("/api/");
    if (!page) {
        hold_to_contract({match.route->name, response.status,
                          media == nullptr ? std::string_view() : std::string_view(*media),
                          response.text()});
    }
    return response;
}

server::Response TestBench::answer_of(const server::Router::Match& match,
                                      const workorder::Actor* caller, Ask wanted) {
    const auto exchange = std::make_shared<server::Exchange>();
    server::Request& request = exchange->request;
    request.method = wanted.method;
    request.path = std::move(wanted.path);
    request.query = std::move(wanted.query);
    request.body = std::move(wanted.body);
    request.params = match.params;
    request.route = match.route;
    request.peer = "127.0.0.1";
    request.is_loopback = true;
    if (match.route->body == server::BodyKind::file) {
        request.file = spool->create();
    }
    for (const server::NameValue& header : wanted.headers) {
        request.headers.add(header.name, header.value);
    }
    if (caller != nullptr) {
        request.headers.add(
            "Cookie", fmt::format("{}={}", k_session_cookie, sessions.open(*caller, clock.now())));
    }
    if (auto refusal = router.guard()(request)) {
        return std::move(*refusal);
    }
    if (const auto* sync = std::get_if<server::SyncHandler>(&match.route->handler)) {
        return (*sync)(request);
    }
    std::mutex mutex;
    std::condition_variable ready;
    bool answered = false;
    exchange->set_wake([&] {
        const std::lock_guard lock(mutex);
        answered = true;
        ready.notify_one();
    });
    std::get<server::AsyncHandler>(match.route->handler)(request, server::Responder(exchange));
    std::unique_lock lock(mutex);
    ready.wait(lock, [&] { return answered; });
    return *exchange->take();
}

server::Response TestBench::get(const workorder::Actor& caller, const std::string& path,
                                std::vector<server::NameValue> query) {
    return ask(&caller, {.path = path, .query = std::move(query)});
}

server::Response TestBench::post(const workorder::Actor& caller, const std::string& path,
                                 const std::string& body) {
    return ask(&caller, {.method = server::Method::post,
                         .path = path,
                         .body = body,
                         .headers = {{"Idempotency-Key", fmt::format("bench-{:06}", ++keys_)}}});
}

void TestBench::give(const workorder::Actor& caller, const std::string& order,
                     const std::string& command, const std::string& body) {
    const std::int64_t version = store->head({"order", order}).value().seq;
    const server::Response response =
        ask(&caller, {.method = server::Method::post,
                      .path = "/api/v1/work-orders/" + order + "/" + command,
                      .body = body,
                      .headers = {{"Idempotency-Key", fmt::format("bench-{:06}", ++keys_)},
                                  {"If-Match", fmt::format("\"{}\"", version)}}});
    invariant(response.status == 200, (command + ": " + text_of(response)).c_str());
}

std::string TestBench::dispatched_order(const std::string& number, const std::string& title,
                                        const std::string& unit, bool confidential) {
    const workorder::Actor dispatcher = person_of(workorder::Role::dispatcher);
    json::object body{{"hotline_number", number},
                      {"kind", "complaint"},
                      {"limit_class", "general"},
                      {"title", title},
                      {"claim", title + "，已两周"},
                      {"citizen_name", "王小明"},
                      {"citizen_phone", "13812345678"},
                      {"address", "虹桥路123弄4号502室"},
                      {"district", "310101"}};
    if (confidential) {
        body["confidentiality"] = "citizen_wish";
    }
    const server::Response response = post(dispatcher, "/api/v1/work-orders", write(body));
    invariant(response.status == 201, text_of(response).c_str());
    const std::string order(parse_json(text_of(response))->at("order").as_string());
    give(dispatcher, order, "dispatch", write(json::object{{"unit", unit}}));
    return order;
}

std::vector<store::StoredEvent> TestBench::audit() {
    invariant(audit_log->record_durably({clock.now(), "test", {}, {}, "done", {}, {}}),
              "the audit can be written");
    return store->load({std::string(usecase::k_audit_stream), audit_log->stream_id()});
}

} // namespace chengban::api::testing
