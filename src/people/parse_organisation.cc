#include "people/organisation.h"
#include "rulebook/toml_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace chengban::people {

namespace {

using rulebook::nearest_word;
using rulebook::TomlErrors;
using rulebook::TomlTable;

constexpr std::size_t k_units_max = 2'000;
constexpr std::size_t k_people_max = 50'000;

bool is_district_code(std::string_view code) {
    return code.size() == 6 &&
           std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void refuse_duplicate(TomlTable& table, std::string_view key, const std::string& word) {
    table.refuse(key, "duplicate", fmt::format("「{}」重复：{}", table.path_of(key), word),
                 fmt::format("\"{}\" is given twice: {}", table.path_of(key), word));
}

class Parser {
public:
    Parser(TomlErrors& errors, Organisation& organisation)
        : errors_(errors), organisation_(organisation) {}

    void read(TomlTable& top) {
        organisation_.name = top.token("name");
        organisation_.bureau = BureauId(top.token("bureau"));
        if (std::optional<TomlTable> title = top.table("title")) {
            organisation_.title = title->words();
            title->finish();
        }
        for (TomlTable& table : top.tables("units")) {
            read_unit(table);
        }
        for (TomlTable& table : top.tables("people")) {
            read_person(table);
        }
        check_sizes(top);
        top.finish();
        if (top.has("units")) {
            check();
        }
    }

private:
    void read_unit(TomlTable& table) {
        Unit unit;
        unit.id = UnitId(table.token("id"));
        const std::optional<UnitKind> kind = table.choice<UnitKind>("kind");
        unit.kind = kind.value_or(UnitKind::department);
        unit.name = table.words();
        if (!unit.id.empty() && !unit_ids_.insert(unit.id.text()).second) {
            refuse_duplicate(table, "id", unit.id.text());
        }
        read_district(table, unit, kind);
        const std::string leader = table.optional_token("leader_in_charge");
        if (!leader.empty()) {
            unit.leader_in_charge = PersonId(leader);
        }
        for (TomlTable& inner : table.optional_tables("sections")) {
            Section section{inner.token("token"), inner.words()};
            if (unit.section(section.token) != nullptr && !section.token.empty()) {
                refuse_duplicate(inner, "token", section.token);
            }
            inner.finish();
            unit.sections.push_back(std::move(section));
        }
        const std::string responsible = table.optional_token("responsible_section");
        if (!responsible.empty()) {
            unit.responsible_section = responsible;
            check_section(table, "responsible_section", unit, responsible);
        }
        table.finish();
        unit_paths_.push_back(table.path());
        organisation_.units.push_back(std::move(unit));
    }

    void read_district(TomlTable& table, Unit& unit, std::optional<UnitKind> kind) {
        const bool is_district = kind == UnitKind::district;
        unit.district_code = is_district ? table.text("district_code", {1, 20})
                                         : table.optional_text("district_code", {1, 20});
        unit.places = table.optional_texts("places", {2, 30});
        for (const std::string& place : unit.places) {
            if (!places_.insert(place).second) {
                refuse_duplicate(table, "places", place);
            }
        }
        if (kind && !is_district && !unit.district_code.empty()) {
            table.refuse("district_code", "no_district", "只有区房管部门有区划代码",
                         "only a district authority has a district code");
        }
        if (!is_district || unit.district_code.empty()) {
            return;
        }
        if (!is_district_code(unit.district_code)) {
            table.refuse("district_code", "bad_district_code", "区划代码应为六位数字",
                         "a district code has six digits");
        } else if (!district_codes_.insert(unit.district_code).second) {
            refuse_duplicate(table, "district_code", unit.district_code);
        }
    }

    static void check_section(TomlTable& table, std::string_view key, const Unit& unit,
                              const std::string& token) {
        if (unit.section(token) != nullptr) {
            return;
        }
        std::vector<std::string> tokens;
        for (const Section& section : unit.sections) {
            tokens.push_back(section.token);
        }
        const std::string near = nearest_word(token, tokens);
        table.refuse(key, "unknown_section",
                     fmt::format("单位「{}」没有科室「{}」{}", unit.id.text(), token,
                                 near.empty() ? "" : fmt::format("，是否应为「{}」？", near)),
                     fmt::format("the unit \"{}\" has no section \"{}\"{}", unit.id.text(), token,
                                 near.empty() ? "" : fmt::format(", did you mean \"{}\"?", near)));
    }

    void read_person(TomlTable& table) {
        Person person;
        person.id = PersonId(table.token("id"));
        person.name = table.text("name", {1, 60});
        const std::string& id = person.id.text();
        if (!id.empty() && !person_ids_.insert(id).second) {
            refuse_duplicate(table, "id", id);
        }
        if (id == k_hotline_person || id == k_system_person) {
            table.refuse("id", "reserved", fmt::format("「{}」为系统保留", id),
                         fmt::format("\"{}\" belongs to the machine", id));
        }
        for (TomlTable& inner : table.tables("posts")) {
            read_post(inner, person);
        }
        const rulebook::TomlValue* posts = table.find("posts");
        if (posts != nullptr && posts->kind == rulebook::TomlValue::Kind::list &&
            posts->items.empty()) {
            table.refuse("posts", "no_post", "人员没有岗位", "a person without a post");
        }
        const auto administrators =
            std::count_if(person.posts.begin(), person.posts.end(),
                          [](const Post& post) { return is_administrator(post.role); });
        if (administrators > 1) {
            table.refuse("posts", "administrators_not_separate", "三员须由不同的人担任",
                         "the three administrators must be different people", "B10");
        }
        table.finish();
        organisation_.people.push_back(std::move(person));
    }

    void read_post(TomlTable& table, Person& person) {
        Post post;
        post.unit = UnitId(table.token("unit"));
        const std::string section = table.optional_token("section");
        const std::optional<Role> role = table.choice<Role>("role");
        table.finish();
        if (!section.empty()) {
            post.section = section;
        }
        const Unit* unit = organisation_.unit(post.unit);
        if (unit == nullptr) {
            refuse_unit(table, post.unit.text());
        }
        if (!role || unit == nullptr) {
            return;
        }
        post.role = *role;
        if (!role_fits(*role, unit->kind)) {
            table.refuse(
                "role", "role_of_another_unit",
                fmt::format("「{}」不能设在{}「{}」", zh(*role), zh(unit->kind), unit->id.text()),
                fmt::format("there is no {} in the {} \"{}\"", en(*role), en(unit->kind),
                            unit->id.text()));
        }
        if (post.section) {
            check_section(table, "section", *unit, *post.section);
        } else if (*role == Role::section_head) {
            table.refuse("", "no_section", "科室负责人须注明科室",
                         "a section head needs a section");
        }
        if (std::find(person.posts.begin(), person.posts.end(), post) != person.posts.end()) {
            table.refuse("", "duplicate", "该岗位重复", "this post is given twice");
        }
        person.posts.push_back(std::move(post));
    }

    void refuse_unit(TomlTable& table, const std::string& word) const {
        if (word.empty()) {
            return;
        }
        const std::string near = nearest_word(word, {unit_ids_.begin(), unit_ids_.end()});
        table.refuse("unit", "unknown_unit",
                     fmt::format("没有单位「{}」{}", word,
                                 near.empty() ? "" : fmt::format("，是否应为「{}」？", near)),
                     fmt::format("there is no unit \"{}\"{}", word,
                                 near.empty() ? "" : fmt::format(", did you mean \"{}\"?", near)));
    }

    static void check_sizes(TomlTable& top) {
        const auto check_one = [&](std::string_view key, std::size_t max) {
            const rulebook::TomlValue* list = top.find(key);
            if (list != nullptr && list->items.size() > max) {
                top.refuse(key, "too_many", fmt::format("超过 {} 项", max),
                           fmt::format("more than {} entries", max));
            }
        };
        check_one("units", k_units_max);
        check_one("people", k_people_max);
    }

    void check() {
        for (const UnitKind kind : {UnitKind::office, UnitKind::center}) {
            const auto count = std::count_if(organisation_.units.begin(), organisation_.units.end(),
                                             [&](const Unit& unit) { return unit.kind == kind; });
            if (count != 1) {
                errors_.refuse(
                    "units", "not_exactly_one",
                    fmt::format("应有且只有一个{}，现有 {} 个", zh(kind), count),
                    fmt::format("there must be exactly one {}, there are {}", en(kind), count));
            }
        }
        for (std::size_t i = 0; i < organisation_.units.size(); ++i) {
            check_unit(organisation_.units[i], unit_paths_[i]);
        }
    }

    void check_unit(const Unit& unit, const std::string& path) {
        const auto count_of = [&](Role role) {
            return organisation_.people_of(unit.id, role).size();
        };
        const auto refuse = [&](const std::string& key, const char* code, std::string_view zh,
                                std::string_view en, const char* clause) {
            errors_.refuse(key, code, fmt::format("单位「{}」{}", unit.id.text(), zh),
                           fmt::format("the unit \"{}\" {}", unit.id.text(), en), clause);
        };
        if (unit.leader_in_charge) {
            const Person* leader = organisation_.person(*unit.leader_in_charge);
            if (leader == nullptr) {
                refuse(path + ".leader_in_charge", "unknown_person", "的分管领导不在人员名单中",
                       "has a leader in charge who is not among the people", "3.4");
            } else if (!leader->holds(unit.id, Role::leader_in_charge)) {
                refuse(path + ".leader_in_charge", "leader_without_post",
                       "的分管领导没有该单位的分管领导岗位",
                       "has a leader in charge who does not hold that post", "3.4");
            }
        }
        if (count_of(Role::principal) > 1) {
            refuse(path, "two_principals", "有多名主要负责人", "has more than one principal",
                   "8.2");
        }
        if (count_of(Role::administrative_principal) > 1) {
            refuse(path, "two_principals", "有多名行政主要负责人",
                   "has more than one administrative principal", "14.9");
        }
        if (handles_orders(unit.kind) && count_of(Role::principal) == 0) {
            refuse(path, "no_principal", "没有主要负责人", "has no principal", "12.3");
        }
        if (handles_orders(unit.kind) && count_of(Role::handler) == 0) {
            refuse(path, "no_handler", "没有经办人", "has no handler", "5");
        }
    }

    TomlErrors& errors_;
    Organisation& organisation_;
    std::set<std::string> unit_ids_;
    std::set<std::string> district_codes_;
    std::set<std::string> places_;
    std::set<std::string> person_ids_;
    std::vector<std::string> unit_paths_;
};

} // namespace

Result<Organisation> parse_organisation(std::string_view toml, std::string_view file_name) {
    const Result<rulebook::TomlValue> file = rulebook::parse_toml(toml, file_name);
    if (!file) {
        return Failure{file.error()};
    }
    TomlErrors errors(file_name);
    TomlTable top(errors, *file, "");
    Organisation organisation;
    Parser(errors, organisation).read(top);
    if (!errors.empty()) {
        return Failure{errors.take()};
    }
    return organisation;
}

} // namespace chengban::people
