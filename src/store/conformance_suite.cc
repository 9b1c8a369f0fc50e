// Commits: atomic, guarded, once.
#include "store/conformance_suite.h"

#include "store/chain.h"
#include "store/sample_units.h"

#include <fmt/format.h>

#include <atomic>
#include <set>
#include <thread>

namespace chengban::store {

CommitOutcome StoreConformance::committed(CommitUnit unit) {
    CommitOutcome outcome = store().commit(std::move(unit));
    EXPECT_EQ(outcome.verdict, Verdict::ok) << outcome.detail;
    return outcome;
}

CommitUnit StoreConformance::event_on(const StreamName& stream, const std::string& bytes) {
    const StreamHead head = store().head(stream).value_or(StreamHead{});
    const Instant now(1'790'000'000'000 + head.seq);
    CommitUnit unit;
    unit.appends.push_back(
        {stream, head.seq, head.hash, {NewEvent{"noted", 1, "{}", bytes, now, now, std::nullopt}}});
    return unit;
}

void StoreConformance::expect_intact() {
    const VerifyReport report = store().verify({});
    for (const Fault& fault : report.faults) {
        ADD_FAILURE() << fault.place << ": " << fault.words.en;
    }
}

namespace {

const StreamName k_stream{"order", "o-1"};

TEST_P(StoreConformance, AnEmptyStoreHasNothing) {
    EXPECT_EQ(store().bureau(), BureauId("shanghai-housing"));
    EXPECT_FALSE(store().is_demonstration());
    EXPECT_TRUE(store().load(k_stream).empty());
    EXPECT_FALSE(store().head(k_stream));
    EXPECT_TRUE(store().stream_ids("order", "", 10).empty());
    EXPECT_FALSE(store().row(OrderId("o-1"), sees_all()));
    EXPECT_FALSE(store().claim_owner("hotline_number", "1"));
    EXPECT_FALSE(store().idempotent_use("p", "k"));
    EXPECT_FALSE(store().last_recorded_at());
    EXPECT_TRUE(store().counts(sees_all()).empty());
    EXPECT_TRUE(store().due_timers(Instant(1LL << 52), 10).empty());
    EXPECT_TRUE(store().due_outbox(Instant(1LL << 52), 10).empty());
    EXPECT_FALSE(store().seal_heads(Instant(1)));
    expect_intact();
}

TEST_P(StoreConformance, EventsComeBackVerbatimAndChained) {
    std::string bytes("{\"a\":\"\xff\x00 not even text\"}", 23);
    bytes += std::string(3 << 20, 'x');
    const NewEvent first{"received",    2,          R"({"person":"p"})", bytes, Instant(-5),
                         Instant(1000), Instant(77)};
    const NewEvent second{"", 1, "", "", Instant(2), Instant(1000), std::nullopt};
    CommitUnit unit;
    unit.appends.push_back({k_stream, 0, {}, {first, second}});
    const CommitOutcome outcome = committed(unit);
    ASSERT_EQ(outcome.ranges.size(), 1U);
    EXPECT_EQ(outcome.ranges[0].stream, k_stream);
    EXPECT_EQ(outcome.ranges[0].first, 1);
    EXPECT_EQ(outcome.ranges[0].last, 2);
    ASSERT_EQ(outcome.heads.size(), 1U);
    EXPECT_EQ(outcome.heads[0], store().head(k_stream)->hash);

    reopen();
    const std::vector<StoredEvent> events = store().load(k_stream);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].seq, 1);
    EXPECT_EQ(events[0].event.type, "received");
    EXPECT_EQ(events[0].event.version, 2);
    EXPECT_EQ(events[0].event.actor, R"({"person":"p"})");
    EXPECT_EQ(events[0].event.bytes, bytes);
    EXPECT_EQ(events[0].event.occurred_at, Instant(-5));
    EXPECT_EQ(events[0].event.recorded_at, Instant(1000));
    EXPECT_EQ(events[0].event.effective_at, Instant(77));
    EXPECT_EQ(events[0].hash, event_hash(store().bureau(), k_stream, 1, Digest{}, first));
    EXPECT_EQ(events[1].hash, event_hash(store().bureau(), k_stream, 2, events[0].hash, second));
    EXPECT_EQ(events[1].event.effective_at, std::nullopt);
    ASSERT_EQ(store().load(k_stream, 1).size(), 1U);
    EXPECT_EQ(store().load(k_stream, 1)[0].seq, 2);
    EXPECT_TRUE(store().load(k_stream, 2).empty());
    EXPECT_EQ(store().head(k_stream)->seq, 2);
    EXPECT_EQ(store().head(k_stream)->hash, events[1].hash);
    EXPECT_EQ(store().last_recorded_at(), Instant(1000));
    expect_intact();
}

TEST_P(StoreConformance, AStreamThatMovedOnIsAConflict) {
    const CommitUnit first = event_on(k_stream, "1");
    committed(first);
    EXPECT_EQ(store().commit(first).verdict, Verdict::conflict);
    CommitUnit ahead = event_on(k_stream, "2");
    ahead.appends[0].expected_seq += 1;
    EXPECT_EQ(store().commit(ahead).verdict, Verdict::conflict);
    CommitUnit other_head = event_on(k_stream, "2");
    other_head.appends[0].expected_head[0] ^= 1;
    EXPECT_EQ(store().commit(other_head).verdict, Verdict::conflict);
    committed(event_on(k_stream, "2"));
    EXPECT_EQ(store().load(k_stream).size(), 2U);
}

TEST_P(StoreConformance, TimeNeverRunsBackwardsInAStream) {
    committed(event_on(k_stream, "1"));
    CommitUnit late = event_on(k_stream, "2");
    late.appends[0].events[0].recorded_at = Instant(5);
    EXPECT_EQ(store().commit(late).verdict, Verdict::conflict);
    EXPECT_EQ(store().load(k_stream).size(), 1U);
}

TEST_P(StoreConformance, AUnitIsWrittenWholeOrNotAtAll) {
    committed(event_on({"order", "taken"}, "1"));
    SampleUnits samples(1, "atomic");
    SampleOrder order;
    const CommitUnit whole = samples.create(order);
    CommitUnit broken = whole;
    CommitUnit stale = event_on({"order", "taken"}, "2");
    stale.appends[0].expected_seq = 0;
    stale.appends[0].expected_head = {};
    broken.appends.push_back(stale.appends[0]);
    EXPECT_EQ(store().commit(broken).verdict, Verdict::conflict);

    EXPECT_FALSE(store().head(order.stream()));
    EXPECT_TRUE(store().texts(order.row.id.text(), std::vector{whole.texts[0].id}).empty());
    EXPECT_FALSE(store().row(order.row.id, sees_all()));
    EXPECT_FALSE(store().claim_owner("hotline_number", order.row.hotline_number));
    EXPECT_FALSE(store().idempotent_use("p-1024", whole.idempotency->key));
    EXPECT_TRUE(store().command_log(order.stream()).empty());
    EXPECT_TRUE(store().due_outbox(Instant(1LL << 52), 10).empty());
    EXPECT_TRUE(store().due_timers(Instant(1LL << 52), 10).empty());
    EXPECT_TRUE(store().counts(sees_all()).empty());
    expect_intact();

    committed(whole);
    EXPECT_EQ(store().row(order.row.id, sees_all()), order.row);
    EXPECT_EQ(
        store().texts(order.row.id.text(), std::vector{whole.texts[0].id}).at(whole.texts[0].id),
        whole.texts[0].text);
    EXPECT_EQ(store().claim_owner("hotline_number", order.row.hotline_number), order.row.id.text());
    EXPECT_EQ(store().command_log(order.stream()).size(), 1U);
    EXPECT_EQ(store().due_outbox(Instant(1LL << 52), 10).size(), 1U);
    EXPECT_EQ(store().due_timers(Instant(1LL << 52), 10).size(), 2U);
    expect_intact();
}

TEST_P(StoreConformance, ARefusedUnitDoesNotSinkTheOthersBesideIt) {
    std::atomic<int> good{0};
    std::atomic<int> refused{0};
    std::atomic<int> answers{0};
    constexpr int k_units = 300;
    for (int i = 0; i < k_units; ++i) {
        CommitUnit unit;
        const StreamName stream{"order", i % 3 == 0 ? "shared" : fmt::format("o-{}", i)};
        unit.appends.push_back(
            {stream, 0, {}, {NewEvent{"noted", 1, "{}", "x", Instant(1), Instant(1), {}}}});
        store().submit(std::move(unit), [&](const CommitOutcome& outcome) {
            good += outcome.verdict == Verdict::ok ? 1 : 0;
            refused += outcome.verdict == Verdict::conflict ? 1 : 0;
            ++answers;
        });
    }
    committed(event_on({"audit", "last"}, "behind all of them"));
    while (answers < k_units) {
        std::this_thread::yield();
    }
    EXPECT_EQ(good, 201);
    EXPECT_EQ(refused, 99);
    expect_intact();
}

TEST_P(StoreConformance, AnIdAlreadyTakenRefusesOnlyItsOwnUnit) {
    SampleUnits samples(2, "ids");
    SampleOrder first;
    SampleOrder second;
    SampleOrder third;
    CommitUnit unit = samples.create(first);
    CommitUnit clash = samples.create(second);
    CommitUnit fine = samples.create(third);
    clash.texts[0].id = unit.texts[0].id;
    std::atomic<int> answers{0};
    std::vector<Verdict> verdicts(3);
    const auto note = [&](std::size_t i) {
        return [&, i](const CommitOutcome& outcome) {
            verdicts[i] = outcome.verdict;
            ++answers;
        };
    };
    store().submit(unit, note(0));
    store().submit(clash, note(1));
    store().submit(fine, note(2));
    while (answers < 3) {
        std::this_thread::yield();
    }
    EXPECT_EQ(verdicts, (std::vector{Verdict::ok, Verdict::conflict, Verdict::ok}));
    EXPECT_FALSE(store().head(second.stream()));
    expect_intact();
}

TEST_P(StoreConformance, ARepeatIsAnsweredFromTheFirstUse) {
    CommitUnit unit = event_on(k_stream, "1");
    unit.idempotency = IdempotencyKey{"p-1", "key", digest_filled(7)};
    const CommitOutcome first = committed(unit);
    const CommitOutcome repeat = store().commit(unit);
    EXPECT_EQ(repeat.verdict, Verdict::duplicate);
    ASSERT_EQ(repeat.ranges.size(), 1U);
    EXPECT_EQ(repeat.ranges[0].stream, k_stream);
    EXPECT_EQ(repeat.ranges[0].first, 1);
    EXPECT_EQ(repeat.ranges[0].last, 1);
    unit.idempotency->request = digest_filled(8);
    EXPECT_EQ(store().commit(unit).verdict, Verdict::key_reused);
    CommitUnit other = event_on(k_stream, "2");
    other.idempotency = IdempotencyKey{"p-2", "key", digest_filled(7)};
    committed(other);
    const std::optional<IdempotentUse> use = store().idempotent_use("p-1", "key");
    ASSERT_TRUE(use);
    EXPECT_EQ(use->request, digest_filled(7));
    ASSERT_EQ(use->ranges.size(), 1U);
    EXPECT_EQ(use->ranges[0].last, 1);
    EXPECT_FALSE(store().idempotent_use("p-3", "key"));
    expect_intact();
}

TEST_P(StoreConformance, ABusinessKeyHasOneOwnerForGood) {
    CommitUnit first = event_on({"order", "a"}, "1");
    first.claims.push_back({"hotline_number", "20261", "a"});
    committed(first);
    CommitUnit second = event_on({"order", "b"}, "1");
    second.claims.push_back({"other", "free", "b"});
    second.claims.push_back({"hotline_number", "20261", "b"});
    const CommitOutcome outcome = store().commit(second);
    EXPECT_EQ(outcome.verdict, Verdict::claimed);
    EXPECT_EQ(outcome.claimed_by, "a");
    EXPECT_FALSE(store().head({"order", "b"}));
    EXPECT_FALSE(store().claim_owner("other", "free"));
    EXPECT_EQ(store().claim_owner("hotline_number", "20261"), "a");
    CommitUnit again = event_on({"order", "a"}, "2");
    again.claims.push_back({"hotline_number", "20261", "a"});
    EXPECT_EQ(store().commit(again).verdict, Verdict::claimed);
}

TEST_P(StoreConformance, AUnitThatContradictsItselfIsABug) {
    CommitUnit twice = event_on(k_stream, "1");
    twice.appends.push_back(twice.appends[0]);
    EXPECT_THROW(store().commit(twice), Bug);
    CommitUnit backwards = event_on(k_stream, "1");
    backwards.appends[0].events.push_back(backwards.appends[0].events[0]);
    backwards.appends[0].events[1].recorded_at = Instant(0);
    EXPECT_THROW(store().commit(backwards), Bug);
    CommitUnit empty = event_on(k_stream, "1");
    empty.appends[0].events.clear();
    EXPECT_THROW(store().commit(empty), Bug);
    EXPECT_FALSE(store().head(k_stream));
}

TEST_P(StoreConformance, OneWinnerPerVersionAmongSixtyFourSubmitters) {
    constexpr int k_threads = 64;
    constexpr int k_rounds = 12;
    constexpr int k_streams = 3;
    std::array<std::array<std::atomic<int>, k_rounds>, k_streams> winners{};
    std::atomic<int> other_verdicts{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < k_threads; ++t) {
        threads.emplace_back([&, t] {
            for (int round = 0; round < k_rounds; ++round) {
                const int s = (t + round) % k_streams;
                const StreamName stream{"order", fmt::format("s-{}", s)};
                const StreamHead head = store().head(stream).value_or(StreamHead{});
                const Instant now(1000 + head.seq);
                CommitUnit unit;
                unit.appends.push_back(
                    {stream,
                     head.seq,
                     head.hash,
                     {NewEvent{"noted", 1, "{}", fmt::format("{}", t), now, now, std::nullopt}}});
                const CommitOutcome outcome = store().commit(std::move(unit));
                if (outcome.verdict == Verdict::ok && head.seq < k_rounds) {
                    ++winners[static_cast<std::size_t>(s)][static_cast<std::size_t>(head.seq)];
                } else if (outcome.verdict != Verdict::conflict && outcome.verdict != Verdict::ok) {
                    ++other_verdicts;
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(other_verdicts, 0);
    for (int s = 0; s < k_streams; ++s) {
        const StreamHead head = *store().head({"order", fmt::format("s-{}", s)});
        for (int version = 0; version < std::min<int>(k_rounds, static_cast<int>(head.seq));
             ++version) {
            EXPECT_EQ(winners[static_cast<std::size_t>(s)][static_cast<std::size_t>(version)], 1);
        }
    }
    expect_intact();
}

TEST_P(StoreConformance, StreamsAreListedByKindInPages) {
    for (int i = 0; i < 25; ++i) {
        committed(event_on({i % 5 == 0 ? "calendar" : "order", fmt::format("{:02}", i)}, "1"));
    }
    std::vector<std::string> ids;
    std::string after;
    while (true) {
        const std::vector<std::string> page = store().stream_ids("order", after, 7);
        ids.insert(ids.end(), page.begin(), page.end());
        if (page.size() < 7) {
            break;
        }
        after = page.back();
    }
    EXPECT_EQ(ids.size(), 20U);
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
    EXPECT_EQ(store().stream_ids("calendar", "", 100).size(), 5U);
}

} // namespace

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StoreConformance);

} // namespace chengban::store
