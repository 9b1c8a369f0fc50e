// The baseline is the sum of the steps, and a step is done or not begun.
#include "store/schema.h"

#include "store/crash_vfs.h"
#include "store/sample_units.h"
#include "store/search_index.h"
#include "store/sqlite_test_store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace chengban::store {
namespace {

std::unique_ptr<Connection> fresh() {
    auto connection = std::make_unique<Connection>(":memory:", OpenMode::create, std::string());
    register_tokenizer(*connection);
    return connection;
}

std::string layout_of_steps(std::int64_t last) {
    const auto connection = fresh();
    write_steps(*connection, last);
    return schema_text(*connection);
}

TEST(Schema, TheBaselineIsTheSumOfTheSteps) {
    const auto connection = fresh();
    write_baseline(*connection);
    EXPECT_EQ(schema_text(*connection), layout_of_steps(schema_version()));
    EXPECT_EQ(connection->integer_of("PRAGMA user_version"), schema_version());
    EXPECT_EQ(connection->integer_of("PRAGMA application_id"), k_application_id);
}

TEST(Schema, StepsAreNumberedFromOneWithoutGaps) {
    std::int64_t expected = 1;
    for (const SchemaStep& step : schema_steps()) {
        EXPECT_EQ(step.number, expected++);
        EXPECT_FALSE(step.sql.empty());
    }
    EXPECT_GE(schema_version(), 1);
}

TEST(Schema, FromEveryVersionOnwardsTheSameLayoutComesOut) {
    const std::string newest = layout_of_steps(schema_version());
    for (std::int64_t version = 1; version <= schema_version(); ++version) {
        const auto connection = fresh();
        write_steps(*connection, version);
        EXPECT_EQ(connection->integer_of("PRAGMA user_version"), version);
        write_steps(*connection, schema_version());
        write_steps(*connection, schema_version()); // twice changes nothing
        EXPECT_EQ(schema_text(*connection), newest);
    }
}

TEST(Schema, EveryTableIsStrictAndBeginsWithTheBureau) {
    const auto connection = fresh();
    write_baseline(*connection);
    Query tables = connection->query("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND "
                                     "name NOT LIKE 'search\\_%' ESCAPE '\\'");
    int count = 0;
    while (tables.step()) {
        const std::string name = tables.string(0);
        EXPECT_EQ(connection->text_of(
                      fmt::format("SELECT name FROM pragma_table_info('{}') WHERE cid = 0", name)),
                  "bureau_id")
            << name;
        EXPECT_TRUE(name == "search" || tables.text(1).find("STRICT") != std::string_view::npos)
            << name;
        ++count;
    }
    EXPECT_GT(count, 15);
}

TEST(Schema, AStepThatFailsIsUndoneWhole) {
    const auto connection = fresh();
    write_steps(*connection, 1);
    const std::string before = schema_text(*connection);
    connection->execute("CREATE TABLE timer (x)"); // in the way of a later step
    EXPECT_THROW(write_steps(*connection, schema_version()), SqlError);
    EXPECT_FALSE(connection->in_transaction());
    connection->execute("DROP TABLE timer");
    write_steps(*connection, schema_version());
    EXPECT_EQ(schema_text(*connection), layout_of_steps(schema_version()));
    EXPECT_NE(schema_text(*connection), before);
}

TEST(Schema, ABringingUpToDateCutOffAnywhereIsResumed) {
    const std::string newest = layout_of_steps(schema_version());
    CrashVfs vfs("schema");
    std::mt19937_64 random(3);
    bool reached = true;
    for (std::int64_t call = 1; reached; ++call) {
        vfs.load({});
        const auto open = [&] {
            auto connection = std::make_unique<Connection>("s.db", OpenMode::create, vfs.name());
            register_tokenizer(*connection);
            return connection;
        };
        {
            const auto connection = open();
            connection->execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            write_steps(*connection, 1);
        }
        vfs.load(vfs.image()); // create_store() syncs the directory
        {
            const auto connection = open();
            connection->execute("PRAGMA synchronous = FULL");
            const std::int64_t before = vfs.calls();
            vfs.cut_power_at(call);
            try {
                write_steps(*connection, schema_version());
            } catch (const SqlError&) {
            }
            reached = vfs.calls() - before >= call;
        }
        vfs.power_returns(random);
        const auto connection = open();
        EXPECT_GE(connection->integer_of("PRAGMA user_version"), 1) << call;
        write_steps(*connection, schema_version());
        EXPECT_EQ(schema_text(*connection), newest) << call;
        EXPECT_EQ(connection->text_of("PRAGMA integrity_check"), "ok");
    }
}

TEST(Schema, AnOlderStoreIsBroughtUpToDateWhenOpened) {
    // As a program that knew one step less would have left it.
    SqliteHolder holder;
    SampleUnits units(7, "old");
    SampleOrder order;
    CommitUnit unit = units.create(order);
    unit.rows.front().place_digest.clear();
    ASSERT_EQ(holder.store().commit(std::move(unit)).verdict, Verdict::ok);
    holder.close();
    {
        Connection connection(holder.options().database().string(), OpenMode::read_write, {});
        register_tokenizer(connection);
        connection.execute("DROP INDEX order_by_place");
        connection.execute("ALTER TABLE order_row DROP COLUMN place_digest");
        connection.execute(fmt::format("PRAGMA user_version = {}", schema_version() - 1));
    }
    holder.reopen();
    const VerifyReport report = holder.store().verify({});
    EXPECT_TRUE(report.faults.empty()) << report.faults.front().place;
    const auto place = [&] {
        return holder.store()
            .row(order.row.id, {.everything = true, .confidential_all = true})
            ->place_digest;
    };
    EXPECT_EQ(place(), "");
    order.row.place_digest = "place";
    ASSERT_EQ(holder.store().commit(units.advance(order)).verdict, Verdict::ok);
    EXPECT_EQ(place(), "place");
    EXPECT_TRUE(holder.store().verify({}).faults.empty());
}

} // namespace
} // namespace chengban::store
