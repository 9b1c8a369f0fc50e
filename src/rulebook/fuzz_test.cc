// Damaged rulebooks: whatever is done to the file, it is loaded or refused, never a crash, and a
// refusal always has a place and words.
#include "rulebook/rulebook.h"
#include "rulebook/shipped_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

namespace chengban::rulebook {
namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
}

// Values and marks that parsers stumble over.
constexpr std::array k_tokens{"0",
                              "-1",
                              "9223372036854775807",
                              "9223372036854775808",
                              "1e999",
                              "nan",
                              "\"\"",
                              "[]",
                              "{}",
                              "[[",
                              "]]",
                              "\"\"\"",
                              "'''",
                              "\\u0000",
                              "\\uD800",
                              "2026-02-30",
                              "=",
                              "\n",
                              "\"",
                              "#",
                              "true",
                              ".",
                              "\xEF\xBB\xBF",
                              "[limits]",
                              "general",
                              "将",
                              "07:32:00",
                              "1979-05-27T07:32:00Z"};

void damage(std::string& text, Random& random) {
    const std::size_t at = below(random, text.size());
    const std::size_t length = 1 + below(random, 40);
    switch (below(random, 7)) {
    case 0:
        text.erase(at, length);
        break;
    case 1:
        text.insert(at, k_tokens[below(random, k_tokens.size())]);
        break;
    case 2:
        text[at] = static_cast<char>(below(random, 256));
        break;
    case 3:
        text.insert(at, text.substr(below(random, text.size()), length));
        break;
    case 4:
        text.resize(at + 1);
        break;
    case 5: { // one line away
        const std::size_t begin = text.find('\n', at);
        const std::size_t end = text.find('\n', begin == std::string::npos ? begin : begin + 1);
        if (end != std::string::npos) {
            text.erase(begin, end - begin);
        }
        break;
    }
    default: // one number changed
        if (const std::size_t digit = text.find_first_of("0123456789", at);
            digit != std::string::npos) {
            text[digit] = static_cast<char>('0' + below(random, 10));
        }
        break;
    }
}

TEST(RulebookFuzz, never_crashes_on_a_damaged_file) {
    constexpr std::uint64_t k_seed = 20221220;
    Random random(k_seed);
    const std::string shipped = shipped_text();
    std::size_t loaded = 0;
    const char* wanted = std::getenv("CHENGBAN_FUZZ_ROUNDS");
    const int rounds = wanted != nullptr ? std::atoi(wanted) : 300;
    for (int round = 0; round < rounds; ++round) {
        std::string text = shipped;
        const std::size_t wounds = 1 + below(random, 4);
        for (std::size_t i = 0; i < wounds && text.size() > 1; ++i) {
            damage(text, random);
        }
        const Result<Rulebook> parsed = parse_rulebook(text, "f.toml");
        if (parsed) {
            ++loaded;
            EXPECT_FALSE(explain(*parsed, Language::zh).empty());
            continue;
        }
        ASSERT_FALSE(parsed.error().reasons.empty()) << "seed " << k_seed << " round " << round;
        for (const Reason& reason : parsed.error().reasons) {
            EXPECT_TRUE(reason.field.starts_with("f.toml"));
            EXPECT_FALSE(reason.words.zh.empty() || reason.words.en.empty());
        }
    }
    RecordProperty("loaded", static_cast<int>(loaded));
}

TEST(RulebookFuzz, bears_hostile_shapes) {
    const auto refused = [](const std::string& text) {
        return !parse_rulebook(text, "f.toml").has_value();
    };
    EXPECT_TRUE(refused("a = " + std::string(100'000, '[')));
    EXPECT_TRUE(refused("a = " + std::string(200, '[') + std::string(200, ']')));
    EXPECT_TRUE(refused(std::string(50'000, '[')));
    EXPECT_TRUE(refused("\xEF\xBB\xBF"));
    std::string keys = "a";
    for (int i = 0; i < 1'000'000; ++i) {
        keys += ".a";
    }
    EXPECT_TRUE(refused(keys + " = 1"));
    EXPECT_TRUE(refused("[" + keys + "]"));
    EXPECT_TRUE(refused("[=]\n"));
    std::string tables;
    for (int i = 0; i < 100'000; ++i) {
        tables += "a={";
    }
    EXPECT_TRUE(refused(tables));
    std::string many;
    for (int i = 0; i < 5'000; ++i) {
        many += fmt::format("k{} = {}\n", i, i);
    }
    EXPECT_TRUE(refused(many));
    EXPECT_TRUE(refused("name = \"" + std::string(1'000'000, 'x') + "\""));
}

} // namespace
} // namespace chengban::rulebook
