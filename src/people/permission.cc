#include "people/permission.h"

#include "base/invariant.h"

#include <array>

namespace chengban::people {

namespace {

// Columns: DI dispatcher · RE reviewer · SU supervisor · FO follow-up caller · OC office clerk ·
// HA handler · SH section head · LC leader in charge · PR principal · AP administrative principal ·
// KK knowledge keeper · BL bureau leader · SY, SE, AU system, security and audit administrator ·
// HO hotline · MA system (machine)
//
// The three administrators' columns read no case content: 18, B10.
// clang-format off
constexpr std::array k_permissions{
    //         action                clause                                                 DRSFO HSLPA KB SSA HM
    //                                                                                      IEUOC AHCRP KL YEU OA
    Permission{"session.own",         "B10", "本人的会话",                                    "sssss" "sssss" "ss" "sss" "s-"},
    Permission{"reference.read",      "5.2", "查看规则、条款、日历与组织",                         "aaaaa" "aaaaa" "aa" "aaa" "aa"},
    Permission{"job.own",             "2",   "本人发起的任务及其结果",                            "sssss" "sssss" "ss" "sss" "ss"},

    Permission{"access.read",         "B10", "查看账号、接口密钥与登录设置",                       "-----" "-----" "--" "aaa" "--"},
    Permission{"access.administer",   "B10", "建立账号、重置口令、签发接口密钥",                    "-----" "-----" "--" "a--" "--"},
    Permission{"access.secure",       "B10", "批准账号与密钥、去除第二因子、登录设置",                "-----" "-----" "--" "-a-" "--"},
    Permission{"access.stop",         "B10", "停用、解锁账号，结束会话，吊销密钥",                   "-----" "-----" "--" "aa-" "--"},

    Permission{"work_order.read",     "18",  "查看工单、列表、计数、检索与实时更新",                   "bbbbb" "uuuuu" "-b" "---" "mm"},
    Permission{"work_order.suggest",  "4",   "查看分类与派单建议",                               "bbbbb" "uuuu-" "-b" "---" "mm"},
    Permission{"work_order.register", "2",   "登记工单",                                       "a----" "-----" "--" "---" "a-"},
    Permission{"work_order.command",  "3.2", "办理工单（何种状态下何人可办，见流转表）",                "bbbbb" "uuuuu" "-b" "---" "mm"},
    Permission{"work_order.unmask",   "18",  "查看反映人身份信息原文",                            "bbbbb" "ooooo" "-b" "---" "--"},
    Permission{"work_order.export",   "18",  "导出工单清单",                                    "bbb-b" "uuuuu" "-b" "---" "--"},
    Permission{"work_order.evidence", "18",  "导出单张工单的案卷（可在库外核验）",                     "-bb-b" "--uuu" "--" "---" "--"},
    Permission{"work_order.pass_on",  "18",  "登记向有关第三方提供的内容",                         "b----" "oooo-" "--" "---" "--"},
    Permission{"export.own",          "18",  "本人的导出申请",                                  "sss-s" "sssss" "-s" "---" "--"},
    Permission{"queue_view.own",      "18",  "本人与本单位共享的队列视图",                          "sssss" "sssss" "-s" "---" "--"},
    Permission{"export.decide",       "18",  "审批他人的导出申请",                               "----a" "--aa-" "-a" "---" "--"},

    Permission{"import.start",        "2",   "导入工单清单",                                    "a----" "-----" "--" "---" "--"},
    Permission{"dispatch.bulk",       "4",   "批量分类派单",                                    "a----" "-----" "--" "---" "--"},
    Permission{"calendar.publish",    "5.2", "发布日历",                                       "a---a" "-----" "--" "---" "--"},
    Permission{"rulebook.replay",     "B7",  "以规则或日历草案重放历史",                           "aaa-a" "-----" "-a" "---" "--"},

    Permission{"organisation.read",   "3.1", "查看组织、岗位与待办提示",                         "aaaaa" "aaaaa" "aa" "aaa" "aa"},
    Permission{"organisation.change", "3.1", "维护单位、科室、分管领导与岗位",                     "----a" "-----" "--" "-a-" "--"},
    Permission{"duty.read",           "B9",  "查看外出、代理与值班",                             "aaaaa" "aaaaa" "aa" "aaa" "aa"},
    Permission{"duty.change",         "B9",  "登记外出、代理与值班",                             "----a" "-aaaa" "--" "---" "--"},
    Permission{"handover.start",      "B9",  "移交名下未办结工单",                               "-----" "-a-a-" "--" "---" "--"},

    Permission{"follow_up.read",      "11",  "查看抽查方案、样本与回访任务",                        "aaaaa" "-----" "-a" "---" "--"},
    Permission{"follow_up.plan",      "11",  "制定抽查方案",                                    "-aa--" "-----" "--" "---" "--"},
    Permission{"follow_up.draw",      "11",  "抽取样本",                                       "-aaa-" "-----" "--" "---" "--"},
    Permission{"follow_up.call",      "11",  "回访并记录结果",                                   "---a-" "-----" "--" "---" "--"},
    Permission{"survey.import",       "11",  "导入热线测评清单",                                 "a-aa-" "-----" "--" "---" "--"},
    Permission{"matter.arrange",      "B1",  "归并、拆分同一事项的工单",                            "aaa-a" "-----" "--" "---" "--"},
    Permission{"half_year.read",      "12.4","查看半年重复来电梳理",                              "aaaaa" "aaaa-" "-a" "---" "--"},
    Permission{"half_year.command",   "12.4","办理半年重复来电梳理",                              "aaaaa" "aaaa-" "--" "---" "--"},
    Permission{"admonition.read",     "14.10","查看约谈与通报",                                 "-aa-a" "--aaa" "-a" "---" "--"},
    Permission{"admonition.command",  "14.10","提出、办理约谈与通报",                             "--a-a" "-----" "--" "---" "--"},
    Permission{"knowledge.read",      "15",  "查询知识库",                                     "aaaaa" "aaaaa" "aa" "---" "--"},
    Permission{"knowledge.write",     "15",  "维护知识条目，办理查无纠错",                          "aaa--" "-----" "a-" "---" "a-"},
    Permission{"bulletin.read",       "16",  "查看通报",                                       "aaaaa" "aaaaa" "aa" "---" "--"},
    Permission{"bulletin.write",      "16",  "拟写、签发通报",                                  "aaa--" "-----" "--" "---" "--"},
    Permission{"appraisal.read",      "17",  "查看考核结果（各单位看本单位）",                       "aaaaa" "aaaaa" "aa" "---" "--"},
    Permission{"appraisal.close",     "17",  "开立、关闭考核期",                                 "--a-a" "-----" "--" "---" "--"},
    Permission{"paper.print",         "B6",  "成批打印通报、梳理表等文书（按各自的查看权限）",           "aaaaa" "aaaaa" "aa" "---" "--"},
    Permission{"forecast.read",       "B8",  "查看到期预测",                                   "aaaaa" "aaaaa" "-a" "---" "--"},

    Permission{"audit.read",          "18",  "查阅审计记录与异常提示",                            "-----" "-----" "--" "--a" "--"},
    Permission{"sealing.read",        "B10", "查看密封用的主密钥及其使用情况",                      "-----" "-----" "--" "aaa" "--"},
    Permission{"sealing.run",         "B10", "更换主密钥、重新密封",                             "-----" "-----" "--" "a--" "--"},
    Permission{"retention.run",       "18",  "个人信息到期清理",                                 "----a" "-----" "--" "---" "-a"},
};
// clang-format on

constexpr bool is_scope(char letter) {
    return std::string_view("-asoubm").find(letter) != std::string_view::npos;
}

constexpr bool well_formed() {
    for (const Permission& row : k_permissions) {
        if (row.scopes.size() != EnumTable<Role>::rows.size()) {
            return false;
        }
        for (const char letter : row.scopes) {
            if (!is_scope(letter)) {
                return false;
            }
        }
    }
    return true;
}
static_assert(well_formed(), "one letter for each role");

constexpr Scope scope_in(char letter) {
    switch (letter) {
    case 'a':
        return Scope::allowed;
    case 's':
        return Scope::own;
    case 'o':
        return Scope::unit_now;
    case 'u':
        return Scope::unit;
    case 'b':
        return Scope::bureau;
    case 'm':
        return Scope::everything;
    default:
        return Scope::never;
    }
}

bool reaches(Scope scope, const Standing& standing) {
    if (scope == Scope::everything) {
        return true;
    }
    if (scope < Scope::unit_now) {
        return false; // reaches no order at all
    }
    if (standing.in_chain) {
        return true;
    }
    if (standing.confidential) {
        return false;
    }
    return scope == Scope::bureau || standing.own_unit ||
           (scope == Scope::unit && standing.former_unit);
}

} // namespace

Scope Permission::of(Role role) const {
    return scope_in(scopes[static_cast<std::size_t>(role)]);
}

std::span<const Permission> permissions() {
    return k_permissions;
}

const Permission* find_permission(std::string_view action) {
    for (const Permission& row : k_permissions) {
        if (row.action == action) {
            return &row;
        }
    }
    return nullptr;
}

Scope scope_of(std::string_view action, Role role) {
    const Permission* row = find_permission(action);
    invariant(row != nullptr, "an action without a row in the table of permissions");
    return row->of(role);
}

Access access(Scope reading, Scope wanted, const Standing& standing) {
    if (!reaches(reading, standing)) {
        return Access::hidden;
    }
    return reaches(wanted, standing) ? Access::granted : Access::forbidden;
}

} // namespace chengban::people
