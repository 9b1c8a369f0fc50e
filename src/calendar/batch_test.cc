#include "calendar/batch.h"
#include "calendar/oracle_compare.h"
#include "calendar/test_calendar.h"

#include "base/json.h"
#include "base/utf8.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <ctime>

namespace chengban::calendar {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::optional<Amount> regulation_class(std::string_view name) {
    if (name == "urgent") {
        return Hours{2};
    }
    if (name == "general") {
        return WorkingDays{5};
    }
    if (name == "复杂") {
        return WorkingDays{13};
    }
    return std::nullopt;
}

const BatchCalculator& batch() {
    static const BatchCalculator calculator(china(), {}, regulation_class);
    return calculator;
}

TEST(Batch, answers_each_way_of_saying_how_long) {
    struct Row {
        const char* line;
        const char* answer;
    };
    for (
        const Row& row : {
            Row{R"({"id":"1","start":"2026-09-30T10:00:00+08:00","working_days":5})",
                R"({"id":"1","due":"2026-10-14T00:00:00+08:00","provisional":false})"},
            Row{R"({"id": 42, "start": "2026-09-30T02:00:00Z", "class": "general"})",
                R"({"id":42,"due":"2026-10-14T00:00:00+08:00","provisional":false})"},
            Row{R"({"hours":2,"start":"2026-12-31T23:30:00.25+08:00","id":"h"})",
                R"({"id":"h","due":"2027-01-01T01:30:00.250+08:00","provisional":false})"},
            Row{R"({"id":"n","start":"2026-12-01T10:00:00+08:00","natural_days":90})",
                R"({"id":"n","due":"2027-03-02T00:00:00+08:00","provisional":true})"},
            Row{R"({"id":"工单①\n","start":"2026-09-30T10:00:00+08:00","class":"复杂"})",
                R"({"id":"工单①\n","due":"2026-10-24T00:00:00+08:00","provisional":false})"},
            Row{R"({"id":18446744073709551615,"start":"2026-09-30T10:00:00+08:00","hours":2})",
                R"({"id":18446744073709551615,"due":"2026-09-30T12:00:00+08:00","provisional":false})"},
            Row{"\t{\"id\":-7,\"start\":\"2026-09-30T10:00:00+08:00\",\"hours\":2} \r",
                R"({"id":-7,"due":"2026-09-30T12:00:00+08:00","provisional":false})"},
        }) {
        EXPECT_EQ(batch().answer(row.line), row.answer);
        EXPECT_EQ(batch().answer_strictly(row.line), row.answer);
    }
}

// What is wrong, with the id and field named.
void expect_error(std::string_view line, std::string_view id, std::string_view code,
                  std::string_view field) {
    const std::string answer = batch().answer(line);
    EXPECT_THAT(answer,
                StartsWith(fmt::format(R"({{"id":{},"error":{{"code":"{}","field":"{}","zh":")", id,
                                       code, field)))
        << line;
    EXPECT_TRUE(parse_json(answer)) << answer;
    EXPECT_EQ(answer, batch().answer_strictly(line));
}

TEST(Batch, answers_a_bad_line_in_its_place) {
    expect_error("", "null", "bad_json", "");
    expect_error("nonsense", "null", "bad_json", "");
    expect_error("[]", "null", "wrong_type", "");
    expect_error("{}", "null", "missing_field", "id");
    expect_error(R"({"id":"1"})", R"("1")", "missing_amount", "working_days");
    expect_error(R"({"id":"1","hours":2})", R"("1")", "missing_field", "start");
    expect_error(R"({"id":1.5,"hours":2})", "null", "wrong_type", "id");
    expect_error(R"({"id":"","hours":2})", "null", "bad_id", "id");
    expect_error(R"({"id":null,"hours":2})", "null", "wrong_type", "id");
    expect_error(fmt::format(R"({{"id":"{}","hours":2}})", std::string(201, 'x')), "null", "bad_id",
                 "id");
    expect_error(R"({"id":"1","id":"2","hours":2})", "null", "duplicate_key", "id");
    expect_error("{\"id\":\"\xFF\",\"hours\":2}", "null", "broken_utf8", "");
    expect_error(R"({"id":"a\u0000","hours":2})", "null", "control_character", "id");
    expect_error(fmt::format(R"({{"id":"{}"}})", std::string(k_batch_line_bytes_max, 'x')), "null",
                 "json_too_large", "");
    const std::string start = R"({"id":1,"start":"2026-09-30T10:00:00+08:00",)";
    expect_error(start + R"("hours":2,"working_days":3})", "1", "several_amounts", "working_days");
    expect_error(start + R"("days":2})", "1", "unknown_field", "days");
    expect_error(start + R"("hours":2,"due":"x"})", "1", "unknown_field", "due");
    expect_error(start + R"("hours":"2"})", "1", "wrong_type", "hours");
    expect_error(start + R"("hours":2.0})", "1", "wrong_type", "hours");
    expect_error(start + R"("hours":1e1})", "1", "wrong_type", "hours");
    expect_error(start + R"("hours":null})", "1", "wrong_type", "hours");
    expect_error(start + R"("hours":0})", "1", "amount_out_of_range", "hours");
    expect_error(start + R"("hours":-1})", "1", "amount_out_of_range", "hours");
    expect_error(start + R"("hours":100001})", "1", "amount_out_of_range", "hours");
    expect_error(start + R"("working_days":4294967297})", "1", "amount_out_of_range",
                 "working_days");
    expect_error(start + R"("natural_days":18446744073709551615})", "1", "amount_out_of_range",
                 "natural_days");
    expect_error(start + R"("class":"none"})", "1", "unknown_class", "class");
    expect_error(start + R"("class":5})", "1", "wrong_type", "class");
}

TEST(Batch, refuses_starts_that_are_no_supported_instant) {
    const auto line = [](std::string_view start) {
        return fmt::format(R"({{"id":"1","start":"{}","working_days":5}})", start);
    };
    const std::string id = R"("1")";
    expect_error(line("1899-12-31T10:00:00+08:00"), id, "year_out_of_range", "start");
    expect_error(line("2999-01-01T10:00:00+08:00"), id, "year_out_of_range", "start");
    expect_error(line("1989-12-31T10:00:00+08:00"), id, "year_out_of_range", "start");
    expect_error(line("1990-01-01T00:00:00+09:00"), id, "year_out_of_range", "start");
    expect_error(line("2099-12-31T23:00:00-08:00"), id, "year_out_of_range", "start");
    expect_error(line("2026-09-30T10:00:00"), id, "time_without_zone", "start");
    expect_error(line("2026-09-30"), id, "bad_instant", "start");
    expect_error(line("2026-02-29T10:00:00+08:00"), id, "bad_instant", "start");
    expect_error(line("2026-09-30T24:00:00+08:00"), id, "bad_instant", "start");
    expect_error(line("二〇二六年九月三十日上午十点整二〇二六年"), id, "bad_instant", "start");
    expect_error(line("2099-12-31T10:00:00+08:00"), id, "due_out_of_range", "working_days");
    expect_error(R"({"id":"1","start":20260930,"hours":2})", id, "wrong_type", "start");
}

TEST(Batch, without_classes_every_class_is_unknown) {
    const BatchCalculator calculator(china(), {}, nullptr);
    EXPECT_THAT(calculator.answer(R"({"id":1,"start":"2026-09-30T10:00:00+08:00","class":"x"})"),
                HasSubstr("unknown_class"));
}

TEST(Batch, Clause_5_2_closing_time_reaches_the_batch) {
    const BatchCalculator calculator(china(), {Counting::Mode::whole_days, 1050}, nullptr);
    EXPECT_EQ(calculator.answer(R"({"id":1,"start":"2026-09-30T10:00:00+08:00","working_days":5})"),
              R"({"id":1,"due":"2026-10-13T17:30:00+08:00","provisional":false})");
}

std::string random_line(oracle::Dice& dice) {
    constexpr std::array<std::string_view, 4> k_keys{"working_days", "natural_days", "hours",
                                                     "class"};
    constexpr std::array<std::string_view, 6> k_values{"5",           "0",     "013",
                                                       "\"general\"", "\"x\"", "2147483648"};
    constexpr std::array<std::string_view, 3> k_gaps{"", " ", "  "};
    const oracle::Moment start{oracle::random_date(dice, 2014, 2026), oracle::random_time(dice)};
    const auto pick = [&](const auto& list) {
        return list[static_cast<std::size_t>(dice.roll(static_cast<int>(list.size())))];
    };
    const std::string value =
        dice.roll(3) == 0 ? std::string(pick(k_values)) : fmt::format("{}", dice.roll(500));
    const std::string id = dice.roll(2) == 0
                               ? fmt::format("{}", dice.roll(1'000'000))
                               : fmt::format("\"工{} /<{}\"", dice.roll(9), dice.roll(9));
    return fmt::format("{{{0}\"id\":{0}{1},\"start\":{0}\"{2}\",{0}\"{3}\":{0}{4}{0}}}",
                       pick(k_gaps), id, oracle::text_of(start), pick(k_keys), value);
}

// The fast reader may only ever say what the strict parser says, on good lines and on damaged ones.
TEST(Batch, both_readers_agree_on_300000_lines) {
    oracle::Dice dice(5);
    constexpr std::string_view k_pieces = "{}[]\":,\\ue0159-+.TZ \t\r\n\xE5\x7F\0aid";
    int answered = 0;
    for (int i = 0; i < 300'000; ++i) {
        std::string line = random_line(dice);
        if (dice.roll(2) == 0) {
            for (int edits = dice.roll(3); edits >= 0; --edits) {
                line[static_cast<std::size_t>(dice.roll(static_cast<int>(line.size())))] =
                    k_pieces[static_cast<std::size_t>(
                        dice.roll(static_cast<int>(k_pieces.size())))];
            }
        }
        const std::string answer = batch().answer(line);
        ASSERT_EQ(answer, batch().answer_strictly(line)) << line;
        ASSERT_TRUE(is_utf8(answer)) << line;
        ASSERT_EQ(answer.find('\n'), std::string::npos) << line;
        answered += answer.find("\"due\":") != std::string::npos ? 1 : 0;
    }
    EXPECT_GT(answered, 80'000);
}

TEST(Batch, Clause_5_2_agrees_with_the_day_stepping_oracle) {
    const oracle::Oracle clerk(china_csv());
    oracle::Dice dice(6);
    for (int i = 0; i < 20'000; ++i) {
        oracle::Moment start{oracle::random_date(dice, 2014, 2026), oracle::random_time(dice)};
        const int days = 1 + dice.roll(30);
        const oracle::Answer expected = clerk.working_days(start, days, 86'400'000);
        EXPECT_EQ(batch().answer(fmt::format(R"({{"id":{},"start":"{}","working_days":{}}})", i,
                                             oracle::text_of(start), days)),
                  fmt::format(R"({{"id":{},"due":"{}","provisional":{}}})", i, expected.due,
                              expected.provisional));
    }
}

} // namespace
} // namespace chengban::calendar
