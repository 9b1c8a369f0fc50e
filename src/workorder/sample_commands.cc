#include "workorder/sample_commands.h"

namespace chengban::workorder {

Actor of_unit(Actor actor, const UnitId& unit) {
    actor.person = PersonId(actor.person.text() + "-" + unit.text());
    actor.unit = unit;
    return actor;
}

Actor substitute(Actor actor, const PersonId& person) {
    actor.substitute_for = actor.person;
    actor.person = person;
    return actor;
}

UnitFacts unit_facts(const UnitId& unit) {
    UnitFacts facts;
    facts.exists = unit == k_center || unit == k_office || unit == k_district ||
                   unit == k_other_district || unit == k_bare_district || unit == k_department;
    facts.can_handle = facts.exists && unit != k_center && unit != k_office;
    facts.is_district = unit.text().starts_with("district-");
    facts.has_leader_in_charge = unit != k_bare_district;
    facts.has_responsible_section = unit != k_bare_district;
    facts.name = {unit.text(), unit.text()};
    return facts;
}

UnitFacts facts_for(const Command& command) {
    return std::visit(
        [](const auto& c) {
            if constexpr (requires {
                              c.next_unit->text();
                              c.to_hotline;
                          }) {
                return c.next_unit ? unit_facts(*c.next_unit) : UnitFacts{};
            } else if constexpr (requires { UnitId(c.unit); }) {
                return unit_facts(c.unit);
            } else {
                return UnitFacts{};
            }
        },
        command);
}

Text words(std::string_view plain) {
    return {std::string(plain), {}};
}

Instant moment(std::string_view time) {
    std::string full(time);
    full += time.size() == 16 ? ":00+08:00" : "+08:00";
    return parse_instant(full, "moment").value();
}

Register registration(OrderKind kind) {
    Register command;
    command.hotline_number = "SH20261008000123";
    command.transferred_at = moment("2026-10-08T08:20");
    command.kind = kind;
    command.title = words("小区电梯停运");
    command.claim = words("市民反映3号楼电梯停运三天，物业未予修复，老人上下楼困难。");
    command.citizen_name = words("张三");
    command.citizen_phone = words("13800005678");
    command.address = words("黄浦区某路100弄3号楼");
    command.district = "310101";
    command.category = "elevator";
    command.field_token = "maintenance";
    return command;
}

RecordContact contact(std::string_view time, bool reached) {
    RecordContact command;
    command.at = moment(time);
    command.caller = handler.person;
    command.reached = reached;
    if (reached) {
        command.whom = words("张先生");
        command.learnt = words("电梯自10月5日起停运，物业称配件未到货");
        command.told_acceptance = command.told_procedure = command.told_limit = true;
    }
    return command;
}

RecordAnswer answer(std::string_view time) {
    RecordAnswer command;
    command.at = moment(time);
    command.by = handler.person;
    command.content = words("已告知市民电梯修复，恢复运行");
    command.reaction = words("市民表示认可");
    return command;
}

Attach attachment(std::string_view id, EvidenceKind kind) {
    Attach command;
    command.attachment = AttachmentId(std::string(id));
    command.kind = kind;
    command.file_name = words("现场照片.jpg");
    command.media_type = "image/jpeg";
    command.size = 204'800;
    command.digest = "0f-" + std::string(id);
    return command;
}

ApplyExtension extension_request(std::int32_t days) {
    ApplyExtension command;
    command.ground = ExtensionGround::technical_conditions;
    command.days = days;
    command.why = words("电梯主机须由厂家定制，到货周期超出办理时限");
    return command;
}

ApplyReturn return_request() {
    ApplyReturn command;
    command.event_time_place = words("10月5日，某路100弄");
    command.people = words("小区居民");
    command.matter = words("道路路灯不亮");
    command.reason = words("路灯由市政部门管理，不属于本单位职责");
    command.next_unit = words("区绿化市容局");
    command.policy_basis = words("城市道路照明管理规定第五条");
    command.verification = words("经电话核实，路灯位于市政道路");
    return command;
}

ApplyFiling filing_request(const AttachmentId& evidence) {
    ApplyFiling command;
    command.matter = "judged";
    command.summary = words("要求重新认定房屋产权");
    command.facts = words("法院已判决，判决书已生效");
    command.law_policy = words("民事诉讼法关于既判力的规定");
    command.conclusion = words("依照生效判决执行，已书面告知");
    command.evidence = {evidence};
    return command;
}

Standard all_six() {
    return {true, true, true, true, true, true};
}

SubmitCompletion report(Outcome outcome) {
    SubmitCompletion command;
    command.problem = words("市民反映3号楼电梯停运。");
    command.facts_evidence = words("经查，电梯因主板故障于10月5日停运。");
    command.process_result = words("10月8日维保单位更换主板，电梯恢复运行。");
    command.answer_to_citizen = words("10月8日15时电话答复市民，市民认可。");
    command.reply_summary = words("10月8日已更换电梯主板，电梯恢复正常运行。");
    command.fact_finding = FactFinding::substantiated;
    command.claim_assessment = ClaimAssessment::reasonable;
    command.outcome = outcome;
    command.site_visit = SiteVisit::no_site;
    command.standard = all_six();
    return command;
}

RecordFollowUp follow_up(std::string_view time) {
    RecordFollowUp command;
    command.at = moment(time);
    command.answers = {true,
                       true,
                       true,
                       Resolution::resolved,
                       Satisfaction::satisfied,
                       Satisfaction::satisfied,
                       Satisfaction::basically_satisfied,
                       {}};
    command.remark = words("市民表示电梯已恢复，感谢张师傅");
    return command;
}

RecordSurvey survey(std::string_view event_id, std::string_view time) {
    RecordSurvey command;
    command.at = moment(time);
    command.event_id = event_id;
    command.answers.overall = Satisfaction::dissatisfied;
    command.answers.resolution = Resolution::explained_not_understood;
    return command;
}

SupervisionEvidence evidence(std::int32_t count) {
    return {{OrderId("order-2")}, count, words("市民年内多次反映同一电梯停运")};
}

SubmitSupervisionReport supervision_report() {
    SubmitSupervisionReport command;
    command.problem = words("市民多次反映3号楼电梯停运。");
    command.facts_evidence = words("经查，电梯主板反复故障，有维保记录为证。");
    command.opinion_grounds = words("依据电梯维护规定，责令物业更换主板。");
    command.reply = words("10月12日电话答复市民，市民认可。");
    return command;
}

} // namespace chengban::workorder
