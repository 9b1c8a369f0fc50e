// A server with one fixed JSON document, for bench/http_static_bench.sh: answered on the event loop
// (/api/inline), through the worker pool (/api/pooled) and by a promise kept from another thread
// (/api/later). Prints its port, runs until SIGINT or SIGTERM.
//
//   chengban_http_bench [io threads] [worker threads] [bytes]
#include "server/http_server.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using namespace chengban::server;

std::string document(std::size_t bytes) {
    std::string json = "{\"items\":[";
    for (int i = 0; json.size() + 64 < bytes; ++i) {
        json += fmt::format("{}{{\"n\":{},\"state\":\"dispatched\"}}", i == 0 ? "" : ",", i);
    }
    json += "],\"pad\":\"";
    json += std::string(bytes > json.size() + 2 ? bytes - json.size() - 2 : 0, 'x');
    return json + "\"}";
}

Route route(std::string pattern, std::string name, Handler handler, RunOn run_on) {
    return {.method = Method::get,
            .pattern = std::move(pattern),
            .name = std::move(name),
            .handler = std::move(handler),
            .sign_in = SignIn::none,
            .run_on = run_on};
}

std::size_t argument(int count, char** values, int index, std::size_t otherwise) {
    return count > index ? std::strtoul(values[index], nullptr, 10) : otherwise;
}

} // namespace

int main(int count, char** values) {
    sigset_t ends{};
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr); // before any thread starts
    ServerOptions options;
    options.port = 0;
    options.io_threads = argument(count, values, 1, 1);
    options.worker_threads = argument(count, values, 2, 1);
    options.limits.requests_per_connection_max = 1'000'000'000;
    const std::string json = document(argument(count, values, 3, 3000));
    // a copy per answer, as a handler that serialises its own JSON would make
    const SyncHandler answer = [&json](const Request&) { return json_response(200, json); };
    const AsyncHandler later = [&json](const Request&, const Responder& responder) {
        responder.send(json_response(200, json));
    };
    Router router;
    router.add(route("/api/inline", "inline", answer, RunOn::io_thread));
    router.add(route("/api/pooled", "pooled", answer, RunOn::worker));
    router.add(route("/api/later", "later", later, RunOn::worker));
    auto server = HttpServer::start(std::move(options), std::move(router));
    if (!server) {
        fmt::print(stderr, "{}\n", server.error().reasons.front().words.en);
        return 1;
    }
    fmt::print("{}\n", (*server)->port());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&ends, &signal);
    (*server)->stop();
    return 0;
}
