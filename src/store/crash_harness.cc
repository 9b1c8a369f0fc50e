#include "store/crash_harness.h"

#include <fmt/format.h>

#include <filesystem>
#include <mutex>
#include <thread>

namespace chengban::store {

namespace {

constexpr std::size_t k_orders_max = 24; // then from an empty store again, to stay fast

std::string wrong(const CrashLedger& ledger, const std::string& what) {
    return fmt::format("order {}: {}", ledger.order.row.id.text(), what);
}

} // namespace

std::string check_order(Store& store, const CrashLedger& ledger) {
    const SampleOrder& order = ledger.order;
    const std::vector<StoredEvent> events = store.load(order.stream());
    const auto seq = static_cast<std::int64_t>(events.size());
    const bool done_after_all = ledger.if_done && seq == ledger.if_done->row.version;
    if (seq < order.row.version) {
        return wrong(
            ledger, fmt::format("{} of {} acknowledged commands are left", seq, order.row.version));
    }
    if (seq > order.row.version && !done_after_all) {
        return wrong(ledger, fmt::format("{} commands where {} were sent", seq, order.row.version));
    }
    const SampleOrder& expected = done_after_all ? *ledger.if_done : order;
    if (seq > 0 && events.back().hash != expected.head) {
        return wrong(ledger, "the head is another one");
    }
    const std::optional<OrderRow> row = store.row(order.row.id, sees_all());
    if (seq > 0 ? row != expected.row : row.has_value()) {
        return wrong(ledger, "the row is not that of the events");
    }
    if (static_cast<std::int64_t>(store.command_log(order.stream()).size()) != seq) {
        return wrong(ledger, "the command log is not that of the events");
    }
    for (const std::string& key : ledger.keys) {
        if (!store.idempotent_use("p-1024", key)) {
            return wrong(ledger, "an idempotency key is lost");
        }
    }
    if (store.texts(order.row.id.text(), ledger.texts).size() != ledger.texts.size()) {
        return wrong(ledger, "a text is lost");
    }
    if (!ledger.unanswered) {
        return {};
    }
    const CommitUnit& unit = *ledger.unanswered;
    const std::vector ids{unit.texts[0].id};
    const bool has_key = store.idempotent_use("p-1024", unit.idempotency->key).has_value();
    const bool has_text = !store.texts(order.row.id.text(), ids).empty();
    if (has_key != done_after_all || has_text != done_after_all) {
        return wrong(ledger, "an unanswered command was done in part");
    }
    return {};
}

std::string settle(Store& store, CrashLedger& ledger) {
    if (!ledger.unanswered) {
        return {};
    }
    const CommitOutcome outcome = store.commit(*ledger.unanswered);
    if (outcome.verdict != Verdict::ok && outcome.verdict != Verdict::duplicate) {
        return wrong(ledger, "an unanswered command cannot be repeated: " + outcome.detail);
    }
    ledger.order = *ledger.if_done;
    ledger.keys.push_back(ledger.unanswered->idempotency->key);
    ledger.texts.push_back(ledger.unanswered->texts[0].id);
    ledger.unanswered.reset();
    ledger.if_done.reset();
    return check_order(store, ledger);
}

CrashRun::CrashRun(std::uint64_t seed)
    : random_(seed),
      vfs_(fmt::format("crash-{}", seed)), options_{.directory = directory_.path("store"),
                                                    .vfs = vfs_.name()} {
    make_test_store(options_).reset();
    empty_ = vfs_.image();
    start_anew();
}

void CrashRun::start_anew() {
    vfs_.load(empty_);
    std::filesystem::remove(options_.anchor());
    ledgers_.clear();
    samples_ = std::make_unique<SampleUnits>(random_(), fmt::format("crash-{}", ++started_));
}

void CrashRun::load_until_cut(Store& store, std::size_t submitters, std::int64_t& acknowledged) {
    std::mutex mutex; // of samples_, ledgers_ and acknowledged
    const auto submit_one = [&](CrashLedger& ledger) {
        CommitUnit unit;
        {
            const std::lock_guard lock(mutex);
            SampleOrder next = ledger.order;
            unit = next.row.version == 0 ? samples_->create(next) : samples_->advance(next);
            ledger.if_done = next;
            ledger.order.row.id = next.row.id;
            ledger.unanswered = unit;
        }
        const CommitOutcome outcome = store.commit(std::move(unit));
        const std::lock_guard lock(mutex);
        if (outcome.verdict == Verdict::ok) {
            ++acknowledged;
            ledger.keys.push_back(ledger.unanswered->idempotency->key);
            ledger.texts.push_back(ledger.unanswered->texts[0].id);
            ledger.order = *ledger.if_done;
            ledger.unanswered.reset();
            ledger.if_done.reset();
        }
        return outcome.verdict == Verdict::ok;
    };
    const std::size_t first = ledgers_.size();
    ledgers_.resize(first + submitters);
    std::vector<std::thread> threads;
    for (std::size_t s = 0; s < submitters; ++s) {
        threads.emplace_back([&, s] {
            const std::uint64_t seal_every = 3 + s;
            for (std::uint64_t i = 1; submit_one(ledgers_[first + s]); ++i) {
                if (i % seal_every == 0) {
                    Instant now;
                    {
                        const std::lock_guard lock(mutex);
                        now = samples_->now();
                    }
                    try {
                        store.seal_heads(now);
                    } catch (const StoreBroken&) {
                        return; // the power is gone
                    }
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

std::string CrashRun::check_all(Store& store) {
    for (const CrashLedger& ledger : ledgers_) {
        if (std::string fault = check_order(store, ledger); !fault.empty()) {
            return fault;
        }
    }
    for (CrashLedger& ledger : ledgers_) {
        if (std::string fault = settle(store, ledger); !fault.empty()) {
            return fault;
        }
    }
    const VerifyReport report = store.verify({});
    if (!report.faults.empty()) {
        return report.faults[0].place + ": " + report.faults[0].words.en;
    }
    return {};
}

std::string CrashRun::cut_once(std::int64_t& acknowledged) {
    if (ledgers_.size() > k_orders_max) {
        start_anew();
    }
    const bool kill = random_() % 4 == 0;
    {
        // Now and then so early that opening itself is hit.
        const bool early = random_() % 8 == 0;
        if (early) {
            vfs_.cut_power_at(1 + static_cast<std::int64_t>(random_() % 60));
        }
        Result<std::unique_ptr<SqliteStore>> store = open_store(options_);
        if (store) {
            if (!early) {
                vfs_.cut_power_at(1 + static_cast<std::int64_t>(random_() % 1500));
            }
            load_until_cut(**store, 1 + random_() % 4, acknowledged);
        } else if (!vfs_.power_is_cut()) {
            return store.error().reasons.front().words.en;
        }
    }
    if (kill) {
        vfs_.process_restarts();
    } else {
        vfs_.power_returns(random_);
    }
    Result<std::unique_ptr<SqliteStore>> store = open_store(options_);
    if (!store) {
        return store.error().reasons.front().words.en;
    }
    return check_all(**store);
}

} // namespace chengban::store
