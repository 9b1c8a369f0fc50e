// What people see: lists, counts, pages and search against a plain model of the same orders.
#include "store/conformance_suite.h"
#include "store/sample_units.h"

#include "base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace chengban::store {

namespace {

// A current row and what the adapter must remember of its past.
struct Known {
    OrderRow row;
    std::set<UnitId> units;
    std::string text;
};
using Model = std::map<OrderId, Known>;

template <class List, class Item>
bool contains(const List& list, const Item& item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

template <class List, class Item>
bool asked(const List& list, const Item& item) {
    return list.empty() || contains(list, item);
}

bool model_sees(const Visibility& who, const Known& known) {
    if (who.confidential_all || contains(known.row.chain, who.person)) {
        return true;
    }
    const bool of_unit = std::any_of(who.units.begin(), who.units.end(), [&](const UnitId& unit) {
        return known.units.contains(unit);
    });
    return !known.row.confidential && (who.everything || of_unit);
}

bool in_range(const std::optional<Instant>& at, const std::optional<Instant>& from,
              const std::optional<Instant>& to) {
    if (!from && !to) {
        return true;
    }
    return at && (!from || *at >= *from) && (!to || *at < *to);
}

bool model_matches(const OrderFilter& filter, const Known& known) {
    const OrderRow& row = known.row;
    const auto any_in = [](const auto& wanted, const auto& had) {
        return wanted.empty() || std::any_of(had.begin(), had.end(), [&](const auto& item) {
                   return contains(wanted, item);
               });
    };
    return asked(filter.states, row.state) && asked(filter.kinds, row.kind) &&
           asked(filter.limit_classes, row.limit_class) && asked(filter.categories, row.category) &&
           asked(filter.districts, row.district) && asked(filter.units, row.unit) &&
           asked(filter.handlers, row.handler) && any_in(filter.tags, row.tags) &&
           any_in(filter.awaiting, row.awaiting) && filter.open.value_or(row.open) == row.open &&
           filter.supervised.value_or(row.supervised) == row.supervised &&
           filter.extended.value_or(row.extended) == row.extended &&
           filter.provisional.value_or(row.provisional) == row.provisional &&
           in_range(row.next_due, filter.due_from, filter.due_to) &&
           in_range(row.received_at, filter.received_from, filter.received_to) &&
           in_range(row.completed_at, filter.completed_from, filter.completed_to) &&
           (filter.hotline_number.empty() || filter.hotline_number == row.hotline_number) &&
           (filter.phone_digest.empty() || filter.phone_digest == row.phone_digest) &&
           (filter.place_digest.empty() || filter.place_digest == row.place_digest) &&
           (filter.phrase.empty() || known.text.find(filter.phrase) != std::string::npos) &&
           (!filter.calendar_version_below ||
            row.calendar_version < *filter.calendar_version_below);
}

std::int64_t sort_value(const OrderRow& row, SortKey sort) {
    const auto far = [](const std::optional<Instant>& at) {
        return at ? at->milliseconds() : std::int64_t{1} << 60;
    };
    switch (sort) {
    case SortKey::next_due:
        return far(row.next_due);
    case SortKey::received_at:
        return row.received_at.milliseconds();
    case SortKey::updated_at:
        return row.updated_at.milliseconds();
    case SortKey::completed_at:
        return far(row.completed_at);
    }
    unreachable("sort_value");
}

// Makes random orders and keeps the model of them.
class History {
public:
    History(Store& store, std::uint64_t seed) : store_(store), random_(seed), samples_(seed, "h") {}

    void step() {
        if (model_.empty() || one_in(3)) {
            SampleOrder order;
            commit_row(samples_.create(order), order);
            orders_.push_back(order);
            return;
        }
        SampleOrder& order = orders_[random_() % orders_.size()];
        OrderRow& row = order.row;
        row.confidential = one_in(6);
        row.supervised = one_in(5);
        row.extended = one_in(5);
        row.provisional = one_in(9);
        row.calendar_version = static_cast<std::int64_t>(random_() % 9);
        row.unit = one_in(5) ? UnitId() : UnitId(fmt::format("u-{}", random_() % 5));
        row.tags = some("tag", 3);
        row.awaiting = some("principal@u", 2);
        row.chain.clear();
        for (const std::string& person : some("p", 3)) {
            row.chain.emplace_back(person);
        }
        row.handler = one_in(3) || row.chain.empty() ? PersonId() : row.chain.front();
        CommitUnit unit = samples_.advance(order);
        if (one_in(8)) {
            order.search_text = one_in(4) ? "" : samples_.chinese(60);
            unit.search.push_back({row.id, order.search_text});
        }
        commit_row(std::move(unit), order);
    }

    const Model& model() const { return model_; }
    bool one_in(std::uint64_t count) { return random_() % count == 0; }
    std::mt19937_64& random() { return random_; }
    SampleUnits& samples() { return samples_; }

    std::vector<std::string> some(const std::string& stem, std::uint64_t most) {
        std::set<std::string> items;
        for (std::uint64_t i = random_() % (most + 1); i > 0; --i) {
            items.insert(fmt::format("{}-{}", stem, random_() % 6));
        }
        return {items.begin(), items.end()};
    }

private:
    void commit_row(CommitUnit unit, const SampleOrder& order) {
        const CommitOutcome outcome = store_.commit(std::move(unit));
        ASSERT_EQ(outcome.verdict, Verdict::ok) << outcome.detail;
        Known& known = model_[order.row.id];
        known.row = order.row;
        known.text = order.search_text;
        if (!order.row.unit.empty()) {
            known.units.insert(order.row.unit);
        }
    }

    Store& store_;
    std::mt19937_64 random_;
    SampleUnits samples_;
    std::vector<SampleOrder> orders_;
    Model model_;
};

Visibility random_viewer(History& history) {
    Visibility who;
    who.person = PersonId(fmt::format("p-{}", history.random()() % 6));
    who.everything = history.one_in(3);
    who.confidential_all = history.one_in(8);
    if (history.one_in(2)) {
        for (const std::string& unit : history.some("u", 3)) {
            who.units.emplace_back(unit);
        }
    }
    return who;
}

Instant random_instant(History& history) {
    return history.samples().now().plus_milliseconds(
        static_cast<std::int64_t>(history.random()() % (6ULL * 86'400'000)) - 3LL * 86'400'000);
}

OrderFilter random_filter(History& history) {
    OrderFilter filter;
    const auto maybe = [&](std::optional<bool>& flag, std::uint64_t rarity) {
        if (history.one_in(rarity)) {
            flag = history.one_in(2);
        }
    };
    if (history.one_in(3)) {
        filter.states = {"dispatched", "in_progress"};
    }
    if (history.one_in(5)) {
        filter.kinds = {"complaint", "praise"};
    }
    if (history.one_in(5)) {
        filter.limit_classes = {"general"};
    }
    if (history.one_in(6)) {
        filter.categories = {"c-1", "c-2", "c-3", "c-4", "c-5", "c-6"};
    }
    if (history.one_in(6)) {
        filter.districts = {"310101", "310102", "310103", "310104"};
    }
    if (history.one_in(4)) {
        filter.units = {UnitId("u-1"), UnitId("u-2")};
    }
    if (history.one_in(6)) {
        filter.handlers = {PersonId("p-1"), PersonId("p-4")};
    }
    filter.tags = history.one_in(5) ? history.some("tag", 2) : std::vector<std::string>();
    filter.awaiting =
        history.one_in(5) ? history.some("principal@u", 2) : std::vector<std::string>();
    maybe(filter.open, 3);
    maybe(filter.supervised, 6);
    maybe(filter.extended, 8);
    maybe(filter.provisional, 8);
    const auto maybe_at = [&](std::optional<Instant>& at) {
        if (history.one_in(6)) {
            at = random_instant(history);
        }
    };
    maybe_at(filter.due_from);
    maybe_at(filter.due_to);
    maybe_at(filter.received_from);
    maybe_at(filter.received_to);
    maybe_at(filter.completed_from);
    maybe_at(filter.completed_to);
    if (history.one_in(8)) {
        filter.phrase = history.one_in(2) ? "电梯" : "小区电梯故障";
    }
    if (history.one_in(9)) {
        filter.calendar_version_below = 4;
    }
    if (history.one_in(30)) {
        filter.hotline_number = "h-00000003";
    }
    if (history.one_in(30)) {
        filter.phone_digest = history.model().begin()->second.row.phone_digest;
    }
    if (history.one_in(12)) {
        filter.place_digest = history.model().begin()->second.row.place_digest;
    }
    return filter;
}

constexpr std::array k_sorts{SortKey::next_due, SortKey::received_at, SortKey::updated_at,
                             SortKey::completed_at};

void expect_list_equals_model(Store& store, History& history, const OrderFilter& filter,
                              const Visibility& who) {
    std::map<OrderId, OrderRow> expected;
    for (const auto& [id, known] : history.model()) {
        if (model_sees(who, known) && model_matches(filter, known)) {
            expected.emplace(id, known.row);
        }
    }
    PageRequest page;
    page.sort = k_sorts[history.random()() % k_sorts.size()];
    page.descending = history.one_in(2);
    page.limit = static_cast<std::int32_t>(1 + history.random()() % 40);
    std::vector<OrderRow> found;
    do {
        const Result<OrderPage> result = store.list(filter, page, who);
        ASSERT_TRUE(result) << result.error().reasons.front().words.en;
        EXPECT_LE(result.value().rows.size(), static_cast<std::size_t>(page.limit));
        found.insert(found.end(), result.value().rows.begin(), result.value().rows.end());
        page.cursor = result.value().next_cursor;
    } while (!page.cursor.empty());
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i], expected.at(found[i].id));
        expected.erase(found[i].id); // each once
        if (i > 0) {
            const std::int64_t before = sort_value(found[i - 1], page.sort);
            const std::int64_t here = sort_value(found[i], page.sort);
            EXPECT_TRUE(page.descending ? before >= here : before <= here);
        }
        if (expected.empty() && i + 1 < found.size()) {
            FAIL() << "more rows than the model has";
        }
    }
    const auto total = static_cast<std::int64_t>(found.size());
    EXPECT_EQ(store.count(filter, 1000, who).count, total);
    EXPECT_FALSE(store.count(filter, total, who).more);
    if (total > 0) {
        EXPECT_EQ(store.count(filter, total - 1, who).count, total - 1);
        EXPECT_TRUE(store.count(filter, total - 1, who).more);
    }
}

void expect_counts_equal_recount(Store& store, const Model& model, const Visibility& who) {
    using Key = std::tuple<UnitId, PersonId, std::string, std::optional<Day>, bool>;
    std::map<Key, std::int64_t> expected;
    for (const auto& [id, known] : model) {
        if (model_sees(who, known)) {
            const OrderRow& row = known.row;
            const std::optional<Day> day =
                row.next_due ? std::optional(day_of(row.next_due->plus_milliseconds(-1)))
                             : std::nullopt;
            ++expected[{row.unit, row.handler, row.state, day, row.confidential}];
        }
    }
    std::map<Key, std::int64_t> found;
    for (const CountBucket& bucket : store.counts(who)) {
        found[{bucket.unit, bucket.handler, bucket.state, bucket.due_day, bucket.confidential}] +=
            bucket.count;
    }
    EXPECT_EQ(found, expected);
}

TEST_P(StoreConformance, ListsCountsAndRowsAreThoseOfTheModelForEveryViewer) {
    History history(store(), 20260930);
    for (int round = 0; round < 12; ++round) {
        for (int i = 0; i < 40; ++i) {
            history.step();
        }
        for (int i = 0; i < 40; ++i) {
            const Visibility who = random_viewer(history);
            expect_list_equals_model(store(), history, random_filter(history), who);
            expect_counts_equal_recount(store(), history.model(), who);
            for (const auto& [id, known] : history.model()) {
                if (history.one_in(20)) {
                    EXPECT_EQ(store().row(id, who).has_value(), model_sees(who, known));
                }
            }
        }
        if (HasFatalFailure() || HasNonfatalFailure()) {
            FAIL() << "seed 20260930, round " << round;
        }
    }
    expect_intact();
}

TEST_P(StoreConformance, AConfidentialOrderIsSeenByItsChainAlone) {
    SampleUnits samples(5, "c");
    SampleOrder order;
    CommitUnit unit = samples.create(order);
    order.row.confidential = true;
    order.row.chain = {PersonId("p-7")};
    order.row.unit = UnitId("u-1");
    unit.rows[0] = order.row;
    committed(unit);
    OrderFilter by_phrase;
    by_phrase.phrase = std::string(first_code_points(order.search_text, 2));
    const auto seen = [&](const Visibility& who) {
        const bool here = store().row(order.row.id, who).has_value();
        EXPECT_EQ(store().list({}, {}, who).value().rows.size(), here ? 1U : 0U);
        EXPECT_EQ(store().list(by_phrase, {}, who).value().rows.size(), here ? 1U : 0U);
        EXPECT_EQ(store().count(by_phrase, 9, who).count, here ? 1 : 0);
        EXPECT_EQ(store().counts(who).size(), here ? 1U : 0U);
        return here;
    };
    EXPECT_TRUE(seen({PersonId("p-7"), false, {}, false}));
    EXPECT_FALSE(seen({PersonId("p-8"), false, {UnitId("u-1")}, false}));
    EXPECT_FALSE(seen({PersonId("p-8"), true, {}, false}));
    EXPECT_TRUE(seen({PersonId("p-8"), false, {}, true}));
    EXPECT_FALSE(seen({PersonId(), false, {}, false}));
}

TEST_P(StoreConformance, PagesStayWholeWhileOrdersArrive) {
    SampleUnits samples(9, "p");
    std::set<OrderId> first_orders;
    for (int i = 0; i < 60; ++i) {
        SampleOrder order;
        CommitUnit unit = samples.create(order);
        unit.rows[0].received_at = Instant(1000 + i / 7); // with ties
        first_orders.insert(order.row.id);
        committed(unit);
    }
    for (const bool descending : {false, true}) {
        PageRequest page{SortKey::received_at, descending, {}, 7};
        std::vector<OrderId> seen;
        do {
            const OrderPage found = store().list({}, page, sees_all()).value();
            for (const OrderRow& row : found.rows) {
                if (first_orders.contains(row.id)) {
                    seen.push_back(row.id);
                }
            }
            page.cursor = found.next_cursor;
            SampleOrder order;
            CommitUnit unit = samples.create(order);
            unit.rows[0].received_at = Instant(1000 + static_cast<std::int64_t>(seen.size()) / 7);
            committed(unit);
        } while (!page.cursor.empty());
        EXPECT_EQ(seen.size(), first_orders.size());
        EXPECT_EQ(std::set<OrderId>(seen.begin(), seen.end()), first_orders);
    }
}

TEST_P(StoreConformance, BadPagesAndShortPhrasesAreRefused) {
    SampleUnits samples(3, "b");
    for (int i = 0; i < 3; ++i) {
        SampleOrder order;
        committed(samples.create(order));
    }
    const auto code = [&](const OrderFilter& filter, const PageRequest& page) {
        const Result<OrderPage> result = store().list(filter, page, sees_all());
        return result ? std::string() : result.error().reasons.front().code;
    };
    EXPECT_EQ(code({}, {SortKey::next_due, false, "", 0}), "out_of_range");
    EXPECT_EQ(code({}, {SortKey::next_due, false, "", 501}), "out_of_range");
    EXPECT_EQ(code({}, {SortKey::next_due, false, "nonsense", 5}), "bad_cursor");
    const std::string cursor =
        store().list({}, {SortKey::next_due, false, "", 1}, sees_all()).value().next_cursor;
    ASSERT_FALSE(cursor.empty());
    EXPECT_EQ(code({}, {SortKey::next_due, false, cursor, 5}), "");
    EXPECT_EQ(code({}, {SortKey::next_due, true, cursor, 5}), "bad_cursor");
    EXPECT_EQ(code({}, {SortKey::updated_at, false, cursor, 5}), "bad_cursor");
    EXPECT_EQ(code({}, {SortKey::next_due, false, cursor + "x", 5}), "bad_cursor");
    EXPECT_EQ(code({}, {SortKey::next_due, false, cursor.substr(0, 12), 5}), "bad_cursor");
    OrderFilter filter;
    for (const char* phrase : {"电", " ", "a", "　"}) {
        filter.phrase = phrase;
        EXPECT_EQ(code(filter, {}), "phrase_too_short") << phrase;
        EXPECT_EQ(store().count(filter, 10, sees_all()).count, 0);
    }
    filter.phrase = std::string(201, 'a');
    EXPECT_EQ(code(filter, {}), "phrase_too_long");
    filter.phrase = "\xff\xfe";
    EXPECT_EQ(code(filter, {}), "phrase_too_long");
    filter.phrase = std::string(200, 'a');
    EXPECT_EQ(code(filter, {}), "");
}

TEST_P(StoreConformance, AnyPhraseOfTwoOrMoreCharactersIsFoundAndNothingElse) {
    SampleUnits samples(77, "s");
    std::vector<SampleOrder> orders;
    for (int i = 0; i < 150; ++i) {
        orders.emplace_back();
        committed(samples.create(orders.back()));
    }
    std::mt19937_64 random(77);
    for (int i = 0; i < 300; ++i) {
        const std::u32string text = to_code_points(orders[random() % orders.size()].search_text);
        const std::size_t length =
            std::min<std::size_t>(2 + random() % (i % 10 == 0 ? 100 : 6), text.size());
        std::u32string phrase = text.substr(random() % (text.size() - length + 1), length);
        if (i % 4 == 0) { // two halves that need not occur together
            phrase = phrase.substr(0, 1) + text.substr(random() % (text.size() - 1), 2);
        }
        OrderFilter filter;
        filter.phrase = to_utf8(phrase);
        if (filter.phrase.find('\n') != std::string::npos) {
            continue; // white space is folded away, which plain searching does not know
        }
        std::set<OrderId> expected;
        for (const SampleOrder& order : orders) {
            std::string folded = order.search_text; // title and claim run on
            std::erase(folded, '\n');
            if (folded.find(filter.phrase) != std::string::npos) {
                expected.insert(order.row.id);
            }
        }
        std::set<OrderId> found;
        const Result<OrderPage> page =
            store().list(filter, {SortKey::received_at, true, "", 500}, sees_all());
        for (const OrderRow& row : page.value().rows) {
            found.insert(row.id);
        }
        EXPECT_EQ(found, expected) << filter.phrase;
    }
}

TEST_P(StoreConformance, SearchFollowsTheTextAndForgetsIt) {
    SampleUnits samples(4, "f");
    SampleOrder order;
    committed(samples.create(order));
    const auto found = [&](const char* phrase) {
        OrderFilter filter;
        filter.phrase = phrase;
        return store().count(filter, 10, sees_all()).count;
    };
    const auto set_text = [&](const std::string& text) {
        CommitUnit unit = samples.advance(order);
        unit.search.push_back({order.row.id, text});
        committed(std::move(unit));
    };
    set_text("饕餮 ＡＢＣ１２３，電梯 Übergröße");
    EXPECT_EQ(found("饕餮"), 1);
    EXPECT_EQ(found("abc123"), 1);
    EXPECT_EQ(found("电梯"), 1);
    EXPECT_EQ(found("3，"), 1);
    EXPECT_EQ(found("饕餮ABC"), 1);
    EXPECT_EQ(found("餮饕"), 0);
    set_text("魑魅魍魉");
    EXPECT_EQ(found("饕餮"), 0);
    EXPECT_EQ(found("魅魍"), 1);
    set_text("魑魅魍魉");
    EXPECT_EQ(found("魅魍"), 1);
    set_text("");
    EXPECT_EQ(found("魅魍"), 0);
    set_text("一");
    EXPECT_EQ(found("一一"), 0);
    CommitUnit stray = samples.advance(order);
    stray.search.push_back({OrderId("nobody"), "text"});
    EXPECT_EQ(store().commit(stray).verdict, Verdict::conflict);
    expect_intact();
}

} // namespace

} // namespace chengban::store
