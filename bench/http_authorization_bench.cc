// What finding the caller and asking what they may do costs a request. Two servers over one store
// and one set of handlers: one with the guard that serves (a real session of an account: cookie,
// digest, cache, limits, permission), one whose guard hands out a ready caller. Then, in process,
// the CPU of durable commands with all of their authorization, and of its parts.
//
//   http_authorization_bench [--commands N]      prints ports, cookie and order, serves until its
//                                                standard input ends; see the .sh beside it
#include "api/answer_check.h"
#include "api/caller.h"
#include "api/test_bench.h"
#include "server/http_server.h"
#include "usecase/authorization.h"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>
#include <thread>

namespace chengban::api {

void testing::hold_to_contract(const SeenAnswer& /*answer*/) {}

namespace {

using testing::TestBench;

constexpr std::size_t k_submitters = 64;
constexpr int k_calls = 20'000;

double cpu_seconds() {
    timespec spent{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) * 1e-9;
}

// The clock of a session's limits runs on while we measure, as it does when we serve.
class RunningClock {
public:
    explicit RunningClock(TestBench& bench) : bench_(bench), thread_([this] { run(); }) {}
    ~RunningClock() {
        stop_ = true;
        thread_.join();
    }

private:
    void run() {
        constexpr std::int64_t k_step_ms = 20;
        while (!stop_) {
            std::this_thread::sleep_for(std::chrono::milliseconds(k_step_ms));
            bench_.clock.advance_to(bench_.clock.now().plus_milliseconds(k_step_ms));
        }
    }
    TestBench& bench_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

// A dispatcher's account with a password of its own, signed in.
usecase::Opened signed_in(TestBench& bench, const workorder::Actor& dispatcher) {
    const usecase::Client client{"127.0.0.1", "bench", ""};
    usecase::Door& door = *bench.door;
    const auto made =
        door.office.create(usecase::operator_actor(), {"dispatcher", dispatcher.person});
    invariant(made.has_value(), "an account is made");
    const auto first = door.sign_in.sign_in({"dispatcher", made->secret, "", {}}, client);
    invariant(first.has_value(), "the initial secret opens it");
    const std::string password = "ochre kettle marsh 7";
    invariant(
        door.own.change_password(*first->session, made->secret, password, {}, client).has_value(),
        "the password is set");
    auto opened = door.sign_in.sign_in({"dispatcher", password, "", {}}, client);
    invariant(opened.has_value() && opened->session->duty == account::Duty::none, "signed in");
    return std::move(*opened);
}

// Microseconds of CPU of one call.
template <class Call>
double cost_of(Call call) {
    const double before = cpu_seconds();
    for (int i = 0; i < k_calls; ++i) {
        call();
    }
    return (cpu_seconds() - before) / k_calls * 1e6;
}

server::Request request_for(TestBench& bench, const std::string& path, const std::string& cookie) {
    server::Request request;
    const server::Router::Match match = bench.router.match(server::Method::get, path);
    request.path = path;
    request.params = match.params;
    request.route = match.route;
    request.peer = "127.0.0.1";
    request.is_loopback = true;
    request.headers.add("Cookie", cookie);
    return request;
}

// CPU of one durable command with everything that belongs to it.
double command_cost(TestBench& bench, const std::vector<std::string>& orders,
                    const std::string& cookie, std::size_t commands) {
    std::atomic<std::size_t> done{0};
    const double before = cpu_seconds();
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < k_submitters; ++i) {
        threads.emplace_back([&, i] {
            for (std::size_t n = 0; n < commands; ++n) {
                const server::Response response = bench.ask(
                    nullptr, {.method = server::Method::post,
                              .path = "/api/v1/work-orders/" + orders[i] + "/add_note",
                              .body = R"({"note":"已电话告知处理进展"})",
                              .headers = {{"Idempotency-Key", fmt::format("note-{}-{}", i, n)},
                                          {"Cookie", cookie}}});
                done += response.status == 200 ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    invariant(done == k_submitters * commands, "every command is done");
    return (cpu_seconds() - before) / static_cast<double>(done) * 1e6;
}

std::unique_ptr<server::HttpServer> serve(TestBench& bench, server::Router router,
                                          const char* spool) {
    server::ServerOptions options;
    options.port = 0;
    options.spool_folder = bench.options.directory / spool;
    auto started = server::HttpServer::start(std::move(options), std::move(router));
    invariant(started.has_value(), "the server starts");
    return std::move(*started);
}

void run(std::size_t commands) {
    TestBench bench;
    const workorder::Actor dispatcher = testing::person_of(workorder::Role::dispatcher);
    const usecase::Opened opened = signed_in(bench, dispatcher);
    const std::string cookie = "chengban_session=" + opened.token;
    std::vector<std::string> orders;
    for (std::size_t i = 0; i < k_submitters; ++i) {
        orders.push_back(
            bench.dispatched_order(fmt::format("SH-{:05}", i), "楼上漏水", "district-310101"));
    }
    const RunningClock clock(bench);

    const double command = command_cost(bench, orders, cookie, commands);
    const std::string path = "/api/v1/work-orders/" + orders.front();
    const double guard = cost_of([&] {
        server::Request request = request_for(bench, path, cookie);
        invariant(!bench.router.guard()(request), "the guard lets it through");
    });
    const double bare = cost_of([&] { request_for(bench, path, cookie); });
    const OrderId order(orders.front());
    // Of a unit's own people: the narrowest reach, and the dearest to ask for.
    const workorder::Actor handler =
        testing::person_of(workorder::Role::handler, "district-310101");
    const double reach = cost_of([&] {
        invariant(usecase::authorize_order(*bench.store, "work_order.command", handler, order)
                      .has_value(),
                  "the order is within reach");
    });
    store::Visibility all;
    all.everything = true;
    const double row =
        cost_of([&] { invariant(bench.store->row(order, all).has_value(), "the row is there"); });
    const double asked = guard - bare + reach - row;
    fmt::print(
        "caller and permission {:.2f} µs of CPU, whether an order is within reach {:.2f} µs; "
        "reading its row, which a command needs in any case, {:.1f} µs\n",
        guard - bare, reach - row, row);
    fmt::print("durable command, {} clients: {:.0f} µs of CPU, authorization {:.1f} %; goal 5 %\n",
               k_submitters, command, asked / command * 100);

    server::Router plain;
    add_routes(plain, bench.services);
    plain.set_guard([&opened](server::Request& request) -> std::optional<server::Response> {
        request.session = Caller{opened.session->actor, opened.session, nullptr};
        return std::nullopt;
    });
    server::Router guarded;
    add_routes(guarded, bench.services);
    const auto without = serve(bench, std::move(plain), "spool-without");
    const auto with = serve(bench, std::move(guarded), "spool-with");
    fmt::print("ready {} {} {} {}\n", with->port(), without->port(), path, cookie);
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    with->stop();
    without->stop();
}

} // namespace
} // namespace chengban::api

int main(int argc, char** argv) {
    std::size_t commands = 40;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::string_view(argv[i]) == "--commands") {
            commands = std::strtoul(argv[i + 1], nullptr, 10);
        }
    }
    chengban::api::run(commands);
    return 0;
}
