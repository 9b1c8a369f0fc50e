// A desk over a whole bureau, and orders of one citizen to give it.
#pragma once

#include "usecase/bureau_fixture.h"

namespace chengban::usecase {
using workorder::Actor;
using workorder::Role;

class DeskTest : public BureauFixture {
protected:
    static Actor dispatcher() {
        return {PersonId("dispatcher-1"), UnitId("center"), Role::dispatcher, {}};
    }
    static Actor head(const char* district, const char* code) {
        return {PersonId(std::string(district) + "-head"),
                UnitId(std::string("district-") + code),
                Role::section_head,
                {}};
    }

    Outcome<CommandAnswer> give(const Actor& actor, workorder::Command command,
                                const OrderId& order = {}, const std::string& key = {}) {
        CommandRequest request;
        request.actor = actor;
        request.order = order;
        request.idempotency_key = key;
        request.command = std::move(command);
        return desk_->give_now(std::move(request));
    }

    static workorder::Register transfer(const std::string& number) {
        workorder::Register command;
        command.hotline_number = number;
        command.kind = OrderKind::complaint;
        command.limit_class = LimitClass::general;
        command.title.plain = "楼道漏水";
        command.claim.plain = "三楼楼道漏水已经两周";
        command.citizen_phone = Text{"138 1234 5678", {}};
        command.district = "310101";
        return command;
    }
    OrderId registered(const std::string& number) {
        const auto answer = give(dispatcher(), transfer(number));
        EXPECT_TRUE(answer);
        return answer->order;
    }
    static workorder::Dispatch to_huangpu() {
        workorder::Dispatch command;
        command.unit = UnitId("district-310101");
        return command;
    }
};

} // namespace chengban::usecase
