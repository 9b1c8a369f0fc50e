// Clause 8: call filing.
#include "workorder/order_story.h"

namespace chengban::workorder {

namespace {

using rulebook::Rule;
using rulebook::Strength;
using enum DeadlineKind;

const AttachmentId k_judgment{"a-judgment"};

Story& applied(Story& story) {
    story.handled().contacted().give(attachment("a-judgment", EvidenceKind::written_proof));
    return story.give(filing_request(k_judgment));
}

Story& recorded(Story& story) {
    applied(story).by(section_head).give(agreeing<SignFiling>());
    story.by(principal).give(agreeing<SignFiling>());
    story.by(reviewer).give(agreeing<ReviewFiling>());
    return story.by(hotline).give(agreeing<RecordFiling>());
}

TEST(Filing, Clause_8_TheUnitThatHasTheOrderAppliesAndNobodyElse) {
    Story story;
    story.handled().contacted().give(attachment("a-judgment", EvidenceKind::written_proof));
    Actor elsewhere = handler;
    elsewhere.unit = k_other_district;
    story.by(elsewhere).give(filing_request(k_judgment)).refused({"wrong_unit 8.1 actor.unit"});
    story.by(dispatcher).give(filing_request(k_judgment)).refused({"wrong_role 8.1 actor.role"});
    story.by(handler).give(filing_request(k_judgment)).flagged({});
    EXPECT_EQ(story.order.filing.stage, FilingStage::applied);
    story.give(filing_request(k_judgment)).refused({"wrong_stage 8.1 stage"});
}

TEST(Filing, Clause_8_1_I_11_OnlyMattersOfTheScope) {
    Story story;
    story.dispatched()
        .by(handler)
        .give(filing_request(k_judgment))
        .refused({"wrong_state 8.1 state"});
    story.give(Acknowledge{}).contacted();
    ApplyFiling command = filing_request(k_judgment);
    command.matter = "too_difficult";
    story.give(command).refused({"filing_scope 8.1 matter", "unknown_attachment 8.3 evidence"});
}

TEST(Filing, Clause_8_1_FilingStopsNoClockAndTheOrderIsStillCompleted) {
    Story story;
    recorded(story).due(completion, "2026-10-15T00:00").is(State::handling);
    story.answered().give(report(Outcome::explained)).is(State::completed);
    EXPECT_EQ(story.order.filing.stage, FilingStage::recorded);
    story.by(handler).give(filing_request(k_judgment)).refused({"wrong_stage 8.1 stage"});
}

TEST(Filing, Clause_8_1_ACompletedOrderMayBeFiledToo) {
    Story story;
    story.handled().answered().give(attachment("a-judgment", EvidenceKind::written_proof));
    story.give(report()).is(State::completed).give(filing_request(k_judgment));
    story.by(principal).give(agreeing<SignFiling>());
    EXPECT_EQ(story.order.filing.stage, FilingStage::applied);
}

TEST(Filing, Clause_8_2_TwoSignaturesOfTwoPeople) {
    Story story;
    applied(story).by(leader).give(agreeing<SignFiling>()).refused({"wrong_role 8.2 actor.role"});
    story.by(section_head)
        .give(agreeing<SignFiling>())
        .give(agreeing<SignFiling>())
        .refused({"signed_already 8.2 actor.role"});
    Actor same = principal;
    same.person = section_head.person;
    story.by(same).give(agreeing<SignFiling>()).refused({"filing_signers 8.2 actor.person"});
    story.by(reviewer).give(agreeing<ReviewFiling>()).refused({"wrong_stage 8.4 stage"});
    story.by(principal).give(agreeing<SignFiling>());
    EXPECT_EQ(story.order.filing.stage, FilingStage::signed_off);
    story.give(agreeing<SignFiling>()).refused({"wrong_stage 8.2 stage"});
}

TEST(Filing, Clause_8_2_B9_ASubstituteDoesNotMakeOnePersonTwo) {
    const PersonId deputy("p-deputy");
    Story twice;
    applied(twice).by(substitute(section_head, deputy)).give(agreeing<SignFiling>());
    twice.by(substitute(principal, deputy))
        .give(agreeing<SignFiling>())
        .refused({"filing_signers 8.2 actor.person"});
    // The section head substitutes for the principal as well.
    Story both;
    applied(both).by(section_head).give(agreeing<SignFiling>());
    both.by(substitute(principal, section_head.person))
        .give(agreeing<SignFiling>())
        .refused({"filing_signers 8.2 actor.person"});
    // Somebody signed for a person who then signs in the other post.
    Actor head_is_principal = principal;
    head_is_principal.person = section_head.person;
    Story behind;
    applied(behind).by(substitute(section_head, deputy)).give(agreeing<SignFiling>());
    behind.by(head_is_principal)
        .give(agreeing<SignFiling>())
        .refused({"filing_signers 8.2 actor.person"});
    Story fine;
    applied(fine).by(substitute(section_head, deputy)).give(agreeing<SignFiling>());
    fine.by(principal).give(agreeing<SignFiling>());
    EXPECT_EQ(fine.order.filing.stage, FilingStage::signed_off);
}

TEST(Filing, Clause_8_2_OneRefusalEndsTheApplication) {
    Story story;
    applied(story).by(section_head).give(agreeing<SignFiling>());
    story.by(principal).give(declining<SignFiling>());
    EXPECT_EQ(story.order.filing.stage, FilingStage::refused);
    story.by(handler).give(WithdrawFiling{}).refused({"wrong_stage 8.1 stage"});
    // A new application needs both signatures again.
    story.give(filing_request(k_judgment)).by(principal).give(agreeing<SignFiling>());
    EXPECT_EQ(story.order.filing.stage, FilingStage::applied);
}

TEST(Filing, Clause_8_3_EveryPartOfTheFormAndEvidence) {
    Story story;
    story.handled().contacted();
    ApplyFiling command = filing_request(k_judgment);
    command.evidence.clear();
    command.law_policy = words(" ");
    story.give(command).refused({"empty law_policy", "filing_evidence 8.3 evidence"});
    const auto read = read_command("apply_filing", json::object{{"matter", "judged"}});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().reasons.size(), 4U);
}

TEST(Filing, Clause_8_4_I_26_TheCenterReviewsAndTheHotlineRecords) {
    Story story;
    applied(story).by(section_head).give(agreeing<SignFiling>());
    story.by(principal).give(agreeing<SignFiling>());
    story.by(hotline).give(agreeing<RecordFiling>()).refused({"wrong_stage 8.4 stage"});
    story.by(handler).give(agreeing<ReviewFiling>()).refused({"wrong_role 8.4 actor.role"});
    story.by(reviewer).give(agreeing<ReviewFiling>()).by(dispatcher).give(agreeing<RecordFiling>());
    EXPECT_EQ(story.order.filing.stage, FilingStage::recorded);

    Story refused_by_center;
    applied(refused_by_center).by(section_head).give(agreeing<SignFiling>());
    refused_by_center.by(principal).give(agreeing<SignFiling>());
    refused_by_center.by(reviewer).give(declining<ReviewFiling>());
    EXPECT_EQ(refused_by_center.order.filing.stage, FilingStage::refused);
    Story refused_by_hotline;
    applied(refused_by_hotline).by(section_head).give(agreeing<SignFiling>());
    refused_by_hotline.by(principal).give(agreeing<SignFiling>());
    refused_by_hotline.by(reviewer).give(agreeing<ReviewFiling>());
    refused_by_hotline.by(hotline).give(declining<RecordFiling>());
    EXPECT_EQ(refused_by_hotline.order.filing.stage, FilingStage::refused);
}

TEST(Filing, Clause_8_4_I_27_ALaterOrderIsLinkedAndFirstContactIsStillDue) {
    Story story;
    story.dispatched().by(machine).give(LinkFiling{OrderId("order-0")});
    EXPECT_EQ(story.order.linked_filing, OrderId("order-0"));
    story.due(first_contact, "2026-10-10T00:00").due(completion, "2026-10-15T00:00");
    story.by(dispatcher)
        .give(LinkFiling{OrderId("order-9")})
        .refused({"wrong_role 8.4 actor.role"});
}

TEST(Filing, Clause_8_5_I_28_ASpotCheckWithAFindingMayVoidIt) {
    const VoidFiling annul{words("抽查发现应解决未解决")};
    const auto check = [](SpotCheck finding) {
        return SpotCheckFiling{finding, words("热线抽查情况")};
    };
    Story early;
    applied(early).by(hotline).give(check(SpotCheck::sound)).refused({"wrong_stage 8.5 stage"});
    early.by(reviewer).give(annul).refused({"wrong_stage 8.5 stage", "no_finding 8.5"});

    Story story;
    recorded(story).by(reviewer).give(annul).refused({"no_finding 8.5"});
    story.by(hotline)
        .give(check(SpotCheck::sound))
        .by(reviewer)
        .give(annul)
        .refused({"no_finding 8.5"});
    story.by(hotline).give(check(SpotCheck::false_or_concealed));
    EXPECT_EQ(story.order.filing.finding, SpotCheck::false_or_concealed);
    story.by(handler).give(annul).refused({"wrong_role 8.5 actor.role"});
    story.by(supervisor).give(annul);
    EXPECT_EQ(story.order.filing.stage, FilingStage::voided);
    story.by(handler).give(filing_request(k_judgment)); // may be applied for anew
    EXPECT_EQ(story.order.filing.stage, FilingStage::applied);
    EXPECT_FALSE(story.order.filing.finding);
}

TEST(Filing, Clause_8_1_AnApplicationEndsWithTheUnitsPartInTheOrder) {
    Story story;
    applied(story).by(office_clerk).give(Designate{k_other_district, words("指定他区办理")});
    EXPECT_EQ(story.order.filing.stage, FilingStage::withdrawn);
    Story stands;
    recorded(stands).by(office_clerk).give(Designate{k_other_district, words("指定他区办理")});
    EXPECT_EQ(stands.order.filing.stage, FilingStage::recorded);
}

} // namespace

} // namespace chengban::workorder
