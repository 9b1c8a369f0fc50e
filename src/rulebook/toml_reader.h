// Reads the tables of a settings file (rulebook, organisation) and collects every mistake with its
// line and dotted key; a key nobody asked for is a mistake, and the nearest known one is suggested.
#pragma once

#include "base/enums.h"
#include "base/problem.h"
#include "rulebook/toml_value.h"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::rulebook {

inline constexpr std::size_t k_toml_errors_max = 100; // listed in one refusal

class TomlErrors {
public:
    explicit TomlErrors(std::string_view file_name) : file_name_(file_name) {}

    // The line is that of `path`, or of the nearest table around it.
    void refuse(const std::string& path, std::string code, std::string zh, std::string en,
                std::string clause = {});
    void remember(const std::string& path, std::uint32_t line) { lines_[path] = line; }
    bool empty() const { return reasons_.empty(); }
    // In the order of the lines; beyond k_toml_errors_max the last reason says how many more.
    Problem take();

private:
    struct Found {
        std::uint32_t line;
        Reason reason;
    };

    std::uint32_t line_of(std::string_view path) const;

    std::string file_name_;
    std::map<std::string, std::uint32_t, std::less<>> lines_;
    std::vector<Found> reasons_;
    std::size_t dropped_ = 0;
};

// The entry of `known` nearest to `word` by typing mistakes, empty when none is near.
std::string nearest_word(std::string_view word, const std::vector<std::string>& known);

// Lower-case letters, digits, '_' and '-', starting with a letter, up to 60.
bool is_setting_token(std::string_view text);

struct TextBounds {
    std::size_t min = 1; // code points
    std::size_t max = 500;
};

class TomlTable {
public:
    // `value` and `errors` must outlive the table. A value that is no table is refused and then
    // taken for an empty one without missing keys.
    TomlTable(TomlErrors& errors, const TomlValue& value, std::string path);

    const std::string& path() const { return path_; }
    std::string path_of(std::string_view key) const;
    bool is_table() const { return value_->kind == TomlValue::Kind::table; }
    // Whether `key` is there; it counts as known from then on.
    bool has(std::string_view key) { return find(key) != nullptr; }
    const TomlValue* find(std::string_view key);
    // A missing key is refused with `code`.
    const TomlValue* need(std::string_view key, std::string_view code = "missing_key");

    // Each returns its value, or an empty one after a refusal.
    std::string text(std::string_view key, TextBounds bounds = {});
    std::string optional_text(std::string_view key, TextBounds bounds = {});
    std::string token(std::string_view key);
    std::string optional_token(std::string_view key);
    Words words(); // keys zh and en
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t min, std::int64_t max);
    std::optional<bool> boolean(std::string_view key);
    std::optional<Day> day(std::string_view key);
    std::optional<Day> optional_day(std::string_view key);
    std::vector<std::string> texts(std::string_view key, TextBounds bounds = {});
    std::vector<std::string> optional_texts(std::string_view key, TextBounds bounds = {});
    std::vector<std::int64_t> integers(std::string_view key, std::int64_t min, std::int64_t max);
    std::optional<TomlTable> table(std::string_view key);
    std::optional<TomlTable> optional_table(std::string_view key);
    std::vector<TomlTable> tables(std::string_view key);
    std::vector<TomlTable> optional_tables(std::string_view key);

    template <Tabled E>
    std::optional<E> choice(std::string_view key) {
        const std::string word = text(key);
        return word.empty() ? std::nullopt : choose<E>(word, path_of(key));
    }
    template <Tabled E>
    std::vector<E> choices(std::string_view key) {
        std::vector<E> out;
        const std::vector<std::string> chosen = texts(key);
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            if (const std::optional<E> value = choose<E>(chosen[i], item_path(key, i))) {
                out.push_back(*value);
            }
        }
        return out;
    }

    void refuse(std::string_view key, std::string code, std::string zh, std::string en,
                std::string clause = {}) {
        errors_->refuse(path_of(key), std::move(code), std::move(zh), std::move(en),
                        std::move(clause));
    }
    // Refuses every key that nobody asked for.
    void finish();

private:
    using Kind = TomlValue::Kind;

    template <Tabled E>
    std::optional<E> choose(std::string_view word, const std::string& path) {
        const std::optional<E> value = from_token<E>(word);
        if (!value) {
            std::vector<std::string> known;
            for (const auto& row : EnumTable<E>::rows) {
                known.emplace_back(row.token);
            }
            refuse_choice(word, path, known);
        }
        return value;
    }
    void refuse_choice(std::string_view word, const std::string& path,
                       const std::vector<std::string>& known);
    std::string item_path(std::string_view key, std::size_t index) const;
    const TomlValue* typed(const TomlValue* value, std::string_view key, Kind kind);
    bool has_type(const TomlValue& value, const std::string& path, Kind kind);
    std::string checked_text(const TomlValue* value, std::string_view key, TextBounds bounds);
    std::string checked_token(const TomlValue* value, std::string_view key);
    bool text_is_good(const TomlValue& value, const std::string& path, TextBounds bounds);
    std::vector<std::string> checked_texts(const TomlValue* value, std::string_view key,
                                           TextBounds bounds);
    std::vector<TomlTable> checked_tables(const TomlValue* value, std::string_view key);

    TomlErrors* errors_;
    const TomlValue* value_;
    std::string path_;
    std::set<std::string, std::less<>> known_;
};

} // namespace chengban::rulebook
