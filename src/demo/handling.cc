#include "demo/handling.h"

#include "base/invariant.h"
#include "base/utf8.h"
#include "demo/wording.h"

#include <fmt/format.h>

namespace chengban::demo {

namespace {

using S = std::string_view;

enum Purpose : std::uint64_t {
    k_ending = 1,
    k_fault,
    k_contact,
    k_report,
    k_reply,
    k_result,
    k_unfounded
};

constexpr std::array k_contacts{
    S{"已电话联系市民，核实{}的具体位置和时间，告知工单已受理、办理流程和办理时限，市民表示理解。"},
    S{"致电市民了解{}的经过，约定上门查看时间，并说明办理程序与时限。市民要求处理后电话答复。"},
    S{"与市民通话约六分钟，市民补充了{}的细节，已告知受理情况、办理步骤和答复期限。"}};
constexpr std::array k_plain_contacts{
    S{"已电话联系市民，了解{}方面的诉求，告知工单已受理、办理流程和办理时限，市民表示理解。"},
    S{"与市民通话约四分钟，确认所问{}事项的具体情形，已说明受理情况、办理步骤和答复期限。"}};
constexpr std::array k_processes{
    S{"接单当日联系市民；次日会同物业和居委会到场查看，形成处理意见；处理完毕后请市民确认。"},
    S{"受理后组织专人核查，调阅相关资料，召集有关单位现场协调，督促责任单位落实。"},
    S{"按职责分工由房管所牵头，居委会、物业配合，现场核实后逐项处理并回访。"}};
constexpr std::array k_closings{S{"以上情况已于{}向您当面说明，感谢您的理解与支持。"},
                                S{"处理结果已于{}电话告知您，感谢您对我们工作的监督。"},
                                S{"我们已于{}向您作了说明，您对处理结果表示认可。"}};

std::string day_words(Day day) {
    const YearMonthDay ymd = year_month_day(day);
    return fmt::format("{}月{}日", ymd.month, ymd.day);
}

const Topic& topic_of(const DemoOrder& order) {
    for (const auto list : {property_topics(), housing_topics()}) {
        for (const Topic& topic : list) {
            if (topic.category == order.category) {
                return topic;
            }
        }
    }
    unreachable("an order with a category that is no topic");
}

std::string form(S line, std::string_view value) {
    return fmt::format(fmt::runtime(line), value);
}

bool is_trouble(const DemoOrder& order) {
    return order.kind == "complaint" || order.kind == "help" || order.kind == "report";
}

S matter_of(const DemoOrder& order) {
    return order.kind == "consultation" ? S{"咨询的{}事项"}
           : order.kind == "suggestion" ? S{"对{}提出的建议"}
           : order.kind == "praise"     ? S{"对{}工作的表扬"}
                                        : S{"反映的{}问题"};
}

// As many whole sentences as fit.
std::string whole_sentences(S text) {
    constexpr std::size_t k_length_max = 200;
    const S cut = first_code_points(text, k_length_max);
    constexpr S k_stop = "。";
    const std::size_t stop = cut.rfind(k_stop);
    return std::string(stop == S::npos ? cut : cut.substr(0, stop + k_stop.size()));
}

// 18 characters with a right check character, of a person born on the first day of 1900.
std::string identity_number(Chance& chance) {
    constexpr std::array k_weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    constexpr S k_checks = "10X98765432";
    std::string digits = fmt::format("31010119000101{:03}", chance.below(1000));
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        sum += (digits[i] - '0') * k_weights[i];
    }
    digits.push_back(k_checks[static_cast<std::size_t>(sum % 11)]);
    return digits;
}

std::string faulty_sentence(ReplyFault fault, const DemoOrder& order, Chance& chance) {
    switch (fault) {
    case ReplyFault::none:
        return {};
    case ReplyFault::promise:
        return chance.per_mille(500) ? "我单位将继续督促物业落实，预计年底前完成。"
                                     : "有关部门计划解决该问题，将尽快安排施工。";
    case ReplyFault::forbidden_ground:
        return chance.per_mille(500) ? "您的要求属于诉求过高。" : "该问题暂时不能解决。";
    case ReplyFault::phone_number:
        return fmt::format("如有疑问请联系维修师傅，手机{}。",
                           order.phone.empty() ? "16900000000" : order.phone);
    case ReplyFault::identity_number:
        return fmt::format("已核对您的身份证{}。", identity_number(chance));
    case ReplyFault::internal_material:
        return "根据领导批示和会议纪要，统一口径答复如上。";
    case ReplyFault::judgement:
        return "来电人多次无理取闹，素质较低。";
    }
    unreachable("ReplyFault");
}

} // namespace

Ending DemoHandling::ending(const DemoOrder& order) const {
    Chance chance(seed_of(seed_, order.index, k_ending));
    return chance.per_mille(85) ? Ending::explained : Ending::resolved;
}

ReplyFault DemoHandling::fault(const DemoOrder& order) const {
    Chance chance(seed_of(seed_, order.index, k_fault));
    if (!chance.per_mille(100)) {
        return ReplyFault::none;
    }
    constexpr std::size_t k_faults = EnumTable<ReplyFault>::rows.size() - 1;
    return EnumTable<ReplyFault>::rows[1 + chance.below(k_faults)].value;
}

bool DemoHandling::is_unfounded(const DemoOrder& order) const {
    Chance chance(seed_of(seed_, order.index, k_unfounded));
    return is_trouble(order) && chance.per_mille(33);
}

std::string DemoHandling::contact_note(const DemoOrder& order) const {
    Chance chance(seed_of(seed_, order.index, k_contact));
    return form(is_trouble(order) ? chance.pick(k_contacts) : chance.pick(k_plain_contacts),
                order.subject);
}

std::string DemoHandling::result_line(const DemoOrder& order) const {
    Chance chance(seed_of(seed_, order.index, k_result));
    const Topic& topic = topic_of(order);
    const Slots slots{"小区", order.building, "物业"};
    if (order.kind == "praise") {
        return "您的表扬已转达相关单位和人员，并在单位内部予以肯定";
    }
    if (order.kind == "suggestion" || order.kind == "other") {
        return "您反映的情况已登记，并转交业务部门研究参考";
    }
    if (order.kind == "consultation") {
        return fmt::format("我们已按现行规定就{}有关问题逐条说明，并提供办事指南和材料清单",
                           order.subject);
    }
    if (ending(order) == Ending::explained) {
        return filled(topic.explained, slots, chance);
    }
    return filled(topic.cases[order.event].done, slots, chance);
}

ReportText DemoHandling::completion_report(const DemoOrder& order, Day visited) const {
    Chance chance(seed_of(seed_, order.index, k_report));
    ReportText report;
    report.problem = fmt::format("「{}」。{}", order.title, whole_sentences(order.claim));
    report.facts =
        is_trouble(order)
            ? fmt::format("{}，工作人员到{}{}现场查看，拍摄照片{}张，走访居民{}户，对照有关资料进行"
                          "了核实，市民反映的{}情况{}。",
                          day_words(visited), order.street, order.estate, chance.between(2, 9),
                          chance.between(1, 6), order.subject,
                          ending(order) == Ending::resolved ? "属实" : "部分属实")
            : fmt::format("{}，工作人员与市民通话核实诉求，查阅{}方面的现行规定和有关资料{}份。",
                          day_words(visited), order.subject, chance.between(1, 5));
    report.process = (is_trouble(order) ? std::string(chance.pick(k_processes))
                                        : "受理后由业务科室研究，形成答复意见并经负责人审核。") +
                     "处理结果：" + result_line(order) + "。";
    report.answer = fmt::format("已向市民说明核实情况和处理结果，市民{}。",
                                chance.per_mille(850) ? "表示认可" : "表示知晓");
    return report;
}

std::string DemoHandling::reply_summary(const DemoOrder& order, Day answered,
                                        ReplyFault fault) const {
    Chance chance(seed_of(seed_, order.index, k_reply));
    const std::string result = result_line(order);
    const bool needs_link = is_trouble(order) && !result.starts_with("经");
    return fmt::format("您好，您{}收悉。{}{}。{}{}", form(matter_of(order), order.subject),
                       needs_link ? "经核实，" : "", result, faulty_sentence(fault, order, chance),
                       form(chance.pick(k_closings), day_words(answered)));
}

} // namespace chengban::demo
