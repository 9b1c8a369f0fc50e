#include "knowledge/entry.h"

#include "knowledge/test_context.h"

#include <gmock/gmock.h>

namespace chengban::knowledge {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// An entry's life as its people drive it.
struct Life {
    Entry entry;
    Result<std::vector<Entry::Event>> give(const Entry::Command& command, const Party& party,
                                           const char* now = "2026-03-02T10:00:00+08:00") {
        const EntryContext context = context_at(now);
        Result<std::vector<Entry::Event>> events = decide(entry, command, party, context);
        if (events) {
            for (const Entry::Event& event : *events) {
                evolve(entry, event, party, context.now);
                ++entry.version;
            }
        }
        return events;
    }
};

DraftEntry draft(Content words = content()) {
    return {UnitId("property-division"), std::move(words)};
}

TEST(Entry, Clause_15_1_a_keeper_drafts_submits_and_the_center_publishes_an_edition) {
    Life life;
    ASSERT_TRUE(life.give(draft(), keeper()));
    EXPECT_EQ(life.entry.state(), EntryState::draft);
    ASSERT_TRUE(life.give(SubmitEntry{}, keeper()));
    EXPECT_EQ(life.entry.state(), EntryState::submitted);
    ASSERT_TRUE(life.give(AcceptEntry{}, center()));
    EXPECT_EQ(life.entry.state(), EntryState::published);
    EXPECT_EQ(life.entry.published->number, 1);
    EXPECT_EQ(life.entry.published->accepted_by, PersonId("reviewer-1"));
    EXPECT_FALSE(life.entry.draft);
}

TEST(Entry, Clause_15_1_the_edition_in_use_stays_while_the_next_is_written) {
    Life life;
    ASSERT_TRUE(life.give(draft(), keeper()));
    ASSERT_TRUE(life.give(SubmitEntry{}, keeper()));
    ASSERT_TRUE(life.give(AcceptEntry{}, center()));
    Content revised = content();
    revised.answer = "新口径";
    ASSERT_TRUE(life.give(ReviseEntry{revised}, keeper()));
    EXPECT_EQ(life.entry.published->content, content());
    ASSERT_TRUE(life.give(SubmitEntry{}, keeper()));
    ASSERT_TRUE(life.give(SendBackEntry{"请补充依据"}, center()));
    EXPECT_EQ(life.entry.stage, Stage::draft);
    EXPECT_EQ(life.entry.send_back_reason, "请补充依据");
    ASSERT_TRUE(life.give(SubmitEntry{}, keeper()));
    ASSERT_TRUE(life.give(AcceptEntry{}, center()));
    EXPECT_EQ(life.entry.published->number, 2);
    EXPECT_EQ(life.entry.published->content.answer, "新口径");
    EXPECT_EQ(life.entry.send_back_reason, "");
}

TEST(Entry, Clause_15_1_only_the_units_own_keeper_writes_and_only_the_center_accepts) {
    Life life;
    EXPECT_THAT(codes(life.give(draft(), center())), ElementsAre("wrong_role"));
    EXPECT_THAT(codes(life.give(draft(), keeper("market-division"))), ElementsAre("wrong_unit"));
    ASSERT_TRUE(life.give(draft(), keeper()));
    EXPECT_THAT(codes(life.give(ReviseEntry{content()}, keeper("market-division"))),
                ElementsAre("wrong_unit"));
    ASSERT_TRUE(life.give(SubmitEntry{}, keeper()));
    EXPECT_THAT(codes(life.give(AcceptEntry{}, keeper())),
                ElementsAre("wrong_role", "own_application"));
    EXPECT_THAT(codes(life.give(ReviseEntry{content()}, keeper())), ElementsAre("wrong_state"));
}

TEST(Entry, Clause_3_3_districts_keep_no_entries) {
    Life life;
    EntryContext context = context_at("2026-03-02T10:00:00+08:00");
    context.unit_keeps_entries = false;
    EXPECT_THAT(codes(decide(life.entry, draft(), keeper(), context)),
                ElementsAre("not_a_department"));
}

TEST(Entry, Clause_15_1_all_that_is_wrong_with_a_content_is_said_at_once) {
    Content wrong = content();
    wrong.title = "  ";
    wrong.valid_to = *parse_day("2025-12-31", "t");
    wrong.review_on = *parse_day("2026-03-02", "t"); // today
    wrong.published_on = *parse_day("2026-03-03", "t");
    Life life;
    EXPECT_THAT(codes(life.give(draft(wrong), keeper())),
                ElementsAre("empty", "ends_before_start", "in_the_future", "review_day_past"));
    EXPECT_EQ(life.entry.version, 0);
}

// I 15: five natural days after the day of publication, rolled. 2026-03-05 is a Thursday: the 10th.
TEST(Entry, Clause_15_2_a_new_policy_is_submitted_within_five_days_and_lateness_shows) {
    Content policy = content();
    policy.published_on = *parse_day("2026-03-05", "t");
    Life in_time;
    ASSERT_TRUE(in_time.give(draft(policy), keeper(), "2026-03-06T09:00:00+08:00"));
    ASSERT_TRUE(in_time.give(SubmitEntry{}, keeper(), "2026-03-10T23:59:59+08:00"));
    EXPECT_EQ(in_time.entry.submission->due, at("2026-03-11T00:00:00+08:00"));
    EXPECT_FALSE(in_time.entry.was_late);
    Life late;
    ASSERT_TRUE(late.give(draft(policy), keeper(), "2026-03-06T09:00:00+08:00"));
    ASSERT_TRUE(late.give(SubmitEntry{}, keeper(), "2026-03-11T00:00:00+08:00"));
    EXPECT_TRUE(late.entry.was_late); // and it was not refused
    // 2026-03-09 is a Monday: five days end on Saturday the 14th and roll to Monday the 16th.
    policy.published_on = *parse_day("2026-03-09", "t");
    Life rolled;
    ASSERT_TRUE(rolled.give(draft(policy), keeper(), "2026-03-10T09:00:00+08:00"));
    ASSERT_TRUE(rolled.give(SubmitEntry{}, keeper(), "2026-03-16T18:00:00+08:00"));
    EXPECT_EQ(rolled.entry.submission->due, at("2026-03-17T00:00:00+08:00"));
    EXPECT_FALSE(rolled.entry.was_late);
}

TEST(Entry, Clause_15_3_the_center_proposes_and_the_keeper_takes_it_up) {
    Life life;
    ProposeEntry proposal{
        UnitId("property-division"), content(), "本月咨询 12 次", {OrderId("o-1")}};
    EXPECT_THAT(codes(life.give(proposal, keeper())), ElementsAre("wrong_role"));
    ASSERT_TRUE(life.give(proposal, center()));
    EXPECT_EQ(life.entry.state(), EntryState::proposed);
    EXPECT_THAT(codes(life.give(SubmitEntry{}, center())), ElementsAre("wrong_role"));
    ASSERT_TRUE(life.give(ReviseEntry{content()}, keeper()));
    ASSERT_TRUE(life.give(SubmitEntry{}, keeper()));
    ASSERT_TRUE(life.give(AcceptEntry{}, center())); // the keeper's words by now
    EXPECT_THAT(life.entry.orders, ElementsAre(OrderId("o-1")));
}

TEST(Entry, Clause_15_1_a_reviewer_does_not_accept_what_is_wholly_their_own_proposal) {
    Life life;
    ASSERT_TRUE(
        life.give(ProposeEntry{UnitId("property-division"), content(), "常问", {}}, center()));
    ASSERT_TRUE(life.give(SubmitEntry{}, keeper()));
    EXPECT_THAT(codes(life.give(AcceptEntry{}, center())), ElementsAre("own_application"));
    Party other = center();
    other.person = PersonId("reviewer-2");
    EXPECT_TRUE(life.give(AcceptEntry{}, other));
}

TEST(Entry, Clause_15_1_entries_are_looked_through_again_and_retired) {
    Content words = content();
    words.valid_to = *parse_day("2027-06-30", "t");
    Life life;
    ASSERT_TRUE(life.give(draft(words), keeper()));
    EXPECT_THAT(codes(life.give(ConfirmEntry{*parse_day("2028-01-01", "t")}, keeper())),
                ElementsAre("wrong_state"));
    ASSERT_TRUE(life.give(SubmitEntry{}, keeper()));
    ASSERT_TRUE(life.give(AcceptEntry{}, center()));
    EXPECT_FALSE(review_is_due(life.entry, *parse_day("2026-12-31", "t")));
    EXPECT_TRUE(review_is_due(life.entry, *parse_day("2027-01-01", "t")));
    ASSERT_TRUE(life.give(ConfirmEntry{*parse_day("2027-12-01", "t")}, keeper()));
    EXPECT_FALSE(review_is_due(life.entry, *parse_day("2027-01-01", "t")));
    EXPECT_EQ(validity(life.entry.published->content, *parse_day("2027-06-30", "t")),
              Validity::valid);
    EXPECT_EQ(validity(life.entry.published->content, *parse_day("2027-07-01", "t")),
              Validity::expired);
    EXPECT_THAT(codes(life.give(ConfirmEntry{*parse_day("2028-12-01", "t")}, keeper(),
                                "2027-07-01T09:00:00+08:00")),
                ElementsAre("expired"));
    EXPECT_THAT(codes(life.give(RetireEntry{" "}, keeper())), ElementsAre("empty"));
    ASSERT_TRUE(life.give(RetireEntry{"政策废止"}, keeper()));
    EXPECT_EQ(life.entry.state(), EntryState::retired);
    EXPECT_THAT(codes(life.give(ReviseEntry{content()}, keeper())), ElementsAre("wrong_state"));
}

TEST(Entry, Clause_15_1_stored_events_are_read_back_as_they_were_written) {
    Content words = content();
    words.published_on = *parse_day("2026-03-01", "t");
    const DraftEntry event = draft(words);
    EXPECT_EQ(read_stored<DraftEntry>(write_record(event)), event);
    const EntrySubmitted submitted{at("2026-03-11T00:00:00+08:00"), true, true};
    EXPECT_EQ(read_stored<EntrySubmitted>(write_record(submitted)), submitted);
}

} // namespace
} // namespace chengban::knowledge
