// Clause 12: repeats, their causes, reassignment; and B3, what others do on an order.
#include "workorder/draft.h"

#include <algorithm>

namespace chengban::workorder {

void fill(const NoteAttention& c, Draft& draft) {
    if (draft.order.attention.reasons.contains(c.reason)) {
        draft.checks.refuse("ground_known", "12.1", "reason", "已列入重点关注",
                            "it is on the attention list already");
    }
}

void guard(const RecordCause*, Draft& draft) {
    if (draft.order.attention.reasons.empty()) {
        draft.checks.refuse("not_on_attention", "12.1", "", "工单未列入重点关注",
                            "the order is not on the attention list");
    }
}

void fill(const RecordCause& c, Draft& draft) {
    if (c.cause == RepeatCause::own_fault) {
        if (!c.rectified_by) {
            draft.checks.refuse("missing_field", "12.1", "rectified_by",
                                "因自身问题的须写明整改期限",
                                "own fault needs a date of rectification");
        } else if (*c.rectified_by < day_of(draft.now())) {
            draft.checks.refuse("limit_in_past", "12.1", "rectified_by", "整改期限早于今天",
                                "the date of rectification lies in the past");
        }
        return;
    }
    if (!c.grounds) {
        draft.checks.refuse("missing_field", "12.1", "grounds", "因客观原因的须呈报事实依据",
                            "an objective cause needs its grounds");
    }
}

void fill(const Reassign& c, Draft& draft) {
    if (c.review_order == draft.order.id) {
        draft.checks.refuse("same_order", "12.2", "review_order", "不能以自身复核自身",
                            "an order cannot take itself up");
    }
}

void fill(const AddAssistingUnit& c, Draft& draft) {
    check_target_unit(draft, "unit");
    if (c.unit == draft.order.unit) {
        draft.checks.refuse("same_unit", "B3", "unit", "主办单位不能同时协办",
                            "the unit that has the order cannot assist itself");
    }
    if (draft.order.assisting.contains(c.unit)) {
        draft.checks.refuse("assists_already", "B3", "unit", "该单位已在协办",
                            "this unit assists already");
    }
}

void fill(const ReleaseAssistingUnit& c, Draft& draft) {
    if (!draft.order.assisting.contains(c.unit)) {
        draft.checks.refuse("does_not_assist", "B3", "unit", "该单位没有协办此工单",
                            "this unit does not assist");
    }
}

void fill(const RecordMeeting& c, Draft& draft) {
    draft.occurred_at = c.at;
    if (draft.now() < c.at) {
        draft.checks.refuse("time_in_future", "B3", "at", "会商时间晚于现在",
                            "the meeting lies in the future");
    }
    if (c.at < draft.order.registered_at) {
        draft.checks.refuse("times_out_of_order", "B3", "at", "会商时间早于受理",
                            "the meeting lies before intake");
    }
}

} // namespace chengban::workorder
