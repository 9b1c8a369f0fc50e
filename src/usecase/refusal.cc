#include "usecase/refusal.h"

#include <algorithm>

namespace chengban::usecase {

Refusal refusal_of(Problem problem) {
    const auto all = [&](const auto& holds) {
        return std::all_of(problem.reasons.begin(), problem.reasons.end(), holds);
    };
    const bool forbidden = all([](const Reason& reason) {
        return reason.code == "wrong_role" || reason.code == "wrong_unit";
    });
    const bool state = all([](const Reason& reason) { return reason.code == "wrong_state"; });
    const bool missing = all([](const Reason& reason) { return reason.code == "not_found"; });
    return {forbidden ? RefusalKind::forbidden
            : state   ? RefusalKind::conflict
            : missing ? RefusalKind::not_found
                      : RefusalKind::invalid,
            std::move(problem), std::nullopt};
}

Refusal refusal_of(store::Verdict verdict) {
    const auto refused = [](RefusalKind kind, Problem problem) {
        return Refusal{kind, std::move(problem), std::nullopt};
    };
    switch (verdict) {
    case store::Verdict::ok:
        break;
    case store::Verdict::conflict:
    case store::Verdict::duplicate:
    case store::Verdict::claimed:
        return refused(RefusalKind::conflict,
                       problem("busy", "", "正被多人同时操作，请稍后再试",
                               "too many people act on this at once, try again"));
    case store::Verdict::key_reused:
        return refused(RefusalKind::key_reused,
                       problem("idempotency_key_reused", "Idempotency-Key",
                               "该幂等键已用于另一请求", "this key was used for another request"));
    case store::Verdict::full:
        return refused(RefusalKind::full,
                       problem("disk_full", "", "磁盘已满，未保存；可继续查询，请联系管理员",
                               "the disk is full, nothing was saved; reading goes on"));
    case store::Verdict::unavailable:
    case store::Verdict::unknown_outcome:
        return refused(RefusalKind::unavailable,
                       problem("store_unavailable", "", "数据库暂不可用，请稍后再试",
                               "the store cannot be reached, try again"));
    case store::Verdict::corrupt:
        return refused(RefusalKind::unavailable,
                       problem("store_corrupt", "", "数据库报告损坏，请立即联系管理员",
                               "the database reports damage, call an operator now"));
    }
    unreachable("refusal_of");
}

} // namespace chengban::usecase
