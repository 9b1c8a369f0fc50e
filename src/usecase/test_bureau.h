// For tests only: the bureau's people and their organisation over time.
#pragma once

#include "usecase/bureau_fixture.h"
#include "usecase/people_desk.h"

#include <gmock/gmock.h>

namespace chengban::usecase {

class Bureau : public BureauFixture {
protected:
    void SetUp() override {
        BureauFixture::SetUp();
        people_ = std::make_unique<PeopleDesk>(*desk_);
    }
    void TearDown() override {
        pool_.stop();
        people_.reset();
        BureauFixture::TearDown();
    }

    static Day day(std::string_view text) { return *parse_day(text, "t"); }
    static Instant at(std::string_view text) {
        return *parse_instant(std::string(text) + ":00+08:00", "t");
    }
    static workorder::Actor actor(const char* person, const char* unit, workorder::Role role) {
        return {PersonId(person), UnitId(unit), role, std::nullopt};
    }

    Outcome<CommandAnswer> give(const workorder::Actor& who, const OrderId& order,
                                workorder::Command command) {
        CommandRequest request;
        request.actor = who;
        request.order = order;
        request.command = std::move(command);
        return desk_->give_now(std::move(request));
    }
    OrderId registered(const std::string& number, LimitClass limit_class) {
        workorder::Register command;
        command.hotline_number = number;
        command.kind = OrderKind::complaint;
        command.limit_class = limit_class;
        command.title.plain = "电梯困人";
        command.claim.plain = "小区电梯困人，物业未到场";
        command.district = "310101";
        const auto answer = give(dispatcher_, OrderId(), std::move(command));
        EXPECT_TRUE(answer);
        return answer->order;
    }
    Outcome<CommandAnswer> dispatched(const OrderId& order) {
        workorder::Dispatch command;
        command.unit = k_huangpu;
        return give(dispatcher_, order, std::move(command));
    }
    Outcome<StreamAnswer> organise(const workorder::Actor& who, people::OrganisationCommand command,
                                   const std::string& key = {},
                                   std::optional<std::int64_t> version = {}) {
        return people_->give({who, {}, version, key, false}, std::move(command));
    }
    Outcome<StreamAnswer> duty(const workorder::Actor& who, people::DutyCommand command,
                               std::optional<std::int64_t> version = {}) {
        return people_->give({who, k_huangpu.text(), version, {}, false}, std::move(command));
    }
    static std::vector<std::string> codes(const Refusal& refusal) {
        std::vector<std::string> list;
        for (const Reason& reason : refusal.problem.reasons) {
            list.push_back(reason.code);
        }
        return list;
    }

    const UnitId k_huangpu{"district-310101"};
    const workorder::Actor dispatcher_ =
        actor("dispatcher-1", "center", workorder::Role::dispatcher);
    const workorder::Actor clerk_ =
        actor("office-clerk-1", "office", workorder::Role::office_clerk);
    const workorder::Actor security_ =
        actor("security-administrator", "center", workorder::Role::security_administrator);
    const workorder::Actor head_ =
        actor("huangpu-head", "district-310101", workorder::Role::section_head);
    const workorder::Actor handler_ =
        actor("huangpu-handler-1", "district-310101", workorder::Role::handler);
    const workorder::Actor leader_ =
        actor("huangpu-leader", "district-310101", workorder::Role::leader_in_charge);
    const workorder::Actor principal_ =
        actor("huangpu-principal", "district-310101", workorder::Role::principal);

    std::unique_ptr<PeopleDesk> people_;
};

} // namespace chengban::usecase
