// What a unit writes while it handles an order: plausible, and faulty on request.
#pragma once

#include "base/enums.h"
#include "demo/generator.h"

#include <array>
#include <string>

namespace chengban::demo {

// What is wrong with a reply summary, for the lint to find (5.3, 9.3, 10.2).
enum class ReplyFault {
    none,
    promise,          // 将, 预计, 计划解决
    forbidden_ground, // 诉求过高, 暂时不能解决
    phone_number,
    identity_number,
    internal_material,
    judgement, // of the citizen's character
};

enum class Ending { resolved, explained };

struct ReportText {
    std::string problem; // the four parts of clause 10.1
    std::string facts;
    std::string process;
    std::string answer;

    bool operator==(const ReportText&) const = default;
};

// All texts follow from the seed and the order alone, so any order may be asked for at any time.
class DemoHandling {
public:
    explicit DemoHandling(std::uint64_t seed) : seed_(seed) {}

    // About one in twelve orders ends explained, about one reply in ten is faulty.
    Ending ending(const DemoOrder& order) const;
    ReplyFault fault(const DemoOrder& order) const;
    // One complaint in thirty is found to be without ground.
    bool is_unfounded(const DemoOrder& order) const;

    std::string contact_note(const DemoOrder& order) const;
    ReportText completion_report(const DemoOrder& order, Day visited) const;
    std::string reply_summary(const DemoOrder& order, Day answered, ReplyFault fault) const;

private:
    std::string result_line(const DemoOrder& order) const;

    std::uint64_t seed_;
};

} // namespace chengban::demo

template <>
struct chengban::EnumTable<chengban::demo::ReplyFault> {
    using Fault = chengban::demo::ReplyFault;
    static constexpr std::array rows{
        EnumRow<Fault>{Fault::none, "none", "无", "none"},
        EnumRow<Fault>{Fault::promise, "promise", "承诺性用词", "promise"},
        EnumRow<Fault>{Fault::forbidden_ground, "forbidden_ground", "禁用理由", "forbidden ground"},
        EnumRow<Fault>{Fault::phone_number, "phone_number", "电话号码", "phone number"},
        EnumRow<Fault>{Fault::identity_number, "identity_number", "身份证号", "identity number"},
        EnumRow<Fault>{Fault::internal_material, "internal_material", "内部材料",
                       "internal material"},
        EnumRow<Fault>{Fault::judgement, "judgement", "评价市民", "judgement of the citizen"}};
};
