// Clause 11: follow-up calls and the hotline's surveys land on the order.
#include "workorder/draft.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::workorder {

namespace {

void check_call_time(Draft& draft, Instant at) {
    if (draft.now() < at) {
        draft.checks.refuse("time_in_future", "11", "at", "时间晚于现在",
                            "the time lies in the future");
    }
    if (draft.order.completed_at && at < *draft.order.completed_at) {
        draft.checks.refuse(
            "times_out_of_order", "11", "at",
            fmt::format("时间早于办结时间 {}", to_string(*draft.order.completed_at)),
            fmt::format("the time lies before the completion at {}",
                        to_string(*draft.order.completed_at)));
    }
}

// Who was spoken to has said something; who was not has said nothing.
void check_answers(Draft& draft, bool spoken_to, const CitizenAnswers& answers) {
    if (spoken_to && answers.empty()) {
        draft.checks.refuse("missing_field", "11", "answers", "已接通的须登记市民评价",
                            "the answers of a citizen who was reached are missing");
    }
    if (!spoken_to && !answers.empty()) {
        draft.checks.refuse("answers_without_call", "11", "answers",
                            "未接通或者拒绝调查的，不能登记评价",
                            "who was not reached or declined has given no answers");
    }
}

} // namespace

void fill(const RecordFollowUp& c, Draft& draft) {
    check_call_time(draft, c.at);
    check_answers(draft, c.reached, c.answers);
    draft.occurred_at = c.at;
}

void guard(const RecordSurvey*, Draft& draft) {
    if (!draft.order.completed_at && !draft.order.rework) {
        draft.checks.refuse("not_completed_yet", "11", "state", "工单尚未办结过",
                            "the order has not been completed yet");
    }
}

void fill(const RecordSurvey& c, Draft& draft) {
    // It may ask about the completion before a rework, so only the future is impossible.
    if (draft.now() < c.at) {
        draft.checks.refuse("time_in_future", "11", "at", "时间晚于现在",
                            "the time lies in the future");
    }
    check_answers(draft, c.reached && !c.declined, c.answers);
    draft.occurred_at = c.at;
}

namespace {

bool any_survey(const WorkOrder& order, Dispute dispute) {
    return std::any_of(order.surveys.begin(), order.surveys.end(),
                       [&](const SurveyFact& survey) { return survey.dispute == dispute; });
}

void expect_dispute(Draft& draft, const std::string& event_id, Dispute expected) {
    const SurveyFact* survey = draft.order.survey(event_id);
    if (survey == nullptr) {
        draft.checks.refuse("unknown_survey", "11", "event_id", "工单上没有这次测评",
                            "there is no such survey on the order");
    } else if (survey->dispute != expected) {
        draft.checks.refuse("wrong_stage", "11", "event_id",
                            fmt::format("该测评现为「{}」", zh(survey->dispute)),
                            fmt::format("the survey is «{}» now", en(survey->dispute)));
    }
}

} // namespace

void guard(const DisputeSurvey*, Draft& draft) {
    if (!any_survey(draft.order, Dispute::none)) {
        draft.checks.refuse("no_survey", "11", "event_id", "没有可提出异议的测评",
                            "there is no survey to dispute");
    }
}

void fill(const DisputeSurvey& c, Draft& draft) {
    expect_dispute(draft, c.event_id, Dispute::none);
}

void guard(const DecideSurveyDispute*, Draft& draft) {
    if (!any_survey(draft.order, Dispute::open)) {
        draft.checks.refuse("no_dispute", "11", "event_id", "没有待答复的异议",
                            "there is no open dispute");
    }
}

void fill(const DecideSurveyDispute& c, Draft& draft) {
    expect_dispute(draft, c.event_id, Dispute::open);
}

} // namespace chengban::workorder
