#include "usecase/audit_tamper.h"

#include "store/sql.h"
#include "usecase/audit_log.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace chengban::usecase {

namespace {

constexpr const char* k_places = "SELECT e.place FROM event e JOIN stream s ON s.number = "
                                 "e.place >> 24 WHERE s.kind = 'audit' ORDER BY e.place";

std::string contents(store::Connection& connection) {
    std::string all;
    store::Query query = connection.query(
        "SELECT hex(place) || type || version || actor || hex(bytes) || occurred_at || recorded_at "
        "|| ifnull(effective_at, '-') || algorithm || hex(hash) FROM event ORDER BY place");
    while (query.step()) {
        all += query.string(0) + "\n";
    }
    return all;
}

} // namespace

AuditTamper::AuditTamper(std::uint64_t seed) : random_(seed) {
    std::string pattern = (std::filesystem::temp_directory_path() / "tamper-XXXXXX").string();
    invariant(mkdtemp(pattern.data()) != nullptr, "a temporary directory can be made");
    options_.directory = std::filesystem::path(pattern) / "store";
    invariant(store::create_store(options_, BureauId("test"), true).has_value(), "a store is made");
    auto opened = store::open_store(options_);
    invariant(opened.has_value(), "the store opens");
    SimulatedClock clock(*parse_instant("2026-09-30T10:00:00+08:00", "t"));
    for (int boot = 0; boot < 3; ++boot) {
        AuditLog log(**opened, clock, "node-a");
        for (int i = 0; i < 20; ++i) {
            log.record({clock.now(),
                        i % 3 == 0 ? "identity_read" : "sign_in",
                        fmt::format(R"({{"person":"p-{}"}})", random_() % 5),
                        fmt::format("order/{}", random_() % 9),
                        "done",
                        {"18"},
                        {{"n", i}}});
            clock.advance_to(clock.now().plus_milliseconds(1000));
        }
        invariant(log.record_durably({clock.now(), "test", {}, {}, "done", {}, {}}), "written");
        (*opened)->seal_heads(clock.now());
    }
    (*opened)->seal_heads(clock.now());
    invariant((*opened)->verify({}).faults.empty(), "the store verifies before it is altered");
    opened->reset();
    {
        store::Connection connection(options_.database().string(), store::OpenMode::read_write, {});
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        events_ = connection.integer_of(fmt::format("SELECT count(*) FROM ({})", k_places));
    }
    std::ifstream file(options_.database(), std::ios::binary);
    original_.assign(std::istreambuf_iterator<char>(file), {});
    options_.access = store::Access::read_only;
}

AuditTamper::~AuditTamper() {
    std::filesystem::remove_all(options_.directory.parent_path());
}

std::string AuditTamper::statement() {
    const auto place = [&] {
        return fmt::format("({} LIMIT 1 OFFSET {})", k_places,
                           random_() % static_cast<std::uint64_t>(events_));
    };
    switch (random_() % 9) {
    case 0:
        return fmt::format("DELETE FROM event WHERE place = {}", place());
    case 1:
        return fmt::format("UPDATE event SET actor = '{{\"person\":\"p-{}\"}}' WHERE place = {}",
                           random_() % 99, place());
    case 2:
        return fmt::format("UPDATE event SET type = 'sign_out' WHERE place = {}", place());
    case 3:
        return fmt::format(
            "UPDATE event SET bytes = CAST(replace(CAST(bytes AS TEXT), 'done', 'none') AS BLOB) "
            "WHERE place = {}",
            place());
    case 4:
        return fmt::format("UPDATE event SET occurred_at = occurred_at + {} WHERE place = {}",
                           1 + random_() % 100'000, place());
    case 5:
        return fmt::format("UPDATE event SET recorded_at = recorded_at - {} WHERE place = {}",
                           1 + random_() % 100'000, place());
    case 6:
        return fmt::format("UPDATE event SET hash = randomblob(32) WHERE place = {}", place());
    case 7: // another event's content in its place
        return fmt::format(
            "UPDATE event SET (type, actor, bytes) = (SELECT type, actor, bytes FROM "
            "event WHERE place = {}) WHERE place = {}",
            place(), place());
    default: // one more, behind the last of its stream
        return fmt::format(
            "INSERT INTO event SELECT bureau_id, (SELECT max(place) FROM event WHERE "
            "place >> 24 = e.place >> 24) + 1, type, version, actor, bytes, "
            "occurred_at, recorded_at, effective_at, algorithm, hash FROM event e "
            "WHERE place = {}",
            place());
    }
}

std::string AuditTamper::alter() {
    std::string sql;
    for (bool changed = false; !changed;) {
        for (const char* ending : {"-wal", "-shm"}) {
            std::filesystem::remove(options_.database().string() + ending);
        }
        std::ofstream(options_.database(), std::ios::binary | std::ios::trunc)
            .write(original_.data(), static_cast<std::streamsize>(original_.size()));
        store::Connection connection(options_.database().string(), store::OpenMode::read_write, {});
        const std::string before = contents(connection);
        sql = statement();
        connection.execute(sql);
        changed = contents(connection) != before;
    }
    const auto opened = store::open_store(options_);
    return !opened || !(*opened)->verify({}).faults.empty() ? std::string() : sql;
}

} // namespace chengban::usecase
