// The port's whole behaviour on SQLite, and what is SQLite's own.
#include "store/list_query.h"
#include "store/sample_units.h"
#include "store/search_index.h"
#include "store/sqlite_test_store.h"

#include <fmt/format.h>

#include <fstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace chengban::store {
namespace {

// Small sets are gathered, large ones walked: once as it is, once with nothing small enough.
INSTANTIATE_TEST_SUITE_P(
    Sqlite, StoreConformance,
    ::testing::Values(
        StoreFactory{"Gathering", [] { return std::make_unique<SqliteHolder>(); }},
        StoreFactory{"Walking",
                     [] { return std::make_unique<SqliteHolder>(StoreOptions{.gather_max = 2}); }}),
    name_of_factory);

CommitUnit first_event(const std::string& id) {
    CommitUnit unit;
    unit.appends.push_back(
        {{"order", id}, 0, {}, {NewEvent{"noted", 1, "{}", "{}", Instant(1), Instant(1), {}}}});
    return unit;
}

class SqliteOnly : public ::testing::Test {
protected:
    void commit(CommitUnit unit) {
        const CommitOutcome outcome = holder_.store().commit(std::move(unit));
        ASSERT_EQ(outcome.verdict, Verdict::ok) << outcome.detail;
    }
    std::unique_ptr<Connection> look_inside() {
        auto connection = std::make_unique<Connection>(holder_.options().database().string(),
                                                       OpenMode::read_only, std::string());
        register_tokenizer(*connection);
        return connection;
    }
    // Every file of the store's directory but the keys, as bytes.
    std::string bytes_at_rest() {
        std::string bytes;
        for (const char* ending : {"", "-wal"}) {
            std::ifstream file(holder_.options().database().string() + ending, std::ios::binary);
            bytes.append(std::istreambuf_iterator<char>(file), {});
        }
        return bytes;
    }

    SqliteHolder holder_;
    SampleUnits samples_{12, "sqlite"};
};

TEST_F(SqliteOnly, NoCitizensTextNorTitleNorPairOfItsCharactersStandsInTheFile) {
    SampleOrder order;
    CommitUnit unit = samples_.create(order);
    const std::string secret = "龘靐齉爩鱻";
    unit.texts[0].text = secret;
    unit.rows[0].title = secret;
    unit.search[0].text = secret;
    unit.rows[0].phone_digest = holder_.store().keyed_digest("13812345678");
    commit(unit);
    const std::string bytes = bytes_at_rest();
    ASSERT_NE(bytes.find(order.row.hotline_number), std::string::npos); // we do read the file
    for (std::size_t at = 0; at + 6 <= secret.size(); at += 3) {
        EXPECT_EQ(bytes.find(secret.substr(at, 6)), std::string::npos);
    }
    EXPECT_EQ(bytes.find("13812345678"), std::string::npos);
    EXPECT_EQ(holder_.store().row(order.row.id, sees_all())->title, secret);
}

TEST_F(SqliteOnly, AnErasedTextIsGoneFromTheFileToo) {
    SampleOrder order;
    const CommitUnit unit = samples_.create(order);
    commit(unit);
    std::string sealed;
    {
        const auto connection = look_inside();
        Query query = connection->query("SELECT sealed FROM sealed_text");
        ASSERT_TRUE(query.step());
        sealed = std::string(query.blob(0)).substr(40, 60);
    }
    ASSERT_NE(bytes_at_rest().find(sealed), std::string::npos);
    ASSERT_TRUE(holder_.store().erase_text(order.row.id.text(), unit.texts[0].id));
    holder_.close(); // empties the log
    EXPECT_EQ(bytes_at_rest().find(sealed), std::string::npos);
}

TEST_F(SqliteOnly, OptimisingTheIndexKeepsWhatItFinds) {
    SampleOrder order;
    commit(samples_.create(order));
    for (int i = 0; i < 20; ++i) {
        CommitUnit unit = samples_.advance(order);
        unit.search.push_back(
            {order.row.id, fmt::format("第{}次改写 {}", i, samples_.chinese(30))});
        commit(unit);
    }
    holder_.store().optimise_search();
    OrderFilter filter;
    filter.phrase = "第19次";
    EXPECT_EQ(holder_.store().count(filter, 10, sees_all()).count, 1);
    filter.phrase = "第18次";
    EXPECT_EQ(holder_.store().count(filter, 10, sees_all()).count, 0);
    EXPECT_TRUE(holder_.store().verify({}).faults.empty());
}

TEST_F(SqliteOnly, OldIdempotencyKeysAreForgottenAndClaimsNever) {
    CommitUnit old = first_event("a");
    old.idempotency = IdempotencyKey{"p", "old", digest_filled(1)};
    old.claims.push_back({"hotline_number", "1", "a"});
    commit(old);
    CommitUnit recent = first_event("b");
    recent.appends[0].events[0].recorded_at = Instant(9000);
    recent.idempotency = IdempotencyKey{"p", "recent", digest_filled(1)};
    commit(recent);
    EXPECT_EQ(holder_.store().forget_idempotency(Instant(5000)), 1);
    EXPECT_FALSE(holder_.store().idempotent_use("p", "old"));
    EXPECT_TRUE(holder_.store().idempotent_use("p", "recent"));
    EXPECT_EQ(holder_.store().claim_owner("hotline_number", "1"), "a");
    EXPECT_TRUE(holder_.store().verify({}).faults.empty());
}

TEST_F(SqliteOnly, AReaderLooksWhileAnotherWrites) {
    commit(first_event("a"));
    StoreOptions options = holder_.options();
    options.access = Access::read_only;
    const std::unique_ptr<SqliteStore> reader = open_test_store(options);
    commit(first_event("b"));
    EXPECT_EQ(reader->stream_ids("order", "", 10).size(), 2U);
    EXPECT_TRUE(reader->verify({}).faults.empty());
    EXPECT_THROW(reader->commit(first_event("c")), StoreBroken);
    EXPECT_THROW(reader->seal_heads(Instant(1)), StoreBroken);
}

TEST_F(SqliteOnly, ASecondWriterIsRefusedAndToldWhoIsThere) {
    // Another process, not another thread: a lock must hold between processes.
    const pid_t child = ::fork();
    if (child == 0) {
        const auto opened = open_store(holder_.options());
        const bool refused =
            !opened && opened.error().reasons.front().code == "store_in_use" &&
            opened.error().reasons.front().words.en.find(std::to_string(::getppid())) !=
                std::string::npos &&
            opened.error().reasons.front().words.zh.find(std::to_string(::getppid())) !=
                std::string::npos;
        ::_exit(refused ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    commit(first_event("a")); // the first one goes on
    const auto here = open_store(holder_.options());
    ASSERT_FALSE(here);
    EXPECT_EQ(here.error().reasons.front().code, "store_in_use");
}

TEST_F(SqliteOnly, WhatWasSubmittedBeforeClosingIsDone) {
    std::atomic<int> done{0};
    for (int i = 0; i < 500; ++i) {
        holder_.store().submit(
            first_event(fmt::format("{}", i)),
            [&](const CommitOutcome& outcome) { done += outcome.verdict == Verdict::ok ? 1 : 0; });
    }
    holder_.close();
    EXPECT_EQ(done, 500);
    holder_.reopen();
    EXPECT_EQ(holder_.store().stream_ids("order", "", 1000).size(), 500U);
}

// Every plan that touches orders goes through an index, whatever is asked.
class Plans : public SqliteOnly {
protected:
    void expect_indexed(const OrderFilter& filter, const Visibility& who, std::int64_t gather_max) {
        const auto connection = look_inside();
        const Keyring keys =
            Keyring::open(holder_.options().keys(), BureauId("shanghai-housing")).value();
        ListRequest request{filter, who, "shanghai-housing", std::nullopt, gather_max};
        if (!filter.phrase.empty()) {
            request.match = match_expression(keys, filter.phrase);
        }
        const std::optional<Driver> driver = choose_driver(*connection, request);
        std::vector<SqlText> texts{count_sql(request, driver)};
        for (const SortKey sort : {SortKey::next_due, SortKey::received_at, SortKey::updated_at,
                                   SortKey::completed_at}) {
            for (const Part part : {Part::all, Part::ties, Part::beyond}) {
                PageRequest page;
                page.sort = sort;
                texts.push_back(list_sql(request, page, driver, part, {5, 6}));
            }
        }
        for (const SqlText& text : texts) {
            const std::string sql = "EXPLAIN QUERY PLAN " + text.sql;
            Query query = connection->query(sql);
            while (query.step()) {
                const std::string step = query.string(3);
                const bool scans = step.starts_with("SCAN") && step.find("INDEX") == step.npos &&
                                   step.find("VIRTUAL TABLE") == step.npos &&
                                   !step.starts_with("SCAN d") && !step.starts_with("SCAN (");
                EXPECT_FALSE(scans) << step << "\n" << text.sql;
                const bool sorts = step.find("ORDER BY") != step.npos;
                EXPECT_FALSE(sorts && !driver) << step << "\n" << text.sql;
            }
        }
    }
};

TEST_F(Plans, ListsAndCountsAlwaysUseAnIndex) {
    for (int i = 0; i < 30; ++i) {
        SampleOrder order;
        commit(samples_.create(order));
        commit(samples_.advance(order));
    }
    const Visibility everything{PersonId("p-1"), true, {}, false};
    const Visibility unit{PersonId("p-1"), false, {UnitId("district-310101"), UnitId("u")}, false};
    const Visibility person{PersonId("p-1"), false, {}, false};
    std::vector<OrderFilter> filters(10);
    filters[1].open = true;
    filters[2].states = {"dispatched", "accepted"};
    filters[3].units = {UnitId("district-310101")};
    filters[3].states = {"dispatched"};
    filters[4].handlers = {PersonId("p-3")};
    filters[4].open = true;
    filters[5].phrase = "电梯";
    filters[6].due_to = Instant(1LL << 50);
    filters[6].open = true;
    filters[7].tags = {"a"};
    filters[7].awaiting = {"principal@u"};
    filters[8].hotline_number = "1";
    filters[8].phone_digest = "2";
    filters[9].open = true;
    filters[9].supervised = true;
    filters[9].calendar_version_below = 3;
    for (const OrderFilter& filter : filters) {
        for (const Visibility& who : {everything, unit, person, sees_all()}) {
            expect_indexed(filter, who, 4000);
            expect_indexed(filter, who, -1); // nothing is small enough: walking
        }
    }
}

} // namespace
} // namespace chengban::store
