// The forms of the office (GB/T 9704-2012 where it applies): plain inputs in, documents out. What
// an input leaves out shows as a marked blank; nothing is invented.
#pragma once

#include "documents/casework_papers.h"
#include "documents/center_papers.h"
#include "documents/document.h"
#include "documents/follow_up_papers.h"
#include "documents/order_papers.h"

namespace chengban::documents {

enum class Form {
    completion_report,
    reply_summary,
    return_application,
    extension_application,
    filing_form,
    interim_report,
    review_notice,
    supervision_notice,
    supervision_report,
    admonition,
    reminder,
    reprimand,
    half_year_table,
    daily_brief,
    weekly_bulletin,
    monthly_bulletin,
    ad_hoc_bulletin,
    knowledge_sheet,
    appraisal_table,
    sampling_sheet,
    call_record,
};

Document completion_report(const CompletionReport& paper);
Document reply_summary(const ReplySummary& paper);
Document return_application(const ReturnApplication& paper);
Document extension_application(const ExtensionApplication& paper);
Document filing_form(const FilingForm& paper);
Document interim_report(const InterimReport& paper);
Document review_notice(const ReviewNotice& paper);
Document supervision_notice(const SupervisionNotice& paper);
Document supervision_report(const SupervisionReport& paper);
Document admonition(const Admonition& paper);
Document reprimand(const Reprimand& paper);
Document half_year_table(const HalfYearTable& paper);
Document bulletin(const Bulletin& paper); // daily, weekly, monthly, ad hoc
Document knowledge_sheet(const KnowledgeSheet& paper);
Document appraisal_table(const AppraisalTable& paper);
Document sampling_sheet(const SamplingSheet& paper);
Document call_record(const CallRecord& paper);

// Which of its forms a bulletin is.
Form form_of(BulletinKind kind);

// From the JSON of the form's paper; all that is wrong with it at once.
Result<Document> document_of(Form form, const json::value& paper);

} // namespace chengban::documents

template <>
struct chengban::EnumTable<chengban::documents::Form> {
    using E = chengban::documents::Form;
    static constexpr std::array rows{
        EnumRow<E>{E::completion_report, "completion_report", "办结汇报", "completion report"},
        EnumRow<E>{E::reply_summary, "reply_summary", "答复要点", "reply summary"},
        EnumRow<E>{E::return_application, "return_application", "退单申请", "return application"},
        EnumRow<E>{E::extension_application, "extension_application", "延期申请",
                   "extension application"},
        EnumRow<E>{E::filing_form, "filing_form", "存电备案单", "filing form"},
        EnumRow<E>{E::interim_report, "interim_report", "紧急件中途汇报", "interim report"},
        EnumRow<E>{E::review_notice, "review_notice", "回访复核单", "review notice"},
        EnumRow<E>{E::supervision_notice, "supervision_notice", "督办通知", "supervision notice"},
        EnumRow<E>{E::supervision_report, "supervision_report", "督办办结报告",
                   "supervision report"},
        EnumRow<E>{E::admonition, "admonition", "约谈通知", "admonition"},
        EnumRow<E>{E::reminder, "reminder", "提醒函", "letter that reminds"},
        EnumRow<E>{E::reprimand, "reprimand", "通报", "reprimand"},
        EnumRow<E>{E::half_year_table, "half_year_table", "半年重复来电梳理表", "half-year table"},
        EnumRow<E>{E::daily_brief, "daily_brief", "每日动态", "daily brief"},
        EnumRow<E>{E::weekly_bulletin, "weekly_bulletin", "周报", "weekly bulletin"},
        EnumRow<E>{E::monthly_bulletin, "monthly_bulletin", "月报", "monthly bulletin"},
        EnumRow<E>{E::ad_hoc_bulletin, "ad_hoc_bulletin", "专报", "ad hoc bulletin"},
        EnumRow<E>{E::knowledge_sheet, "knowledge_sheet", "知识库更新、纠错、查无单",
                   "knowledge sheet"},
        EnumRow<E>{E::appraisal_table, "appraisal_table", "考核结果表", "appraisal table"},
        EnumRow<E>{E::sampling_sheet, "sampling_sheet", "回访抽样清单", "sampling sheet"},
        EnumRow<E>{E::call_record, "call_record", "工单回访记录表", "record of a follow-up call"}};
};
