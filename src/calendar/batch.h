// The engine of `chengban deadline --batch`: one JSON object a line in, one line out, in order.
//
//   {"id":"1","start":"2026-09-30T10:00:00+08:00","working_days":5}
//   {"id":"1","due":"2026-10-14T00:00:00+08:00","provisional":false}
//
// `id` is a string of 1–200 characters or an integer and comes back as it was given. Exactly one of
// `working_days`, `natural_days` (rolled), `hours`, `class` says how long. A line that cannot be
// answered gives, in its place, {"id":…,"error":{"code":…,"field":…,"zh":…,"en":…}} with the first
// thing wrong; the id is null when it cannot be read.
#pragma once

#include "calendar/deadline.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace chengban::calendar {

inline constexpr std::size_t k_batch_line_bytes_max = 64 * 1024;

class BatchCalculator {
public:
    // The rulebook's limits by class name; empty when there is no such class.
    using ClassLookup = std::function<std::optional<Amount>(std::string_view name)>;

    BatchCalculator(Calendar calendar, Counting counting, ClassLookup lookup);

    // Without a line end, neither in nor out. Safe to call from many threads if the lookup is.
    std::string answer(std::string_view json_line) const;
    void append_answer(std::string_view json_line, std::string& out) const;

    // The strict parser alone; `answer` gives the same bytes and is faster on plain lines.
    std::string answer_strictly(std::string_view json_line) const;

private:
    struct Question;

    std::optional<Amount> amount_of_class(std::string_view name) const;
    bool answer_plain(std::string_view line, std::string& out) const;
    Result<Question> read(std::string_view line, std::string& id) const;
    void append_due(std::string_view id, const Due& due, std::string& out) const;

    Calendar calendar_;
    Counting counting_;
    ClassLookup lookup_;
};

} // namespace chengban::calendar
