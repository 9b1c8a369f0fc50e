// Clause 5: acknowledgement, first contact, reports.
#include "workorder/draft.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::workorder {

using rulebook::Rule;

namespace {

// When something is said to have happened: not in the future, not before the unit had the order.
void check_moment(Draft& draft, Instant at, std::string_view clause) {
    if (draft.now() < at) {
        draft.checks.refuse("time_in_future", clause, "at", "时间晚于现在",
                            "the time lies in the future");
    }
    if (draft.order.dispatched_at && at < *draft.order.dispatched_at) {
        draft.checks.refuse(
            "times_out_of_order", clause, "at",
            fmt::format("时间早于派单时间 {}", to_string(*draft.order.dispatched_at)),
            fmt::format("the time lies before the dispatch at {}",
                        to_string(*draft.order.dispatched_at)));
    }
}

} // namespace

void fill(const Acknowledge&, Draft& draft) {
    draft.effects.state = State::handling;
    draft.meet(DeadlineKind::acknowledge, draft.now(), Rule::acknowledge_late);
}

namespace {

// What a contact that reached the citizen must say, and a call that did not cannot.
void check_contact(Draft& draft, const RecordContact& c) {
    if (!c.reached) {
        if (c.told_acceptance || c.told_procedure || c.told_limit || c.told_extension) {
            draft.checks.refuse("told_but_not_reached", "5.1", "reached",
                                "未联系上，不能填写已告知",
                                "who was not reached cannot have been told");
        }
        return;
    }
    if (!c.whom) {
        draft.checks.refuse("missing_field", "5.1", "whom", "联系上时须填写联系对象",
                            "whom was reached must be named");
    }
    if (!c.learnt && !draft.order.first_contact_at) {
        draft.checks.refuse("missing_field", "5.1", "learnt", "先行联系须填写了解到的情况",
                            "what was learnt in the first contact is missing");
    }
}

void check_told(Draft& draft, const RecordContact& c) {
    std::string zh;
    std::string en;
    const char* first = nullptr;
    const auto missing = [&](bool told, const char* field, const char* word_zh,
                             const char* word_en) {
        if (!told) {
            first = first == nullptr ? field : first;
            zh += (zh.empty() ? "" : "、") + std::string(word_zh);
            en += (en.empty() ? "" : ", ") + std::string(word_en);
        }
    };
    missing(c.told_acceptance, "told_acceptance", "受理情况", "acceptance");
    missing(c.told_procedure, "told_procedure", "办理程序", "procedure");
    missing(c.told_limit, "told_limit", "期限", "limit");
    if (first != nullptr) {
        draft.checks.broken(Rule::first_contact_not_told, first, {zh, en});
    }
}

// 6.4: the notice of a granted extension; a lack that is on the record is not flagged again.
void notice(Draft& draft, const RecordContact& c) {
    if (draft.order.extension.granted == 0) {
        draft.checks.refuse("no_extension_granted", "6.4", "told_extension",
                            "没有经批准的延期可告知", "no extension was granted");
        return;
    }
    const auto found = draft.order.deadlines.find(DeadlineKind::extension_notice);
    if (found == draft.order.deadlines.end() || found->second.end) {
        return;
    }
    if (c.at < found->second.fact.start) {
        draft.checks.refuse("times_out_of_order", "6.4", "at", "时间早于延期批准",
                            "the time lies before the extension was granted");
        return;
    }
    draft.meet(DeadlineKind::extension_notice, c.at,
               found->second.noted_passed ? std::nullopt
                                          : std::optional(Rule::extension_notice_late));
}

} // namespace

void fill(const RecordContact& c, Draft& draft) {
    check_moment(draft, c.at, "5.1");
    check_contact(draft, c);
    draft.occurred_at = c.at;
    if (!c.reached) {
        return;
    }
    const WorkOrder& order = draft.order;
    if (!order.first_contact_at) {
        draft.meet(DeadlineKind::first_contact, c.at, Rule::first_contact_late);
        check_told(draft, c);
    } else if (c.at < *order.first_contact_at) {
        // An earlier contact, entered later: the clock was met by this one.
        const auto clock = order.deadlines.find(DeadlineKind::first_contact);
        if (clock != order.deadlines.end() && clock->second.end &&
            clock->second.end->how == Ending::met_late && c.at < clock->second.fact.due) {
            draft.effects.ended.push_back({DeadlineKind::first_contact, Ending::met, c.at});
        }
    }
    if (c.told_extension) {
        notice(draft, c);
    }
}

void guard(const ExplainNoContact*, Draft& draft) {
    const auto clock = draft.order.deadlines.find(DeadlineKind::first_contact);
    if (draft.order.first_contact_at && clock != draft.order.deadlines.end() &&
        *draft.order.first_contact_at < clock->second.fact.due) {
        draft.checks.refuse("contact_made", "5.1", "", "已按时先行联系，无须说明",
                            "the first contact was made in time, no reason is owed");
    }
}

namespace {

// 13: any report answers the profile's, and the next one is due from here.
void report_again(Draft& draft) {
    if (draft.order.live(DeadlineKind::profile_report) == nullptr) {
        return;
    }
    draft.meet(DeadlineKind::profile_report, draft.now(), std::nullopt);
    start_profile_report(draft, profiles_in_force(draft.order, draft.context.rulebook),
                         draft.effects);
}

} // namespace

void guard(const ReportOutcome*, Draft& draft) {
    if (draft.order.limit_class != LimitClass::urgent) {
        draft.checks.refuse("not_urgent", "5.2", "", "只有紧急类工单需要报告办理结果",
                            "only urgent orders report their outcome");
    }
}

void fill(const ReportOutcome&, Draft& draft) {
    draft.meet(DeadlineKind::outcome_report, draft.now(), Rule::outcome_report_late);
    report_again(draft);
}

void guard(const ReportProgress*, Draft& draft) {
    if (draft.order.limit_class != LimitClass::semi_urgent) {
        draft.checks.refuse("not_semi_urgent", "5.2", "", "只有次紧急类工单以进度报告满足时限",
                            "only semi-urgent orders report their progress");
    }
}

void fill(const ReportProgress&, Draft& draft) {
    draft.meet(DeadlineKind::progress_report, draft.now(), Rule::progress_report_late);
    report_again(draft);
}

void fill(const ReportInterim&, Draft& draft) {
    report_again(draft);
}

// One file is one piece of evidence, of one kind.
void fill(const Attach& c, Draft& draft) {
    const auto& list = draft.order.attachments;
    if (std::any_of(list.begin(), list.end(), [&](const AttachmentFact& fact) {
            return fact.id == c.attachment || (!c.digest.empty() && fact.digest == c.digest);
        })) {
        draft.checks.refuse("already_attached", "9", "attachment", "该附件已在工单上",
                            "this file is attached already");
    }
}

void fill(const RecordAnswer& c, Draft& draft) {
    check_moment(draft, c.at, "9");
    draft.occurred_at = c.at;
    if (draft.order.sent_back_at && c.at < *draft.order.sent_back_at) {
        draft.checks.refuse("times_out_of_order", "9", "at", "时间早于热线退回，重办后须再次答复",
                            "the time lies before the hotline sent it back; answer anew");
    }
    check_answer_words(draft, c);
    if (c.answered && !c.content) {
        draft.checks.refuse("missing_field", "9", "content", "须填写答复内容",
                            "the content of the answer is missing");
    }
    if (!c.answered && !c.why_not) {
        draft.checks.refuse("missing_field", "9", "why_not", "须说明无法答复的原因",
                            "say why no answer was possible");
    }
}

} // namespace chengban::workorder
