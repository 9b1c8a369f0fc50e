// Broken rulebooks: each is the shipped file with one edit, and names the line and key of its
// error.
#include "rulebook/rulebook.h"
#include "rulebook/shipped_file.h"
#include "rulebook/toml_value.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace chengban::rulebook {
namespace {

struct Broken {
    const char* name;
    const char* from; // first occurrence in the shipped file …
    const char* to;   // … replaced by this
    const char* at; // the error stands on the line of the first occurrence of this, after the edit
    const char* key;
    const char* code;
    const char* says; // part of the English words, may be empty
};

void PrintTo(const Broken& broken, std::ostream* out) {
    *out << broken.name;
}

const Broken k_broken[]{
    {"typo_in_a_limit", "complex = {", "complx = {", "complx = {", "limits.complx", "unknown_key",
     "did you mean \"complex\"?"},
    {"open_state_handling_without_limit", "complex = {", "complx = {", "[limits]", "limits.complex",
     "open_state_without_limit", "«handling, complex» has no limit"},
    {"open_state_received_without_limit", "dispatch = { working_days = 1, clause = \"4\" }\n", "",
     "[limits]", "limits.dispatch", "open_state_without_limit", "«received»"},
    {"open_state_consulting_without_limit", "consultation = { working_days = 2", "#", "[limits]",
     "limits.consultation", "open_state_without_limit", "«consulting»"},
    {"review_without_limit", "review = { working_days = 3, clause = \"5.2\" }", "", "[limits]",
     "limits.review", "open_state_without_limit", ""},
    {"missing_window", "return_window = { working_days = 1, clause = \"7.1\" }", "", "[limits]",
     "limits.return_window", "missing_key", ""},
    {"limit_of_nothing", "general = { working_days = 5", "general = { working_days = 0",
     "general = { working_days = 0", "limits.general.working_days", "out_of_range", "1–250"},
    {"limit_beyond_reason", "general = { working_days = 5", "general = { working_days = 9999",
     "general = {", "limits.general.working_days", "out_of_range", ""},
    {"negative_limit", "general = { working_days = 5", "general = { working_days = -5",
     "general = {", "limits.general.working_days", "out_of_range", ""},
    {"urgent_report_in_days", "report = { hours = 2", "report = { working_days = 2",
     "report = { working_days", "limits.urgent_outcome_report.working_days", "wrong_unit", "hours"},
    {"window_in_natural_days", "extension_window = { working_days",
     "extension_window = { natural_days", "extension_window = {",
     "limits.extension_window.natural_days", "wrong_unit", "working_days"},
    {"two_units", "general = { working_days = 5,", "general = { working_days = 5, hours = 1,",
     "general = {", "limits.general", "wrong_unit", "exactly one"},
    {"no_unit", "general = { working_days = 5,", "general = {", "general = {", "limits.general",
     "wrong_unit", "exactly one"},
    {"typo_in_a_unit", "general = { working_days", "general = { workingdays", "general = {",
     "limits.general.workingdays", "unknown_key", "working_days"},
    {"limit_as_number", "acknowledge = { working_days = 1, clause = \"5\" }", "acknowledge = 1",
     "acknowledge = 1", "limits.acknowledge", "wrong_type", "a table"},
    {"limit_as_text", "general = { working_days = 5", "general = { working_days = \"5\"",
     "general = {", "limits.general.working_days", "wrong_type", "an integer"},
    {"limit_as_decimal", "general = { working_days = 5", "general = { working_days = 5.5",
     "general = {", "limits.general.working_days", "wrong_type", "decimal"},
    {"unknown_clause", "clause = \"7.1\"", "clause = \"7.9\"", "clause = \"7.9\"",
     "limits.return_window.clause", "unknown_clause", "did you mean \"7.1\"?"},
    {"extension_window_longer_than_complex", "extension_window = { working_days = 9",
     "extension_window = { working_days = 14", "extension_window = {", "limits.extension_window",
     "shadowed", "complex"},
    {"semi_urgent_step_longer_than_general", "semi_urgent_step = { working_days = 1",
     "semi_urgent_step = { working_days = 6", "semi_urgent_step = {", "limits.semi_urgent_step",
     "shadowed", "general"},
    {"general_longer_than_complex", "general = { working_days = 5", "general = { working_days = 20",
     "general = {", "limits.general", "shadowed", "complex"},
    {"first_contact_after_completion", "first_contact = { natural_days = 1",
     "first_contact = { natural_days = 9", "first_contact = {", "limits.first_contact", "shadowed",
     ""},
    {"urgent_report_after_completion", "hours = 2,", "hours = 300,", "hours = 300",
     "limits.urgent_outcome_report", "shadowed", ""},
    {"no_rules_section", "[rules]", "[ruler]", "[ruler]", "ruler", "unknown_key",
     "did you mean \"rules\"?"},
    {"missing_rule", "return_window = { strength = \"block\", clause = \"7.1\" }\n", "", "[rules]",
     "rules.return_window", "missing_key", ""},
    {"unknown_rule", "return_window = { strength", "return_windows = { strength",
     "return_windows = {", "rules.return_windows", "unknown_key", "return_window"},
    {"unknown_strength", "strength = \"block\"", "strength = \"blok\"", "\"blok\"",
     "rules.state_secret.strength", "not_in_list", "did you mean \"block\"?"},
    {"lateness_that_blocks", "completion_late = { strength = \"flag\"",
     "completion_late = { strength = \"block\"", "completion_late = {",
     "rules.completion_late.strength", "lateness_blocks", "never blocks"},
    {"rule_on_another_clause", "strength = \"block\", clause = \"18\"",
     "strength = \"block\", clause = \"17\"", "state_secret = {", "rules.state_secret.clause",
     "wrong_clause", "18"},
    {"rule_without_strength", "state_secret = { strength = \"block\", ", "state_secret = { ",
     "state_secret = {", "rules.state_secret.strength", "missing_key", ""},
    {"extension_days_not_sorted", "[15, 30, 60, 90]", "[15, 60, 30, 90]", "[15, 60",
     "extension.days[2]", "not_sorted", ""},
    {"extension_days_twice", "[15, 30, 60, 90]", "[15, 30, 30, 90]", "[15, 30, 30",
     "extension.days[2]", "not_sorted", ""},
    {"extension_days_not_positive", "[15, 30, 60, 90]", "[0, 30, 60, 90]", "[0, 30",
     "extension.days[0]", "out_of_range", ""},
    {"extension_days_empty", "[15, 30, 60, 90]", "[]", "days = []", "extension.days", "empty", ""},
    {"bad_closing_time", "\"24:00\"", "\"25:00\"", "\"25:00\"", "counting.closing_time",
     "bad_time_of_day", ""},
    {"unknown_mode", "\"whole_days\" ", "\"whole_day\" ", "mode =", "counting.mode", "not_in_list",
     "did you mean \"whole_days\"?"},
    {"impossible_due_day", "\"07-31\"", "\"02-30\"", "\"02-30\"", "half_year.first_due",
     "bad_month_day", ""},
    {"half_year_due_before_its_end", "\"07-31\"", "\"06-30\"", "first_due", "half_year.first_due",
     "closes_before_it_opens", ""},
    {"attention_after_principal", "attention = 3", "attention = 6", "attention = 6",
     "repeats.attention", "shadowed", ""},
    {"bands_crossed", "yellow_per_mille = 500", "yellow_per_mille = 750", "yellow_per_mille",
     "bands.yellow_per_mille", "shadowed", ""},
    {"good_below_floor", "good_resolution = 800", "good_resolution = 500", "good_resolution",
     "appraisal.good_resolution", "shadowed", ""},
    {"weights_growing", "weight_so_so = 600", "weight_so_so = 900", "[appraisal]", "appraisal",
     "not_sorted", ""},
    {"unit_leader_is_the_center", "reported_to = \"principal\"", "reported_to = \"center\"",
     "reported_to", "supervision.reported_to", "not_in_list", ""},
    {"unknown_trigger", "[\"14(1)\", \"14(2)\"]", "[\"14(1)\", \"14(8)\"]", "\"14(8)\"",
     "supervision.opens_by_itself[1]", "not_in_list", ""},
    {"version_zero", "version = 1", "version = 0", "version = 0", "version", "out_of_range", ""},
    {"no_effective_day", "effective_from = 2022-12-20", "", "# 《", "effective_from", "missing_key",
     ""},
    {"effective_day_as_text", "effective_from = 2022-12-20", "effective_from = \"2022-12-20\"",
     "effective_from", "effective_from", "wrong_type", "a day"},
    {"bad_name", "name = \"shanghai-housing-2022\"", "name = \"Shanghai Housing\"", "name = \"Sh",
     "name", "bad_token", ""},
    {"profile_twice", "token = \"campaign\"", "token = \"state_council\"",
     "token = \"state_council\"\nclause = \"13\"\nzh = \"专项", "profiles[1].token", "duplicate",
     "state_council"},
    {"profile_shadowed", "tags = [\"campaign\"]", "tags = [\"state_council\"]",
     "[[profiles]]\ntoken = \"campaign\"", "profiles[1]", "shadowed", "same tags and dates"},
    {"profile_that_closes_first", "tags = [\"campaign\"]",
     "tags = [\"campaign\"]\nfrom = 2026-05-02\nto = 2026-05-01", "to = 2026-05-01",
     "profiles[1].to", "closes_before_it_opens", ""},
    {"profile_for_nothing", "tags = [\"campaign\"]", "tags = []",
     "[[profiles]]\ntoken = \"campaign\"", "profiles[1]", "selects_nothing", ""},
    {"profile_with_unknown_approval", "approvals = [\"principal\"]", "approvals = [\"princpal\"]",
     "princpal", "profiles[0].approvals[0]", "not_in_list", "did you mean \"principal\"?"},
    {"route_to_no_field", "field = \"market\"\nunit", "field = \"markte\"\nunit",
     "field = \"markte\"", "routes[8].field", "unknown_field", "did you mean \"market\"?"},
    {"field_without_route", "field = \"policy\"\nkeywords", "field = \"politics\"\nkeywords",
     "field = \"politics\"", "categories[25].field", "field_without_route", ""},
    {"category_twice", "token = \"property_fee\"", "token = \"property_service\"",
     "token = \"property_service\"\nzh = \"物业收费\"", "categories[1].token", "duplicate", ""},
    {"category_without_keywords",
     "keywords = [\"白蚁\", \"白蚁防治\", \"灭白蚁\", \"蚁害\", \"白蚁预防\", \"飞蚁\"]",
     "keywords = []", "keywords = []", "categories[11].keywords", "no_keywords", ""},
    {"kind_missing", "kind = \"praise\"", "kind = \"report\"", "[[kinds]]", "kinds", "missing_kind",
     "praise"},
    {"list_missing", "rule = \"reply_offends\"", "rule = \"reply_ground\"", "[[lint]]", "lint",
     "missing_list", "reply_offends"},
    {"list_of_no_reply_rule", "rule = \"reply_offends\"", "rule = \"completion_late\"",
     "rule = \"completion_late\"", "lint[5].rule", "not_in_list", ""},
    {"pattern_covered", "\"暂时不解决\",", "\"暂时不解决\", \"他暂时不解决了\",",
     "    \"暂不具备解决条件", "lint[0].phrases[15]", "pattern_shadowed", "covers it"},
    {"pattern_twice", "\"预计\",", "\"预计\", \"预计\",", "    \"预计", "lint[1].phrases[1]",
     "duplicate", ""},
    {"pattern_with_blank", "\"预计\",", "\"预 计\",", "    \"预 计", "lint[1].phrases[0]",
     "pattern_never_matches", "white space"},
    {"follower_excluded", "not_followed_by = [\"码\"]",
     "followed_by = [\"码头\"]\nnot_followed_by = [\"码\"]", "followed_by = [\"码头\"]",
     "lint[4].patterns[0].followed_by[0]", "pattern_never_matches", "excluded"},
    {"interpretation_missing", "number = 17\n", "number = 18\n", "[[interpretations]]",
     "interpretations", "missing_interpretation", "17"},
    {"interpretation_twice", "number = 17\n", "number = 16\n",
     "number = 16\nclause = \"B4\"\nsetting = \"\"\nzh = \"延期在", "interpretations[16].number",
     "duplicate", "16"},
    {"interpretation_of_no_setting", "setting = \"limits.first_contact\"",
     "setting = \"limits.first_contakt\"", "limits.first_contakt", "interpretations[0].setting",
     "unknown_setting", "did you mean \"limits.first_contact\"?"},
    {"clause_twice", "id = \"7.3\"", "id = \"7.2\"",
     "id = \"7.2\"\narticle = \"（七）\"\nzh = \"经审核同意", "clauses[24].id", "duplicate", "7.2"},
    {"clause_without_text", "id = \"6.4\"", "id = \"6.5\"", "[[clauses]]", "clauses",
     "clause_without_text", "6.4"},
    {"system_rule_as_regulation", "id = \"B1\"\narticle = \"系统规则\"",
     "id = \"B1\"\narticle = \"（七）\"", "article = \"（七）\"\nzh = \"同一事项",
     "clauses[72].article", "not_of_regulation", ""},
    {"clause_without_translation",
     "en = \"Long unresolved, or feedback that contradicts earlier feedback.\"", "",
     "[[clauses]]\nid = \"14(3)\"", "clauses[55].en", "missing_key", ""},
    {"unknown_section", "[bands]", "[band]", "[band]", "band", "unknown_key",
     "did you mean \"bands\"?"},
    {"unknown_key_on_top", "version = 1", "version = 1\nauthor = \"x\"", "author", "author",
     "unknown_key", ""},
    {"control_character", "zh = \"国办单\"", "zh = \"国\\u0007办单\"", "zh = \"国\\u0007",
     "profiles[0].zh", "bad_text", ""},
};

std::size_t line_of(const std::string& text, std::size_t at) {
    return 1 + static_cast<std::size_t>(
                   std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

class BrokenRulebook : public testing::TestWithParam<Broken> {};

TEST_P(BrokenRulebook, is_refused_with_line_key_and_reason) {
    const Broken& broken = GetParam();
    std::string text = shipped_text();
    const std::size_t at = text.find(broken.from);
    ASSERT_NE(at, std::string::npos) << "the shipped file has changed";
    text.replace(at, std::string_view(broken.from).size(), broken.to);
    std::size_t marked = text.find(broken.at);
    ASSERT_NE(marked, std::string::npos);
    // The marker may begin on an earlier line than the key it leads to.
    if (std::string_view(broken.at).starts_with("[[clauses]]\nid")) {
        marked = text.find("[[clauses]]", marked);
    }
    const std::string field = fmt::format("broken.toml:{}: {}", line_of(text, marked), broken.key);
    const Result<Rulebook> parsed = parse_rulebook(text, "broken.toml");
    ASSERT_FALSE(parsed);
    std::string all;
    bool found = false;
    for (const Reason& reason : parsed.error().reasons) {
        all += reason.field + " " + reason.code + " " + reason.words.en + "\n";
        EXPECT_FALSE(reason.words.zh.empty());
        found = found || (reason.field == field && reason.code == broken.code &&
                          reason.words.en.find(broken.says) != std::string::npos);
    }
    EXPECT_TRUE(found) << "wanted " << field << " " << broken.code << " " << broken.says
                       << "\nfound\n"
                       << all;
}

INSTANTIATE_TEST_SUITE_P(Each, BrokenRulebook, testing::ValuesIn(k_broken),
                         [](const testing::TestParamInfo<Broken>& one) {
                             return std::string(one.param.name);
                         });

TEST(Rulebook, refuses_what_is_no_toml_with_its_line) {
    const Result<Rulebook> parsed = parse_rulebook("name = \"x\"\nversion = = 1\n", "a.toml");
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().reasons.front().code, "not_toml");
    EXPECT_TRUE(parsed.error().reasons.front().field.starts_with("a.toml:2:"));
    const Result<Rulebook> stumbled = parse_rulebook("a = 1\nb = 2\n[=]\nc = 3\n", "a.toml");
    ASSERT_FALSE(stumbled);
    EXPECT_EQ(stumbled.error().reasons.front().field, "a.toml:3:1");
    EXPECT_EQ(parse_rulebook("a = \"\xFF\"", "a.toml").error().reasons.front().code, "not_utf8");
    const std::string huge(k_toml_bytes_max + 1, '\n');
    EXPECT_EQ(parse_rulebook(huge, "a.toml").error().reasons.front().code, "file_too_large");
}

TEST(Rulebook, an_empty_file_names_everything_that_is_missing) {
    const Result<Rulebook> parsed = parse_rulebook("", "a.toml");
    ASSERT_FALSE(parsed);
    EXPECT_GE(parsed.error().reasons.size(), 20U);
    for (const Reason& reason : parsed.error().reasons) {
        EXPECT_EQ(reason.code, "missing_key") << reason.field;
    }
}

TEST(Rulebook, lists_at_most_a_hundred_errors_in_the_order_of_the_file) {
    std::string text = shipped_text();
    for (int i = 0; i < 500; ++i) {
        text += fmt::format("\n[wrong_{}]\n", i);
    }
    const Result<Rulebook> parsed = parse_rulebook(text, "a.toml");
    ASSERT_FALSE(parsed);
    const std::vector<Reason>& reasons = parsed.error().reasons;
    ASSERT_EQ(reasons.size(), 100U);
    EXPECT_TRUE(reasons.front().field.ends_with(" wrong_0"));
    EXPECT_EQ(reasons.back().code, "too_many_errors");
    EXPECT_NE(reasons.back().words.en.find("401 more"), std::string::npos);
}

} // namespace
} // namespace chengban::rulebook
