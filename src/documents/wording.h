// How an office writes days, times, numbers and what is missing.
#pragma once

#include "base/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chengban::documents {

// What the input does not say is marked for a person to fill in, never invented.
inline constexpr std::string_view k_blank = "（待填）";

std::string or_blank(std::string_view text);

std::string day_words(Day day); // 2026年11月25日
std::string day_words(std::optional<Day> day);
std::string time_words(Instant at); // 2026年11月25日9时05分
std::string time_words(std::optional<Instant> at);
// A limit is exclusive; people read «24时» of the day before.
std::string due_words(std::optional<Instant> due);

// 沪房督〔2026〕3号
std::string reference_number(std::string_view prefix, std::int32_t year, std::int64_t number);

std::string chinese_number(int number); // 1–99: 一, 十二

} // namespace chengban::documents
