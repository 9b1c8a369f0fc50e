// What is acknowledged is there after a crash, once and whole.
//
//   store_crash_prove [--points N] [--kill9 N] [--seed S]
//
// --points: cuts of the power at random calls to a disk in memory that loses and tears what was not
// synced. --kill9: a real process with eight submitters on the real disk, killed at a random
// moment; acknowledgements are kept by the process that kills.
#include "store/crash_harness.h"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <future>
#include <map>
#include <mutex>
#include <random>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace chengban::store {
namespace {

int cut_power(std::int64_t points, std::uint64_t seed) {
    constexpr std::int64_t k_points_per_run = 1000;
    std::int64_t acknowledged = 0;
    const auto start = std::chrono::steady_clock::now();
    for (std::int64_t done = 0; done < points; done += k_points_per_run) {
        const std::uint64_t run_seed = seed + static_cast<std::uint64_t>(done);
        CrashRun run(run_seed);
        for (std::int64_t i = done; i < std::min(done + k_points_per_run, points); ++i) {
            const std::string fault = run.cut_once(acknowledged);
            if (!fault.empty()) {
                fmt::print("FAULT: seed {}, run seed {}, point {}: {}\n", seed, run_seed, i - done,
                           fault);
                return 1;
            }
        }
    }
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    fmt::print("{} power cuts, {} acknowledged commands: 0 lost, 0 doubled, 0 torn; {:.0f} s; "
               "seed {}\n",
               points, acknowledged, seconds, seed);
    return 0;
}

// What the killing process knows of one order.
struct Journal {
    std::int64_t sent = 0;
    std::int64_t acknowledged = 0;
    std::vector<std::string> keys;  // by version
    std::vector<std::string> texts; // by version
};

// Writes «S order version key text» before and «A order version» after each command.
[[noreturn]] void submit_until_killed(const StoreOptions& options, int journal,
                                      std::uint64_t seed) {
    const std::unique_ptr<SqliteStore> store = open_test_store(options);
    std::mutex mutex;
    const auto note = [&](const std::string& line) {
        const std::lock_guard lock(mutex);
        if (::write(journal, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
            ::_exit(2);
        }
    };
    std::vector<std::thread> threads;
    for (std::uint64_t t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            SampleUnits samples(seed * 8 + t, fmt::format("{}-{}", seed, t));
            SampleOrder order;
            for (std::uint64_t i = 0;; ++i) {
                const CommitUnit unit = i % 4 == 0 ? samples.create(order) : samples.advance(order);
                note(fmt::format("S {} {} {} {}\n", order.row.id.text(), order.row.version,
                                 unit.idempotency->key, unit.texts[0].id.text()));
                if (store->commit(unit).verdict == Verdict::ok) {
                    note(fmt::format("A {} {}\n", order.row.id.text(), order.row.version));
                }
                if (t == 0 && i % 16 == 15) {
                    store->seal_heads(samples.now());
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    ::_exit(0);
}

std::map<std::string, Journal> read_journal(const std::string& text) {
    std::map<std::string, Journal> orders;
    std::istringstream lines(text.substr(0, text.rfind('\n') + 1));
    std::string what;
    std::string order;
    std::int64_t version = 0;
    while (lines >> what >> order >> version) {
        Journal& journal = orders[order];
        if (what == "A") {
            journal.acknowledged = version;
            continue;
        }
        journal.sent = version;
        lines >> journal.keys.emplace_back() >> journal.texts.emplace_back();
    }
    return orders;
}

std::string check_journal(Store& store, const std::string& order, const Journal& journal) {
    const std::int64_t seq = static_cast<std::int64_t>(store.load({"order", order}).size());
    if (seq < journal.acknowledged || seq > journal.sent) {
        return fmt::format("{} events, {} acknowledged, {} sent", seq, journal.acknowledged,
                           journal.sent);
    }
    const std::optional<OrderRow> row = store.row(OrderId(order), sees_all());
    if ((row ? row->version : 0) != seq ||
        static_cast<std::int64_t>(store.command_log({"order", order}).size()) != seq) {
        return "the row or the command log is not that of the events";
    }
    for (std::int64_t version = 1; version <= journal.sent; ++version) {
        const auto at = static_cast<std::size_t>(version - 1);
        const std::vector ids{TextId(journal.texts[at])};
        const bool has_text = store.texts(order, ids).size() == 1;
        const bool has_key = store.idempotent_use("p-1024", journal.keys[at]).has_value();
        if (has_text != (version <= seq) || has_key != (version <= seq)) {
            return fmt::format("command {} is there in part", version);
        }
    }
    return {};
}

constexpr std::chrono::seconds k_patience{60};

std::string kill_once(const StoreOptions& options, std::uint64_t seed,
                      std::chrono::microseconds after, std::int64_t& acknowledged) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
        return "no pipe";
    }
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        submit_until_killed(options, ends[1], seed);
    }
    ::close(ends[1]);
    // Counted from the first acknowledgement: a slow machine would else be killed before it did
    // anything.
    std::promise<void> working;
    std::thread killer([&, first = working.get_future()] {
        first.wait_for(k_patience);
        std::this_thread::sleep_for(after);
        ::kill(child, SIGKILL);
    });
    bool has_acknowledged = false;
    std::string text;
    std::array<char, 65536> buffer{};
    ssize_t got = 0;
    while ((got = ::read(ends[0], buffer.data(), buffer.size())) > 0) {
        text.append(buffer.data(), static_cast<std::size_t>(got));
        if (!has_acknowledged && text.find("\nA ") != std::string::npos) {
            has_acknowledged = true;
            working.set_value();
        }
    }
    killer.join();
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) {
        return "the process ended by itself";
    }
    if (!has_acknowledged) {
        return "nothing was acknowledged before the kill";
    }
    const std::unique_ptr<SqliteStore> store = open_test_store(options);
    for (const auto& [order, journal] : read_journal(text)) {
        acknowledged += journal.acknowledged;
        if (const std::string fault = check_journal(*store, order, journal); !fault.empty()) {
            return order + ": " + fault;
        }
    }
    const VerifyReport report = store->verify({});
    return report.faults.empty() ? "" : report.faults[0].place + ": " + report.faults[0].words.en;
}

int kill_processes(std::int64_t kills, std::uint64_t seed) {
    constexpr std::int64_t k_kills_per_store = 10;
    std::mt19937_64 random(seed);
    std::int64_t acknowledged = 0;
    for (std::int64_t done = 0; done < kills; done += k_kills_per_store) {
        const TestDirectory directory(Medium::disk);
        const StoreOptions options{.directory = directory.path("store")};
        make_test_store(options).reset();
        for (std::int64_t i = done; i < std::min(done + k_kills_per_store, kills); ++i) {
            const std::chrono::microseconds after(20'000 + random() % 400'000);
            const std::string fault =
                kill_once(options, random() % 1'000'000'000, after, acknowledged);
            if (!fault.empty()) {
                fmt::print("FAULT: seed {}, kill {}: {}\n", seed, i, fault);
                return 1;
            }
        }
    }
    fmt::print(
        "{} processes killed, {} acknowledged commands: 0 lost, 0 doubled, 0 torn; seed {}\n",
        kills, acknowledged, seed);
    return 0;
}

} // namespace
} // namespace chengban::store

int main(int argc, char** argv) {
    std::int64_t points = 0;
    std::int64_t kills = 0;
    std::uint64_t seed = 1;
    for (int i = 1; i + 1 < argc; i += 2) {
        const long long value = std::strtoll(argv[i + 1], nullptr, 10);
        if (std::strcmp(argv[i], "--points") == 0) {
            points = value;
        } else if (std::strcmp(argv[i], "--kill9") == 0) {
            kills = value;
        } else if (std::strcmp(argv[i], "--seed") == 0) {
            seed = static_cast<std::uint64_t>(value);
        }
    }
    int code = kills > 0 ? chengban::store::kill_processes(kills, seed) : 0;
    if (code == 0 && points > 0) {
        code = chengban::store::cut_power(points, seed);
    }
    return code;
}
