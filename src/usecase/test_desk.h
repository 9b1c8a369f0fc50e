// For tests only: whoever holds a post, and orders that are completed at once.
#pragma once

#include "usecase/bureau_fixture.h"

namespace chengban::usecase {

class TestDesk : public BureauFixture {
protected:
    using Actor = workorder::Actor;
    using Role = workorder::Role;

    static Instant moment(std::string_view time) {
        return parse_instant(std::string(time) + ":00+08:00", "moment").value();
    }
    static Day day(std::string_view text) { return parse_day(text, "day").value(); }
    void at(std::string_view time) { clock_.advance_to(moment(time)); }

    // Anyone who holds the post.
    Actor somebody(Role role, const char* unit = nullptr) {
        const OrganisationPtr organisation = library_->organisation();
        for (const people::Unit& one : organisation->units) {
            if (unit != nullptr && one.id.text() != unit) {
                continue;
            }
            const auto holders = organisation->people_of(one.id, role);
            if (!holders.empty()) {
                return {holders.front()->id, one.id, role, std::nullopt};
            }
        }
        ADD_FAILURE() << "nobody is " << token(role);
        return {};
    }
    static Actor hotline() {
        return {PersonId("hotline"), UnitId("hotline"), Role::hotline, std::nullopt};
    }

    Outcome<CommandAnswer> give(const Actor& actor, workorder::Command command,
                                const OrderId& order = {}) {
        CommandRequest request;
        request.actor = actor;
        request.order = order;
        request.command = std::move(command);
        auto answer = desk_->give_now(std::move(request));
        if (!answer) {
            for (const Reason& reason : answer.error().problem.reasons) {
                last_refusal_ = reason.code + " " + reason.field + " " + reason.words.en;
            }
        }
        return answer;
    }
    // Registered, dispatched to Huangpu, contacted, answered and completed, all at this moment.
    OrderId completed(const std::string& number) {
        const OrderId order = contacted(number);
        complete(order);
        return order;
    }
    OrderId contacted(const std::string& number) {
        workorder::Register transfer;
        transfer.hotline_number = number;
        transfer.kind = OrderKind::complaint;
        transfer.limit_class = LimitClass::general;
        transfer.title.plain = "楼道漏水";
        transfer.claim.plain = "三楼楼道漏水已经两周";
        transfer.citizen_phone = Text{"138 1234 5678", {}};
        transfer.district = "310101";
        const auto registered = give(somebody(Role::dispatcher), transfer);
        EXPECT_TRUE(registered) << last_refusal_;
        const OrderId order = registered->order;
        workorder::Dispatch dispatch;
        dispatch.unit = UnitId("district-310101");
        EXPECT_TRUE(give(somebody(Role::dispatcher), dispatch, order)) << last_refusal_;
        const Actor handler = somebody(Role::handler, "district-310101");
        EXPECT_TRUE(give(handler, workorder::Acknowledge{}, order)) << last_refusal_;
        workorder::RecordContact contact;
        contact.at = clock_.now();
        contact.caller = handler.person;
        contact.reached = true;
        contact.whom = Text{"反映人本人", {}};
        contact.learnt = Text{"楼道屋面漏水，已约定上门时间", {}};
        contact.told_acceptance = contact.told_procedure = contact.told_limit = true;
        EXPECT_TRUE(give(handler, contact, order)) << last_refusal_;
        return order;
    }
    void complete(const OrderId& order) {
        const Actor handler = somebody(Role::handler, "district-310101");
        workorder::RecordAnswer answer;
        answer.at = clock_.now();
        answer.by = handler.person;
        answer.content = Text{"已告知市民屋面修复完成", {}};
        EXPECT_TRUE(give(handler, answer, order)) << last_refusal_;
        workorder::SubmitCompletion report;
        report.problem.plain = "市民反映三楼楼道漏水。";
        report.facts_evidence.plain = "经查，屋面防水层破损。";
        report.process_result.plain = "物业已修复防水层，漏水停止。";
        report.answer_to_citizen.plain = "已电话答复市民，市民认可。";
        report.reply_summary.plain = "已修复屋面防水层，楼道不再漏水。";
        report.claim_assessment = ClaimAssessment::reasonable;
        report.site_visit = SiteVisit::no_site;
        report.standard = {true, true, true, true, true, true};
        EXPECT_TRUE(give(handler, report, order)) << last_refusal_;
    }

    std::string last_refusal_;
};

} // namespace chengban::usecase
