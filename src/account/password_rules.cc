#include "account/password_rules.h"

#include "account/common_passwords.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chengban::account {

namespace {

// Where a key lies on the common keyboard; rows and columns differ by one between neighbours.
struct Key {
    int row = -10;
    int column = -10;
};

Key key_of(char32_t c) {
    constexpr std::array<std::u32string_view, 4> k_rows{U"1234567890-=", U"qwertyuiop[]",
                                                        U"asdfghjkl;'", U"zxcvbnm,./"};
    for (std::size_t row = 0; row < k_rows.size(); ++row) {
        const std::size_t column = k_rows[row].find(c);
        if (column != std::u32string_view::npos) {
            return {static_cast<int>(row), static_cast<int>(column)};
        }
    }
    return {};
}

// The same character again, the next one of the alphabet or of the digits, a neighbour on the
// keyboard.
bool continues(char32_t before, char32_t now) {
    const auto alphanumeric = [](char32_t c) {
        return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z');
    };
    if (before == now) {
        return true;
    }
    if (alphanumeric(before) && alphanumeric(now) && (before + 1 == now || now + 1 == before)) {
        return true;
    }
    const Key a = key_of(before);
    const Key b = key_of(now);
    return a.row >= 0 && b.row >= 0 && std::abs(a.row - b.row) <= 1 &&
           std::abs(a.column - b.column) <= 1;
}

// How many choices the characters hold: a run of three or more that follow from each other is one.
std::size_t choices_in(std::u32string_view key) {
    std::size_t choices = 0;
    for (std::size_t begin = 0; begin < key.size();) {
        std::size_t end = begin + 1;
        while (end < key.size() && continues(key[end - 1], key[end])) {
            ++end;
        }
        choices += end - begin >= 3 ? 1 : end - begin;
        begin = end;
    }
    return choices;
}

// «abcabcabcab» is «abc» again and again.
std::u32string_view repeated_block(std::u32string_view key) {
    for (std::size_t period = 1; period <= key.size() / 2; ++period) {
        bool repeats = true;
        for (std::size_t i = period; i < key.size() && repeats; ++i) {
            repeats = key[i] == key[i - period];
        }
        if (repeats) {
            return key.substr(0, period);
        }
    }
    return key;
}

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool is_letter(char32_t c) {
    const bool ascii_sign = c < 0x80 && !(c >= U'a' && c <= U'z');
    return !ascii_sign;
}

// «p@ssw0rd» → «password»
std::u32string spelt_out(std::u32string_view key) {
    constexpr std::u32string_view k_signs = U"@$!|013457";
    constexpr std::u32string_view k_letters = U"asiioleast";
    std::u32string out(key);
    for (char32_t& c : out) {
        const std::size_t at = k_signs.find(c);
        if (at != std::u32string_view::npos) {
            c = k_letters[at];
        }
    }
    return out;
}

std::u32string letters_of(std::u32string_view key) {
    std::u32string letters;
    std::copy_if(key.begin(), key.end(), std::back_inserter(letters), is_letter);
    return letters;
}

constexpr std::size_t k_word_max = 24;

bool is_listed(std::u32string_view word) {
    return common_words().contains(to_utf8(word)) ||
           common_words().contains(to_utf8(spelt_out(word)));
}

// A word of the list, and beside it nothing but digits, signs and perhaps a second word.
bool is_common(std::u32string_view key) {
    for (std::size_t begin = 0; begin < key.size(); ++begin) {
        const std::size_t longest = std::min(k_word_max, key.size() - begin);
        for (std::size_t length = 1; length <= longest; ++length) {
            if (!is_listed(key.substr(begin, length))) {
                continue;
            }
            const std::u32string rest =
                letters_of(key.substr(0, begin)) + letters_of(key.substr(begin + length));
            if (rest.empty() || is_listed(rest)) {
                return true;
            }
        }
    }
    return letters_of(key).empty();
}

// A number has few choices, whatever it is of: a telephone, a birthday, an identity card.
bool is_mostly_number(std::u32string_view key) {
    return std::count_if(key.begin(), key.end(), [](char32_t c) { return !is_digit(c); }) < 4;
}

constexpr std::size_t k_choices_min = 6;
constexpr std::size_t k_own_word_min = 2; // shorter ones are part of too much
constexpr std::size_t k_beside_own_words_min = 8;

bool leans_on_own_word(std::u32string_view key, std::span<const std::string> own_words) {
    std::u32string rest(key);
    for (const std::string& word : own_words) {
        const std::u32string folded = text::fold_key(word);
        if (folded.size() < k_own_word_min) {
            continue;
        }
        for (std::size_t at = rest.find(folded); at != rest.npos; at = rest.find(folded)) {
            rest.erase(at, folded.size());
        }
    }
    return rest.size() != key.size() && rest.size() < k_beside_own_words_min;
}

} // namespace

CommonWords::CommonWords(std::string_view lines) {
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        const std::string_view line = trim(lines.substr(0, end));
        if (!line.empty() && !line.starts_with("#!")) {
            words_.push_back(text::fold_key_utf8(line));
        }
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    std::sort(words_.begin(), words_.end());
    words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
}

bool CommonWords::contains(std::string_view folded) const {
    return std::binary_search(words_.begin(), words_.end(), folded);
}

const CommonWords& common_words() {
    static const CommonWords words(std::string(openwall_words()) + "\n" +
                                   std::string(chinese_words()));
    return words;
}

std::optional<Problem> password_problem(std::string_view password, std::size_t min_code_points,
                                        std::span<const std::string> own_words,
                                        std::string_view field) {
    Problem found;
    const auto add = [&](const char* code, std::string zh, std::string en) {
        found.reasons.push_back({code, {}, std::string(field), {std::move(zh), std::move(en)}});
    };
    const std::size_t length = code_points(password);
    if (length < min_code_points) {
        add("password_too_short", fmt::format("口令至少 {} 个字符", min_code_points),
            fmt::format("a password has at least {} characters", min_code_points));
    }
    if (length > k_password_max) {
        add("password_too_long", fmt::format("口令至多 {} 个字符", k_password_max),
            fmt::format("a password has at most {} characters", k_password_max));
        return found;
    }
    const std::u32string key = text::fold_key(password);
    if (is_mostly_number(key) || is_common(repeated_block(key))) {
        add("password_common", "口令过于常见，容易被猜出；可用几个互不相关的词组成",
            "this password is too common; several unrelated words make a good one");
    } else if (choices_in(repeated_block(key)) < k_choices_min) {
        add("password_predictable", "口令由连续、重复或键盘相邻的字符组成",
            "this password follows the alphabet or the keyboard, or repeats itself");
    }
    if (leans_on_own_word(key, own_words)) {
        add("password_own_name", "口令不能以姓名、账号或单位名为主",
            "a password may not rest on your name, account or unit");
    }
    return found.reasons.empty() ? std::nullopt : std::optional(std::move(found));
}

} // namespace chengban::account
