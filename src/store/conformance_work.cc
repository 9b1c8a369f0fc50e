// Timers, outbox, command log, texts, seals: what is done later, once, and can be proven.
#include "store/chain.h"
#include "store/conformance_suite.h"
#include "store/sample_units.h"

#include <fmt/format.h>

#include <map>
#include <random>
#include <thread>

namespace chengban::store {

namespace {

const StreamName k_stream{"order", "o-1"};

CommitUnit timer_unit(std::int64_t generation, std::optional<Instant> due) {
    CommitUnit unit;
    unit.timers.push_back({k_stream, "completion", generation, due});
    return unit;
}

TEST_P(StoreConformance, ALaterGenerationOfATimerReplacesTheEarlier) {
    committed(timer_unit(1, Instant(1000)));
    EXPECT_TRUE(store().due_timers(Instant(999), 10).empty());
    ASSERT_EQ(store().due_timers(Instant(1000), 10).size(), 1U); // late from the limit on
    const TimerRow first = store().due_timers(Instant(1000), 10)[0].timer;
    EXPECT_EQ(first.stream, k_stream);
    EXPECT_EQ(first.kind, "completion");
    EXPECT_EQ(first.generation, 1);
    EXPECT_EQ(first.due, Instant(1000));

    committed(timer_unit(3, Instant(5000)));
    committed(timer_unit(2, Instant(100))); // came late; it no longer counts
    EXPECT_TRUE(store().due_timers(Instant(4999), 10).empty());
    EXPECT_EQ(store().due_timers(Instant(5000), 10)[0].timer.generation, 3);
    committed(timer_unit(3, std::nullopt));
    EXPECT_TRUE(store().due_timers(Instant(9000), 10).empty());
    committed(timer_unit(2, Instant(100)));
    EXPECT_TRUE(store().due_timers(Instant(9000), 10).empty());
    committed(timer_unit(4, Instant(7000)));
    EXPECT_EQ(store().due_timers(Instant(9000), 10).size(), 1U);
    EXPECT_FALSE(store().head(k_stream)); // a stream only spoken of has no events
    EXPECT_TRUE(store().stream_ids("order", "", 10).empty());
    expect_intact();
}

TEST_P(StoreConformance, TimersComeInTheOrderInWhichTheyAreDue) {
    std::mt19937_64 random(11);
    std::multimap<std::int64_t, std::string> expected;
    for (int i = 0; i < 200; ++i) {
        CommitUnit unit;
        const std::int64_t due = static_cast<std::int64_t>(random() % 100);
        unit.timers.push_back({{"order", fmt::format("{}", i)}, "next", 1, Instant(due)});
        committed(std::move(unit));
        expected.emplace(due, fmt::format("{}", i));
    }
    const std::vector<DueTimer> found = store().due_timers(Instant(1000), 1000);
    ASSERT_EQ(found.size(), 200U);
    for (std::size_t i = 1; i < found.size(); ++i) {
        EXPECT_LE(found[i - 1].timer.due, found[i].timer.due);
    }
    EXPECT_EQ(store().due_timers(Instant(1000), 7).size(), 7U);
    EXPECT_EQ(store().due_timers(Instant(49), 1000).size(),
              static_cast<std::size_t>(std::distance(expected.begin(), expected.upper_bound(49))));
}

CommitUnit outbox_unit(const std::string& id, std::int64_t not_before,
                       const std::string& payload = "{}") {
    CommitUnit unit;
    unit.outbox.push_back({id, "hotline.status", k_stream, payload, Instant(not_before)});
    return unit;
}

TEST_P(StoreConformance, TheOutboxHoldsBackAndSendsOnce) {
    committed(outbox_unit("o-1/1/status", 1000));
    EXPECT_TRUE(store().due_outbox(Instant(999), 10).empty());
    ASSERT_EQ(store().due_outbox(Instant(1000), 10).size(), 1U);
    const OutboxRow row = store().due_outbox(Instant(1000), 10)[0];
    EXPECT_EQ(row.id, "o-1/1/status");
    EXPECT_EQ(row.topic, "hotline.status");
    EXPECT_EQ(row.stream, k_stream);
    EXPECT_EQ(row.payload, "{}");
    EXPECT_EQ(row.not_before, Instant(1000));
    store().outbox_sent(row.id, Instant(1001));
    EXPECT_TRUE(store().due_outbox(Instant(5000), 10).empty());
    store().outbox_sent(row.id, Instant(1002)); // twice does no harm
    store().outbox_sent("never seen", Instant(1));
    committed(outbox_unit("o-1/1/status", 1000, R"({"again":true})"));
    EXPECT_TRUE(store().due_outbox(Instant(5000), 10).empty());
    expect_intact();
}

TEST_P(StoreConformance, ARecallTakesBackWhatWasNotSent) {
    committed(outbox_unit("held", 9000));
    CommitUnit recall = event_on(k_stream, "recalled");
    recall.outbox_cancel = {"held", "unknown"};
    committed(recall);
    EXPECT_TRUE(store().due_outbox(Instant(10'000), 10).empty());

    committed(outbox_unit("gone", 100));
    store().outbox_sent("gone", Instant(101));
    CommitUnit late = event_on(k_stream, "too late");
    late.outbox_cancel = {"gone"};
    EXPECT_EQ(store().commit(late).verdict, Verdict::conflict);
    EXPECT_EQ(store().load(k_stream).size(), 1U);
    expect_intact();
}

TEST_P(StoreConformance, TheOutboxKeepsTheOrderOfOneInstant) {
    for (int i = 0; i < 30; ++i) {
        committed(outbox_unit(fmt::format("{}", 30 - i), 1000));
    }
    const std::vector<OutboxRow> rows = store().due_outbox(Instant(1000), 100);
    ASSERT_EQ(rows.size(), 30U);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(rows[i].id, fmt::format("{}", 30 - i));
    }
}

TEST_P(StoreConformance, TheCommandLogKeepsEveryVerdictInOrder) {
    for (int i = 0; i < 600; ++i) {
        CommitUnit unit;
        unit.log.push_back({fmt::format("c-{}", i),
                            Instant(1000 + i),
                            R"({"person":"p"})",
                            "complete",
                            {"order", fmt::format("o-{}", i % 3)},
                            fmt::format(R"({{"n":{}}})", i),
                            i % 2 == 0 ? "accepted" : "refused",
                            {"9.1", "10.2"},
                            3,
                            4});
        committed(std::move(unit));
    }
    const std::vector<CommandLogRow> rows = store().command_log({"order", "o-1"});
    ASSERT_EQ(rows.size(), 200U);
    EXPECT_EQ(rows[1].id, "c-4");
    EXPECT_EQ(rows[1].at, Instant(1004));
    EXPECT_EQ(rows[1].actor, R"({"person":"p"})");
    EXPECT_EQ(rows[1].name, "complete");
    EXPECT_EQ(rows[1].stream, (StreamName{"order", "o-1"}));
    EXPECT_EQ(rows[1].bytes, R"({"n":4})");
    EXPECT_EQ(rows[1].verdict, "accepted");
    EXPECT_EQ(rows[1].clauses, (std::vector<std::string>{"9.1", "10.2"}));
    EXPECT_EQ(rows[1].rulebook_version, 3);
    EXPECT_EQ(rows[1].calendar_version, 4);
    int seen = 0;
    store().each_command([&](const CommandLogRow& row) {
        EXPECT_EQ(row.id, fmt::format("c-{}", seen));
        ++seen;
        return true;
    });
    EXPECT_EQ(seen, 600);
    seen = 0;
    store().each_command([&](const CommandLogRow&) { return ++seen < 5; });
    EXPECT_EQ(seen, 5);
    EXPECT_TRUE(store().command_log({"order", "none"}).empty());
    expect_intact();
}

TEST_P(StoreConformance, TextsOpenForTheirOwnerAndErasureKeepsTheChain) {
    SampleUnits samples(6, "t");
    SampleOrder order;
    const CommitUnit unit = samples.create(order);
    committed(unit);
    const NewText& text = unit.texts[0];
    const std::string owner = order.row.id.text();
    const auto stored = [&] { return store().texts(owner, std::vector{text.id}); };
    EXPECT_EQ(stored().at(text.id), text.text);
    EXPECT_TRUE(store().texts("another order", std::vector{text.id}).empty());
    EXPECT_FALSE(store().erase_text("another order", text.id));
    EXPECT_FALSE(store().erase_text(owner, TextId("no such text")));
    EXPECT_EQ(store().verify({}).texts, 2); // named by the event and by the command
    EXPECT_TRUE(store().erase_text(owner, text.id));
    EXPECT_TRUE(stored().empty());
    EXPECT_FALSE(store().erase_text(owner, text.id));
    EXPECT_EQ(store().verify({}).texts, 0);
    expect_intact();
    reopen();
    EXPECT_TRUE(stored().empty());
    EXPECT_EQ(store().load(order.stream()).size(), 1U);

    const CommitUnit next = samples.advance(order);
    committed(next);
    CommitUnit erasing = samples.advance(order);
    erasing.erasures.push_back({owner, next.texts[0].id});
    committed(erasing);
    EXPECT_TRUE(store().texts(owner, std::vector{next.texts[0].id}).empty());
    EXPECT_EQ(store().texts(owner, std::vector{erasing.texts[0].id}).size(), 1U);
    expect_intact();
}

TEST_P(StoreConformance, BigAndStrangeTextsComeBackUnchanged) {
    const std::vector<std::string> texts{"", std::string(1, '\0'), "\xff\xfe",
                                         std::string(5 << 20, 'a'),
                                         SampleUnits(1, "x").chinese(100'000)};
    CommitUnit unit = event_on(k_stream, "1");
    std::vector<TextId> ids;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        ids.emplace_back(fmt::format("t-{}", i));
        unit.texts.push_back({ids.back(), "o-1", "claim", "salt", texts[i]});
    }
    committed(unit);
    const std::map<TextId, std::string> found = store().texts("o-1", ids);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        EXPECT_EQ(found.at(ids[i]), texts[i]) << i;
    }
}

TEST_P(StoreConformance, ASealCoversWhatChangedSinceTheLast) {
    EXPECT_FALSE(store().last_seal());
    committed(event_on(k_stream, "1"));
    committed(event_on({"order", "o-2"}, "1"));
    const std::optional<Seal> first = store().seal_heads(Instant(1'790'000'000'000));
    ASSERT_TRUE(first);
    EXPECT_EQ(store().last_seal()->root, first->root);
    EXPECT_EQ(first->number, 1);
    EXPECT_EQ(first->heads, 2);
    EXPECT_EQ(first->at, Instant(1'790'000'000'000));
    EXPECT_FALSE(store().seal_heads(Instant(1'790'000'001'000)));
    committed(event_on(k_stream, "2"));
    committed(timer_unit(1, Instant(5)));
    const std::optional<Seal> second = store().seal_heads(Instant(1'790'000'002'000));
    ASSERT_TRUE(second);
    EXPECT_EQ(second->number, 2);
    EXPECT_EQ(store().last_seal()->number, 2);
    EXPECT_EQ(second->heads, 1);
    const StreamHead head = *store().head(k_stream);
    EXPECT_EQ(second->root, seal_root(first->root, 2, second->at,
                                      std::vector{seal_leaf(k_stream, head.seq, head.hash)}));
    reopen();
    EXPECT_EQ(store().verify({}).seals, 2);
    expect_intact();
}

TEST_P(StoreConformance, TheLastInstantRecordedIsTheLatestOfAllStreams) {
    committed(event_on(k_stream, "1"));
    CommitUnit later = event_on({"order", "o-2"}, "1");
    later.appends[0].events[0].recorded_at = Instant(1'800'000'000'000);
    committed(later);
    committed(event_on(k_stream, "2"));
    EXPECT_EQ(store().last_recorded_at(), Instant(1'800'000'000'000));
    reopen();
    EXPECT_EQ(store().last_recorded_at(), Instant(1'800'000'000'000));
}

TEST_P(StoreConformance, KeyedDigestsAreEqualForEqualTextsAndSurviveARestart) {
    const std::string digest = store().keyed_digest("13800000000");
    EXPECT_EQ(store().keyed_digest("13800000000"), digest);
    EXPECT_NE(store().keyed_digest("13800000001"), digest);
    EXPECT_EQ(digest.find("138"), std::string::npos);
    reopen();
    EXPECT_EQ(store().keyed_digest("13800000000"), digest);
}

TEST_P(StoreConformance, ReadsSeeEveryUnitThatCompletedBeforeThem) {
    std::vector<std::thread> threads;
    std::atomic<int> unseen{0};
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            const StreamName stream{"order", fmt::format("t-{}", t)};
            for (int i = 0; i < 40; ++i) {
                const CommitOutcome outcome = store().commit(event_on(stream, "x"));
                unseen += outcome.verdict != Verdict::ok ? 1 : 0;
                unseen += store().load(stream).size() != static_cast<std::size_t>(i) + 1 ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(unseen, 0);
}

TEST_P(StoreConformance, VerifyTellsHowFarItIs) {
    SampleUnits samples(8, "v");
    for (int i = 0; i < 20; ++i) {
        SampleOrder order;
        committed(samples.create(order));
    }
    std::int64_t last = 0;
    std::int64_t total = 0;
    const VerifyReport report = store().verify([&](std::int64_t done, std::int64_t of) {
        EXPECT_GE(done, last);
        last = done;
        total = of;
    });
    EXPECT_EQ(report.streams, 20);
    EXPECT_EQ(report.events, 20);
    EXPECT_TRUE(report.faults.empty());
    EXPECT_EQ(last, total);
    EXPECT_GT(total, 0);
}

} // namespace

} // namespace chengban::store
