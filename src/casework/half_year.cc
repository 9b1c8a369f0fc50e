#include "casework/half_year.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::casework {

using workorder::Role;

namespace {

Reason reason(const char* code, const char* field, const char* zh, const char* en) {
    return {code, "12.4", field, {zh, en}};
}

void expect_role(const workorder::Actor& actor, std::initializer_list<Role> roles, const char* zh,
                 const char* en, std::vector<Reason>& reasons) {
    if (std::find(roles.begin(), roles.end(), actor.role) == roles.end()) {
        reasons.push_back(reason("wrong_role", "actor.role", zh, en));
    }
}

struct Judge {
    const HalfYearReview& review;
    const workorder::Actor& actor;
    std::vector<Reason> reasons;

    void expect(bool right, const char* zh, const char* en) {
        if (!right) {
            reasons.push_back(reason("wrong_state", "state", zh, en));
        }
    }
    void operator()(const IssueHalfYear&) {
        expect_role(actor, {Role::system, Role::supervisor}, "由中心下达", "the center issues it",
                    reasons);
        expect(review.version == 0, "该单位本半年的梳理已下达", "it is issued already");
    }
    void operator()(const SubmitHalfYear&) {
        expect_role(actor, {Role::section_head, Role::leader_in_charge, Role::principal},
                    "由承办单位责任科室或领导提交", "the unit's section or leaders submit it",
                    reasons);
        if (actor.unit != review.unit) {
            reasons.push_back(
                reason("wrong_unit", "actor.unit", "不是您单位的梳理任务", "it is another unit's"));
        }
        expect(review.version > 0 && review.state == HalfYearState::issued, "没有待提交的梳理",
               "there is nothing to submit");
    }
    void operator()(const ReviewHalfYear&) {
        expect_role(actor, {Role::supervisor}, "由中心审核", "the center reviews it", reasons);
        expect(review.version > 0 && review.state == HalfYearState::submitted, "没有待审核的梳理",
               "nothing was submitted");
    }
};

} // namespace

HalfYear half_year_of(Day day) {
    const YearMonthDay ymd = year_month_day(day);
    return {ymd.year, ymd.month > 6};
}

HalfYear before(const HalfYear& half) {
    return half.second ? HalfYear{half.year, false} : HalfYear{half.year - 1, true};
}

Day HalfYear::first_day() const {
    return day_of(YearMonthDay{year, second ? 7 : 1, 1});
}

Day HalfYear::end() const {
    return second ? day_of(YearMonthDay{year + 1, 1, 1}) : day_of(YearMonthDay{year, 7, 1});
}

std::string HalfYear::token() const {
    return fmt::format("{}-h{}", year, second ? 2 : 1);
}

Instant HalfYear::due(const rulebook::HalfYearRules& rules) const {
    const rulebook::MonthDay& last = second ? rules.second_due : rules.first_due;
    return start_of(day_of(YearMonthDay{second ? year + 1 : year, last.month, last.day}).plus(1));
}

Result<std::vector<HalfYearReview::Event>> decide(const HalfYearReview& review,
                                                  const HalfYearReview::Command& command,
                                                  const workorder::Actor& actor) {
    Judge judge{review, actor, {}};
    std::visit(judge, command);
    if (!judge.reasons.empty()) {
        return Failure{Problem{std::move(judge.reasons)}};
    }
    return std::vector<HalfYearReview::Event>{command};
}

void evolve(HalfYearReview& review, const HalfYearReview::Event& event, const workorder::Actor&,
            Instant at) {
    if (const auto* issued = std::get_if<IssueHalfYear>(&event)) {
        review.unit = issued->unit;
        review.period = issued->period;
        review.due = issued->due;
        review.matters = issued->matters;
        review.created_at = at;
    } else if (const auto* submitted = std::get_if<SubmitHalfYear>(&event)) {
        review.state = HalfYearState::submitted;
        review.late = review.late || !(at < review.due);
        review.submitted_at = at;
        review.causes = submitted->causes;
        review.rectification = submitted->rectification;
    } else if (const auto* reviewed = std::get_if<ReviewHalfYear>(&event)) {
        review.state = reviewed->agree ? HalfYearState::accepted : HalfYearState::issued;
        review.opinion = reviewed->opinion;
    }
}

} // namespace chengban::casework
