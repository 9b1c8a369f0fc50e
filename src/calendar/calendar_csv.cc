#include "calendar/calendar.h"

#include "base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace chengban::calendar {

namespace {

constexpr std::string_view k_header = "date,kind,name";
constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

class CsvReader {
public:
    CsvReader(std::string_view text, std::string_view file_name)
        : text_(text), file_name_(file_name) {}

    Result<std::vector<CalendarRow>> read();

private:
    bool full() const { return reasons_.size() >= k_calendar_errors_max; }
    std::optional<std::string_view> next_line();
    void read_row(std::string_view line);
    std::optional<std::vector<std::string>> cells_of(std::string_view line);
    void check_pair(const CalendarRow& row);
    void refuse(std::string code, std::string_view column, std::string_view zh,
                std::string_view en);

    std::string_view text_;
    std::string_view file_name_;
    std::size_t at_ = 0;
    std::size_t line_number_ = 0;
    std::vector<CalendarRow> rows_;
    std::map<Day, CalendarRow> first_of_day_;
    std::vector<Reason> reasons_;
};

void CsvReader::refuse(std::string code, std::string_view column, std::string_view zh,
                       std::string_view en) {
    const std::string place =
        fmt::format("{}:{}{}{}", file_name_, line_number_, column.empty() ? "" : ":", column);
    reasons_.push_back(
        Reason{std::move(code),
               {},
               place,
               {fmt::format("{} 第 {} 行{}{}{}：{}", file_name_, line_number_,
                            column.empty() ? "" : " ", column, column.empty() ? "" : " 列", zh),
                fmt::format("{} line {}{}{}: {}", file_name_, line_number_,
                            column.empty() ? "" : ", column ", column, en)}});
}

std::optional<std::string_view> CsvReader::next_line() {
    if (at_ >= text_.size()) {
        return std::nullopt;
    }
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view line = text_.substr(at_, end - at_);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    at_ = end + 1;
    ++line_number_;
    return line;
}

std::optional<std::vector<std::string>> CsvReader::cells_of(std::string_view line) {
    std::vector<std::string> cells(1);
    for (std::size_t i = 0; i < line.size() && cells.size() <= 3; ++i) {
        if (line[i] == ',') {
            cells.emplace_back();
            continue;
        }
        if (line[i] != '"' || !cells.back().empty()) {
            cells.back() += line[i];
            continue;
        }
        for (++i;; ++i) {
            if (i >= line.size()) {
                refuse("open_quote", {}, "引号没有结束", "a quote is not closed");
                return std::nullopt;
            }
            if (line[i] == '"' && (i + 1 >= line.size() || line[i + 1] != '"')) {
                break;
            }
            i += line[i] == '"' ? 1U : 0U;
            cells.back() += line[i];
        }
        if (i + 1 < line.size() && line[i + 1] != ',') {
            refuse("text_after_quote", {}, "引号之后应为逗号或行尾",
                   "a closing quote must be followed by a comma or the line's end");
            return std::nullopt;
        }
    }
    if (cells.size() != 3) {
        refuse("wrong_columns", {}, fmt::format("列数不对，应为 3 列：{}", k_header),
               fmt::format("there must be 3 columns: {}", k_header));
        return std::nullopt;
    }
    return cells;
}

void CsvReader::check_pair(const CalendarRow& row) {
    const auto [first, is_new] = first_of_day_.try_emplace(row.day, row);
    if (!is_new) {
        const Reason pair = fault_of_pair(row, first->second);
        refuse(pair.code, pair.field, pair.words.zh, pair.words.en);
    }
}

void CsvReader::read_row(std::string_view line) {
    const std::optional<std::vector<std::string>> cells = cells_of(line);
    if (!cells) {
        return;
    }
    const std::size_t faults_before = reasons_.size();
    const Result<Day> day = parse_day((*cells)[0], "date");
    if (!day) {
        const Reason& reason = day.error().reasons.front();
        refuse(reason.code, "date", reason.words.zh, reason.words.en);
    }
    const std::optional<DayKind> kind = from_token<DayKind>((*cells)[1]);
    if (!kind && !full()) {
        const std::string_view shown = first_code_points((*cells)[1], 40);
        refuse("bad_kind", "kind", fmt::format("「{}」应为 holiday 或 makeup_workday", shown),
               fmt::format("\"{}\" must be holiday or makeup_workday", shown));
    }
    if (reasons_.size() != faults_before) {
        return;
    }
    CalendarRow row{*day, *kind, std::string(trim((*cells)[2]))};
    if (const std::optional<Reason> found = fault_of(row)) {
        refuse(found->code, found->field, found->words.zh, found->words.en);
    }
    if (!full()) {
        check_pair(row);
    }
    rows_.push_back(std::move(row));
}

Result<std::vector<CalendarRow>> CsvReader::read() {
    if (text_.size() > k_calendar_bytes_max) {
        refuse("file_too_large", {}, fmt::format("文件超过 {} 字节", k_calendar_bytes_max),
               fmt::format("the file is larger than {} bytes", k_calendar_bytes_max));
        return Failure{Problem{std::move(reasons_)}};
    }
    if (const std::size_t broken = first_broken_utf8(text_); broken != std::string_view::npos) {
        const std::string_view before = text_.substr(0, broken);
        line_number_ = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
        refuse("broken_utf8", {}, "不是有效的 UTF-8 文字，请将文件另存为 UTF-8",
               "not valid UTF-8, save the file as UTF-8");
        return Failure{Problem{std::move(reasons_)}};
    }
    if (text_.starts_with(k_byte_order_mark)) {
        text_.remove_prefix(k_byte_order_mark.size());
    }
    const std::optional<std::string_view> header = next_line();
    if (!header || *header != k_header) {
        line_number_ = 1;
        refuse("wrong_header", {}, fmt::format("首行应为 {}", k_header),
               fmt::format("the first line must be {}", k_header));
        return Failure{Problem{std::move(reasons_)}};
    }
    while (const std::optional<std::string_view> line = next_line()) {
        if (full()) {
            break;
        }
        if (rows_.size() >= k_calendar_rows_max) {
            refuse("too_many_rows", {}, fmt::format("超过 {} 行", k_calendar_rows_max),
                   fmt::format("more than {} rows", k_calendar_rows_max));
            break;
        }
        if (!trim(*line).empty()) {
            read_row(*line);
        }
    }
    if (reasons_.empty() && rows_.empty()) {
        refuse("no_rows", {}, "没有任何放假或调休行", "there is no row of a holiday or workday");
    }
    if (!reasons_.empty()) {
        return Failure{Problem{std::move(reasons_)}};
    }
    return std::move(rows_);
}

std::string quoted_if_needed(const std::string& name) {
    if (name.find_first_of(",\"") == std::string::npos) {
        return name;
    }
    std::string quoted = "\"";
    for (const char c : name) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + '"';
}

} // namespace

Result<std::vector<CalendarRow>> parse_calendar_csv(std::string_view text,
                                                    std::string_view file_name) {
    return CsvReader(text, file_name).read();
}

std::string to_csv(std::span<const CalendarRow> rows) {
    std::string text(k_header);
    text += '\n';
    for (const CalendarRow& row : rows) {
        text += fmt::format("{},{},{}\n", to_string(row.day), token(row.kind),
                            quoted_if_needed(row.name));
    }
    return text;
}

} // namespace chengban::calendar
