#include "usecase/background.h"

#include "usecase/casework.h"
#include "usecase/half_years.h"
#include "usecase/projection.h"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace chengban::usecase {

using workorder::DeadlineKind;
using workorder::WorkOrder;

namespace {

constexpr std::int64_t k_seal_every_ms = 60'000;
constexpr std::int64_t k_sweep_every_ms = 3'600'000;
constexpr std::int64_t k_tasks_every_ms = 3'600'000;

// Visits every open order that `wanted` selects, page by page.
template <class Visit>
void each_row(Desk& desk, const store::OrderFilter& filter, const Visit& visit) {
    const store::Visibility all = visibility_of(system_actor());
    store::PageRequest page;
    page.sort = store::SortKey::received_at;
    page.limit = 500;
    for (;;) {
        const Result<store::OrderPage> found = desk.store().list(filter, page, all);
        invariant(found.has_value(), "a system listing is well formed");
        for (const store::OrderRow& row : found->rows) {
            if (!visit(row)) {
                return;
            }
        }
        if (found->next_cursor.empty()) {
            return;
        }
        page.cursor = found->next_cursor;
    }
}

} // namespace

// Limits are noted side by side, then casework looks at its orders one after another: what it finds
// depends on all of them. A timer that ends here ends with the others in one commit; before that a
// stop of the program lets it fire again, which changes nothing.
std::int64_t fire_timers(Desk& desk, std::int32_t limit) {
    store::CommitUnit ended;
    std::mutex mutex;
    std::condition_variable settled;
    std::size_t given = 0;
    std::size_t answered = 0;
    const auto settle = [&] {
        std::unique_lock lock(mutex);
        settled.wait(lock, [&] { return answered == given; });
    };
    const std::vector<store::DueTimer> due = desk.store().due_timers(desk.clock().now(), limit);
    const auto note_passed = [&](const store::TimerRow& timer) {
        const auto kind = from_token<DeadlineKind>(timer.kind);
        if (timer.stream.kind != "order" || !kind) {
            return;
        }
        CommandRequest request;
        request.actor = system_actor();
        request.order = OrderId(timer.stream.id);
        request.idempotency_key =
            fmt::format("timer/{}/{}/{}", timer.stream.id, timer.kind, timer.generation);
        request.command = workorder::NoteDeadlinePassed{*kind, timer.generation};
        desk.give(std::move(request), [&, timer](const Outcome<CommandAnswer>& outcome) {
            const std::lock_guard lock(mutex);
            if (!outcome) {
                // The limit ended or moved meanwhile: the timer has nothing left to say.
                ended.timers.push_back({timer.stream, timer.kind, timer.generation, {}});
            }
            ++answered;
            settled.notify_all();
        });
        ++given;
    };
    try {
        for (const auto& [timer] : due) {
            note_passed(timer);
        }
    } catch (...) {
        settle(); // what was given still speaks of this call's own
        throw;
    }
    settle();
    auto fired = static_cast<std::int64_t>(given);
    for (const auto& [timer] : due) {
        if (timer.kind == k_wake_timer || timer.kind == k_long_unresolved_timer) {
            for (store::TimerRow& change : fire_casework(desk, timer)) {
                ended.timers.push_back(std::move(change));
            }
            ++fired;
        }
    }
    if (!ended.timers.empty()) {
        desk.store().commit(std::move(ended));
    }
    return fired;
}

JobResult apply_calendar(Desk& desk, JobControl& control) {
    const std::int64_t version = desk.library().latest_calendar()->version();
    store::OrderFilter lagging;
    lagging.open = true;
    lagging.calendar_version_below = version;
    const std::int64_t total =
        desk.store().count(lagging, 10'000'000, visibility_of(system_actor())).count;
    std::int64_t done = 0;
    std::int64_t moved = 0;
    std::int64_t failed = 0;
    std::vector<OrderId> orders;
    each_row(desk, lagging, [&](const store::OrderRow& row) {
        orders.push_back(row.id);
        return true;
    });
    for (const OrderId& order : orders) {
        if (control.cancelled()) {
            break;
        }
        CommandRequest request;
        request.actor = system_actor();
        request.order = order;
        request.idempotency_key = fmt::format("calendar/{}/{}", version, order.text());
        request.command = workorder::ApplyCalendar{version};
        const auto outcome = desk.give_now(std::move(request));
        outcome ? ++moved : ++failed;
        control.progress(++done, total);
    }
    return {
        {{"calendar_version", version}, {"applied", moved}, {"passed_over", failed}}, {}, {}, {}};
}

std::vector<CalendarMove> preview_calendar(Desk& desk, const calendar::Calendar& draft,
                                           std::size_t at_most) {
    std::vector<CalendarMove> moves;
    store::OrderFilter open;
    open.open = true;
    each_row(desk, open, [&](const store::OrderRow& row) {
        const KnownOrder loaded = desk.load(row.id);
        if (!loaded) {
            return true;
        }
        const WorkOrder& order = loaded->order;
        const Rules rules = order.rulebook_version == 0
                                ? desk.library().rulebook_in_force(day_of(desk.clock().now()))
                                : desk.library().rulebook(order.rulebook_version);
        const workorder::Context context{rules->book, draft, rules->lint, desk.clock().now(), {}};
        const auto decision = workorder::decide(order, workorder::ApplyCalendar{draft.version()},
                                                system_actor(), context);
        if (!decision) {
            return true;
        }
        for (const workorder::DeadlineFact& fact : decision->events.front().effects().set) {
            const workorder::DeadlineFact* before = order.live(fact.kind);
            if (before != nullptr && before->due != fact.due && moves.size() < at_most) {
                moves.push_back({row.id, row.hotline_number, fact.kind, before->due, fact.due});
            }
        }
        return moves.size() < at_most;
    });
    return moves;
}

Background::Background(Desk& desk, store::BlobStore& blobs, Log log)
    : desk_(desk), blobs_(blobs), log_(std::move(log)), thread_([this] { run(); }) {}

Background::~Background() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Background::run() {
    Instant sealed_at = desk_.clock().now();
    Instant swept_at = sealed_at;
    std::optional<Instant> tasks_at;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            wake_.wait_for(lock, std::chrono::seconds(1), [&] { return stopping_; });
            if (stopping_) {
                break;
            }
        }
        try {
            fire_timers(desk_, 200);
            const Instant now = desk_.clock().now();
            if (now.milliseconds() - sealed_at.milliseconds() >= k_seal_every_ms) {
                desk_.store().seal_heads(now);
                sealed_at = now;
            }
            if (now.milliseconds() - swept_at.milliseconds() >= k_sweep_every_ms) {
                sweep_attachments(desk_, blobs_);
                swept_at = now;
            }
            if (!tasks_at || now.milliseconds() - tasks_at->milliseconds() >= k_tasks_every_ms) {
                issue_half_years(desk_);
                tasks_at = now;
            }
        } catch (const std::exception& e) {
            log_(std::string("background work failed: ") + e.what());
        }
    }
    try {
        desk_.store().seal_heads(desk_.clock().now());
    } catch (const std::exception& e) {
        log_(std::string("sealing at shutdown failed: ") + e.what());
    }
}

} // namespace chengban::usecase
