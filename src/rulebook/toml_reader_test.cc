#include "rulebook/toml_reader.h"

#include "rulebook/rule.h"

#include <gtest/gtest.h>

namespace chengban::rulebook {
namespace {

TEST(TomlReader, suggests_the_nearest_word_only_when_it_is_near) {
    const std::vector<std::string> known{"general", "complex", "review"};
    EXPECT_EQ(nearest_word("complx", known), "complex");
    EXPECT_EQ(nearest_word("cmoplex", known), "complex");
    EXPECT_EQ(nearest_word("reviews", known), "review");
    EXPECT_EQ(nearest_word("urgent", known), "");
    EXPECT_EQ(nearest_word("", known), "");
    EXPECT_EQ(nearest_word(std::string(10'000, 'x'), known), "");
}

TEST(TomlReader, knows_tokens) {
    EXPECT_TRUE(is_setting_token("district-310101"));
    EXPECT_TRUE(is_setting_token("a"));
    for (const char* bad : {"", "1a", "-a", "A", "a b", "a.b", "中"}) {
        EXPECT_FALSE(is_setting_token(bad)) << bad;
    }
    EXPECT_FALSE(is_setting_token(std::string(61, 'a')));
}

TEST(TomlReader, keeps_lines_of_keys_tables_and_list_items) {
    const Result<TomlValue> file = parse_toml("a = 1\n[t]\nb = [\n  \"x\",\n  2,\n]\n", "f.toml");
    ASSERT_TRUE(file);
    TomlErrors errors("f.toml");
    TomlTable top(errors, *file, "");
    EXPECT_EQ(top.integer("a", 1, 5), 1);
    std::optional<TomlTable> table = top.table("t");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->texts("b"), std::vector<std::string>{"x"});
    table->finish();
    top.finish();
    const Problem problem = errors.take();
    ASSERT_EQ(problem.reasons.size(), 1U);
    EXPECT_EQ(problem.reasons[0].field, "f.toml:5: t.b[1]");
    EXPECT_EQ(problem.reasons[0].words.zh, "「t.b[1]」应为文字，现为整数");
}

TEST(TomlReader, refuses_every_wrong_type_and_goes_on) {
    const Result<TomlValue> file =
        parse_toml("a = \"x\"\nb = 1\nc = 1.5\nd = 2026-01-01\ne = []\n", "f.toml");
    ASSERT_TRUE(file);
    TomlErrors errors("f.toml");
    TomlTable top(errors, *file, "");
    EXPECT_EQ(top.integer("a", 0, 9), std::nullopt);
    EXPECT_EQ(top.text("b"), "");
    EXPECT_EQ(top.boolean("c"), std::nullopt);
    EXPECT_TRUE(top.tables("d").empty());
    EXPECT_EQ(top.day("e"), std::nullopt);
    EXPECT_EQ(top.choice<Strength>("a"), std::nullopt);
    const Problem problem = errors.take();
    EXPECT_EQ(problem.reasons.size(), 6U);
}

TEST(TomlReader, refuses_what_its_parser_does_not_survive) {
    const auto line_of_refusal = [](const std::string& text) {
        const Result<TomlValue> file = parse_toml(text, "f.toml");
        return file ? std::string("none") : file.error().reasons.front().field;
    };
    EXPECT_EQ(line_of_refusal("a = 1\né = 2\n"), "f.toml:2");
    EXPECT_EQ(line_of_refusal("a = 1\nb = 2 　\n"), "f.toml:2");
    EXPECT_EQ(line_of_refusal("a = \"x\nb = 1\n"), "f.toml:1");
    EXPECT_EQ(line_of_refusal("a = '''x\n\n"), "f.toml:3");
    EXPECT_EQ(line_of_refusal("\"\\\"\".a" + std::string(100, '.') + " = 1"), "f.toml:1");
    for (const char* sound :
         {"\xEF\xBB\xBF# 注释\n\"键\" = '值\"' # 注释 \"\n",
          "a = \"\"\"中\n\"\"文\"\"\"\"\"\nb = 1\n", "a = '''\\'''\nb = \"\\\"é\"\n",
          "a = [\n 'é', # é\n]\n", "a = \"\"\nb = ''\n"}) {
        EXPECT_EQ(line_of_refusal(sound), "none") << sound;
    }
}

TEST(TomlReader, repeats_no_control_characters_of_the_file_in_messages) {
    const Result<TomlValue> file = parse_toml("\"a\\u001b[31m\" = 1\n", "f.toml");
    ASSERT_TRUE(file);
    TomlErrors errors("f.toml");
    TomlTable top(errors, *file, "");
    top.finish();
    const Problem problem = errors.take();
    ASSERT_EQ(problem.reasons.size(), 1U);
    EXPECT_EQ(problem.reasons[0].field.find('\x1b'), std::string::npos);
    EXPECT_EQ(problem.reasons[0].words.en.find('\x1b'), std::string::npos);
}

} // namespace
} // namespace chengban::rulebook
