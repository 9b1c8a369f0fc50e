#include "people/organisation.h"

#include "base/source_dir.h"
#include "rulebook/rulebook.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>

namespace chengban::people {
namespace {

std::string read_source_file(const std::string& path) {
    std::ifstream file(source_dir() + "/" + path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string demo_text() {
    return read_source_file("organisations/shanghai-demo.toml");
}

class DemoOrganisation : public testing::Test {
protected:
    void SetUp() override {
        Result<Organisation> parsed = parse_organisation(demo_text(), "shanghai-demo.toml");
        std::string all;
        if (!parsed) {
            for (const Reason& reason : parsed.error().reasons) {
                all += reason.field + ": " + reason.words.en + "\n";
            }
        }
        ASSERT_TRUE(parsed) << all;
        organisation = std::move(*parsed);
    }

    Organisation organisation;
};

TEST_F(DemoOrganisation, Clause_3_has_office_center_departments_and_sixteen_districts) {
    const auto count = [&](UnitKind kind) {
        return std::count_if(organisation.units.begin(), organisation.units.end(),
                             [&](const Unit& unit) { return unit.kind == kind; });
    };
    EXPECT_EQ(organisation.office().id.text(), "office");
    EXPECT_EQ(organisation.center().id.text(), "center");
    EXPECT_GE(count(UnitKind::department) + count(UnitKind::institution), 8);
    EXPECT_EQ(count(UnitKind::district), 16);
    EXPECT_EQ(organisation.district("310101")->name.zh, "黄浦区住房保障和房屋管理局");
    EXPECT_EQ(organisation.district("310151")->id.text(), "district-310151");
    EXPECT_EQ(organisation.district("999999"), nullptr);
    EXPECT_EQ(organisation.district(""), nullptr);
}

TEST_F(DemoOrganisation, Clause_3_4_every_district_has_its_people) {
    for (const Unit& unit : organisation.units) {
        if (unit.kind != UnitKind::district) {
            continue;
        }
        EXPECT_NE(organisation.principal_of(unit.id), nullptr);
        EXPECT_TRUE(organisation.leader_of(unit.id)->holds(unit.id, Role::leader_in_charge));
        EXPECT_EQ(organisation.people_of(unit.id, Role::section_head).size(), 1U);
        EXPECT_GE(organisation.people_of(unit.id, Role::handler).size(), 2U);
        EXPECT_EQ(organisation.people_of(unit.id, Role::handler, "property").size(), 1U);
    }
    EXPECT_FALSE(organisation.people_of(organisation.center().id, Role::dispatcher).empty());
}

TEST_F(DemoOrganisation, Clause_3_4_names_the_district_without_a_responsible_section) {
    const std::vector<OrganisationFinding> findings = organisation.findings();
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].rule, rulebook::Rule::district_lacks_responsible_section);
    EXPECT_EQ(findings[0].unit.text(), "district-310151");
    EXPECT_NE(findings[0].words.zh.find("崇明"), std::string::npos);
}

TEST_F(DemoOrganisation, Clause_3_4_orders_go_to_the_principal_while_a_leader_is_lacking) {
    Unit& unit = organisation.units.back();
    unit.leader_in_charge.reset();
    EXPECT_EQ(organisation.leader_of(unit.id), organisation.principal_of(unit.id));
    const std::vector<OrganisationFinding> findings = organisation.findings();
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].rule, rulebook::Rule::district_lacks_leader_in_charge);
    EXPECT_EQ(organisation.leader_of(UnitId("nowhere")), nullptr);
}

TEST_F(DemoOrganisation, Clause_14_9_the_administrative_principal_is_the_principal_by_default) {
    const UnitId pudong("district-310115");
    const UnitId huangpu("district-310101");
    EXPECT_NE(organisation.administrative_principal_of(pudong), organisation.principal_of(pudong));
    EXPECT_EQ(organisation.administrative_principal_of(huangpu),
              organisation.principal_of(huangpu));
}

TEST_F(DemoOrganisation, has_every_unit_that_the_shipped_rulebook_routes_to) {
    const Result<rulebook::Rulebook> book = rulebook::parse_rulebook(
        read_source_file("rulebooks/shanghai-housing-2022.toml"), "rulebook");
    ASSERT_TRUE(book);
    for (const rulebook::Route& route : book->routes) {
        EXPECT_NE(organisation.unit(UnitId(route.unit)), nullptr) << route.unit;
    }
}

struct Broken {
    const char* name;
    const char* from;
    const char* to;
    const char* at;
    const char* key;
    const char* code;
};

void PrintTo(const Broken& broken, std::ostream* out) {
    *out << broken.name;
}

const Broken k_broken[]{
    {"unknown_unit", "unit = \"district-310101\", role = \"principal\"",
     "unit = \"district-310102\", role = \"principal\"", "unit = \"district-310102\"",
     "people[79].posts[0].unit", "unknown_unit"},
    {"unit_without_principal", "unit = \"district-310101\", role = \"principal\"",
     "unit = \"district-310102\", role = \"principal\"", "[[units]]\nid = \"district-310101\"",
     "units[13]", "no_principal"},
    {"unit_twice", "id = \"district-310104\"", "id = \"district-310101\"",
     "id = \"district-310101\"\nkind = \"district\"\nzh = \"徐汇", "units[14].id", "duplicate"},
    {"district_code_twice", "district_code = \"310104\"", "district_code = \"310101\"",
     "district_code = \"310101\"\nplaces = [\"徐汇区\"]", "units[14].district_code", "duplicate"},
    {"bad_district_code", "district_code = \"310104\"", "district_code = \"3101\"",
     "district_code = \"3101\"", "units[14].district_code", "bad_district_code"},
    {"district_without_code", "district_code = \"310104\"\n", "",
     "[[units]]\nid = \"district-310104\"", "units[14].district_code", "missing_key"},
    {"place_of_two_districts", "places = [\"徐汇区\"]", "places = [\"黄浦区\"]",
     "places = [\"黄浦区\"]\nleader_in_charge = \"xuhui", "units[14].places", "duplicate"},
    {"unknown_kind", "kind = \"center\"", "kind = \"centre\"", "kind = \"centre\"", "units[1].kind",
     "not_in_list"},
    {"no_center", "kind = \"center\"", "kind = \"institution\"", "[[units]]", "units",
     "not_exactly_one"},
    {"unknown_responsible_section", "responsible_section = \"hotline\"",
     "responsible_section = \"hotlin\"", "responsible_section = \"hotlin\"",
     "units[0].responsible_section", "unknown_section"},
    {"leader_unknown", "leader_in_charge = \"office-leader\"", "leader_in_charge = \"nobody\"",
     "leader_in_charge = \"nobody\"", "units[0].leader_in_charge", "unknown_person"},
    {"leader_without_post", "leader_in_charge = \"office-leader\"",
     "leader_in_charge = \"office-principal\"", "leader_in_charge = \"office-principal\"",
     "units[0].leader_in_charge", "leader_without_post"},
    {"unknown_role", "role = \"dispatcher\"", "role = \"dispacher\"", "role = \"dispacher\"",
     "people[11].posts[0].role", "not_in_list"},
    {"dispatcher_in_a_district",
     "unit = \"district-310101\", section = \"property\", role = \"handler\"",
     "unit = \"district-310101\", section = \"property\", role = \"dispatcher\"",
     "role = \"dispatcher\" }]\n\n[[people]]\nid = \"huangpu-handler-2\"",
     "people[82].posts[0].role", "role_of_another_unit"},
    {"machine_as_person", "role = \"dispatcher\"", "role = \"hotline\"", "role = \"hotline\"",
     "people[11].posts[0].role", "role_of_another_unit"},
    {"section_head_without_section", "section = \"hotline\", role = \"section_head\"",
     "role = \"section_head\"", "posts = [{ unit = \"office\", role = \"section_head\"",
     "people[4].posts[0]", "no_section"},
    {"unknown_section_of_a_post", "section = \"follow-up\", role", "section = \"followup\", role",
     "section = \"followup\"", "people[19].posts[0].section", "unknown_section"},
    {"person_twice", "id = \"dispatcher-2\"", "id = \"dispatcher-1\"",
     "id = \"dispatcher-1\"\nname", "people[12].id", "duplicate"},
    {"reserved_person", "id = \"dispatcher-2\"", "id = \"system\"", "id = \"system\"",
     "people[12].id", "reserved"},
    {"two_principals", "role = \"leader_in_charge\"", "role = \"principal\"", "[[units]]",
     "units[0]", "two_principals"},
    {"administrators_in_one_hand",
     "posts = [{ unit = \"center\", role = \"system_administrator\" }]",
     "posts = [{ unit = \"center\", role = \"system_administrator\" }, { unit = \"center\", role = "
     "\"audit_administrator\" }]",
     "posts = [{ unit = \"center\", role = \"system_administrator\" }, ", "people[22].posts",
     "administrators_not_separate"},
    {"person_without_post", "posts = [{ unit = \"center\", role = \"system_administrator\" }]",
     "posts = []", "posts = []", "people[22].posts", "no_post"},
    {"typo_in_a_key", "bureau = \"shanghai\"", "bureu = \"shanghai\"", "bureu", "bureu",
     "unknown_key"},
    {"name_empty", "name = \"shanghai-demo\"", "name = \"\"", "name = \"\"", "name",
     "wrong_length"},
};

class BrokenOrganisation : public testing::TestWithParam<Broken> {};

TEST_P(BrokenOrganisation, is_refused_with_line_key_and_reason) {
    const Broken& broken = GetParam();
    std::string text = demo_text();
    const std::size_t at = text.find(broken.from);
    ASSERT_NE(at, std::string::npos) << "the demo file has changed";
    text.replace(at, std::string_view(broken.from).size(), broken.to);
    // A person that became the second of a name stands after the first.
    std::size_t marked = text.find(broken.at);
    if (std::string_view(broken.name) == "person_twice") {
        marked = text.find(broken.at, marked + 1);
    }
    ASSERT_NE(marked, std::string::npos);
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(marked), '\n');
    const std::string field = fmt::format("broken.toml:{}: {}", line, broken.key);
    const Result<Organisation> parsed = parse_organisation(text, "broken.toml");
    ASSERT_FALSE(parsed);
    std::string all;
    bool found = false;
    for (const Reason& reason : parsed.error().reasons) {
        all += reason.field + " " + reason.code + " " + reason.words.en + "\n";
        EXPECT_FALSE(reason.words.zh.empty());
        found = found || (reason.field == field && reason.code == broken.code);
    }
    EXPECT_TRUE(found) << "wanted " << field << " " << broken.code << "\nfound\n" << all;
}

INSTANTIATE_TEST_SUITE_P(Each, BrokenOrganisation, testing::ValuesIn(k_broken),
                         [](const testing::TestParamInfo<Broken>& one) {
                             return std::string(one.param.name);
                         });

TEST(Organisation, never_crashes_on_a_damaged_file) {
    constexpr std::uint64_t k_seed = 34;
    std::mt19937_64 random(k_seed);
    const std::string demo = demo_text();
    for (int round = 0; round < 200; ++round) {
        std::string text = demo;
        for (std::size_t wounds = 1 + random() % 4; wounds > 0; --wounds) {
            const std::size_t at = random() % text.size();
            if (random() % 2 == 0) {
                text.erase(at, 1 + random() % 30);
            } else {
                text[at] = "={}[]\"\n#x0"[random() % 10];
            }
        }
        const Result<Organisation> parsed = parse_organisation(text, "f.toml");
        if (parsed) {
            EXPECT_NO_THROW(static_cast<void>(parsed->findings()));
            EXPECT_NO_THROW(static_cast<void>(parsed->office()));
            continue;
        }
        EXPECT_FALSE(parsed.error().reasons.empty()) << "seed " << k_seed << " round " << round;
    }
    EXPECT_FALSE(parse_organisation("", "f.toml"));
    EXPECT_FALSE(parse_organisation("name = \"a\"\nbureau = \"b\"\nunits = []\npeople = []\n"
                                    "[title]\nzh = \"a\"\nen = \"b\"\n",
                                    "f.toml"));
}

TEST(Roles, all_have_words_in_both_languages) {
    for (const EnumRow<Role>& row : EnumTable<Role>::rows) {
        EXPECT_FALSE(row.zh.empty() || row.en.empty() || row.token.empty());
    }
    EXPECT_EQ(EnumTable<Role>::rows.size(), 17U);
}

} // namespace
} // namespace chengban::people
