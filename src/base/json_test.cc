#include "base/json.h"

#include <gtest/gtest.h>

namespace chengban {
namespace {

std::string code_of(std::string_view text, const JsonLimits& limits = {}) {
    const Result<json::value> parsed = parse_json(text, limits);
    return parsed ? "accepted" : parsed.error().reasons.front().code;
}

TEST(Json, refuses_duplicate_keys_at_every_depth) {
    EXPECT_EQ(code_of(R"({"a":1,"a":2})"), "duplicate_key");
    EXPECT_EQ(code_of(R"([{"b":{"c":1,"c":1}}])"), "duplicate_key");
    EXPECT_EQ(code_of(R"({"a":{"a":1},"b":{"a":1}})"), "accepted");
    EXPECT_EQ(code_of(R"({"\u0061":1,"a":2})"), "duplicate_key");
}

TEST(Json, refuses_broken_text) {
    EXPECT_EQ(code_of("\"\xC3\x28\""), "broken_utf8");
    EXPECT_EQ(code_of("\"\xB7\xBF\xB9\xDC\""), "broken_utf8"); // GB 18030
    EXPECT_EQ(code_of(R"("\ud800")"), "bad_json");             // lone surrogate
    EXPECT_EQ(code_of(R"("\udc00x")"), "bad_json");
    EXPECT_EQ(code_of(R"({"a":"x\u0000y"})"), "control_character");
    EXPECT_EQ(code_of(std::string_view("\"a\0b\"", 5)), "bad_json");
    EXPECT_EQ(code_of(R"("\ud83d\ude00")"), "accepted");
    EXPECT_EQ(code_of("{} x"), "bad_json");
    EXPECT_EQ(code_of(""), "bad_json");
    EXPECT_EQ(code_of("{\"a\":"), "bad_json");
}

TEST(Json, has_limits) {
    std::string deep(100, '[');
    EXPECT_EQ(code_of(deep + std::string(100, ']')), "json_too_deep");
    EXPECT_EQ(code_of("\"" + std::string(100, 'x') + "\"", {.bytes_max = 50}), "json_too_large");
}

TEST(Json, names_the_duplicate) {
    EXPECT_EQ(parse_json(R"({"title":1,"title":2})").error().reasons.front().field, "title");
}

TEST(Json, canonical_form_is_sorted_and_stable) {
    const json::value value =
        *parse_json(R"({ "b": [1, true, null], "a": {"z":"\u4e2d\n","y":-5}})");
    const std::string canonical = canonical_json(value);
    EXPECT_EQ(canonical, R"({"a":{"y":-5,"z":"中\n"},"b":[1,true,null]})");
    EXPECT_EQ(canonical_json(*parse_json(canonical)), canonical);
    EXPECT_THROW(canonical_json(json::value(1.5)), Bug);
}

} // namespace
} // namespace chengban
