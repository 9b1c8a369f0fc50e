#include "cli/demo_casework.h"

#include "usecase/background.h"
#include "usecase/half_years.h"

#include <fmt/format.h>

namespace chengban::cli {

using workorder::Actor;
using workorder::Role;

namespace {

constexpr int k_calls = 3;            // 12.1: on the attention list
constexpr std::size_t k_timers = 100; // of one look

struct Transfer {
    std::string number;
    std::string title;
    std::string claim;
    std::string phone;
    std::vector<std::string> tags;
};

void dispatched(usecase::Desk& desk, const Actor& dispatcher, const Transfer& transfer) {
    workorder::Register command;
    command.hotline_number = transfer.number;
    command.kind = OrderKind::complaint;
    command.limit_class = LimitClass::general;
    command.title.plain = transfer.title;
    command.claim.plain = transfer.claim;
    command.citizen_name = Text{"顾先生", {}};
    command.citizen_phone = Text{transfer.phone, {}};
    command.district = "310101";
    command.category = "elevator";
    command.tags = transfer.tags;
    usecase::CommandRequest request;
    request.actor = dispatcher;
    request.command = std::move(command);
    const auto registered = desk.give_now(std::move(request));
    invariant(registered.has_value(), "the demonstration's own orders are in order");
    usecase::CommandRequest dispatch;
    dispatch.actor = dispatcher;
    dispatch.order = registered->order;
    dispatch.command = workorder::Dispatch{UnitId("district-310101"), {}, {}};
    static_cast<void>(desk.give_now(std::move(dispatch)));
}

} // namespace

void play_casework(usecase::Desk& desk) {
    const usecase::OrganisationPtr organisation = desk.library().organisation();
    const auto dispatchers = organisation->people_of(organisation->center().id, Role::dispatcher);
    if (dispatchers.empty() || organisation->unit(UnitId("district-310101")) == nullptr) {
        return; // an organisation of one's own
    }
    const Actor dispatcher{dispatchers.front()->id, organisation->center().id, Role::dispatcher,
                           std::nullopt};
    for (int i = 1; i <= k_calls; ++i) {
        dispatched(desk, dispatcher,
                   {fmt::format("DEMO-REPEAT-{}", i),
                    "老旧电梯反复停运",
                    fmt::format("第{}次来电，豫园街道某小区3号楼老旧电梯反复停运，老人上下楼困难，"
                                "维保单位只重启不检修，要求彻底修复。",
                                i),
                    "13500001234",
                    {}});
    }
    dispatched(desk, dispatcher,
               {"DEMO-CAMPAIGN-1",
                "专项活动期间反映电梯困人",
                "专项活动期间，小区电梯困人。",
                "13500005678",
                {"campaign"}});
    while (usecase::fire_timers(desk, k_timers) > 0) {
    }
    usecase::issue_half_year(desk, casework::half_year_of(day_of(desk.clock().now())));
}

} // namespace chengban::cli
