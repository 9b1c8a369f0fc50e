// The process manager and what people do with matters, over a real store: 8.4, 12, 14, B1, B2.
#include "usecase/casework.h"

#include "usecase/background.h"
#include "usecase/desk_fixture.h"
#include "usecase/escalations.h"
#include "usecase/half_years.h"
#include "usecase/matters.h"
#include "usecase/order_view.h"
#include "usecase/suggest.h"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace chengban::usecase {
namespace {

using workorder::SupervisionStage;
using workorder::SupervisionTrigger;
using workorder::WorkOrder;

constexpr const char* k_huangpu = "district-310101";

class CaseworkTest : public DeskTest {
protected:
    Actor of(const char* unit, Role role, std::size_t pick = 0) {
        const auto people = library_->organisation()->people_of(UnitId(unit), role);
        EXPECT_GT(people.size(), pick) << unit << " " << token(role);
        return {people.at(pick)->id, UnitId(unit), role, {}};
    }
    Actor supervisor() { return of("center", Role::supervisor); }

    static workorder::Register call(const std::string& number, const std::string& phone,
                                    const std::string& claim) {
        workorder::Register command = transfer(number);
        command.title.plain = "电梯停运";
        command.claim.plain = claim;
        command.citizen_phone = Text{phone, {}};
        command.category = "elevator";
        command.field_token = "maintenance";
        return command;
    }
    OrderId called(const std::string& number, const std::string& phone = "13812345678",
                   const std::string& claim = "玉兰苑3号楼电梯停运三天，物业未予修复") {
        const auto answer = give(dispatcher(), call(number, phone, claim));
        EXPECT_TRUE(answer);
        settle();
        return answer->order;
    }
    void settle() {
        while (fire_timers(*desk_, 100) > 0) {
        }
    }
    WorkOrder order(const OrderId& id) { return desk_->load(id)->order; }
    void must(const Actor& actor, workorder::Command command, const OrderId& id) {
        const auto answer = give(actor, std::move(command), id);
        ASSERT_TRUE(answer) << answer.error().problem.reasons.front().words.en;
    }
    void later(const std::string& time) {
        clock_.advance_to(*parse_instant(time + ":00+08:00", "t"));
    }

    void handled(const OrderId& id) {
        must(dispatcher(), to_huangpu(), id);
        must(of(k_huangpu, Role::section_head), workorder::Acknowledge{}, id);
        workorder::RecordContact contact;
        contact.at = clock_.now();
        contact.caller = of(k_huangpu, Role::section_head).person;
        contact.reached = true;
        contact.whom = Text{"反映人", {}};
        contact.learnt = Text{"电梯停运", {}};
        contact.told_acceptance = contact.told_procedure = contact.told_limit = true;
        must(of(k_huangpu, Role::section_head), contact, id);
    }
    void completed(const OrderId& id, FactFinding finding = FactFinding::substantiated) {
        const Actor head = of(k_huangpu, Role::section_head);
        workorder::RecordAnswer answer;
        answer.at = clock_.now();
        answer.by = head.person;
        answer.content = Text{"电梯已经修复", {}};
        must(head, answer, id);
        workorder::Attach photo;
        photo.attachment = AttachmentId("photo-" + id.text());
        photo.kind = EvidenceKind::photo;
        photo.file_name = Text{"现场.jpg", {}};
        photo.size = 100;
        must(head, photo, id);
        workorder::SubmitCompletion report;
        report.problem.plain = "电梯停运";
        report.facts_evidence.plain = "经现场核实主板故障";
        report.process_result.plain = "已更换主板";
        report.answer_to_citizen.plain = "已电话答复";
        report.reply_summary.plain = "已更换电梯主板，恢复运行。";
        report.fact_finding = finding;
        report.fact_reason = Text{"经调取运行记录，电梯当日运行正常", {}};
        report.investigation =
            Text{"会同维保单位现场调查并调取运行记录，电梯当日运行正常，无停运", {}};
        report.claim_assessment = ClaimAssessment::reasonable;
        report.outcome = chengban::Outcome::resolved;
        report.site_visit = SiteVisit::no_site;
        report.standard = {true, true, true, true, true, true};
        must(head, report, id);
        if (order(id).state == workorder::State::awaiting_approval) {
            must(of(k_huangpu, Role::principal), workorder::ApproveCompletion{Text{"同意", {}}},
                 id);
        }
        settle();
    }
    void filed(const OrderId& id) {
        handled(id);
        const Actor head = of(k_huangpu, Role::section_head);
        workorder::Attach judgment;
        judgment.attachment = AttachmentId("judgment");
        judgment.kind = EvidenceKind::written_proof;
        judgment.file_name = Text{"判决书.pdf", {}};
        judgment.size = 100;
        must(of(k_huangpu, Role::handler), judgment, id);
        workorder::ApplyFiling filing;
        filing.matter =
            library_->rulebook_in_force(day_of(clock_.now()))->book.filing_scope.front().token;
        filing.summary = filing.facts = filing.law_policy = filing.conclusion =
            Text{"依照生效判决执行", {}};
        filing.evidence = {judgment.attachment};
        must(of(k_huangpu, Role::handler), filing, id);
        must(head, workorder::SignFiling{true, Text{"同意", {}}}, id);
        must(of(k_huangpu, Role::principal), workorder::SignFiling{true, Text{"同意", {}}}, id);
        must(of("center", Role::reviewer), workorder::ReviewFiling{true, Text{"同意", {}}}, id);
        must(of("center", Role::reviewer), workorder::RecordFiling{true, Text{"同意", {}}}, id);
        settle();
    }
    std::string text_of(const json::value& value) { return json::serialize(value); }
};

TEST_F(CaseworkTest, Clause_12_1_14_2_FiveCallsOfOneCitizenOnOneMatter) {
    std::vector<OrderId> orders;
    for (int i = 1; i <= 5; ++i) {
        orders.push_back(
            called(fmt::format("R-{}", i), "138 1234 5678",
                   fmt::format("第{}次反映：玉兰苑3号楼电梯停运三天，物业未予修复", i)));
        for (const OrderId& id : orders) {
            EXPECT_EQ(order(id).repeats, i) << "every order of the matter knows the count";
            EXPECT_EQ(order(id).attention.reasons.empty(), i < 3) << i;
        }
    }
    for (const OrderId& id : orders) {
        EXPECT_EQ(order(id).matter, order(orders.front()).matter);
    }
    const WorkOrder fifth = order(orders.back());
    EXPECT_EQ(fifth.supervision.stage, SupervisionStage::opened);
    ASSERT_EQ(fifth.supervision.grounds.size(), 1U);
    EXPECT_EQ(fifth.supervision.grounds.front().trigger, SupervisionTrigger::repeats);
    EXPECT_EQ(fifth.supervision.grounds.front().orders, orders) << "the evidence names all five";
    const OrderId sixth = called("R-6");
    EXPECT_TRUE(order(sixth).supervised) << "supervised with its matter";
    EXPECT_EQ(order(sixth).supervision.stage, SupervisionStage::none) << "one report is enough";
    const auto version = order(sixth).version;
    EXPECT_EQ(attend(*desk_, sixth).commands, 0) << "to look twice changes nothing";
    EXPECT_EQ(order(sixth).version, version);
}

TEST_F(CaseworkTest, Clause_12_1_OrdersThatComeTogetherJoinTheMatterThatIsThere) {
    std::vector<OrderId> orders{called("R-1"), called("R-2")};
    for (const char* number : {"R-3", "R-4", "R-5"}) { // one file: nothing was looked at between
        orders.push_back(
            give(dispatcher(), call(number, "13812345678", "玉兰苑3号楼电梯停运三天，物业未予修复"))
                ->order);
    }
    settle();
    for (const OrderId& id : orders) {
        EXPECT_EQ(order(id).matter, order(orders.front()).matter);
        EXPECT_EQ(order(id).repeats, 5);
    }
    EXPECT_EQ(order(orders.back()).supervision.stage, SupervisionStage::opened) << "14(2)";
}

TEST_F(CaseworkTest, Clause_12_1_OtherCitizensOtherMattersAndPraiseDoNotCount) {
    const OrderId first = called("R-1");
    called("R-2", "13900000001");
    called("R-3", "13812345678", "咨询公租房申请条件和所需材料清单");
    workorder::Register praise =
        call("R-4", "13812345678", "玉兰苑3号楼电梯停运三天，物业已修复，表扬");
    praise.kind = OrderKind::praise;
    ASSERT_TRUE(give(dispatcher(), praise));
    settle();
    EXPECT_EQ(order(first).repeats, 1);
}

TEST_F(CaseworkTest, B1_ALinkUndoneStaysUndoneAndTheCountFollows) {
    const OrderId first = called("R-1");
    const OrderId second = called("R-2");
    ASSERT_EQ(order(second).repeats, 2);
    StreamRequest request;
    request.actor = dispatcher();
    request.id = order(second).matter->text();
    request.idempotency_key = "unlink-0001";
    ASSERT_TRUE(
        give_matter(*desk_, request, casework::UnlinkOrder{second, Text{"两部不同的电梯", {}}}));
    EXPECT_EQ(order(second).repeats, 1);
    EXPECT_FALSE(order(second).matter);
    EXPECT_EQ(order(first).repeats, 1);
    settle();
    attend(*desk_, second);
    EXPECT_FALSE(order(second).matter) << "a person's word holds";
    request.idempotency_key = "join-0001";
    ASSERT_TRUE(join_orders(*desk_, request, second, first, Text{"确为同一电梯", {}}));
    EXPECT_EQ(order(first).repeats, 2);
}

TEST_F(CaseworkTest, B1_SuggestionsSayWhyAndMergingIsALinkOfPeople) {
    workorder::Register near =
        call("R-1", "13812345678", "玉兰苑3号楼电梯停运三天，物业未予修复，老人上下楼困难");
    near.address = Text{"上海市黄浦区南京东路300弄3号201室", {}};
    const OrderId first = give(dispatcher(), near)->order;
    near.hotline_number = "R-2";
    near.citizen_phone = Text{"13900000001", {}};
    near.address = Text{"黄浦区南京东路三百弄3号601室", {}};
    const OrderId second = give(dispatcher(), near)->order;
    settle();
    EXPECT_FALSE(order(second).matter) << "another citizen is never linked by the machine";
    const auto view = matter_view(*desk_, second, dispatcher());
    ASSERT_TRUE(view);
    const std::string text = text_of(*view);
    EXPECT_NE(text.find("R-1"), std::string::npos) << text;
    EXPECT_NE(text.find("同一地点"), std::string::npos) << text;
    StreamRequest request;
    request.actor = dispatcher();
    request.idempotency_key = "join-0001";
    const auto joined = join_orders(*desk_, request, second, first, Text{"同一电梯", {}});
    ASSERT_TRUE(joined);
    request.id = joined->id;
    request.idempotency_key = "merge-0001";
    ASSERT_TRUE(
        give_matter(*desk_, request, casework::MergeOrders{first, {second}, Text{"并单办理", {}}}));
    EXPECT_EQ(order(second).repeats, 1) << "two citizens, one call each";
    EXPECT_NE(order(first).live(workorder::DeadlineKind::dispatch), nullptr);
    EXPECT_NE(order(second).live(workorder::DeadlineKind::dispatch), nullptr)
        << "each keeps its clocks";
    EXPECT_NE(text_of(*matter_view(*desk_, second, dispatcher())).find("merged_into"),
              std::string::npos);
    request.actor = of(k_huangpu, Role::section_head);
    EXPECT_FALSE(give_matter(*desk_, request, casework::SeparateOrder{second, Text{"分开", {}}}));
}

TEST_F(CaseworkTest, Clause_8_4_I_27_LaterCallsOnAFiledMatterOnlyPropose) {
    const OrderId first = called("R-1");
    filed(first);
    OrderId last;
    for (int i = 2; i <= 5; ++i) {
        clock_.advance_to(clock_.now().plus_milliseconds(60'000));
        last = called(fmt::format("R-{}", i));
        EXPECT_EQ(order(last).linked_filing, first) << i;
    }
    EXPECT_EQ(order(last).repeats, 5) << "counted and shown";
    EXPECT_EQ(order(last).supervision.stage, SupervisionStage::proposed);
    EXPECT_FALSE(order(first).linked_filing);
}

TEST_F(CaseworkTest, Clause_14_3_ContradictingFeedbackIsShownSideBySide) {
    const OrderId first = called("R-1");
    handled(first);
    completed(first);
    const OrderId second = called("R-2");
    handled(second);
    completed(second, FactFinding::unsubstantiated);
    const WorkOrder later_one = order(second);
    EXPECT_EQ(later_one.supervision.stage, SupervisionStage::proposed);
    ASSERT_EQ(later_one.supervision.grounds.size(), 1U);
    EXPECT_EQ(later_one.supervision.grounds.front().trigger,
              SupervisionTrigger::contradicting_feedback);
    EXPECT_EQ(later_one.supervision.grounds.front().orders, (std::vector{first, second}));
    EXPECT_EQ(order(first).supervision.stage, SupervisionStage::none);
    const auto view = order_view(*desk_, second, supervisor());
    ASSERT_TRUE(view);
    EXPECT_NE(view->body.find("「属实」"), std::string::npos);
}

TEST_F(CaseworkTest, Clause_14_3_AnEarlierOrderLinkedAfterwardsContradictsTheLater) {
    const OrderId first = called("R-1", "13900000001");
    handled(first);
    completed(first);
    const OrderId second = called("R-2");
    handled(second);
    completed(second, FactFinding::unsubstantiated);
    ASSERT_EQ(order(second).supervision.stage, SupervisionStage::none) << "two matters";
    StreamRequest request;
    request.actor = dispatcher();
    request.idempotency_key = "join-0001";
    ASSERT_TRUE(join_orders(*desk_, request, second, first, Text{"同一电梯", {}}));
    settle();
    ASSERT_EQ(order(second).supervision.stage, SupervisionStage::proposed);
    EXPECT_EQ(order(second).supervision.grounds.front().orders, (std::vector{first, second}));
    EXPECT_EQ(order(first).supervision.stage, SupervisionStage::none);
}

TEST_F(CaseworkTest, Clause_14_4_FiveCitizensOfOnePlaceWithinSevenDays) {
    OrderId last;
    for (int i = 1; i <= 5; ++i) {
        workorder::Register command =
            call(fmt::format("C-{}", i), fmt::format("1390000000{}", i), "电梯又停了，出行不便");
        command.address = Text{fmt::format("黄浦区南京东路300弄{}号", i), {}};
        last = give(dispatcher(), command)->order;
        settle();
        EXPECT_EQ(order(last).supervision.stage,
                  i < 5 ? SupervisionStage::none : SupervisionStage::proposed)
            << i;
    }
    EXPECT_EQ(order(last).supervision.grounds.front().count, 5);
}

TEST_F(CaseworkTest, Clause_14_6_RemindedThreeTimesAndPastTheLimit) {
    const OrderId id = called("R-1");
    handled(id);
    for (int i = 0; i < 3; ++i) {
        must(dispatcher(), workorder::Remind{Text{"请抓紧办理", {}}, {}}, id);
    }
    settle();
    EXPECT_EQ(order(id).supervision.stage, SupervisionStage::none);
    later("2026-10-20T09:00");
    settle();
    ASSERT_EQ(order(id).supervision.stage, SupervisionStage::proposed);
    EXPECT_EQ(order(id).supervision.grounds.front().trigger, SupervisionTrigger::reminded);
    later("2026-12-01T09:00");
    settle();
    const auto& grounds = order(id).supervision.grounds;
    EXPECT_EQ(grounds.back().trigger, SupervisionTrigger::long_unresolved) << "14(3), 30 days on";
    const auto version = order(id).version;
    later("2026-12-20T09:00");
    settle();
    EXPECT_EQ(order(id).version, version) << "said once";
}

TEST_F(CaseworkTest, Clause_12_1_DissatisfiedInTheHotlinesSurvey) {
    const OrderId id = called("R-1");
    handled(id);
    completed(id);
    workorder::RecordSurvey survey;
    survey.at = clock_.now();
    survey.event_id = "S-1";
    survey.reached = true;
    survey.answers.overall = workorder::Satisfaction::dissatisfied;
    must(of("center", Role::reviewer), survey, id);
    settle();
    EXPECT_TRUE(order(id).attention.reasons.contains(workorder::AttentionReason::dissatisfied));
}

TEST_F(CaseworkTest, Clause_12_2_ReassignmentWritesAReviewOrderInTheSameMoment) {
    const OrderId id = called("R-1");
    handled(id);
    completed(id);
    workorder::Reassign command;
    command.reason.plain = "回访反映未实际解决";
    const auto answer = give(supervisor(), command, id, "reassign-0001");
    ASSERT_TRUE(answer);
    ASSERT_TRUE(answer->review_order);
    const WorkOrder review = order(*answer->review_order);
    EXPECT_EQ(review.facts.reviews, id);
    EXPECT_EQ(review.facts.hotline_number, "R-1-FH1");
    EXPECT_EQ(review.limit_class, LimitClass::review);
    EXPECT_EQ(order(id).review_orders, std::vector{*answer->review_order});
    settle();
    EXPECT_EQ(order(id).repeats, 1) << "a review order is no call of the citizen";
    must(dispatcher(), to_huangpu(), *answer->review_order);
    const auto view = order_view(*desk_, *answer->review_order, dispatcher());
    ASSERT_TRUE(view);
    EXPECT_NE(view->body.find("物业未予修复"), std::string::npos) << "the citizen's words go along";
    const auto again = give(supervisor(), command, id, "reassign-0001");
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->already_there);
    EXPECT_EQ(order(id).review_orders.size(), 1U);
    const auto second = give(supervisor(), command, id, "reassign-0002");
    ASSERT_TRUE(second);
    EXPECT_EQ(order(*second->review_order).facts.hotline_number, "R-1-FH2");
}

TEST_F(CaseworkTest, Clause_12_2_TheHotlineMaySendAReviewOrderToo) {
    const OrderId id = called("R-1");
    handled(id);
    completed(id);
    workorder::Register sent = call("FH-77", "13812345678", "市民反映电梯仍停运");
    sent.limit_class = LimitClass::review;
    sent.reviews = id;
    const OrderId review = give(dispatcher(), sent)->order;
    settle();
    EXPECT_EQ(order(id).review_orders, std::vector{review});
}

TEST_F(CaseworkTest, Clause_12_4_EveryHandlingUnitGetsItsHalfYearOnce) {
    const OrderId first = called("R-1");
    const OrderId second = called("R-2");
    must(dispatcher(), to_huangpu(), first);
    must(dispatcher(), to_huangpu(), second);
    later("2027-01-04T09:00");
    const std::int64_t issued = issue_half_years(*desk_);
    EXPECT_GT(issued, 16);
    EXPECT_EQ(issue_half_years(*desk_), 0);
    auto reviews = half_year_desk(*desk_);
    const auto huangpu = reviews.load("district-310101.2026-h2");
    ASSERT_TRUE(huangpu);
    ASSERT_EQ(huangpu->matters.size(), 1U);
    EXPECT_EQ(huangpu->matters.front().orders, (std::vector{first, second}));
    EXPECT_EQ(to_string(huangpu->due), "2027-02-01T00:00:00+08:00");
    EXPECT_TRUE(reviews.load("district-310104.2026-h2")->matters.empty());
    StreamRequest request;
    request.actor = of(k_huangpu, Role::section_head);
    request.id = huangpu->id;
    ASSERT_TRUE(give_half_year(
        *desk_, request,
        casework::SubmitHalfYear{Text{"维保不及时", {}}, Text{"已更换维保单位", {}}}));
    const std::string text = text_of(half_year_json(*desk_, *reviews.load(huangpu->id)));
    EXPECT_NE(text.find("已更换维保单位"), std::string::npos);
}

TEST_F(CaseworkTest, Clause_14_10_AnOverdueSupervisionIsProposedToTheOfficeOnce) {
    const OrderId id = called("R-1");
    handled(id);
    workorder::OpenSupervision open;
    open.trigger = SupervisionTrigger::should_be_solved;
    open.evidence.explanation = Text{"应解决未解决", {}};
    must(supervisor(), open, id);
    later("2026-10-30T09:00");
    settle();
    settle();
    store::StreamFilter filter;
    filter.kind = casework::Admonition::kind;
    const auto rows = store_->stream_rows(filter, {}, visibility_of(system_actor()));
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->rows.size(), 1U);
    EXPECT_EQ(rows->rows.front().key, "overdue_supervision");
    EXPECT_EQ(rows->rows.front().unit, UnitId(k_huangpu));
    StreamRequest request;
    request.actor = of("office", Role::office_clerk);
    request.id = rows->rows.front().stream.id;
    ASSERT_TRUE(
        give_admonition(*desk_, request,
                        casework::RecordAdmonition{casework::Measure::admonition, clock_.now(),
                                                   Text{"督办超期", {}}, Text{"分管领导", {}}}));
}

TEST_F(CaseworkTest, Clause_14_10_I_36_ARateBelowTheFloorIsProposedOnce) {
    LowRate rate{UnitId(k_huangpu), "2026-09", casework::AdmonitionGround::satisfaction_rate, 700};
    EXPECT_FALSE(propose_low_rate(*desk_, rate)) << "the floor itself is not below it";
    rate.rate_per_mille = 699;
    EXPECT_TRUE(propose_low_rate(*desk_, rate));
    EXPECT_FALSE(propose_low_rate(*desk_, rate));
}

TEST_F(CaseworkTest, B2_ADecidedDisputeIsAPrecedentOfTheNextSuggestion) {
    const OrderId first = called("R-1");
    must(dispatcher(), to_huangpu(), first);
    workorder::Designate designate;
    designate.unit = UnitId("district-310104");
    designate.reason.plain = "电梯由徐汇区物业管理";
    must(of("office", Role::office_clerk), designate, first);
    settle();
    const OrderId second = called("R-2", "13900000001");
    const auto suggestion = suggest_for(*desk_, second, dispatcher());
    ASSERT_TRUE(suggestion);
    const std::string text = text_of(*suggestion);
    EXPECT_NE(text.find("局办公室指定"), std::string::npos) << text;
    EXPECT_NE(text.find("district-310104"), std::string::npos) << text;
}

TEST_F(CaseworkTest, B2_TheCatalogueDecidesBeforeTheDistrictWhileItIsInForce) {
    const rulebook::Rulebook& book = library_->rulebook_in_force(day_of(clock_.now()))->book;
    const auto* entry =
        catalogue_entry(book, "conservation", "conservation", "310101", day_of(clock_.now()));
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(entry->unit, "inst-conservation");
    EXPECT_EQ(catalogue_entry(book, "conservation", "conservation", "310101",
                              *parse_day("2022-12-19", "t")),
              nullptr);
    EXPECT_EQ(catalogue_entry(book, "elevator", "maintenance", "310101", day_of(clock_.now())),
              nullptr);
}

TEST_F(CaseworkTest, B3_AnAssistingUnitSeesTheOrderAndContributes) {
    const OrderId id = called("R-1");
    handled(id);
    const Actor assistant = of("dept-property", Role::handler);
    const auto sees = [&] { return store_->row(id, visibility_of(assistant)).has_value(); };
    EXPECT_FALSE(sees());
    must(dispatcher(), workorder::AddAssistingUnit{UnitId("dept-property"), Text{"核查", {}}}, id);
    EXPECT_TRUE(sees());
    must(assistant, workorder::Contribute{Text{"物业合同有效", {}}}, id);
    const auto view = order_view(*desk_, id, assistant);
    ASSERT_TRUE(view);
    EXPECT_NE(view->body.find("\"contributed\":true"), std::string::npos);
    EXPECT_NE(view->body.find("\"ownership\""), std::string::npos);
}

} // namespace
} // namespace chengban::usecase
