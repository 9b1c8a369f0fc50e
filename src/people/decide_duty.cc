#include "people/duty.h"

#include "people/reasons.h"

namespace chengban::people {

namespace {

constexpr std::array k_unit_leaders{Role::section_head, Role::leader_in_charge, Role::principal,
                                    Role::administrative_principal};
constexpr std::int64_t k_turn_max_ms = 3 * k_milliseconds_per_day;

// Posts that sign, and the rank by which somebody may name the substitute of another (I 50).
int rank_of(Role role) {
    if (role == Role::principal || role == Role::administrative_principal) {
        return 3;
    }
    return role == Role::leader_in_charge ? 2 : role == Role::section_head ? 1 : 0;
}

class Decider {
public:
    Decider(const UnitDuty& duty, const Actor& actor, const DutyContext& context, Reasons& reasons)
        : duty_(duty), actor_(actor), context_(context), reasons_(reasons) {}

    void guard(const RecordAbsence& c) {
        need_leader("B9", false);
        const Person* person = member(c.person, "person");
        if (c.until && *c.until <= c.from) {
            reasons_.refuse("until_before_from", "B9", "until", "止应晚于起始",
                            "the end must lie after the beginning");
        }
        for (const Absence& other : duty_.absences) {
            if (other.person == c.person && (!other.until || c.from < *other.until) &&
                (!c.until || other.from < *c.until)) {
                reasons_.refuse("absent_already", "B9", "from", "该期间已登记外出",
                                "an absence is recorded in that time already");
            }
        }
        for (std::size_t i = 0; i < c.substitutes.size(); ++i) {
            const SubstituteFor& one = c.substitutes[i];
            check_substitute(person, one, fmt::format("substitutes[{}].", i));
            for (std::size_t j = 0; j < i; ++j) {
                if (c.substitutes[j].role == one.role && c.substitutes[j].section == one.section) {
                    reasons_.refuse("duplicate", "B9", fmt::format("substitutes[{}].role", i),
                                    "同一岗位只能有一名代理人", "a post has one substitute");
                }
            }
        }
    }

    void guard(const NameSubstitute& c) {
        const Absence* absence = running(c.absence);
        if (absence == nullptr) {
            need_leader("B9", true);
            return;
        }
        const SubstituteFor post{c.role, c.section, c.substitute.value_or(PersonId())};
        if (c.substitute) {
            need_leader("B9", true);
            check_substitute(member(absence->person, "absence"), post, "");
        } else {
            need_leader("B9", true);
            if (substitution_of(*absence, post) == nullptr) {
                reasons_.refuse("no_substitute", "B9", "role", "该岗位没有代理人",
                                "this post has no substitute");
            }
        }
    }

    void guard(const EndAbsence& c) {
        need_leader("B9", false);
        running(c.absence);
    }

    void guard(const SetRoster& c) {
        need_leader("B3", false);
        if (c.until < c.from) {
            reasons_.refuse("until_before_from", "B3", "until", "截止日不得早于起始日",
                            "the last day lies before the first");
        }
        for (std::size_t i = 0; i < c.turns.size(); ++i) {
            check_turn(c, i);
        }
    }

    void guard(const ChangeDuty& c) {
        need_leader("B3", false);
        member(c.person, "person");
        const auto found =
            std::find_if(duty_.roster.begin(), duty_.roster.end(), [&](const DutyTurn& turn) {
                return turn.kind == c.kind && turn.from == c.from;
            });
        if (found == duty_.roster.end()) {
            reasons_.refuse("no_such_turn", "B3", "from", "没有从该时刻开始的值班",
                            "no turn of duty begins then");
        } else if (found->until <= context_.now) {
            reasons_.refuse("turn_over", "B3", "from", "该值班已结束，不再调换",
                            "this turn is over and is not changed any more");
        }
    }

private:
    // Absences and roster are the unit's own; the office may name a substitute anywhere.
    void need_leader(std::string_view clause, bool office_too) {
        const bool machine = actor_.role == Role::system;
        const bool office = office_too && actor_.role == Role::office_clerk;
        if (machine || office) {
            return;
        }
        reasons_.need_role(k_unit_leaders, actor_, clause);
        if (actor_.unit != duty_.unit) {
            reasons_.refuse("wrong_unit", clause, "actor.unit", "只能办理本单位的事项",
                            "this is for the unit's own people");
        }
    }

    const Person* member(const PersonId& id, std::string field) {
        const Person* person = context_.organisation.person(id);
        if (person == nullptr || !person->belongs_to(duty_.unit)) {
            reasons_.refuse("not_of_the_unit", "B9", std::move(field),
                            fmt::format("「{}」不是本单位人员", id.text()),
                            fmt::format("\"{}\" holds no post in this unit", id.text()));
            return nullptr;
        }
        return person;
    }

    const Absence* running(std::int64_t id) {
        const Absence* absence = duty_.absence(id);
        if (absence == nullptr || (absence->until && *absence->until <= context_.now)) {
            reasons_.refuse("no_such_absence", "B9", "absence", "没有这条外出登记，或已结束",
                            "there is no such absence, or it is over");
            return nullptr;
        }
        return absence;
    }

    static const Substitution* substitution_of(const Absence& absence, const SubstituteFor& post) {
        for (const Substitution& one : absence.substitutions) {
            if (one.post.role == post.role && one.post.section == post.section && !one.until) {
                return &one;
            }
        }
        return nullptr;
    }

    void check_substitute(const Person* absent, const SubstituteFor& one,
                          const std::string& prefix) {
        const int rank = rank_of(one.role);
        if (rank == 0) {
            reasons_.refuse("not_a_signing_post", "B9", prefix + "role",
                            "只有审签的领导岗位可以代理", "only posts that sign have substitutes");
            return;
        }
        // That post exists for one act alone.
        if (one.role == Role::administrative_principal &&
            !context_.rules.substitute_issues_report) {
            reasons_.refuse("substitute_issues_report", "14.9", prefix + "role",
                            "督办报告由行政主要负责人本人签发，不得代理",
                            "a supervision report is issued by the administrative principal, "
                            "never by a substitute");
        }
        const Post post{duty_.unit, one.section, one.role};
        if (absent != nullptr &&
            std::find(absent->posts.begin(), absent->posts.end(), post) == absent->posts.end()) {
            reasons_.refuse("no_such_post", "B9", prefix + "role", "外出人没有这个岗位",
                            "the absent person does not hold this post");
        }
        member(one.substitute, prefix + "substitute");
        if (absent != nullptr && one.substitute == absent->id) {
            reasons_.refuse("substitutes_oneself", "B9", prefix + "substitute", "代理人不能是本人",
                            "nobody substitutes for themselves");
        }
        check_namer(absent, one, rank, prefix);
    }

    // I 50: named by the absent person, by a higher post of the unit, or by the office; never by
    // the substitute.
    void check_namer(const Person* absent, const SubstituteFor& one, int rank,
                     const std::string& prefix) {
        if (actor_.role == Role::system) {
            return;
        }
        if (one.substitute == actor_.person) {
            reasons_.refuse("own_substitution", "B9", prefix + "substitute", "不得指定本人为代理人",
                            "nobody names themselves as a substitute");
        }
        const bool oneself = absent != nullptr && absent->id == actor_.person;
        if (!oneself && actor_.role != Role::office_clerk && rank_of(actor_.role) <= rank) {
            reasons_.refuse("may_not_name", "B9", prefix + "substitute",
                            "代理人由外出人本人、上级领导或局办公室指定",
                            "a substitute is named by the absent person, a higher post of the unit "
                            "or the bureau office");
        }
    }

    void check_turn(const SetRoster& c, std::size_t i) {
        const DutyTurn& turn = c.turns[i];
        const std::string path = fmt::format("turns[{}].", i);
        member(turn.person, path + "person");
        const Day day = day_of(turn.from);
        if (day < c.from || c.until < day) {
            reasons_.refuse("outside_roster", "B3", path + "from", "值班不在排班日期内",
                            "the turn begins outside the days of this roster");
        }
        const std::int64_t length = turn.until.milliseconds() - turn.from.milliseconds();
        if (length <= 0 || length > k_turn_max_ms) {
            reasons_.refuse("wrong_length", "B3", path + "until", "一次值班应在 72 小时以内",
                            "a turn of duty lasts up to 72 hours");
        }
        const auto meets = [&](const DutyTurn& other) {
            return other.kind == turn.kind && other.from < turn.until && turn.from < other.until;
        };
        const bool in_file =
            std::any_of(c.turns.begin(), c.turns.begin() + static_cast<std::ptrdiff_t>(i), meets);
        const bool kept =
            std::any_of(duty_.roster.begin(), duty_.roster.end(), [&](const DutyTurn& other) {
                const Day begins = day_of(other.from);
                return (begins < c.from || c.until < begins) && meets(other);
            });
        if (in_file || kept) {
            reasons_.refuse("overlaps", "B3", path + "from",
                            fmt::format("与另一{}的值班时间重叠", zh(turn.kind)),
                            fmt::format("overlaps with the turn of another {}", en(turn.kind)));
        }
    }

    const UnitDuty& duty_;
    const Actor& actor_;
    const DutyContext& context_;
    Reasons& reasons_;
};

void end_substitutions(Absence& absence, Instant at) {
    for (Substitution& one : absence.substitutions) {
        if (!one.until) {
            one.until = at;
        }
    }
}

Absence& known_absence(UnitDuty& duty, std::int64_t id) {
    const auto found = std::find_if(duty.absences.begin(), duty.absences.end(),
                                    [&](const Absence& one) { return one.id == id; });
    invariant(found != duty.absences.end(), "an event speaks of an unknown absence");
    return *found;
}

void apply(UnitDuty& duty, const RecordAbsence& c, const DutyEvent& event) {
    Absence absence;
    absence.id = duty.version;
    absence.person = c.person;
    absence.kind = c.kind;
    absence.from = c.from;
    absence.until = c.until;
    absence.recorded_by = event.actor;
    for (const SubstituteFor& one : c.substitutes) {
        // Dated: nobody acted for an absence before it was recorded.
        absence.substitutions.push_back({one, std::max(c.from, event.occurred_at), std::nullopt});
    }
    duty.absences.push_back(std::move(absence));
}
void apply(UnitDuty& duty, const NameSubstitute& c, const DutyEvent& event) {
    Absence& absence = known_absence(duty, c.absence);
    for (Substitution& one : absence.substitutions) {
        if (one.post.role == c.role && one.post.section == c.section && !one.until) {
            one.until = event.occurred_at;
        }
    }
    if (c.substitute) {
        absence.substitutions.push_back({{c.role, c.section, *c.substitute},
                                         std::max(absence.from, event.occurred_at),
                                         std::nullopt});
    }
}
void apply(UnitDuty& duty, const EndAbsence& c, const DutyEvent& event) {
    Absence& absence = known_absence(duty, c.absence);
    // One that had not begun never begins.
    absence.until = std::max(absence.from, event.occurred_at);
    end_substitutions(absence, *absence.until);
}
void apply(UnitDuty& duty, const SetRoster& c, const DutyEvent&) {
    std::erase_if(duty.roster, [&](const DutyTurn& turn) {
        const Day day = day_of(turn.from);
        return c.from <= day && day <= c.until;
    });
    duty.roster.insert(duty.roster.end(), c.turns.begin(), c.turns.end());
    std::stable_sort(duty.roster.begin(), duty.roster.end(),
                     [](const DutyTurn& a, const DutyTurn& b) { return a.from < b.from; });
}
void apply(UnitDuty& duty, const ChangeDuty& c, const DutyEvent&) {
    for (DutyTurn& turn : duty.roster) {
        if (turn.kind == c.kind && turn.from == c.from) {
            turn.person = c.person;
            turn.phone = c.phone;
        }
    }
}

} // namespace

Result<DutyEvent> decide(const UnitDuty& duty, const DutyCommand& command, const Actor& actor,
                         const DutyContext& context) {
    Reasons reasons;
    Decider decider(duty, actor, context, reasons);
    std::visit([&](const auto& c) { decider.guard(c); }, command);
    if (!reasons.empty()) {
        return Failure{reasons.take()};
    }
    return DutyEvent{command, actor, context.now, context.now};
}

void evolve(UnitDuty& duty, const DutyEvent& event) {
    ++duty.version;
    std::visit([&](const auto& command) { apply(duty, command, event); }, event.command);
}

} // namespace chengban::people
