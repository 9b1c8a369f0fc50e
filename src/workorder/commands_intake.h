// Commands of clauses 3 and 4: intake, consultation, dispatch, designation, and what the center
// sets.
#pragma once

#include "base/record.h"
#include "rulebook/vocabulary.h"
#include "workorder/state.h"

namespace chengban::workorder {

inline constexpr Bounds k_title{1, 200};
inline constexpr Bounds k_long_text{1, 10'000};
inline constexpr Bounds k_reason_text{1, 2'000};
inline constexpr Bounds k_token{1, 64};
inline constexpr Bounds k_tags{0, 20};

// 2: source and hotline number are the identity of an order.
struct Register {
    static constexpr std::string_view name = "register";
    static constexpr std::string_view zh = "受理登记";
    Source source = Source::phone;
    std::string hotline_number;
    std::optional<Instant> called_at;      // the citizen's own time
    std::optional<Instant> transferred_at; // the hotline's
    OrderKind kind = OrderKind::other;
    std::optional<LimitClass> limit_class; // the hotline's class holds (5.2)
    Text title;
    Text claim;
    std::optional<Text> citizen_name;
    std::optional<Text> citizen_phone;
    std::optional<Text> address;
    bool anonymous = false;
    std::string district; // code such as 310101, empty when unknown
    std::string category;
    std::string field_token;
    std::vector<std::string> tags;
    std::optional<Instant> city_due; // B4
    bool designated_by_hotline = false;
    Confidentiality confidentiality = Confidentiality::none;
    bool major_or_complicated = false;
    std::optional<OrderId> reviews; // 12.2: the order that this review order takes up

    static constexpr auto fields() {
        using T = Register;
        return std::tuple{
            defaulted("source", &T::source, "来源", "source"),
            field("hotline_number", &T::hotline_number, "热线工单编号", "hotline number", k_token),
            field("called_at", &T::called_at, "来电时间", "time of the call"),
            field("transferred_at", &T::transferred_at, "热线转办时间", "time of the transfer"),
            defaulted("kind", &T::kind, "诉求性质", "kind"),
            field("limit_class", &T::limit_class, "时限类别", "limit class"),
            field("title", &T::title, "标题", "title", k_title),
            field("claim", &T::claim, "诉求内容", "claim", k_long_text),
            field("citizen_name", &T::citizen_name, "反映人", "citizen's name", {1, 50}),
            field("citizen_phone", &T::citizen_phone, "联系电话", "citizen's phone", {1, 40}),
            field("address", &T::address, "地址", "address", {1, 300}),
            defaulted("anonymous", &T::anonymous, "匿名", "anonymous"),
            defaulted("district", &T::district, "区", "district", {0, 12}),
            defaulted("category", &T::category, "内容分类", "category", {0, 64}),
            defaulted("field", &T::field_token, "领域", "field", {0, 64}),
            defaulted("tags", &T::tags, "标签", "tags", k_tags),
            field("city_due", &T::city_due, "市级时限", "the city's limit"),
            defaulted("designated_by_hotline", &T::designated_by_hotline, "热线指定办理",
                      "designated by the hotline"),
            defaulted("confidentiality", &T::confidentiality, "保密", "confidentiality"),
            defaulted("major_or_complicated", &T::major_or_complicated, "重大或情况复杂",
                      "major or complicated"),
            field("reviews", &T::reviews, "复核的工单", "order under review")};
    }
};

// 4: nature, content, district, field; what is left out stays as it is.
struct Classify {
    static constexpr std::string_view name = "classify";
    static constexpr std::string_view zh = "分类";
    std::optional<OrderKind> kind;
    std::optional<std::string> category;
    std::optional<std::string> district;
    std::optional<std::string> field_token;
    std::optional<UnitId> suggested_unit;
    std::vector<std::string> reasons; // why this unit is suggested
    std::optional<std::vector<std::string>> tags;
    std::optional<bool> major_or_complicated; // 10.1

    static constexpr auto fields() {
        using T = Classify;
        return std::tuple{
            field("kind", &T::kind, "诉求性质", "kind"),
            field("category", &T::category, "内容分类", "category", {0, 64}),
            field("district", &T::district, "区", "district", {0, 12}),
            field("field", &T::field_token, "领域", "field", {0, 64}),
            field("suggested_unit", &T::suggested_unit, "建议承办单位", "suggested unit"),
            defaulted("reasons", &T::reasons, "理由", "reasons", {0, 20}),
            field("tags", &T::tags, "标签", "tags", k_tags),
            field("major_or_complicated", &T::major_or_complicated, "重大或情况复杂",
                  "major or complicated")};
    }
};

// 4.1
struct OpenConsultation {
    static constexpr std::string_view name = "open_consultation";
    static constexpr std::string_view zh = "与热线沟通";
    Text reason;
    static constexpr auto fields() {
        return std::tuple{
            field("reason", &OpenConsultation::reason, "沟通事由", "reason", k_reason_text)};
    }
};

struct ConcludeConsultation {
    static constexpr std::string_view name = "conclude_consultation";
    static constexpr std::string_view zh = "登记沟通结果";
    ConsultationOutcome outcome = ConsultationOutcome::kept;
    bool designated_by_hotline = false;
    Text answer;
    static constexpr auto fields() {
        using T = ConcludeConsultation;
        return std::tuple{
            field("outcome", &T::outcome, "沟通结果", "outcome"),
            defaulted("designated_by_hotline", &T::designated_by_hotline, "热线指定办理",
                      "designated by the hotline"),
            field("answer", &T::answer, "热线意见", "the hotline's answer", k_reason_text)};
    }
};

// 4, 5: receipt is dispatch to the unit; every limit of the unit starts here.
struct Dispatch {
    static constexpr std::string_view name = "dispatch";
    static constexpr std::string_view zh = "派单";
    UnitId unit;
    std::optional<LimitClass> limit_class; // only where the hotline gave none
    std::optional<Text> note;
    static constexpr auto fields() {
        using T = Dispatch;
        return std::tuple{field("unit", &T::unit, "承办单位", "handling unit"),
                          field("limit_class", &T::limit_class, "时限类别", "limit class"),
                          field("note", &T::note, "派单说明", "note", k_reason_text)};
    }
};

// Undo of a dispatch, until the unit acknowledged it.
struct Recall {
    static constexpr std::string_view name = "recall";
    static constexpr std::string_view zh = "撤回派单";
    Text reason;
    static constexpr auto fields() {
        return std::tuple{field("reason", &Recall::reason, "撤回原因", "reason", k_reason_text)};
    }
};

// 3.1: the office decides a disputed order.
struct Designate {
    static constexpr std::string_view name = "designate";
    static constexpr std::string_view zh = "指定承办单位";
    UnitId unit;
    Text reason;
    static constexpr auto fields() {
        return std::tuple{field("unit", &Designate::unit, "承办单位", "handling unit"),
                          field("reason", &Designate::reason, "指定理由", "reason", k_reason_text)};
    }
};

// 3.3: a department helps to designate a unit.
struct RequestOpinion {
    static constexpr std::string_view name = "request_opinion";
    static constexpr std::string_view zh = "征求意见";
    UnitId unit;
    Text question;
    static constexpr auto fields() {
        return std::tuple{
            field("unit", &RequestOpinion::unit, "被征求单位", "unit asked"),
            field("question", &RequestOpinion::question, "问题", "question", k_reason_text)};
    }
};

struct GiveOpinion {
    static constexpr std::string_view name = "give_opinion";
    static constexpr std::string_view zh = "反馈意见";
    Text opinion;
    std::optional<UnitId> proposed_unit;
    static constexpr auto fields() {
        return std::tuple{
            field("opinion", &GiveOpinion::opinion, "意见", "opinion", k_reason_text),
            field("proposed_unit", &GiveOpinion::proposed_unit, "建议单位", "proposed unit")};
    }
};

// 5.2, I 22: the center sets the class where the hotline gave none; a unit may only ask.
struct SetLimitClass {
    static constexpr std::string_view name = "set_limit_class";
    static constexpr std::string_view zh = "设定时限类别";
    LimitClass limit_class = LimitClass::general;
    Text reason;
    static constexpr auto fields() {
        return std::tuple{
            field("limit_class", &SetLimitClass::limit_class, "时限类别", "limit class"),
            field("reason", &SetLimitClass::reason, "理由", "reason", k_reason_text)};
    }
};

struct RequestLimitClass {
    static constexpr std::string_view name = "request_limit_class";
    static constexpr std::string_view zh = "申请调整时限类别";
    LimitClass limit_class = LimitClass::complex;
    Text reason;
    static constexpr auto fields() {
        return std::tuple{
            field("limit_class", &RequestLimitClass::limit_class, "时限类别", "limit class"),
            field("reason", &RequestLimitClass::reason, "理由", "reason", k_reason_text)};
    }
};

// B4
struct SetCityDue {
    static constexpr std::string_view name = "set_city_due";
    static constexpr std::string_view zh = "登记市级时限";
    Instant due;
    static constexpr auto fields() {
        return std::tuple{field("due", &SetCityDue::due, "市级时限", "the city's limit")};
    }
};

} // namespace chengban::workorder
