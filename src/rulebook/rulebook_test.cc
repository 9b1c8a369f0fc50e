#include "rulebook/rulebook.h"

#include "base/source_dir.h"
#include "rulebook/settings.h"
#include "rulebook/shipped_file.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

namespace chengban::rulebook {
namespace {

std::string refusals(const Problem& problem) {
    std::string out;
    for (const Reason& reason : problem.reasons) {
        out += reason.field + ": " + reason.code + ": " + reason.words.en + "\n";
    }
    return out;
}

class ShippedRulebook : public testing::Test {
protected:
    static void SetUpTestSuite() {
        Result<Rulebook> parsed = parse_rulebook(shipped_text(), "shanghai-housing-2022.toml");
        ASSERT_TRUE(parsed) << refusals(parsed.error());
        book = new Rulebook(std::move(*parsed));
    }
    static void TearDownTestSuite() {
        delete book;
        book = nullptr;
    }

    static Rulebook* book;
};
Rulebook* ShippedRulebook::book = nullptr;

TEST_F(ShippedRulebook, Clause_5_2_holds_the_limits_of_the_regulation) {
    const Limits& limits = book->limits;
    const auto completion = [&](LimitClass limit_class) {
        return limits.completion.at(limit_class).amount;
    };
    EXPECT_EQ(limits.urgent_outcome_report.amount, Amount{Hours{2}});
    EXPECT_EQ(limits.semi_urgent_step.amount, Amount{WorkingDays{1}});
    EXPECT_EQ(completion(LimitClass::general), Amount{WorkingDays{5}});
    EXPECT_EQ(completion(LimitClass::complex), Amount{WorkingDays{13}});
    EXPECT_EQ(completion(LimitClass::review), Amount{WorkingDays{3}});
    EXPECT_EQ(completion(LimitClass::urgent), completion(LimitClass::general));
    EXPECT_EQ(completion(LimitClass::semi_urgent), completion(LimitClass::general));
    EXPECT_EQ(limits.completion.size(), EnumTable<LimitClass>::rows.size());
    EXPECT_EQ(book->counting.mode, calendar::Counting::Mode::whole_days);
    EXPECT_EQ(book->counting.closing_minute, 24 * 60);
}

TEST_F(ShippedRulebook, Clauses_5_1_6_and_7_hold_their_windows) {
    const Limits& limits = book->limits;
    EXPECT_EQ(limits.first_contact.amount, Amount{NaturalDays{1}});
    EXPECT_EQ(limits.extension_window.amount, Amount{WorkingDays{9}});
    EXPECT_EQ(limits.return_window.amount, Amount{WorkingDays{1}});
    EXPECT_EQ(limits.extension_notice.amount, Amount{WorkingDays{1}});
    EXPECT_EQ(limits.rework_when_past.amount, Amount{WorkingDays{1}});
    EXPECT_EQ(limits.dispatch.amount, Amount{WorkingDays{1}});
    EXPECT_EQ(limits.consultation.amount, Amount{WorkingDays{2}});
    EXPECT_EQ(book->extension.days, (std::vector<std::int32_t>{15, 30, 60, 90}));
    EXPECT_EQ(book->extension.per_dispatch, 1);
    EXPECT_EQ(book->returns.attempts_min, 3);
}

TEST_F(ShippedRulebook, gives_every_rule_the_strength_of_the_regulation_and_a_clause_text) {
    for (const RuleRow& row : k_rules) {
        EXPECT_EQ(book->strength(row.value), row.strength) << row.token;
        const ClauseText* text = book->clause(row.clause);
        ASSERT_NE(text, nullptr) << row.clause;
        EXPECT_FALSE(text->words.zh.empty());
        EXPECT_FALSE(text->words.en.empty());
    }
}

TEST_F(ShippedRulebook, cites_every_clause_of_chapters_1_to_6) {
    for (const char* id :
         {"2",     "3.1",  "3.2",  "3.3",    "3.4",    "4",      "4.1",    "5",     "5.1",
          "5.2",   "5.3",  "6",    "6.1",    "6.2",    "6.3",    "6.4",    "7",     "7.1",
          "7.2",   "7.3",  "7.4",  "7.5",    "7.6",    "8",      "8.1",    "8.2",   "8.3",
          "8.4",   "8.5",  "9",    "9.1",    "9.2",    "9.3",    "9.4",    "10",    "10.1",
          "10.2",  "11",   "11.1", "11.2",   "11.3",   "12",     "12.1",   "12.2",  "12.3",
          "12.4",  "13",   "14",   "14(1)",  "14(2)",  "14(3)",  "14(4)",  "14(5)", "14(6)",
          "14(7)", "14.8", "14.9", "14.10",  "15",     "15.1",   "15.2",   "15.3",  "15.4",
          "16",    "17",   "18",   "5.2(1)", "5.2(2)", "5.2(3)", "5.2(4)", "5.2(5)"}) {
        const ClauseText* text = book->clause(id);
        ASSERT_NE(text, nullptr) << id;
        EXPECT_TRUE(text->of_regulation) << id;
        EXPECT_TRUE(text->article.starts_with("（")) << id;
    }
    EXPECT_EQ(book->clause("7.2")->article, "（七）");
    EXPECT_TRUE(book->clause("7.2")->words.zh.starts_with("退单前必须联系反映人"));
    EXPECT_EQ(book->clause("99"), nullptr);
}

TEST_F(ShippedRulebook, shows_what_is_ours_as_rules_of_the_system) {
    for (const char* id : {"15.5", "B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10",
                           "I 1", "I 38", "I 39"}) {
        const ClauseText* text = book->clause(id);
        ASSERT_NE(text, nullptr) << id;
        EXPECT_FALSE(text->of_regulation) << id;
        EXPECT_EQ(text->article, "系统规则") << id;
    }
}

TEST_F(ShippedRulebook, lists_every_interpretation_and_the_setting_that_decides_it) {
    std::set<std::int32_t> numbers;
    const SettingList list = settings_of(*book);
    for (const Interpretation& interpretation : book->interpretations) {
        EXPECT_TRUE(numbers.insert(interpretation.number).second);
        EXPECT_NE(book->clause(interpretation.clause), nullptr) << interpretation.number;
    }
    for (std::int32_t number = 1; number <= 45; ++number) {
        EXPECT_TRUE(numbers.contains(number)) << number;
    }
}

TEST_F(ShippedRulebook, Clause_13_has_a_profile_for_state_council_orders) {
    const Profile& profile = book->profiles.front();
    EXPECT_EQ(profile.token, "state_council");
    EXPECT_EQ(profile.attachments, std::vector{EvidenceKind::sealed_document});
    EXPECT_EQ(profile.approvals, std::vector{Approval::principal});
}

TEST_F(ShippedRulebook, Clause_3_3_routes_every_field) {
    std::set<std::string> routed;
    for (const Route& route : book->routes) {
        routed.insert(route.field);
    }
    EXPECT_GE(book->categories.size(), 20U);
    for (const CategoryWords& category : book->categories) {
        EXPECT_TRUE(routed.contains(category.field) || routed.contains(category.token));
        EXPECT_GE(category.keywords.size(), 5U) << category.token;
    }
}

TEST_F(ShippedRulebook, explains_itself_as_the_golden_file_says) {
    const std::string path = "src/rulebook/explain_zh.golden";
    const std::string document = explain(*book, Language::zh);
    const std::string head = document.substr(0, document.find("\n## 规则力度"));
    if (std::getenv("CHENGBAN_GOLDEN") != nullptr) {
        std::ofstream(source_dir() + "/" + path, std::ios::binary) << head;
    }
    EXPECT_EQ(head, read_source_file(path))
        << "run with CHENGBAN_GOLDEN=write to accept the new text";
}

TEST_F(ShippedRulebook, explains_every_setting_interpretation_and_clause_in_both_languages) {
    for (const Language language : {Language::zh, Language::en}) {
        const std::string document = explain(*book, language);
        for (const Setting& setting : settings_of(*book).settings) {
            if (setting.key.find('.') != std::string::npos) {
                EXPECT_NE(document.find("`" + setting.key + "`"), std::string::npos) << setting.key;
            }
        }
        for (const Interpretation& interpretation : book->interpretations) {
            EXPECT_NE(document.find(in(interpretation.words, language)), std::string::npos);
        }
        for (const ClauseText& text : book->clauses) {
            EXPECT_NE(document.find(in(text.words, language)), std::string::npos) << text.id;
        }
    }
}

TEST_F(ShippedRulebook, differs_from_itself_in_nothing) {
    EXPECT_TRUE(diff(*book, *book).empty());
}

TEST_F(ShippedRulebook, names_each_setting_that_differs) {
    struct Case {
        const char* key;
        const char* before;
        const char* after;
        void (*change)(Rulebook&);
    };
    const Case cases[]{
        {"version", "1", "2", [](Rulebook& b) { b.version = 2; }},
        {"counting.closing_time", "24:00", "17:30",
         [](Rulebook& b) { b.counting.closing_minute = 1050; }},
        {"limits.complex", "13 working_days", "15 working_days",
         [](Rulebook& b) { b.limits.completion[LimitClass::complex].amount = WorkingDays{15}; }},
        {"limits.first_contact", "1 natural_days", "1 working_days",
         [](Rulebook& b) { b.limits.first_contact.amount = WorkingDays{1}; }},
        {"limits.return_window.clause", "7.1", "7.5",
         [](Rulebook& b) { b.limits.return_window.clause = "7.5"; }},
        {"extension.days", "15, 30, 60, 90", "15, 30",
         [](Rulebook& b) {
             b.extension.days = {15, 30};
         }},
        {"rules.site_not_visited", "flag", "block",
         [](Rulebook& b) {
             b.strengths[static_cast<std::size_t>(Rule::site_not_visited)] = Strength::block;
         }},
        {"feedback.unresolved_needs_principal", "true", "false",
         [](Rulebook& b) { b.feedback.unresolved_needs_principal = false; }},
        {"repeats.not_counted", "praise, consultation", "praise",
         [](Rulebook& b) { b.repeats.not_counted.pop_back(); }},
        {"supervision.cluster", "7 natural_days", "5 working_days",
         [](Rulebook& b) { b.supervision.cluster = WorkingDays{5}; }},
        {"half_year.first_due", "07-31", "08-15",
         [](Rulebook& b) {
             b.half_year.first_due = {8, 15};
         }},
        {"routes.market", "dept-market", "office",
         [](Rulebook& b) {
             for (Route& route : b.routes) {
                 route.unit = route.field == "market" ? "office" : route.unit;
             }
         }},
        {"lint.reply_unsolved_words.exception_allowed", "true", "false",
         [](Rulebook& b) { b.lint[1].exception_allowed = false; }},
    };
    for (const Case& one : cases) {
        Rulebook after = *book;
        one.change(after);
        const std::vector<Difference> found = diff(*book, after);
        ASSERT_EQ(found.size(), 1U) << one.key;
        EXPECT_EQ(found[0].key, one.key);
        EXPECT_EQ(found[0].before, one.before);
        EXPECT_EQ(found[0].after, one.after);
    }
}

TEST_F(ShippedRulebook, names_what_was_added_and_taken_away) {
    Rulebook after = *book;
    after.lint[0].patterns.push_back({"办不到", {}, {}, {}});
    after.profiles.pop_back();
    after.clauses.front().words.zh += "。";
    const std::vector<Difference> found = diff(*book, after);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].key, "profiles.special_demand");
    EXPECT_TRUE(found[0].after.empty());
    EXPECT_EQ(found[1].key, "clauses.2");
    EXPECT_EQ(found[2].key, "lint.reply_ground.办不到");
    EXPECT_TRUE(found[2].before.empty());
}

} // namespace
} // namespace chengban::rulebook
