// The closed lists of REQUIREMENTS («Values of the closed lists»): stored as the English token,
// shown as the Chinese word.
#pragma once

#include "base/enums.h"

namespace chengban {

enum class OrderKind { complaint, report, help, consultation, suggestion, praise, other };
enum class LimitClass { urgent, semi_urgent, general, complex, review };
enum class FactFinding {
    substantiated,
    partly_substantiated,
    unsubstantiated,
    adopted,
    partly_adopted,
    kept_for_reference,
    not_adopted,
    policy_found,
    no_policy_found,
    explanation_not_accepted,
};
enum class ClaimAssessment { reasonable, no_policy_basis, excessive, other };
enum class Outcome { resolved, explained, for_reference, excessive, unresolved };
enum class SiteVisit { visited, not_visited, no_site };

// Where an order came from, and by which channel a citizen was spoken to.
enum class Source {
    phone,
    website,
    app,
    wechat,
    sms,
    email,
    state_council,
    petition,
    hotline_962121,
    other,
};
enum class Channel { phone, visit, video, wechat, sms, email, letter, other };
enum class EvidenceKind {
    photo,
    written_proof,
    recording,
    investigation_report,
    sealed_document,
    other,
};
// Approvals a completion may need, in the order in which they are asked for.
enum class Approval { leader_in_charge, principal, center };
enum class ExtensionGround { legal_procedure, technical_conditions };
enum class UnitKind { office, center, department, institution, district };

} // namespace chengban

template <>
struct chengban::EnumTable<chengban::OrderKind> {
    using E = OrderKind;
    static constexpr std::array rows{
        EnumRow<E>{E::complaint, "complaint", "投诉", "complaint"},
        EnumRow<E>{E::report, "report", "举报", "report"},
        EnumRow<E>{E::help, "help", "求助", "help"},
        EnumRow<E>{E::consultation, "consultation", "咨询", "consultation"},
        EnumRow<E>{E::suggestion, "suggestion", "意见建议", "suggestion"},
        EnumRow<E>{E::praise, "praise", "表扬", "praise"},
        EnumRow<E>{E::other, "other", "其他", "other"}};
};

template <>
struct chengban::EnumTable<chengban::LimitClass> {
    using E = LimitClass;
    static constexpr std::array rows{
        EnumRow<E>{E::urgent, "urgent", "紧急", "urgent"},
        EnumRow<E>{E::semi_urgent, "semi_urgent", "次紧急", "semi-urgent"},
        EnumRow<E>{E::general, "general", "一般", "general"},
        EnumRow<E>{E::complex, "complex", "复杂", "complex"},
        EnumRow<E>{E::review, "review", "回访复核", "review"}};
};

template <>
struct chengban::EnumTable<chengban::FactFinding> {
    using E = FactFinding;
    static constexpr std::array rows{
        EnumRow<E>{E::substantiated, "substantiated", "属实", "substantiated"},
        EnumRow<E>{E::partly_substantiated, "partly_substantiated", "部分属实",
                   "partly substantiated"},
        EnumRow<E>{E::unsubstantiated, "unsubstantiated", "不属实", "unsubstantiated"},
        EnumRow<E>{E::adopted, "adopted", "采纳", "adopted"},
        EnumRow<E>{E::partly_adopted, "partly_adopted", "部分采纳", "partly adopted"},
        EnumRow<E>{E::kept_for_reference, "kept_for_reference", "留作参考", "kept for reference"},
        EnumRow<E>{E::not_adopted, "not_adopted", "不予采纳", "not adopted"},
        EnumRow<E>{E::policy_found, "policy_found", "有政策信息", "policy found"},
        EnumRow<E>{E::no_policy_found, "no_policy_found", "无政策信息", "no policy found"},
        EnumRow<E>{E::explanation_not_accepted, "explanation_not_accepted", "对政策解释不接受",
                   "explanation not accepted"}};
};

template <>
struct chengban::EnumTable<chengban::ClaimAssessment> {
    using E = ClaimAssessment;
    static constexpr std::array rows{
        EnumRow<E>{E::reasonable, "reasonable", "诉求合理合法", "reasonable"},
        EnumRow<E>{E::no_policy_basis, "no_policy_basis", "无政策依据", "no policy basis"},
        EnumRow<E>{E::excessive, "excessive", "诉求过高", "excessive"},
        EnumRow<E>{E::other, "other", "其他", "other"}};
};

template <>
struct chengban::EnumTable<chengban::Outcome> {
    using E = Outcome;
    static constexpr std::array rows{
        EnumRow<E>{E::resolved, "resolved", "实际解决", "resolved"},
        EnumRow<E>{E::explained, "explained", "解释说明", "explained"},
        EnumRow<E>{E::for_reference, "for_reference", "参考备案", "for reference"},
        EnumRow<E>{E::excessive, "excessive", "诉求过高", "excessive"},
        EnumRow<E>{E::unresolved, "unresolved", "未解决", "unresolved"}};
};

template <>
struct chengban::EnumTable<chengban::SiteVisit> {
    using E = SiteVisit;
    static constexpr std::array rows{
        EnumRow<E>{E::visited, "visited", "是", "visited"},
        EnumRow<E>{E::not_visited, "not_visited", "否", "not visited"},
        EnumRow<E>{E::no_site, "no_site", "无实际现场", "no actual site"}};
};

template <>
struct chengban::EnumTable<chengban::Source> {
    using E = Source;
    static constexpr std::array rows{
        EnumRow<E>{E::phone, "phone", "电话", "phone"},
        EnumRow<E>{E::website, "website", "网站", "website"},
        EnumRow<E>{E::app, "app", "随申办App", "app"},
        EnumRow<E>{E::wechat, "wechat", "微信", "WeChat"},
        EnumRow<E>{E::sms, "sms", "短信", "SMS"},
        EnumRow<E>{E::email, "email", "邮件", "e-mail"},
        EnumRow<E>{E::state_council, "state_council", "国办转办", "State Council"},
        EnumRow<E>{E::petition, "petition", "信访转入", "petition"},
        EnumRow<E>{E::hotline_962121, "hotline_962121", "962121转入", "962121 hotline"},
        EnumRow<E>{E::other, "other", "其他", "other"}};
};

template <>
struct chengban::EnumTable<chengban::Channel> {
    using E = Channel;
    static constexpr std::array rows{EnumRow<E>{E::phone, "phone", "电话", "phone"},
                                     EnumRow<E>{E::visit, "visit", "上门", "visit"},
                                     EnumRow<E>{E::video, "video", "视频", "video"},
                                     EnumRow<E>{E::wechat, "wechat", "微信", "WeChat"},
                                     EnumRow<E>{E::sms, "sms", "短信", "SMS"},
                                     EnumRow<E>{E::email, "email", "邮件", "e-mail"},
                                     EnumRow<E>{E::letter, "letter", "书面", "letter"},
                                     EnumRow<E>{E::other, "other", "其他", "other"}};
};

template <>
struct chengban::EnumTable<chengban::EvidenceKind> {
    using E = EvidenceKind;
    static constexpr std::array rows{
        EnumRow<E>{E::photo, "photo", "照片", "photo"},
        EnumRow<E>{E::written_proof, "written_proof", "书面证明", "written proof"},
        EnumRow<E>{E::recording, "recording", "录音", "recording"},
        EnumRow<E>{E::investigation_report, "investigation_report", "调查报告",
                   "investigation report"},
        EnumRow<E>{E::sealed_document, "sealed_document", "盖章文件", "sealed document"},
        EnumRow<E>{E::other, "other", "其他", "other"}};
};

template <>
struct chengban::EnumTable<chengban::Approval> {
    using E = Approval;
    static constexpr std::array rows{
        EnumRow<E>{E::leader_in_charge, "leader_in_charge", "分管领导", "leader in charge"},
        EnumRow<E>{E::principal, "principal", "主要负责人", "principal"},
        EnumRow<E>{E::center, "center", "市物业管理事务中心", "affairs center"}};
};

template <>
struct chengban::EnumTable<chengban::ExtensionGround> {
    using E = ExtensionGround;
    static constexpr std::array rows{
        EnumRow<E>{E::legal_procedure, "legal_procedure", "法律法规程序要求", "legal procedure"},
        EnumRow<E>{E::technical_conditions, "technical_conditions", "处置的技术条件",
                   "technical conditions"}};
};

template <>
struct chengban::EnumTable<chengban::UnitKind> {
    using E = UnitKind;
    static constexpr std::array rows{
        EnumRow<E>{E::office, "office", "局办公室", "bureau office"},
        EnumRow<E>{E::center, "center", "市物业管理事务中心", "affairs center"},
        EnumRow<E>{E::department, "department", "职能处室", "department"},
        EnumRow<E>{E::institution, "institution", "事业单位", "institution"},
        EnumRow<E>{E::district, "district", "区房管部门", "district authority"}};
};
