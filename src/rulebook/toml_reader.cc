#include "rulebook/toml_reader.h"

#include "base/utf8.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::rulebook {

namespace {

struct KindWords {
    std::string_view zh;
    std::string_view en;
};

KindWords kind_words(TomlValue::Kind kind) {
    switch (kind) {
    case TomlValue::Kind::text:
        return {"文字", "a text"};
    case TomlValue::Kind::integer:
        return {"整数", "an integer"};
    case TomlValue::Kind::floating:
        return {"小数", "a decimal number"};
    case TomlValue::Kind::boolean:
        return {"true 或 false", "true or false"};
    case TomlValue::Kind::day:
        return {"日期（年-月-日）", "a day (year-month-day)"};
    case TomlValue::Kind::time:
        return {"时间", "a time"};
    case TomlValue::Kind::list:
        return {"列表", "a list"};
    case TomlValue::Kind::table:
        return {"表", "a table"};
    }
    unreachable("kind_words");
}

// Typing mistakes between two words: insertions, deletions, changes and swapped neighbours.
std::size_t typing_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        last[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, changed});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        before = last;
        last = row;
    }
    return last[b.size()];
}

constexpr std::size_t k_shown_max = 60; // code points of a word of the file repeated in a message
constexpr std::size_t k_compared_max = 80;

std::string shown(std::string_view word) {
    std::string out;
    for (const char c : first_code_points(word, k_shown_max)) {
        const auto byte = static_cast<unsigned char>(c);
        out.push_back(byte < 0x20 || byte == 0x7F ? '?' : c);
    }
    return out;
}

} // namespace

std::string nearest_word(std::string_view word, const std::vector<std::string>& known) {
    if (word.size() > k_compared_max) {
        return {};
    }
    std::string best;
    std::size_t best_distance = std::min<std::size_t>(3, std::max<std::size_t>(1, word.size() / 3));
    for (const std::string& candidate : known) {
        if (candidate.size() > k_compared_max) {
            continue;
        }
        const std::size_t distance = typing_distance(word, candidate);
        if (distance < best_distance || (distance == best_distance && best.empty())) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

bool is_setting_token(std::string_view text) {
    if (text.empty() || text.size() > 60 || text.front() < 'a' || text.front() > 'z') {
        return false;
    }
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

// ---- TomlErrors ----

std::uint32_t TomlErrors::line_of(std::string_view path) const {
    for (;;) {
        if (const auto found = lines_.find(path); found != lines_.end()) {
            return found->second;
        }
        const std::size_t cut = path.find_last_of(".[");
        if (cut == std::string_view::npos) {
            return 1;
        }
        path = path.substr(0, cut);
    }
}

void TomlErrors::refuse(const std::string& path, std::string code, std::string zh, std::string en,
                        std::string clause) {
    // Far more is kept than shown, so that the first lines of the file win over the first checks.
    if (reasons_.size() >= 100 * k_toml_errors_max) {
        ++dropped_;
        return;
    }
    const std::uint32_t line = line_of(path);
    reasons_.push_back({line,
                        {std::move(code),
                         std::move(clause),
                         fmt::format("{}:{}: {}", file_name_, line, shown(path)),
                         {std::move(zh), std::move(en)}}});
}

Problem TomlErrors::take() {
    std::stable_sort(reasons_.begin(), reasons_.end(),
                     [](const Found& a, const Found& b) { return a.line < b.line; });
    Problem problem;
    const bool cut = reasons_.size() > k_toml_errors_max;
    const std::size_t listed = cut ? k_toml_errors_max - 1 : reasons_.size();
    for (std::size_t i = 0; i < listed; ++i) {
        problem.reasons.push_back(std::move(reasons_[i].reason));
    }
    if (cut) {
        const std::size_t more = reasons_.size() - listed + dropped_;
        problem.reasons.push_back({"too_many_errors",
                                   {},
                                   file_name_,
                                   {fmt::format("另有 {} 处错误未列出", more),
                                    fmt::format("{} more errors are not listed", more)}});
    }
    reasons_.clear();
    return problem;
}

// ---- TomlTable ----

TomlTable::TomlTable(TomlErrors& errors, const TomlValue& value, std::string path)
    : errors_(&errors), value_(&value), path_(std::move(path)) {
    if (!path_.empty()) {
        errors_->remember(path_, value.line);
    }
    has_type(value, path_, Kind::table);
}

std::string TomlTable::path_of(std::string_view key) const {
    if (key.empty()) {
        return path_;
    }
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

std::string TomlTable::item_path(std::string_view key, std::size_t index) const {
    return fmt::format("{}[{}]", path_of(key), index);
}

const TomlValue* TomlTable::find(std::string_view key) {
    known_.emplace(key);
    for (const TomlEntry& entry : value_->entries) {
        if (entry.key == key) {
            errors_->remember(path_of(key), entry.line);
            return &entry.value;
        }
    }
    return nullptr;
}

const TomlValue* TomlTable::need(std::string_view key, std::string_view code) {
    const TomlValue* found = find(key);
    if (found == nullptr && is_table()) {
        refuse(key, std::string(code), fmt::format("缺少「{}」", path_of(key)),
               fmt::format("\"{}\" is missing", path_of(key)));
    }
    return found;
}

bool TomlTable::has_type(const TomlValue& value, const std::string& path, Kind kind) {
    if (value.kind == kind) {
        return true;
    }
    const KindWords wanted = kind_words(kind);
    const KindWords found = kind_words(value.kind);
    errors_->refuse(path, "wrong_type",
                    fmt::format("「{}」应为{}，现为{}", shown(path), wanted.zh, found.zh),
                    fmt::format("\"{}\" must be {}, it is {}", shown(path), wanted.en, found.en));
    return false;
}

const TomlValue* TomlTable::typed(const TomlValue* value, std::string_view key, Kind kind) {
    return value != nullptr && has_type(*value, path_of(key), kind) ? value : nullptr;
}

bool TomlTable::text_is_good(const TomlValue& value, const std::string& path, TextBounds bounds) {
    if (!has_type(value, path, Kind::text)) {
        return false;
    }
    const std::size_t length = code_points(value.text);
    if (length < bounds.min || length > bounds.max) {
        errors_->refuse(path, "wrong_length",
                        fmt::format("「{}」有 {} 个字，应为 {}–{} 个字", shown(path), length,
                                    bounds.min, bounds.max),
                        fmt::format("\"{}\" has {} characters, allowed are {}–{}", shown(path),
                                    length, bounds.min, bounds.max));
        return false;
    }
    if (has_control(value.text) || (length > 0 && trim(value.text).empty())) {
        errors_->refuse(path, "bad_text", fmt::format("「{}」含控制字符或只有空白", shown(path)),
                        fmt::format("\"{}\" holds control characters or only blanks", shown(path)));
        return false;
    }
    return true;
}

std::string TomlTable::checked_text(const TomlValue* value, std::string_view key,
                                    TextBounds bounds) {
    if (value == nullptr || !text_is_good(*value, path_of(key), bounds)) {
        return {};
    }
    return value->text;
}

std::string TomlTable::checked_token(const TomlValue* value, std::string_view key) {
    std::string word = checked_text(value, key, {});
    if (!word.empty() && !is_setting_token(word)) {
        refuse(key, "bad_token",
               fmt::format("「{}」应由小写字母开头，只含小写字母、数字、_ 和 -", path_of(key)),
               fmt::format("\"{}\" must start with a lower-case letter and hold only lower-case "
                           "letters, digits, _ and -",
                           path_of(key)));
        return {};
    }
    return word;
}

std::string TomlTable::text(std::string_view key, TextBounds bounds) {
    return checked_text(need(key), key, bounds);
}

std::string TomlTable::optional_text(std::string_view key, TextBounds bounds) {
    return checked_text(find(key), key, bounds);
}

std::string TomlTable::token(std::string_view key) {
    return checked_token(need(key), key);
}

std::string TomlTable::optional_token(std::string_view key) {
    return checked_token(find(key), key);
}

Words TomlTable::words() {
    Words words;
    words.zh = text("zh");
    words.en = text("en");
    return words;
}

std::optional<std::int64_t> TomlTable::integer(std::string_view key, std::int64_t min,
                                               std::int64_t max) {
    const TomlValue* value = typed(need(key), key, Kind::integer);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->integer < min || value->integer > max) {
        refuse(
            key, "out_of_range",
            fmt::format("「{}」为 {}，应在 {}–{} 之间", path_of(key), value->integer, min, max),
            fmt::format("\"{}\" is {}, allowed are {}–{}", path_of(key), value->integer, min, max));
        return std::nullopt;
    }
    return value->integer;
}

std::optional<bool> TomlTable::boolean(std::string_view key) {
    const TomlValue* value = typed(need(key), key, Kind::boolean);
    return value == nullptr ? std::nullopt : std::optional(value->boolean);
}

std::optional<Day> TomlTable::day(std::string_view key) {
    return need(key) == nullptr ? std::nullopt : optional_day(key);
}

std::optional<Day> TomlTable::optional_day(std::string_view key) {
    const TomlValue* value = typed(find(key), key, Kind::day);
    if (value == nullptr) {
        return std::nullopt;
    }
    const std::int32_t year = year_month_day(value->day).year;
    if (year < k_year_min || year > k_year_max) {
        refuse(key, "out_of_range",
               fmt::format("「{}」的年份应在 {}–{} 之间", path_of(key), k_year_min, k_year_max),
               fmt::format("the year of \"{}\" must be within {}–{}", path_of(key), k_year_min,
                           k_year_max));
        return std::nullopt;
    }
    return value->day;
}

std::vector<std::string> TomlTable::checked_texts(const TomlValue* value, std::string_view key,
                                                  TextBounds bounds) {
    std::vector<std::string> out;
    const TomlValue* list = typed(value, key, Kind::list);
    if (list == nullptr) {
        return out;
    }
    for (std::size_t i = 0; i < list->items.size(); ++i) {
        const TomlValue& item = list->items[i];
        const std::string path = item_path(key, i);
        errors_->remember(path, item.line);
        if (text_is_good(item, path, bounds)) {
            out.push_back(item.text);
        }
    }
    return out;
}

std::vector<std::string> TomlTable::texts(std::string_view key, TextBounds bounds) {
    return checked_texts(need(key), key, bounds);
}

std::vector<std::string> TomlTable::optional_texts(std::string_view key, TextBounds bounds) {
    return checked_texts(find(key), key, bounds);
}

std::vector<std::int64_t> TomlTable::integers(std::string_view key, std::int64_t min,
                                              std::int64_t max) {
    std::vector<std::int64_t> out;
    const TomlValue* list = typed(need(key), key, Kind::list);
    if (list == nullptr) {
        return out;
    }
    for (std::size_t i = 0; i < list->items.size(); ++i) {
        const TomlValue& item = list->items[i];
        const std::string path = item_path(key, i);
        errors_->remember(path, item.line);
        if (!has_type(item, path, Kind::integer)) {
            continue;
        }
        if (item.integer < min || item.integer > max) {
            errors_->refuse(
                path, "out_of_range",
                fmt::format("「{}」为 {}，应在 {}–{} 之间", path, item.integer, min, max),
                fmt::format("\"{}\" is {}, allowed are {}–{}", path, item.integer, min, max));
            continue;
        }
        out.push_back(item.integer);
    }
    return out;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) {
    return need(key) == nullptr ? std::nullopt : optional_table(key);
}

std::optional<TomlTable> TomlTable::optional_table(std::string_view key) {
    const TomlValue* value = find(key);
    return value == nullptr
               ? std::nullopt
               : std::optional<TomlTable>(std::in_place, *errors_, *value, path_of(key));
}

std::vector<TomlTable> TomlTable::checked_tables(const TomlValue* value, std::string_view key) {
    std::vector<TomlTable> out;
    const TomlValue* list = typed(value, key, Kind::list);
    if (list == nullptr) {
        return out;
    }
    out.reserve(list->items.size());
    for (std::size_t i = 0; i < list->items.size(); ++i) {
        out.emplace_back(*errors_, list->items[i], item_path(key, i));
    }
    return out;
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
    return checked_tables(need(key), key);
}

std::vector<TomlTable> TomlTable::optional_tables(std::string_view key) {
    return checked_tables(find(key), key);
}

void TomlTable::refuse_choice(std::string_view word, const std::string& path,
                              const std::vector<std::string>& known) {
    const std::string near = nearest_word(word, known);
    const std::string all = fmt::format("{}", fmt::join(known, ", "));
    errors_->refuse(path, "not_in_list",
                    fmt::format("「{}」不是可选项{}；可选：{}", shown(word),
                                near.empty() ? "" : fmt::format("，是否应为「{}」", near), all),
                    fmt::format("\"{}\" is no choice here{}; choices: {}", shown(word),
                                near.empty() ? "" : fmt::format(", did you mean \"{}\"?", near),
                                all));
}

void TomlTable::finish() {
    // A key that is still missing is the likelier suggestion.
    const std::vector<std::string> known(known_.begin(), known_.end());
    std::vector<std::string> missing = known;
    for (const TomlEntry& entry : value_->entries) {
        std::erase(missing, entry.key);
    }
    for (const TomlEntry& entry : value_->entries) {
        if (known_.contains(entry.key)) {
            continue;
        }
        const std::string path = path_of(entry.key);
        errors_->remember(path, entry.line);
        std::string near = nearest_word(entry.key, missing);
        near = near.empty() ? nearest_word(entry.key, known) : near;
        errors_->refuse(
            path, "unknown_key",
            fmt::format("不认识的键「{}」{}", shown(path),
                        near.empty() ? "" : fmt::format("，是否应为「{}」？", near)),
            fmt::format("unknown key \"{}\"{}", shown(path),
                        near.empty() ? "" : fmt::format(", did you mean \"{}\"?", near)));
    }
}

} // namespace chengban::rulebook
