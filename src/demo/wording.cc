#include "demo/wording.h"

#include "base/invariant.h"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace chengban::demo {

namespace {

using S = std::string_view;

constexpr std::array k_surnames{
    S{"王"}, S{"李"}, S{"张"}, S{"刘"}, S{"陈"}, S{"杨"}, S{"黄"},   S{"赵"},  S{"吴"}, S{"周"},
    S{"徐"}, S{"孙"}, S{"马"}, S{"朱"}, S{"胡"}, S{"郭"}, S{"何"},   S{"高"},  S{"林"}, S{"罗"},
    S{"郑"}, S{"梁"}, S{"谢"}, S{"宋"}, S{"唐"}, S{"许"}, S{"韩"},   S{"冯"},  S{"邓"}, S{"曹"},
    S{"彭"}, S{"曾"}, S{"萧"}, S{"田"}, S{"董"}, S{"袁"}, S{"潘"},   S{"蔡"},  S{"顾"}, S{"陆"},
    S{"沈"}, S{"姚"}, S{"奚"}, S{"钱"}, S{"严"}, S{"龚"}, S{"欧阳"}, S{"司徒"}};
constexpr std::array k_given{
    S{"建"}, S{"国"}, S{"华"}, S{"明"}, S{"丽"}, S{"芳"}, S{"伟"}, S{"敏"}, S{"静"}, S{"强"},
    S{"磊"}, S{"军"}, S{"洋"}, S{"勇"}, S{"艳"}, S{"杰"}, S{"娟"}, S{"涛"}, S{"超"}, S{"霞"},
    S{"平"}, S{"刚"}, S{"桂"}, S{"英"}, S{"玉"}, S{"兰"}, S{"梅"}, S{"琴"}, S{"志"}, S{"文"},
    S{"忠"}, S{"根"}, S{"宝"}, S{"德"}, S{"福"}, S{"生"}, S{"春"}, S{"秀"}, S{"佳"}, S{"怡"},
    S{"欣"}, S{"子"}, S{"轩"}, S{"浩"}, S{"宇"}, S{"晨"}, S{"雨"}, S{"思"}, S{"嘉"}, S{"𬭎"}};

constexpr std::array k_estate_first{
    S{"阳光"}, S{"绿洲"}, S{"金色"}, S{"东方"}, S{"银都"}, S{"世纪"}, S{"滨江"}, S{"锦绣"},
    S{"海棠"}, S{"云锦"}, S{"香樟"}, S{"紫藤"}, S{"翠湖"}, S{"玉兰"}, S{"梅园"}, S{"丁香"},
    S{"华庭"}, S{"虹桥"}, S{"申江"}, S{"春申"}, S{"水岸"}, S{"康乐"}, S{"永安"}, S{"同济"},
    S{"长乐"}, S{"和平"}, S{"新天"}, S{"大华"}, S{"明珠"}, S{"枫桥"}, S{"怡和"}, S{"星河"}};
constexpr std::array k_estate_last{S{"花苑"}, S{"家园"}, S{"新村"}, S{"公寓"}, S{"名邸"},
                                   S{"小区"}, S{"苑"},   S{"花园"}, S{"雅苑"}, S{"坊"},
                                   S{"一村"}, S{"二村"}, S{"城"},   S{"里"}};
constexpr std::array k_companies{S{"安居"}, S{"恒诚"}, S{"众悦"}, S{"申友"}, S{"佳邻"}, S{"汇康"},
                                 S{"新境"}, S{"明德"}, S{"万邻"}, S{"浦和"}, S{"同心"}, S{"嘉禾"}};

constexpr std::array k_since{S{"今年以来"},   S{"最近两个月"}, S{"从上个月开始"}, S{"入夏以后"},
                             S{"去年底至今"}, S{"近半年"},     S{"最近一周"},     S{"国庆节以后"},
                             S{"春节前后"},   S{"两周前"}};

constexpr std::array k_openings{S{"市民来电反映："},
                                S{"来电人称，"},
                                S{"市民表示，"},
                                S{"居民反映，"},
                                S{"市民通过热线反映，"},
                                S{"市民投诉："},
                                S{"来电人系该小区业主，反映"},
                                S{"市民代家中老人反映，"}};
constexpr std::array k_help_openings{S{"市民求助："}, S{"市民来电求助，"}, S{"来电人请求帮助，"},
                                     S{"居民恳请协调："}};
constexpr std::array k_report_openings{S{"市民举报："}, S{"来电人匿名举报，"}, S{"市民来电检举，"}};
constexpr std::array k_question_openings{S{"市民来电咨询："}, S{"请问"}, S{"市民想了解，"},
                                         S{"来电人询问，"}};

constexpr std::array k_effects{
    S{"该情况已严重影响居民的正常生活"},       S{"家中有行动不便的老人，实在无法承受"},
    S{"周边多户居民都有同样的遭遇，意见很大"}, S{"居民担心存在安全隐患"},
    S{"家里人为此多次请假，身心疲惫"},         S{"已经造成财产损失约{m}元"},
    S{"来电人认为有关单位没有尽到责任"},       S{"来电人为此事已经奔波{n}次"}};
constexpr std::array k_histories{S{"已向{w}反映{n}次，对方每次都答应处理，但没有实际行动"},
                                 S{"此前拨打过物业服务电话，接线人员登记后没有下文"},
                                 S{"曾到居委会反映，居委会表示需要房管部门出面"},
                                 S{"业主群里多人反映过，物业经理一直不回应"},
                                 S{"也找过房管办事处，工作人员答复由物业处理"},
                                 S{"街道调解过一次，没有达成一致意见"}};
constexpr std::array k_requests{
    S{"要求相关部门核实处理，并给予书面答复"}, S{"希望管理部门到现场查看，督促责任单位整改"},
    S{"要求尽快解决并回复处理结果"},           S{"请相关部门协调，给出明确的处理时间"},
    S{"要求责任单位赔偿损失并道歉"},           S{"希望工作人员先电话联系，再上门查看"}};
constexpr std::array k_question_ends{
    S{"希望相关部门给予政策解答，并告知办理地点和时间"},
    S{"来电人已在网上查询，没有找到明确的说明，希望工作人员来电答复"},
    S{"请告知政策依据和需要准备的材料"}};
constexpr std::array k_praises{
    S{"市民来电表扬{w}的维修师傅，{s}报修{u}问题后当天就上门，态度热情，工作认真负责"},
    S{"市民感谢房管办事处工作人员耐心协调{u}的事情，多次上门沟通，问题得到圆满解决"},
    S{"来电人对{e}物业值班人员提出表扬，深夜发现险情后及时处置，避免了损失"}};
constexpr std::array k_praise_ends{S{"希望对相关人员给予表扬鼓励"},
                                   S{"为这样的服务点赞，希望继续保持"},
                                   S{"来电人表示非常满意，特此致谢"}};
constexpr std::array k_others{S{"来电人提供了一条关于{u}的情况，表示只作反映，不需要答复"},
                              S{"市民来电补充此前反映的{u}材料，称材料已寄出，请注意查收"}};

S opening_of(S kind, Chance& chance) {
    if (kind == "help") {
        return chance.pick(k_help_openings);
    }
    if (kind == "report") {
        return chance.pick(k_report_openings);
    }
    return chance.pick(k_openings);
}

std::string joined(const std::vector<std::string>& sentences) {
    std::string text;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        text += sentences[i] + (i + 1 == sentences.size() ? "。" : i % 2 == 0 ? "，" : "。");
    }
    return text;
}

std::string trouble(const ClaimParts& parts, Chance& chance) {
    const auto fill = [&](S line) { return filled(line, *parts.slots, chance); };
    const std::span<const Case> cases = parts.topic->cases;
    std::vector<std::string> sentences;
    sentences.push_back(std::string(opening_of(parts.kind, chance)) + parts.slots->estate +
                        (chance.per_mille(500) ? "，" : "内，") + fill(parts.event->problem));
    const Case& other = chance.pick(cases);
    if (other.problem != parts.event->problem && chance.per_mille(300)) {
        sentences.push_back("此外" + fill(other.problem));
    }
    if (chance.per_mille(700)) {
        sentences.push_back(fill(chance.pick(k_effects)));
    }
    if (chance.per_mille(600)) {
        sentences.push_back(fill(chance.pick(k_histories)));
    }
    sentences.push_back(fill(chance.pick(k_requests)));
    return joined(sentences);
}

} // namespace

std::string filled(std::string_view line, const Slots& slots, Chance& chance) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '{' || i + 2 >= line.size() || line[i + 2] != '}') {
            text.push_back(line[i]);
            continue;
        }
        switch (line[i + 1]) {
        case 'e':
            text += slots.estate;
            break;
        case 'b':
            text += slots.building;
            break;
        case 'w':
            text += slots.company;
            break;
        case 'n':
            text += std::to_string(chance.between(2, 9));
            break;
        case 'y':
            text += std::to_string(chance.between(3, 18));
            break;
        case 'm':
            text += std::to_string(chance.between(3, 96) * 100);
            break;
        case 's':
            text += chance.pick(k_since);
            break;
        default:
            unreachable("a place that filled() does not know");
        }
        i += 2;
    }
    return text;
}

std::string person_name(Chance& chance) {
    std::string name(chance.pick(k_surnames));
    name += chance.pick(k_given);
    if (chance.per_mille(700)) {
        name += chance.pick(k_given);
    }
    return name;
}

std::string estate_name(Chance& chance) {
    return std::string(chance.pick(k_estate_first)) + std::string(chance.pick(k_estate_last));
}

std::string company_name(Chance& chance) {
    return std::string(chance.pick(k_companies)) + "物业公司";
}

std::string claim_text(const ClaimParts& parts, Chance& chance) {
    const auto fill = [&](S line) {
        std::string text(line);
        if (const std::size_t at = text.find("{u}"); at != std::string::npos) {
            text.replace(at, 3, parts.topic->subject);
        }
        return filled(text, *parts.slots, chance);
    };
    if (parts.kind == "consultation") {
        return joined({std::string(chance.pick(k_question_openings)) +
                           fill(chance.pick(parts.topic->questions)) + "？本人住在" +
                           parts.slots->estate,
                       fill(chance.pick(k_question_ends))});
    }
    if (parts.kind == "suggestion") {
        return joined({"市民建议：" + fill(parts.topic->proposal),
                       "来电人住在" + parts.slots->estate + "，认为目前" +
                           std::string(parts.topic->subject) + "方面仍有改进空间",
                       "希望主管部门研究采纳"});
    }
    if (parts.kind == "praise") {
        return joined({fill(chance.pick(k_praises)), fill(chance.pick(k_praise_ends))});
    }
    if (parts.kind == "other") {
        return joined({fill(chance.pick(k_others)),
                       "来电人住在" + parts.slots->estate + "，希望热线做好登记"});
    }
    return trouble(parts, chance);
}

std::string title_text(const ClaimParts& parts) {
    const std::string subject(parts.topic->subject);
    if (parts.kind == "consultation") {
        return "咨询" + subject + "有关政策";
    }
    if (parts.kind == "suggestion") {
        return "关于改进" + subject + "的建议";
    }
    if (parts.kind == "praise") {
        return "表扬" + parts.slots->estate + subject + "服务";
    }
    if (parts.kind == "other") {
        return "反映" + subject + "有关情况";
    }
    Chance unused(0); // titles have no places for numbers
    return filled(parts.event->title, *parts.slots, unused);
}

std::string repeat_opening(const Repeat& repeat, Chance& chance) {
    constexpr std::array k_open{
        S{"市民第{}次来电，此前工单{}反映的问题至今没有得到解决。"},
        S{"市民就同一问题第{}次来电催办（首次工单{}），要求给出处理时间。"}};
    constexpr std::array k_closed{
        S{"来电人称已就同一问题来电{}次（首次工单{}），对处理结果不满意。"},
        S{"市民再次来电（第{}次），称工单{}办结后问题又出现。"}};
    const S form = repeat.was_closed ? chance.pick(k_closed) : chance.pick(k_open);
    return fmt::format(fmt::runtime(form), repeat.number, repeat.first_number);
}

} // namespace chengban::demo
