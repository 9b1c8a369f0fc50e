// Whatever is altered behind the store's back is found, and named.
#include "store/alteration_harness.h"
#include "store/sample_units.h"
#include "store/seals.h"
#include "store/search_index.h"
#include "store/sql.h"

#include <fmt/format.h>

#include <fstream>

namespace chengban::store {
namespace {

TEST(Alterations, OfRowsAreAllNoticed) {
    constexpr std::uint64_t k_seed = 4;
    AlterationRun run(k_seed);
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(run.alter_a_row(), "") << "seed " << k_seed << ", alteration " << i;
    }
    EXPECT_EQ(run.noticed() + run.harmless(), 100);
    EXPECT_GT(run.noticed(), 85);
}

TEST(Alterations, OfBytesAreNoticedOrTouchNothing) {
    constexpr std::uint64_t k_seed = 5;
    AlterationRun run(k_seed);
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(run.alter_a_byte(), "") << "seed " << k_seed << ", alteration " << i;
    }
    EXPECT_GT(run.noticed(), 15); // most of a database's bytes are of no row
}

// A store with two orders, closed, to be altered by SQL.
class Tampered : public ::testing::Test {
protected:
    Tampered() : samples_(1, "tampered") {
        for (SampleOrder& order : orders_) {
            commit(samples_.create(order));
            commit(samples_.advance(order));
            commit(samples_.advance(order));
        }
        holder_.store().seal_heads(samples_.now());
    }

    void commit(CommitUnit unit) {
        const CommitOutcome outcome = holder_.store().commit(std::move(unit));
        ASSERT_EQ(outcome.verdict, Verdict::ok) << outcome.detail;
    }
    void alter(const std::string& sql) {
        holder_.close();
        {
            Connection connection(holder_.options().database().string(), OpenMode::read_write, {});
            register_tokenizer(connection);
            connection.execute(sql);
        }
        holder_.reopen();
    }
    bool names(const std::string& place) {
        const VerifyReport report = holder_.store().verify({});
        for (const Fault& fault : report.faults) {
            if (fault.place.find(place) != std::string::npos && !fault.words.zh.empty() &&
                !fault.words.en.empty()) {
                return true;
            }
        }
        return false;
    }
    std::string place(int order, int seq) const {
        return fmt::format("order/{}#{}", orders_[static_cast<std::size_t>(order)].row.id.text(),
                           seq);
    }

    SqliteHolder holder_;
    SampleUnits samples_;
    std::array<SampleOrder, 2> orders_;
};

TEST_F(Tampered, TheFirstAlteredEventOfAStreamIsNamedAndNotServed) {
    alter("UPDATE event SET actor = 'somebody else' WHERE place = (SELECT min(place) + 1 FROM "
          "event)");
    EXPECT_TRUE(names(place(0, 2)));
    EXPECT_FALSE(names(place(0, 3)));
    EXPECT_FALSE(names(place(1, 1)));
    EXPECT_THROW(holder_.store().load(orders_[0].stream()), StoreBroken);
    EXPECT_EQ(holder_.store().load(orders_[1].stream()).size(), 3U);
}

TEST_F(Tampered, ADeletedEventIsNamed) {
    alter("DELETE FROM event WHERE place = (SELECT min(place) + 1 FROM event)");
    EXPECT_TRUE(names(place(0, 2)));
    EXPECT_THROW(holder_.store().load(orders_[0].stream()), StoreBroken);
}

TEST_F(Tampered, ACutTailIsNamed) {
    alter("DELETE FROM event WHERE place = (SELECT max(place) FROM event)");
    EXPECT_TRUE(names(place(1, 3)));
    EXPECT_TRUE(names("seal 1"));
    EXPECT_THROW(holder_.store().load(orders_[1].stream()), StoreBroken);
}

TEST_F(Tampered, SwappedEventsAreNamed) {
    alter("UPDATE event SET place = -place WHERE place & 16777215 IN (1, 2); "
          "UPDATE event SET place = CASE (-place) & 16777215 WHEN 1 THEN -place + 1 "
          "ELSE -place - 1 END WHERE place < 0");
    EXPECT_TRUE(names(place(0, 1)));
    EXPECT_TRUE(names(place(1, 1)));
}

TEST_F(Tampered, AWholeStreamThatIsGoneShowsInTheSealAndTheLedger) {
    alter("DELETE FROM event WHERE place >> 24 = 1; DELETE FROM stream WHERE number = 1");
    EXPECT_TRUE(names("seal 1"));
    EXPECT_TRUE(names("stream"));
}

TEST_F(Tampered, ATextTakenFromAnotherPlaceDoesNotOpen) {
    alter("UPDATE sealed_text SET sealed = (SELECT sealed FROM sealed_text ORDER BY number DESC "
          "LIMIT 1) WHERE number = 1");
    EXPECT_TRUE(names(place(0, 1)));
    EXPECT_TRUE(names("sealed_text"));
}

TEST_F(Tampered, ADeletedTextIsNotTakenForAnErasedOne) {
    alter("DELETE FROM sealed_text WHERE number = 1");
    EXPECT_TRUE(names("sealed_text"));
}

TEST_F(Tampered, AnAlteredRowIsNamedByItsTable) {
    alter("UPDATE order_row SET hotline_number = '0' WHERE number = 1");
    EXPECT_TRUE(names("order_row"));
    alter("UPDATE timer SET due = due + 1");
    EXPECT_TRUE(names("timer"));
    alter("UPDATE count_bucket SET count = count + 1");
    EXPECT_TRUE(names("count_bucket"));
    alter("DELETE FROM order_person");
    EXPECT_TRUE(names("order_person"));
    alter("INSERT INTO search (search) VALUES ('delete-all')");
    EXPECT_TRUE(names("search"));
    alter("DROP INDEX order_id; CREATE INDEX order_id ON order_row (bureau_id, id)");
    EXPECT_TRUE(names("database"));
}

TEST_F(Tampered, TheMarkOfADemonstrationCannotBeSetLater) {
    holder_.close();
    {
        Connection connection(holder_.options().database().string(), OpenMode::read_write, {});
        connection.execute("UPDATE store_meta SET value = 'yes' WHERE name = 'demonstration'");
    }
    const auto opened = open_store(holder_.options());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().reasons.front().code, "store_altered");
}

TEST_F(Tampered, AForgedLedgerIsRefusedByReadersAndWriters) {
    alter("CREATE TABLE was (x); DROP TABLE was"); // leaves no trace
    EXPECT_TRUE(holder_.store().verify({}).faults.empty());
    {
        Connection connection(holder_.options().database().string(), OpenMode::read_write, {});
        connection.execute("UPDATE ledger SET last_recorded_at = 1");
    }
    EXPECT_TRUE(names("ledger"));
    CommitUnit unit = samples_.advance(orders_[0]);
    EXPECT_EQ(holder_.store().commit(unit).verdict, Verdict::corrupt);
}

TEST_F(Tampered, OnlyTheAnchorShowsATailThatWasCutCleanly) {
    // A copy of the whole store from before, keys and all: inside, everything fits.
    holder_.close();
    const std::filesystem::path database = holder_.options().database();
    const std::filesystem::path earlier = database.string() + ".earlier";
    std::filesystem::copy_file(database, earlier);
    holder_.reopen();
    commit(samples_.advance(orders_[0]));
    ASSERT_TRUE(holder_.store().seal_heads(samples_.now()));
    EXPECT_TRUE(holder_.store().verify({}).faults.empty());
    holder_.close();
    std::filesystem::rename(earlier, database);
    holder_.reopen();
    EXPECT_TRUE(names("anchor line 2"));
}

TEST_F(Tampered, AnAlteredOrShortenedAnchorIsNamed) {
    ASSERT_EQ(holder_.store().verify({}).faults.size(), 0U);
    const std::filesystem::path anchor = holder_.options().anchor();
    commit(samples_.advance(orders_[0]));
    const std::optional<Seal> second = holder_.store().seal_heads(samples_.now());
    ASSERT_TRUE(second);
    commit(samples_.advance(orders_[0]));
    ASSERT_TRUE(holder_.store().seal_heads(samples_.now()));
    { std::ofstream(anchor, std::ios::trunc) << anchor_line(*second); }
    EXPECT_TRUE(names("anchor line 1")); // seal 1 is missing before it
    {
        Seal other = *second;
        other.root[0] ^= 1;
        std::ofstream(anchor, std::ios::trunc) << anchor_line(other);
    }
    EXPECT_TRUE(names("anchor line 1"));
    { std::ofstream(anchor, std::ios::trunc) << "nonsense\n"; }
    EXPECT_TRUE(names("anchor line 1"));
    std::filesystem::remove(anchor);
    EXPECT_TRUE(names("anchor"));
    holder_.reopen(); // writes what the database has
    EXPECT_TRUE(holder_.store().verify({}).faults.empty());
}

TEST_F(Tampered, ALineTornByAPowerCutIsCompletedAndNoFault) {
    const std::filesystem::path anchor = holder_.options().anchor();
    commit(samples_.advance(orders_[0]));
    ASSERT_TRUE(holder_.store().seal_heads(samples_.now()));
    holder_.close();
    std::filesystem::resize_file(anchor, std::filesystem::file_size(anchor) - 10);
    holder_.reopen();
    EXPECT_TRUE(holder_.store().verify({}).faults.empty());
    EXPECT_EQ(read_anchor(anchor).value().size(), 3U);
}

} // namespace
} // namespace chengban::store
