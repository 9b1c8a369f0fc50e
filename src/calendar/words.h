// How days and limits are written for people; private to the room.
#pragma once

#include "base/instant.h"

#include <string>

namespace chengban::calendar::words {

// «9月30日», «2026年9月30日»; "30 Sep", "30 Sep 2026"
std::string date(Day day, bool with_year, bool zh);
// «周三»; "Wed"
std::string weekday(Day day, bool zh);
// «10月13日 17:30»: the time is counted from 00:00 of `day`, so that the end of a day reads 24:00.
// Seconds are written only where they are not zero, milliseconds never.
std::string clock(Instant at, Day day, bool with_year, bool zh);

} // namespace chengban::calendar::words
