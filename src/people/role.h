// Offices a person can hold (REQUIREMENTS: people of clauses 3–10). One person may hold several
// posts; a command is always given in one of them.
#pragma once

#include "base/enums.h"

namespace chengban::people {

enum class Role {
    dispatcher,       // center: intake, dispatch
    reviewer,         // center: extensions, returns, filings, completions
    supervisor,       // center: supervision, appraisal
    follow_up_caller, // center: follow-up calls
    office_clerk,     // bureau office
    handler,          // handling unit: handles
    section_head,     // handling unit: responsible section
    leader_in_charge, // handling unit
    principal,        // handling unit
    administrative_principal,
    knowledge_keeper,
    bureau_leader,
    system_administrator,
    security_administrator,
    audit_administrator,
    hotline, // the city's hotline platform, through the gateway or typed in by the center for it
    system,  // timers and the process manager
};

} // namespace chengban::people

template <>
struct chengban::EnumTable<chengban::people::Role> {
    using E = chengban::people::Role;
    static constexpr std::array rows{
        EnumRow<E>{E::dispatcher, "dispatcher", "派单员", "dispatcher"},
        EnumRow<E>{E::reviewer, "reviewer", "审核员", "reviewer"},
        EnumRow<E>{E::supervisor, "supervisor", "督办员", "supervisor"},
        EnumRow<E>{E::follow_up_caller, "follow_up_caller", "回访员", "follow-up caller"},
        EnumRow<E>{E::office_clerk, "office_clerk", "局办公室经办", "office clerk"},
        EnumRow<E>{E::handler, "handler", "经办人", "handler"},
        EnumRow<E>{E::section_head, "section_head", "责任科室负责人", "section head"},
        EnumRow<E>{E::leader_in_charge, "leader_in_charge", "分管领导", "leader in charge"},
        EnumRow<E>{E::principal, "principal", "主要负责人", "principal"},
        EnumRow<E>{E::administrative_principal, "administrative_principal", "行政主要负责人",
                   "administrative principal"},
        EnumRow<E>{E::knowledge_keeper, "knowledge_keeper", "知识库专员", "knowledge keeper"},
        EnumRow<E>{E::bureau_leader, "bureau_leader", "局领导", "bureau leader"},
        EnumRow<E>{E::system_administrator, "system_administrator", "系统管理员",
                   "system administrator"},
        EnumRow<E>{E::security_administrator, "security_administrator", "安全管理员",
                   "security administrator"},
        EnumRow<E>{E::audit_administrator, "audit_administrator", "审计管理员",
                   "audit administrator"},
        EnumRow<E>{E::hotline, "hotline", "市民服务热线", "hotline"},
        EnumRow<E>{E::system, "system", "系统", "system"}};
};
