// Durable commands a second of 64 submitters who each wait for their answer, against plain SQLite
// inserts of the same rows, search tokens included: one thread, rows made ready beforehand, a
// commit for every 64 commands, no checks, counters, ledger or hand-over between threads. Both
// write the same schema with the same settings. Rounds are interleaved; medians are compared.
//
//   store_bench [--rounds N] [--commands N] [--seed S]
#include "store/boot_guard.h"
#include "store/chain.h"
#include "store/order_columns.h"
#include "store/prepared_unit.h"
#include "store/sample_units.h"
#include "store/search_index.h"
#include "store/sqlite_test_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace chengban::store {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t k_submitters = 64;
constexpr std::size_t k_commands_per_order = 4; // one creates it, three advance it

struct Settings {
    std::size_t rounds = 5;
    std::size_t commands = 100; // of each submitter, in each round
    std::uint64_t seed = 1;
};

// What each submitter will commit, one after the other.
std::vector<std::vector<CommitUnit>> make_units(const Settings& settings, std::uint64_t seed) {
    std::vector<std::vector<CommitUnit>> all(k_submitters);
    for (std::size_t s = 0; s < k_submitters; ++s) {
        SampleUnits samples(seed * 1000 + s, fmt::format("b{}-{}", seed, s));
        SampleOrder order;
        for (std::size_t i = 0; i < settings.commands; ++i) {
            all[s].push_back(i % k_commands_per_order == 0 ? samples.create(order)
                                                           : samples.advance(order));
        }
    }
    return all;
}

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double run_store(Store& store, std::vector<std::vector<CommitUnit>> units) {
    std::size_t count = 0;
    for (const auto& list : units) {
        count += list.size();
    }
    const Clock::time_point start = Clock::now();
    std::vector<std::thread> threads;
    for (std::vector<CommitUnit>& list : units) {
        threads.emplace_back([&store, &list] {
            for (CommitUnit& unit : list) {
                const CommitOutcome outcome = store.commit(std::move(unit));
                if (outcome.verdict != Verdict::ok) {
                    fmt::print(stderr, "a command was not committed: {}\n", outcome.detail);
                    std::abort();
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    return static_cast<double>(count) / seconds_since(start);
}

// The same rows by plain statements.
class RawWriter {
public:
    RawWriter(const std::string& database, std::string bureau)
        : connection_(connect(database, Role::writer, {})), bureau_(std::move(bureau)) {
        connection_->execute("PRAGMA wal_autocheckpoint = 4096");
    }

    void begin() { connection_->query("BEGIN").run(); }
    void commit() { connection_->query("COMMIT").run(); }

    void write(const PreparedUnit& unit) {
        const Append& append = unit.unit.appends[0];
        const std::int64_t stream = write_stream(append, unit);
        write_event(append, unit.hashes[0][0], stream);
        for (std::size_t i = 0; i < unit.texts.size(); ++i) {
            const NewText& text = unit.unit.texts[i];
            connection_
                ->query("INSERT INTO sealed_text (bureau_id, id, owner, field, sealed) "
                        "VALUES (?, ?, ?, ?, ?)")
                .bind_all(bureau_, text.id.text(), text.owner, text.field,
                          Blob{unit.texts[i].sealed})
                .run();
        }
        write_order(unit);
        write_work(unit, stream);
    }

private:
    std::int64_t write_stream(const Append& append, const PreparedUnit& unit) {
        const std::string_view head = crypto::bytes_of(unit.hashes[0].back());
        if (append.expected_seq == 0) {
            connection_
                ->query("INSERT INTO stream (bureau_id, kind, id, seq, head, recorded_at, changed) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?)")
                .bind_all(bureau_, append.stream.kind, append.stream.id, 1, Blob{head}, unit.at, 1)
                .run();
            streams_[append.stream.id] = connection_->last_rowid();
            return connection_->last_rowid();
        }
        const std::int64_t number = streams_.at(append.stream.id);
        connection_
            ->query("UPDATE stream SET seq = ?, head = ?, recorded_at = ?, changed = ? "
                    "WHERE number = ?")
            .bind_all(append.expected_seq + 1, Blob{head}, unit.at, append.expected_seq, number)
            .run();
        return number;
    }

    void write_event(const Append& append, const Digest& hash, std::int64_t stream) {
        const NewEvent& event = append.events[0];
        connection_
            ->query("INSERT INTO event (bureau_id, place, type, version, actor, bytes, "
                    "occurred_at, recorded_at, effective_at, algorithm, hash) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind_all(bureau_, (stream << 24) + append.expected_seq + 1, event.type,
                      std::int64_t{event.version}, event.actor, Blob{event.bytes},
                      event.occurred_at.milliseconds(), event.recorded_at.milliseconds(),
                      std::optional<std::int64_t>(), k_chain_algorithm,
                      Blob{crypto::bytes_of(hash)})
            .run();
    }

    void write_order(const PreparedUnit& unit) {
        const OrderRow& row = unit.unit.rows[0];
        const OrderValues values = order_values(row, unit.orders[0].parts);
        if (unit.unit.search.empty()) {
            update_order(row, values);
            return;
        }
        std::string marks;
        for (std::size_t i = 0; i < k_order_columns; ++i) {
            marks += ", ?";
        }
        Query query = connection_->query("INSERT INTO order_row (bureau_id, " CHENGBAN_ORDER_COLUMNS
                                         ") VALUES (?" +
                                         marks + ")");
        query.bind(bureau_);
        for (const ColumnValue& value : values) {
            bind_value(query, value);
        }
        query.run();
        const std::int64_t number = connection_->last_rowid();
        orders_[row.id.text()] = {number, row.chain.size()};
        write_people(row, number, 0);
        connection_
            ->query("INSERT INTO search_text (bureau_id, number, digest, sealed) "
                    "VALUES (?, ?, ?, ?)")
            .bind_all(bureau_, number, Blob{unit.search[0].text_digest},
                      Blob{unit.search[0].sealed})
            .run();
        add_to_index(*connection_, bureau_, number, unit.search[0].tokens);
    }

    void update_order(const OrderRow& row, const OrderValues& values) {
        auto& [number, people] = orders_.at(row.id.text());
        Query query = connection_->query(
            "UPDATE order_row SET version = ?, state = ?, unit = ?, handler = ?, title = ?, "
            "open = ?, dispatched_at = ?, completed_at = ?, next_due = ?, next_due_kind = ?, "
            "chain = ?, updated_at = ? WHERE number = ?");
        for (const std::size_t column :
             {k_order_version, k_order_state, k_order_unit, k_order_handler, k_order_title,
              k_order_open, k_order_dispatched_at, k_order_completed_at, k_order_next_due,
              k_order_next_due_kind, k_order_chain, k_order_updated_at}) {
            bind_value(query, values[column]);
        }
        query.bind(number).run();
        if (row.state == "dispatched") {
            connection_
                ->query("INSERT INTO order_unit (bureau_id, unit, order_number, former) "
                        "VALUES (?, ?, ?, 0)")
                .bind_all(bureau_, row.unit.text(), number)
                .run();
        }
        write_people(row, number, people);
        people = row.chain.size();
    }

    void write_people(const OrderRow& row, std::int64_t number, std::size_t from) {
        for (std::size_t i = from; i < row.chain.size(); ++i) {
            connection_
                ->query("INSERT OR IGNORE INTO order_person (bureau_id, person, confidential, "
                        "order_number) VALUES (?, ?, ?, ?)")
                .bind_all(bureau_, row.chain[i].text(), row.confidential, number)
                .run();
        }
    }

    void write_work(const PreparedUnit& unit, std::int64_t stream) {
        for (const TimerRow& timer : unit.unit.timers) {
            connection_
                ->query("INSERT INTO timer (bureau_id, stream, kind, generation, due) "
                        "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                        "generation = excluded.generation, due = excluded.due")
                .bind_all(bureau_, stream, timer.kind, timer.generation,
                          timer.due ? std::optional(timer.due->milliseconds()) : std::nullopt)
                .run();
        }
        for (const OutboxRow& row : unit.unit.outbox) {
            connection_
                ->query("INSERT INTO outbox (bureau_id, id, topic, stream, payload, not_before, "
                        "state) VALUES (?, ?, ?, ?, ?, ?, 0)")
                .bind_all(bureau_, row.id, row.topic, stream, row.payload,
                          row.not_before.milliseconds())
                .run();
        }
        for (const Claim& claim : unit.unit.claims) {
            connection_
                ->query("INSERT INTO claim (bureau_id, kind, key, owner) VALUES (?, ?, ?, ?)")
                .bind_all(bureau_, claim.kind, claim.key, claim.owner)
                .run();
        }
        const IdempotencyKey& key = *unit.unit.idempotency;
        connection_
            ->query("INSERT INTO idempotency (bureau_id, actor, key, request, ranges, at) "
                    "VALUES (?, ?, ?, ?, ?, ?)")
            .bind_all(bureau_, key.actor, key.key, Blob{crypto::bytes_of(key.request)},
                      unit.idempotency_ranges, unit.at)
            .run();
        for (std::size_t i = 0; i < unit.commands.size(); ++i) {
            const CommandLogRow& row = unit.unit.log[i];
            connection_
                ->query("INSERT INTO command_log (bureau_id, id, at, actor, name, stream, bytes, "
                        "verdict, clauses, rulebook_version, calendar_version) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .bind_all(bureau_, row.id, row.at.milliseconds(), row.actor, row.name, stream,
                          Blob{row.bytes}, row.verdict, unit.clauses[i], row.rulebook_version,
                          row.calendar_version)
                .run();
        }
    }

    struct KnownOrder {
        std::int64_t number = 0;
        std::size_t people = 0;
    };
    std::unique_ptr<Connection> connection_;
    std::string bureau_;
    std::map<std::string, std::int64_t> streams_;
    std::map<std::string, KnownOrder> orders_;
};

double run_raw(const StoreOptions& options, const std::vector<std::vector<CommitUnit>>& units) {
    const BureauId bureau("shanghai-housing");
    const Keyring keys = Keyring::open(options.keys(), bureau).value();
    std::vector<PreparedUnit> prepared; // a command of each submitter in turn
    for (std::size_t i = 0; i < units.front().size(); ++i) {
        for (const std::vector<CommitUnit>& list : units) {
            prepared.push_back(prepare(list[i], bureau, keys));
        }
    }
    RawWriter writer(options.database().string(), bureau.text());
    const Clock::time_point start = Clock::now();
    for (std::size_t i = 0; i < prepared.size(); i += k_submitters) {
        writer.begin();
        for (std::size_t j = i; j < std::min(i + k_submitters, prepared.size()); ++j) {
            writer.write(prepared[j]);
        }
        writer.commit();
    }
    return static_cast<double>(prepared.size()) / seconds_since(start);
}

double resident_megabytes() {
    std::ifstream file("/proc/self/statm");
    double pages = 0;
    file >> pages >> pages;
    return pages * 4096 / 1e6;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double loads_per_second(Store& store, std::uint64_t seed) {
    const std::vector<std::string> ids = store.stream_ids("order", "", 100'000);
    std::mt19937_64 random(seed);
    std::size_t loads = 0;
    const Clock::time_point start = Clock::now();
    while (seconds_since(start) < 1.0) {
        for (int i = 0; i < 100; ++i, ++loads) {
            if (store.load({"order", ids[random() % ids.size()]}).size() != k_commands_per_order) {
                std::abort();
            }
        }
    }
    return static_cast<double>(loads) / seconds_since(start);
}

// Runs `work` in a process of its own, whose memory is its own.
template <class Work>
void in_own_process(const Work& work) {
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        work();
        std::fflush(nullptr);
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
}

void print_idle_memory(const Settings& settings) {
    const TestDirectory directory(Medium::disk);
    const StoreOptions options{.directory = directory.path("store")};
    in_own_process([&] {
        const auto store = make_test_store(options);
        run_store(*store, make_units(settings, settings.seed));
    });
    in_own_process([&] {
        const double before = resident_megabytes();
        const auto store = open_test_store(options);
        const double opened = resident_megabytes();
        store->counts(sees_all());
        fmt::print("idle store: {:.1f} MB resident, {:.1f} MB more than before it was opened; "
                   "{:.1f} MB after a first read\n",
                   opened, opened - before, resident_megabytes());
    });
}

int run(const Settings& settings) {
    print_idle_memory(settings);
    std::vector<double> ours;
    std::vector<double> raw;
    std::vector<double> loads;
    for (std::size_t round = 0; round < settings.rounds; ++round) {
        const auto units = make_units(settings, settings.seed + round);
        {
            const TestDirectory directory(Medium::disk);
            const auto store = make_test_store({.directory = directory.path("store")});
            ours.push_back(run_store(*store, units));
            loads.push_back(loads_per_second(*store, settings.seed));
        }
        const TestDirectory directory(Medium::disk);
        const StoreOptions options{.directory = directory.path("store")};
        make_test_store(options).reset();
        raw.push_back(run_raw(options, units));
        fmt::print("round {}: {:.0f} commands/s, raw {:.0f}/s, {:.0f} loads/s\n", round + 1,
                   ours.back(), raw.back(), loads.back());
    }
    fmt::print("median: {:.0f} commands/s of {} submitters, raw {:.0f}/s, ratio {:.2f}; "
               "{:.0f} loads/s of {} events on one thread; seed {}\n",
               median(ours), k_submitters, median(raw), median(ours) / median(raw), median(loads),
               k_commands_per_order, settings.seed);
    return 0;
}

} // namespace
} // namespace chengban::store

int main(int argc, char** argv) {
    chengban::store::Settings settings;
    for (int i = 1; i + 1 < argc; i += 2) {
        const auto value = static_cast<std::uint64_t>(std::strtoull(argv[i + 1], nullptr, 10));
        if (std::strcmp(argv[i], "--rounds") == 0) {
            settings.rounds = value;
        } else if (std::strcmp(argv[i], "--commands") == 0) {
            settings.commands = value;
        } else if (std::strcmp(argv[i], "--seed") == 0) {
            settings.seed = value;
        }
    }
    return chengban::store::run(settings);
}
