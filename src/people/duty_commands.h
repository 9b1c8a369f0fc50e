// Absences with their substitutes (B9) and the duty roster (B3) of one unit. Given by the unit
// itself.
#pragma once

#include "people/actor.h"

#include <variant>

namespace chengban::people {

enum class AbsenceKind { leave, business_trip, training, other };
enum class DutyKind { officer, leader };

} // namespace chengban::people

template <>
struct chengban::EnumTable<chengban::people::AbsenceKind> {
    using E = chengban::people::AbsenceKind;
    static constexpr std::array rows{
        EnumRow<E>{E::leave, "leave", "休假", "leave"},
        EnumRow<E>{E::business_trip, "business_trip", "出差", "business trip"},
        EnumRow<E>{E::training, "training", "学习培训", "training"},
        EnumRow<E>{E::other, "other", "其他", "other"}};
};

template <>
struct chengban::EnumTable<chengban::people::DutyKind> {
    using E = chengban::people::DutyKind;
    static constexpr std::array rows{EnumRow<E>{E::officer, "officer", "值班员", "officer on duty"},
                                     EnumRow<E>{E::leader, "leader", "带班领导", "leader on duty"}};
};

namespace chengban::people {

// Who signs in whose post while the absence lasts.
struct SubstituteFor {
    Role role = Role::leader_in_charge;
    std::optional<std::string> section; // of a section head
    PersonId substitute;

    bool operator==(const SubstituteFor&) const = default;
    static constexpr auto fields() {
        using T = SubstituteFor;
        return std::tuple{field("role", &T::role, "岗位", "role"),
                          field("section", &T::section, "科室", "section", {1, 60}),
                          field("substitute", &T::substitute, "代理人", "substitute")};
    }
};

struct RecordAbsence {
    static constexpr std::string_view name = "record_absence";
    static constexpr std::string_view zh = "登记外出";
    PersonId person;
    AbsenceKind kind = AbsenceKind::leave;
    Instant from;
    std::optional<Instant> until; // open until it is ended
    std::vector<SubstituteFor> substitutes;
    static constexpr auto fields() {
        using T = RecordAbsence;
        return std::tuple{
            field("person", &T::person, "人员", "person"), field("kind", &T::kind, "事由", "kind"),
            field("from", &T::from, "起始", "from"), field("until", &T::until, "止", "until"),
            defaulted("substitutes", &T::substitutes, "代理", "substitutes", {0, 20})};
    }
};

// Replaces the substitute of that post from now on; nobody ends the substitution.
struct NameSubstitute {
    static constexpr std::string_view name = "name_substitute";
    static constexpr std::string_view zh = "指定代理人";
    std::int64_t absence = 0;
    Role role = Role::leader_in_charge;
    std::optional<std::string> section;
    std::optional<PersonId> substitute;
    static constexpr auto fields() {
        using T = NameSubstitute;
        return std::tuple{field("absence", &T::absence, "外出登记", "absence", {1, 1'000'000'000}),
                          field("role", &T::role, "岗位", "role"),
                          field("section", &T::section, "科室", "section", {1, 60}),
                          field("substitute", &T::substitute, "代理人", "substitute")};
    }
};

// Back earlier, or back from an absence without an end. Its substitutes stop acting at once.
struct EndAbsence {
    static constexpr std::string_view name = "end_absence";
    static constexpr std::string_view zh = "销假";
    std::int64_t absence = 0;
    static constexpr auto fields() {
        return std::tuple{
            field("absence", &EndAbsence::absence, "外出登记", "absence", {1, 1'000'000'000})};
    }
};

struct DutyTurn {
    DutyKind kind = DutyKind::officer;
    PersonId person;
    Instant from;
    Instant until; // exclusive
    std::optional<std::string> phone;

    bool at(Instant instant) const { return from <= instant && instant < until; }
    bool operator==(const DutyTurn&) const = default;
    static constexpr auto fields() {
        using T = DutyTurn;
        return std::tuple{defaulted("kind", &T::kind, "值班类别", "kind"),
                          field("person", &T::person, "人员", "person"),
                          field("from", &T::from, "起", "from"),
                          field("until", &T::until, "止", "until"),
                          field("phone", &T::phone, "值班电话", "phone", {3, 30})};
    }
};

// The roster of some days: what began in them before is replaced.
struct SetRoster {
    static constexpr std::string_view name = "set_roster";
    static constexpr std::string_view zh = "排定值班";
    Day from;
    Day until; // inclusive
    std::vector<DutyTurn> turns;
    static constexpr auto fields() {
        using T = SetRoster;
        return std::tuple{field("from", &T::from, "起始日", "from"),
                          field("until", &T::until, "截止日", "until"),
                          field("turns", &T::turns, "值班", "turns", {0, 1000})};
    }
};

// Two people swap, or somebody steps in: the turn that begins then gets another person.
struct ChangeDuty {
    static constexpr std::string_view name = "change_duty";
    static constexpr std::string_view zh = "调换值班";
    DutyKind kind = DutyKind::officer;
    Instant from;
    PersonId person;
    std::optional<std::string> phone;
    static constexpr auto fields() {
        using T = ChangeDuty;
        return std::tuple{defaulted("kind", &T::kind, "值班类别", "kind"),
                          field("from", &T::from, "起", "from"),
                          field("person", &T::person, "人员", "person"),
                          field("phone", &T::phone, "值班电话", "phone", {3, 30})};
    }
};

using DutyCommand = std::variant<RecordAbsence, NameSubstitute, EndAbsence, SetRoster, ChangeDuty>;

} // namespace chengban::people
