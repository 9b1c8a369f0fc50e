// Times as spreadsheets hold them. A time without zone is +08:00 here, and only here.
#pragma once

#include "base/instant.h"
#include "tabular/table_reader.h"

#include <string_view>

namespace chengban::tabular {

// Reads a date serial (also in a cell not formatted as a date, within the years below), and text:
// 2019/2/28 11:25:05, 2019-02-28 11:25, 2019.2.28, 2019年2月28日 11时25分, 下午 3:25, RFC 3339 with
// a zone; digits and signs may be full-width. A day alone is its 00:00. Refuses years outside
// 1990–2099, impossible days and times, faulty and empty cells; `field` names the place.
Result<Instant> parse_sheet_time(const Cell& cell, std::string_view field);

// A serial of the 1900 system in days, to the millisecond.
Instant instant_of_serial(double serial);
double serial_of(Instant instant);
double serial_of(Day day);

} // namespace chengban::tabular
