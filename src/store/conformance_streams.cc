// Current rows of streams that are not orders': lists, counts, and who sees them.
#include "store/conformance_suite.h"

#include <fmt/format.h>

#include <set>

namespace chengban::store {

namespace {

StreamRow sample_row(int i) {
    StreamRow row;
    row.stream = {"plan", fmt::format("p-{:03}", i)};
    row.version = 1;
    row.state = i % 3 == 0 ? "open" : "closed";
    row.unit = UnitId(i % 2 == 0 ? "d-310101" : "d-310104");
    row.person = PersonId(fmt::format("person-{}", i % 5));
    row.key = fmt::format("2026-{:02}", i % 12 + 1);
    row.shared = i % 10 == 9;
    if (i % 4 != 0) {
        row.due = Instant(1'000 * (i % 7));
    }
    row.created_at = Instant(50'000 - i / 2); // two of each
    row.updated_at = Instant(60'000 + i);
    row.body = fmt::format(R"({{"n":{},"words":"检查"}})", i);
    return row;
}

// A row with the next event of its stream.
CommitUnit with_row(Store& store, StreamRow row) {
    const StreamHead head = store.head(row.stream).value_or(StreamHead{});
    const Instant now(1'790'000'000'000 + head.seq);
    CommitUnit unit;
    unit.appends.push_back(
        {row.stream, head.seq, head.hash, {{"noted", 1, "{}", "{}", now, now, std::nullopt}}});
    row.version = head.seq + 1;
    unit.stream_rows.push_back(std::move(row));
    return unit;
}

void fill(Store& store, int rows) {
    for (int i = 0; i < rows; ++i) {
        ASSERT_EQ(store.commit(with_row(store, sample_row(i))).verdict, Verdict::ok);
    }
}

// Ids over all pages.
std::vector<std::string> found(Store& store, const StreamFilter& filter, StreamPageRequest page,
                               const Visibility& seen_by = sees_all()) {
    std::vector<std::string> ids;
    while (true) {
        const Result<StreamPage> result = store.stream_rows(filter, page, seen_by);
        EXPECT_TRUE(result);
        for (const StreamRow& row : result->rows) {
            ids.push_back(row.stream.id);
        }
        if (result->next_cursor.empty()) {
            return ids;
        }
        page.cursor = result->next_cursor;
    }
}

StreamFilter plans() {
    StreamFilter filter;
    filter.kind = "plan";
    return filter;
}

TEST_P(StoreConformance, ARowIsReadBackAsItWasWrittenAndFollowsItsStream) {
    const StreamRow row = sample_row(5);
    committed(with_row(store(), row));
    EXPECT_EQ(store().stream_row(row.stream, sees_all()), row);
    StreamRow changed = row;
    changed.version = 2;
    changed.state = "open";
    changed.due.reset();
    changed.person = PersonId();
    changed.body = R"({"n":6})";
    committed(with_row(store(), changed));
    EXPECT_EQ(store().stream_row(row.stream, sees_all()), changed);
    EXPECT_FALSE(store().stream_row({"plan", "other"}, sees_all()));
    EXPECT_FALSE(store().stream_row({"other", row.stream.id}, sees_all()));
    reopen();
    EXPECT_EQ(store().stream_row(row.stream, sees_all()), changed);
    expect_intact();
}

TEST_P(StoreConformance, AConflictWritesNoRow) {
    const CommitUnit first = with_row(store(), sample_row(1));
    committed(first);
    CommitUnit late = first;
    late.stream_rows[0].state = "stolen";
    EXPECT_EQ(store().commit(late).verdict, Verdict::conflict);
    EXPECT_EQ(store().stream_row(first.stream_rows[0].stream, sees_all())->state, "closed");
}

TEST_P(StoreConformance, PagesMeetEveryRowOnceInBothOrders) {
    fill(store(), 60);
    for (const StreamSort sort : {StreamSort::created_at, StreamSort::due}) {
        for (const bool descending : {false, true}) {
            StreamPageRequest page;
            page.sort = sort;
            page.descending = descending;
            page.limit = 7;
            std::vector<std::string> ids = found(store(), plans(), page);
            EXPECT_EQ(ids.size(), 60U);
            EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 60U);
            page.limit = 500;
            EXPECT_EQ(found(store(), plans(), page), ids);
        }
    }
    StreamPageRequest by_due;
    by_due.sort = StreamSort::due;
    EXPECT_TRUE(
        store().stream_row({"plan", found(store(), plans(), by_due).front()}, sees_all())->due);
    EXPECT_FALSE(
        store().stream_row({"plan", found(store(), plans(), by_due).back()}, sees_all())->due);
}

TEST_P(StoreConformance, FiltersAgreeWithALookAtEveryRow) {
    fill(store(), 60);
    const auto expect = [&](const StreamFilter& filter, const auto& wanted) {
        std::size_t count = 0;
        for (int i = 0; i < 60; ++i) {
            count += wanted(sample_row(i)) ? 1U : 0U;
        }
        EXPECT_GT(count, 0U);
        EXPECT_EQ(found(store(), filter, {}).size(), count);
    };
    StreamFilter filter = plans();
    filter.states = {"open"};
    expect(filter, [](const StreamRow& row) { return row.state == "open"; });
    filter = plans();
    filter.units = {UnitId("d-310101")};
    filter.persons = {PersonId("person-2"), PersonId("person-4")};
    expect(filter, [](const StreamRow& row) {
        return row.unit == UnitId("d-310101") &&
               (row.person == PersonId("person-2") || row.person == PersonId("person-4"));
    });
    filter = plans();
    filter.keys = {"2026-03"};
    expect(filter, [](const StreamRow& row) { return row.key == "2026-03"; });
    filter = plans();
    filter.due_from = Instant(2'000);
    expect(filter, [](const StreamRow& row) { return row.due && *row.due >= Instant(2'000); });
    filter.due_to = Instant(4'000);
    expect(filter, [](const StreamRow& row) {
        return row.due && *row.due >= Instant(2'000) && *row.due < Instant(4'000);
    });
    filter = plans();
    filter.created_from = Instant(49'980);
    filter.created_to = Instant(49'990);
    expect(filter, [](const StreamRow& row) {
        return row.created_at >= Instant(49'980) && row.created_at < Instant(49'990);
    });
    filter.kind = "another";
    EXPECT_TRUE(found(store(), filter, {}).empty());
}

TEST_P(StoreConformance, OnlyWhatIsSharedOfTheirUnitsOrAboutThemIsSeen) {
    fill(store(), 60);
    Visibility viewer;
    viewer.person = PersonId("person-3");
    viewer.units = {UnitId("d-310104")};
    const auto sees = [&](const StreamRow& row) {
        return row.shared || row.person == viewer.person || row.unit == viewer.units[0];
    };
    std::size_t expected = 0;
    for (int i = 0; i < 60; ++i) {
        const StreamRow row = sample_row(i);
        expected += sees(row) ? 1U : 0U;
        EXPECT_EQ(store().stream_row(row.stream, viewer).has_value(), sees(row)) << i;
    }
    EXPECT_EQ(found(store(), plans(), {}, viewer).size(), expected);
    std::int64_t counted = 0;
    for (const StreamCount& count : store().stream_counts("plan", viewer)) {
        counted += count.count;
    }
    EXPECT_EQ(counted, static_cast<std::int64_t>(expected));
    EXPECT_EQ(found(store(), plans(), {}, Visibility{}).size(), 6U); // only what is shared
}

TEST_P(StoreConformance, BadPagesAreRefused) {
    fill(store(), 3);
    StreamPageRequest page;
    page.limit = 0;
    EXPECT_FALSE(store().stream_rows(plans(), page, sees_all()));
    page.limit = 501;
    EXPECT_FALSE(store().stream_rows(plans(), page, sees_all()));
    page.limit = 1;
    for (const char* cursor : {"x", "s1.due.a.1.1", "s1.created_at.a.1", "s1.created_at.a.1.2x"}) {
        page.cursor = cursor;
        EXPECT_FALSE(store().stream_rows(plans(), page, sees_all())) << cursor;
    }
}

} // namespace

} // namespace chengban::store
