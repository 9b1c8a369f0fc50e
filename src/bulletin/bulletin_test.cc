#include "bulletin/bulletin.h"

#include <gmock/gmock.h>

namespace chengban::bulletin {
namespace {

using people::Role;
using ::testing::ElementsAre;

Instant at(const char* text) {
    return *parse_instant(text, "t");
}
Party supervisor() {
    return {PersonId("supervisor-1"), UnitId("center"), Role::supervisor};
}
Party handler() {
    return {PersonId("h-1"), UnitId("district-310101"), Role::handler};
}
std::vector<std::string> codes(const Result<std::vector<Bulletin::Event>>& result) {
    std::vector<std::string> codes;
    if (!result) {
        for (const Reason& reason : result.error().reasons) {
            codes.push_back(reason.code);
        }
    }
    return codes;
}

struct Life {
    Bulletin bulletin;
    BulletinContext context{at("2026-03-16T10:00:00+08:00"), {}, 7};
    Life() {
        BulletinDrafted made;
        made.kind = BulletinKind::weekly;
        made.figures.period =
            period_of(BulletinKind::weekly, day_of(at("2026-03-12T09:00:00+08:00")));
        made.figures.before =
            period_of(BulletinKind::weekly, day_of(at("2026-03-05T09:00:00+08:00")));
        made.title = "周报";
        made.sections = {{"总体情况", "受理 3 件"}};
        context.draft = made;
    }
    Result<std::vector<Bulletin::Event>> give(const Bulletin::Command& command,
                                              const Party& party) {
        auto events = decide(bulletin, command, party, context);
        if (events) {
            for (const Bulletin::Event& event : *events) {
                evolve(bulletin, event, party, context.now);
                ++bulletin.version;
            }
        }
        return events;
    }
};

TEST(BulletinLife, Clause_16_a_draft_and_an_issue_are_read_back_as_they_were_kept) {
    Life life;
    ASSERT_TRUE(life.give(DraftBulletin{BulletinKind::weekly, {}}, supervisor()));
    EXPECT_FALSE(read_stored<Bulletin>(write_record(life.bulletin)).issued_by);
    ASSERT_TRUE(life.give(IssueBulletin{}, supervisor()));
    EXPECT_EQ(read_stored<Bulletin>(write_record(life.bulletin)).issued_by,
              PersonId("supervisor-1"));
}

TEST(BulletinLife, Clause_16_the_center_drafts_edits_and_issues_with_a_number) {
    Life life;
    ASSERT_TRUE(life.give(DraftBulletin{BulletinKind::weekly, {}}, supervisor()));
    ASSERT_TRUE(life.give(EditBulletin{"第七期周报", {{"总体情况", "改后"}}}, supervisor()));
    const Figures frozen = life.bulletin.figures;
    ASSERT_TRUE(life.give(IssueBulletin{}, supervisor()));
    EXPECT_EQ(life.bulletin.state, BulletinState::issued);
    EXPECT_EQ(life.bulletin.year, 2026);
    EXPECT_EQ(life.bulletin.number, 7);
    EXPECT_EQ(life.bulletin.figures, frozen);
    EXPECT_THAT(codes(life.give(EditBulletin{"再改", {{"总体情况", "x"}}}, supervisor())),
                ElementsAre("wrong_state"));
    EXPECT_THAT(codes(life.give(DropBulletin{"x"}, supervisor())), ElementsAre("wrong_state"));
}

TEST(BulletinLife, Clause_16_only_the_center_and_never_twice) {
    Life life;
    EXPECT_THAT(codes(life.give(DraftBulletin{}, handler())), ElementsAre("wrong_role"));
    EXPECT_THAT(codes(life.give(IssueBulletin{}, supervisor())), ElementsAre("wrong_state"));
    ASSERT_TRUE(life.give(DraftBulletin{}, supervisor()));
    EXPECT_THAT(codes(life.give(DraftBulletin{}, handler())),
                ElementsAre("wrong_role", "wrong_state"));
    EXPECT_THAT(codes(life.give(EditBulletin{" ", {{"a", "b"}}}, supervisor())),
                ElementsAre("empty"));
    ASSERT_TRUE(life.give(DropBulletin{"重拟"}, supervisor()));
    EXPECT_THAT(codes(life.give(IssueBulletin{}, supervisor())), ElementsAre("wrong_state"));
}

TEST(BulletinLife, Clause_16_a_section_without_words_is_not_issued) {
    Life life;
    ASSERT_TRUE(life.give(DraftBulletin{BulletinKind::weekly, {}}, supervisor()));
    ASSERT_TRUE(life.give(EditBulletin{"周报", {{"总体情况", "受理 3 件"}, {"值得借鉴的做法", ""}}},
                          supervisor()));
    const auto refused = life.give(IssueBulletin{}, supervisor());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reasons.front().words.zh,
              "「值得借鉴的做法」尚未填写，请补充或删除该部分");
}

TEST(BulletinLife, Clause_16_a_period_that_has_not_begun_is_refused) {
    Life life;
    life.context.draft->figures.period =
        period_of(BulletinKind::weekly, day_of(life.context.now).plus(7));
    EXPECT_THAT(codes(life.give(DraftBulletin{BulletinKind::weekly, {}}, supervisor())),
                ElementsAre("in_the_future"));
}

TEST(BulletinLife, Clause_16_periods_are_days_weeks_from_monday_and_months) {
    const Day thursday = *parse_day("2026-12-31", "t");
    const auto days = [](const Period& period) {
        return to_string(day_of(period.from)) + " " + to_string(day_of(period.to));
    };
    EXPECT_EQ(days(period_of(BulletinKind::daily, thursday)), "2026-12-31 2027-01-01");
    EXPECT_EQ(days(period_of(BulletinKind::weekly, thursday)), "2026-12-28 2027-01-04");
    EXPECT_EQ(days(period_of(BulletinKind::monthly, thursday)), "2026-12-01 2027-01-01");
    EXPECT_EQ(days(period_of(BulletinKind::ad_hoc, thursday)), "2026-12-02 2027-01-01");
    const Instant now = at("2027-01-04T09:00:00+08:00"); // a Monday
    EXPECT_EQ(days(period_of(BulletinKind::weekly, default_day(BulletinKind::weekly, now))),
              "2026-12-28 2027-01-04");
    EXPECT_EQ(days(period_of(BulletinKind::monthly, default_day(BulletinKind::monthly, now))),
              "2026-12-01 2027-01-01");
    EXPECT_EQ(default_day(BulletinKind::daily, now), day_of(now).plus(-1));
}

} // namespace
} // namespace chengban::bulletin
