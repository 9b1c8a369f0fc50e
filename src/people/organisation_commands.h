// What the office and the security administrator may do to the organisation (3.1–3.4, B10). Every
// command names the day from which it holds; it may lie ahead, except where something is recorded
// that has happened (a leaver, a unit closed).
#pragma once

#include "people/actor.h"

#include <variant>

namespace chengban::people {

inline constexpr Bounds k_unit_name{1, 60};
inline constexpr Bounds k_unit_name_en{1, 120};
inline constexpr Bounds k_person_name{1, 60};

struct AddUnit {
    static constexpr std::string_view name = "add_unit";
    static constexpr std::string_view zh = "增设单位";
    UnitId unit;
    UnitKind kind = UnitKind::department;
    std::string name_zh;
    std::string name_en;
    std::optional<std::string> district_code;
    std::vector<std::string> places; // by which an address lies in this district
    Day from;
    static constexpr auto fields() {
        using T = AddUnit;
        return std::tuple{
            field("unit", &T::unit, "单位", "unit"),
            field("kind", &T::kind, "单位类别", "kind"),
            field("name_zh", &T::name_zh, "名称", "name", k_unit_name),
            field("name_en", &T::name_en, "英文名称", "name in English", k_unit_name_en),
            field("district_code", &T::district_code, "区划代码", "district code", {6, 6}),
            defaulted("places", &T::places, "地名", "places", {0, 50}),
            field("from", &T::from, "起始日", "from")};
    }
};

struct RenameUnit {
    static constexpr std::string_view name = "rename_unit";
    static constexpr std::string_view zh = "单位更名";
    UnitId unit;
    std::string name_zh;
    std::string name_en;
    Day from;
    static constexpr auto fields() {
        using T = RenameUnit;
        return std::tuple{
            field("unit", &T::unit, "单位", "unit"),
            field("name_zh", &T::name_zh, "名称", "name", k_unit_name),
            field("name_en", &T::name_en, "英文名称", "name in English", k_unit_name_en),
            field("from", &T::from, "起始日", "from")};
    }
};

// All its posts end that day; its orders must have gone elsewhere before.
struct CloseUnit {
    static constexpr std::string_view name = "close_unit";
    static constexpr std::string_view zh = "撤销单位";
    UnitId unit;
    Day on;
    static constexpr auto fields() {
        return std::tuple{field("unit", &CloseUnit::unit, "单位", "unit"),
                          field("on", &CloseUnit::on, "撤销日", "on")};
    }
};

// A token that the unit has already renames that section.
struct SetSection {
    static constexpr std::string_view name = "set_section";
    static constexpr std::string_view zh = "增设科室或更名";
    UnitId unit;
    std::string section;
    std::string name_zh;
    std::string name_en;
    Day from;
    static constexpr auto fields() {
        using T = SetSection;
        return std::tuple{
            field("unit", &T::unit, "单位", "unit"),
            field("section", &T::section, "科室编号", "section", {1, 60}),
            field("name_zh", &T::name_zh, "名称", "name", k_unit_name),
            field("name_en", &T::name_en, "英文名称", "name in English", k_unit_name_en),
            field("from", &T::from, "起始日", "from")};
    }
};

struct CloseSection {
    static constexpr std::string_view name = "close_section";
    static constexpr std::string_view zh = "撤销科室";
    UnitId unit;
    std::string section;
    Day on;
    static constexpr auto fields() {
        using T = CloseSection;
        return std::tuple{field("unit", &T::unit, "单位", "unit"),
                          field("section", &T::section, "科室", "section", {1, 60}),
                          field("on", &T::on, "撤销日", "on")};
    }
};

// 3.4: nobody leaves the unit without one, its orders going to the principal meanwhile (I 19).
struct NameLeader {
    static constexpr std::string_view name = "name_leader";
    static constexpr std::string_view zh = "明确分管领导";
    UnitId unit;
    std::optional<PersonId> person;
    Day from;
    static constexpr auto fields() {
        using T = NameLeader;
        return std::tuple{field("unit", &T::unit, "单位", "unit"),
                          field("person", &T::person, "分管领导", "leader in charge"),
                          field("from", &T::from, "起始日", "from")};
    }
};

struct NameResponsibleSection {
    static constexpr std::string_view name = "name_responsible_section";
    static constexpr std::string_view zh = "明确责任科室";
    UnitId unit;
    std::optional<std::string> section;
    Day from;
    static constexpr auto fields() {
        using T = NameResponsibleSection;
        return std::tuple{field("unit", &T::unit, "单位", "unit"),
                          field("section", &T::section, "责任科室", "responsible section", {1, 60}),
                          field("from", &T::from, "起始日", "from")};
    }
};

// A person who is known already is renamed from that day on.
struct SetPerson {
    static constexpr std::string_view name = "set_person";
    static constexpr std::string_view zh = "登记人员或更名";
    PersonId person;
    std::string person_name;
    Day from;
    static constexpr auto fields() {
        using T = SetPerson;
        return std::tuple{field("person", &T::person, "人员", "person"),
                          field("name", &T::person_name, "姓名", "name", k_person_name),
                          field("from", &T::from, "起始日", "from")};
    }
};

// The successor of somebody takes the same post on the day on which it ends for them.
struct Appoint {
    static constexpr std::string_view name = "appoint";
    static constexpr std::string_view zh = "任职";
    PersonId person;
    UnitId unit;
    Role role = Role::handler;
    std::optional<std::string> section;
    Day from;
    std::optional<Day> until;
    std::optional<PersonId> replaces;
    static constexpr auto fields() {
        using T = Appoint;
        return std::tuple{field("person", &T::person, "人员", "person"),
                          field("unit", &T::unit, "单位", "unit"),
                          field("role", &T::role, "岗位", "role"),
                          field("section", &T::section, "科室", "section", {1, 60}),
                          field("from", &T::from, "起始日", "from"),
                          field("until", &T::until, "止", "until"),
                          field("replaces", &T::replaces, "接替", "replaces")};
    }
};

struct EndPost {
    static constexpr std::string_view name = "end_post";
    static constexpr std::string_view zh = "免职";
    PersonId person;
    UnitId unit;
    Role role = Role::handler;
    std::optional<std::string> section;
    Day on; // not held on this day any more
    static constexpr auto fields() {
        using T = EndPost;
        return std::tuple{field("person", &T::person, "人员", "person"),
                          field("unit", &T::unit, "单位", "unit"),
                          field("role", &T::role, "岗位", "role"),
                          field("section", &T::section, "科室", "section", {1, 60}),
                          field("on", &T::on, "免职日", "on")};
    }
};

struct RecordLeaver {
    static constexpr std::string_view name = "record_leaver";
    static constexpr std::string_view zh = "登记离岗";
    PersonId person;
    Day on;
    static constexpr auto fields() {
        return std::tuple{field("person", &RecordLeaver::person, "人员", "person"),
                          field("on", &RecordLeaver::on, "离岗日", "on")};
    }
};

// The whole organisation as a file: the way to start, and to publish in bulk. What the file does
// not hold any more ends on the day of publication.
struct PublishOrganisation {
    static constexpr std::string_view name = "publish_organisation";
    static constexpr std::string_view zh = "发布组织";
    static constexpr std::string_view event = "organisation_published";
    std::string file;
    std::string text;
    std::int64_t version = 1;
    static constexpr auto fields() {
        using T = PublishOrganisation;
        return std::tuple{field("file", &T::file, "文件名", "file name", {0, 4096}),
                          field("text", &T::text, "内容", "text", {1, 16'000'000}),
                          field("version", &T::version, "版本", "version", {1, 1'000'000'000})};
    }
};

using OrganisationCommand = std::variant<AddUnit, RenameUnit, CloseUnit, SetSection, CloseSection,
                                         NameLeader, NameResponsibleSection, SetPerson, Appoint,
                                         EndPost, RecordLeaver, PublishOrganisation>;

} // namespace chengban::people
