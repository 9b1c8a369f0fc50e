#include "lint/personal_data.h"

#include "base/instant.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace chengban::lint {

namespace {

// ASCII of a full-width form, otherwise the code point itself.
char32_t narrowed(char32_t c) {
    return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}
bool is_upper(char32_t c) {
    return c >= U'A' && c <= U'Z';
}
bool is_letter(char32_t c) {
    return is_upper(c) || (c >= U'a' && c <= U'z');
}
bool is_alphanumeric(char32_t c) {
    return is_digit(c) || is_letter(c);
}
bool is_blank(char32_t c) {
    return c == U' ' || c == 0x3000 || c == 0xA0 || c == U'\t';
}
bool is_hyphen(char32_t c) {
    return c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

// A run of digits, and how it hangs together with the run before it.
struct Run {
    enum class Joint { none, blank, hyphen, bracket };

    std::size_t begin = 0;
    std::size_t end = 0;
    std::string digits;
    Joint joint = Joint::none;
    bool letter_before = false; // directly, and not «tel» or the like
    bool letter_after = false;
    bool masked = false; // an asterisk touches it
};

constexpr std::size_t k_joint_max = 2; // characters between two runs of one number

// Codes such as UU0081440 are no telephone numbers, but «Tel13812345678» is one.
bool follows_code_letters(std::u32string_view text, std::size_t at) {
    std::u32string letters;
    while (at > 0 && is_letter(narrowed(text[at - 1])) && letters.size() < 8) {
        --at;
        const char32_t c = narrowed(text[at]);
        letters.insert(letters.begin(), is_upper(c) ? c + 32 : c);
    }
    return !letters.empty() && letters != U"tel" && letters != U"phone" && letters != U"mobile" &&
           letters != U"mob" && letters != U"t" && letters != U"p" && letters != U"m";
}

Run::Joint joint_between(std::u32string_view between) {
    if (between.empty() || between.size() > k_joint_max) {
        return Run::Joint::none;
    }
    bool hyphen = false;
    bool bracket = false;
    for (const char32_t raw : between) {
        const char32_t c = narrowed(raw);
        hyphen = hyphen || is_hyphen(c);
        bracket = bracket || c == U')';
        if (!is_blank(c) && !is_hyphen(c) && c != U')') {
            return Run::Joint::none;
        }
    }
    return bracket ? Run::Joint::bracket : hyphen ? Run::Joint::hyphen : Run::Joint::blank;
}

std::vector<Run> digit_runs(std::u32string_view text) {
    std::vector<Run> runs;
    std::size_t at = 0;
    while (at < text.size()) {
        if (!is_digit(narrowed(text[at]))) {
            ++at;
            continue;
        }
        Run run;
        run.begin = at;
        while (at < text.size() && is_digit(narrowed(text[at]))) {
            run.digits.push_back(static_cast<char>(narrowed(text[at])));
            ++at;
        }
        run.end = at;
        run.letter_before = follows_code_letters(text, run.begin);
        run.letter_after = at < text.size() && is_letter(narrowed(text[at]));
        run.masked = (run.begin > 0 && narrowed(text[run.begin - 1]) == U'*') ||
                     (at < text.size() && narrowed(text[at]) == U'*');
        if (!runs.empty()) {
            run.joint = joint_between(text.substr(runs.back().end, run.begin - runs.back().end));
        }
        runs.push_back(std::move(run));
    }
    return runs;
}

// ---- Identity numbers (GB 11643) ----

bool is_province(std::string_view digits) {
    constexpr std::array<std::string_view, 34> k_provinces{
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34",
        "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52",
        "53", "54", "61", "62", "63", "64", "65", "71", "81", "82"};
    return std::find(k_provinces.begin(), k_provinces.end(), digits.substr(0, 2)) !=
           k_provinces.end();
}

std::int32_t number_of(std::string_view digits) {
    std::int32_t number = 0;
    for (const char c : digits) {
        number = number * 10 + (c - '0');
    }
    return number;
}

bool is_birthday(std::int32_t year, std::string_view month_day) {
    return year >= 1900 && year <= k_year_max &&
           is_valid({year, number_of(month_day.substr(0, 2)), number_of(month_day.substr(2, 2))});
}

bool has_identity_check(std::string_view digits, char last) {
    constexpr std::array k_weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    constexpr std::string_view k_checks = "10X98765432";
    int sum = 0;
    for (std::size_t i = 0; i < k_weights.size(); ++i) {
        sum += (digits[i] - '0') * k_weights[i];
    }
    return k_checks[static_cast<std::size_t>(sum % 11)] == last;
}

bool is_identity_18(std::string_view digits, char last) {
    return is_province(digits) &&
           is_birthday(number_of(digits.substr(6, 4)), digits.substr(10, 4)) &&
           has_identity_check(digits, last);
}

bool is_identity_15(std::string_view digits) {
    return is_province(digits) &&
           digits.find_first_not_of(digits.front()) != std::string_view::npos &&
           is_birthday(1900 + number_of(digits.substr(6, 2)), digits.substr(8, 4));
}

// ---- Bank cards (ISO/IEC 7812) ----

bool is_bank_card(std::string_view digits) {
    constexpr std::string_view k_first_digits = "34569";
    if (digits.size() < 16 || digits.size() > 19 ||
        k_first_digits.find(digits.front()) == std::string_view::npos) {
        return false;
    }
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const int digit = digits[digits.size() - 1 - i] - '0';
        const int twice = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += i % 2 == 1 ? twice : digit;
    }
    const bool one_digit = digits.find_first_not_of(digits.front()) == std::string_view::npos;
    return sum % 10 == 0 && !one_digit;
}

// ---- The search over groups of runs ----

class Finder {
public:
    explicit Finder(std::u32string_view text) : text_(text), runs_(digit_runs(text)) {}

    std::vector<FoundDatum> find() {
        find_plates();
        find_emails();
        std::size_t at = 0;
        while (at < runs_.size()) {
            const std::size_t used = find_number(at);
            at += std::max<std::size_t>(1, used);
        }
        std::sort(found_.begin(), found_.end(),
                  [](const FoundDatum& a, const FoundDatum& b) { return a.begin < b.begin; });
        return drop_overlaps();
    }

private:
    struct Group {
        std::string digits;
        std::vector<std::size_t> lengths;
    };

    // How many runs from `at` make a number; 0 when none.
    std::size_t find_number(std::size_t at) {
        const Run& first = runs_[at];
        if (first.masked) {
            return 0;
        }
        for (std::size_t count = longest_group(at); count >= 1; --count) {
            const Group group = group_of(at, count);
            const Run& last = runs_[at + count - 1];
            if (const std::size_t extra = identity_end(group, first, last); extra != 0) {
                return add(PersonalDatum::identity_number, at, count, extra - last.end);
            }
            if (first.letter_before || last.letter_after || last.masked) {
                continue;
            }
            if (is_mobile(group, at)) {
                return add(PersonalDatum::mobile, at, count);
            }
            if (has_card_groups(group) && is_bank_card(group.digits)) {
                return add(PersonalDatum::bank_card, at, count);
            }
            if (is_service_line(group)) {
                return add(PersonalDatum::service_line, at, count);
            }
            if (is_landline(group, at)) {
                return add(PersonalDatum::landline, at, count);
            }
        }
        return 0;
    }

    std::size_t longest_group(std::size_t at) const {
        constexpr std::size_t k_runs_max = 19;
        std::size_t count = 1;
        while (at + count < runs_.size() && count < k_runs_max &&
               runs_[at + count].joint != Run::Joint::none) {
            ++count;
        }
        return count;
    }

    Group group_of(std::size_t at, std::size_t count) const {
        Group group;
        for (std::size_t i = at; i < at + count; ++i) {
            group.digits += runs_[i].digits;
            group.lengths.push_back(runs_[i].digits.size());
        }
        return group;
    }

    std::size_t add(PersonalDatum kind, std::size_t at, std::size_t count, std::size_t extra = 0) {
        found_.push_back({kind, runs_[at].begin, runs_[at + count - 1].end + extra});
        return count;
    }

    static bool shaped(const Group& group, std::initializer_list<std::size_t> lengths) {
        return std::equal(group.lengths.begin(), group.lengths.end(), lengths.begin(),
                          lengths.end());
    }
    static bool single_digits(const Group& group) {
        return group.lengths.size() > 1 &&
               std::all_of(group.lengths.begin(), group.lengths.end(),
                           [](std::size_t length) { return length == 1; });
    }

    // Where an identity number that begins with the group ends, 0 when it is none.
    std::size_t identity_end(const Group& group, const Run& first, const Run& last) const {
        if (first.letter_before) {
            return 0;
        }
        const bool whole = group.lengths.size() == 1 || single_digits(group);
        const std::string& digits = group.digits;
        if (digits.size() == 18 && !last.letter_after &&
            (whole || shaped(group, {6, 8, 4}) || shaped(group, {6, 4, 4, 4}))) {
            return is_identity_18(digits, digits.back()) ? last.end : 0;
        }
        if (digits.size() == 15 && group.lengths.size() == 1 && !last.letter_after) {
            return is_identity_15(digits) ? last.end : 0;
        }
        if (digits.size() == 17 &&
            (whole || shaped(group, {6, 8, 3}) || shaped(group, {6, 4, 4, 3})) &&
            is_identity_18(digits, 'X')) {
            std::size_t x = last.end;
            while (x < text_.size() && x - last.end < k_joint_max && is_blank(text_[x])) {
                ++x;
            }
            const auto is = [&](std::size_t i, auto&& test) {
                return i < text_.size() && test(narrowed(text_[i]));
            };
            const bool ends_with_x = is(x, [](char32_t c) { return c == U'X' || c == U'x'; });
            return ends_with_x && !is(x + 1, is_alphanumeric) ? x + 1 : 0;
        }
        return 0;
    }

    bool is_mobile(Group group, std::size_t at) const {
        for (const std::string_view prefix : {"0086", "086", "86", "0"}) {
            if (group.digits.size() == 11 + prefix.size() && group.digits.starts_with(prefix) &&
                group.lengths.front() > prefix.size()) {
                group.digits.erase(0, prefix.size());
                group.lengths.front() -= prefix.size();
                break;
            }
        }
        const std::string& digits = group.digits;
        if (digits.size() != 11 || digits[0] != '1' || digits[1] < '3') {
            return false;
        }
        const bool usual = group.lengths.size() == 1 || shaped(group, {3, 4, 4}) ||
                           shaped(group, {3, 8}) || shaped(group, {7, 4}) || single_digits(group);
        if (!usual) {
            return false;
        }
        // A longer number with hyphens is a code, unless what precedes is the country's prefix.
        if (runs_[at].joint == Run::Joint::hyphen) {
            const std::string& before = runs_[at - 1].digits;
            return before == "86" || before == "086" || before == "0086" || before.size() == 11;
        }
        return true;
    }

    static bool has_card_groups(const Group& group) {
        if (group.lengths.size() == 1 || single_digits(group) || shaped(group, {6, 10}) ||
            shaped(group, {6, 13}) || shaped(group, {8, 8}) || shaped(group, {8, 11})) {
            return true;
        }
        return std::all_of(group.lengths.begin(), group.lengths.end() - 1,
                           [](std::size_t length) { return length == 4; }) &&
               group.lengths.back() <= 4;
    }

    static bool is_service_line(const Group& group) {
        const bool prefix = group.digits.starts_with("400") || group.digits.starts_with("800");
        return prefix && group.digits.size() == 10 &&
               (group.lengths.size() == 1 || shaped(group, {3, 3, 4}) || shaped(group, {3, 4, 3}) ||
                shaped(group, {4, 3, 3}) || shaped(group, {3, 7}) || shaped(group, {4, 6}));
    }

    // 010, 02x or 0xxx, but never 00.
    static std::size_t area_code_length(std::string_view digits) {
        if (digits.size() < 3 || digits[0] != '0' || digits[1] == '0') {
            return 0;
        }
        return digits[1] == '1' || digits[1] == '2' ? 3 : 4;
    }

    bool is_landline(const Group& group, std::size_t at) const {
        const std::string& digits = group.digits;
        const std::size_t area = area_code_length(digits);
        const auto is_subscriber = [](std::size_t length) { return length == 7 || length == 8; };
        if (area != 0 && digits.size() > area && is_subscriber(digits.size() - area)) {
            const std::size_t first = group.lengths.front();
            return group.lengths.size() == 1 ||
                   (first == area && (group.lengths.size() == 2 || shaped(group, {area, 4, 4}) ||
                                      shaped(group, {area, 3, 4})));
        }
        const bool local = (group.lengths.size() == 1 && is_subscriber(digits.size())) ||
                           shaped(group, {4, 4}) || shaped(group, {3, 4});
        return local && digits[0] >= '2' && digits[0] <= '8' && !is_date(digits) &&
               !counts_something(runs_[at + group.lengths.size() - 1].end) &&
               follows_telephone_word(at);
    }

    static bool is_date(std::string_view digits) {
        return digits.size() == 8 && (digits.starts_with("19") || digits.starts_with("20")) &&
               is_birthday(number_of(digits.substr(0, 4)), digits.substr(4));
    }

    bool counts_something(std::size_t end) const {
        constexpr std::u32string_view k_units = U"元万亿余平米户人年月日号次件.";
        return end < text_.size() &&
               k_units.find(narrowed(text_[end])) != std::u32string_view::npos;
    }

    bool follows_telephone_word(std::size_t at) const {
        constexpr std::array<std::u32string_view, 12> k_words{U"电话", U"電話", U"热线", U"致电",
                                                              U"拨打", U"座机", U"来电", U"传真",
                                                              U"联系", U"值班", U"咨询", U"投诉"};
        constexpr std::size_t k_before = 16;
        const std::size_t end = runs_[at].begin;
        const std::u32string_view before =
            text_.substr(end - std::min(end, k_before), std::min(end, k_before));
        return std::any_of(k_words.begin(), k_words.end(), [&](std::u32string_view word) {
            return before.find(word) != std::u32string_view::npos;
        });
    }

    void find_plates() {
        constexpr std::u32string_view k_provinces =
            U"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
        for (std::size_t at = 0; at + 6 < text_.size(); ++at) {
            if (k_provinces.find(text_[at]) == std::u32string_view::npos ||
                !is_upper(narrowed(text_[at + 1]))) {
                continue;
            }
            std::size_t end = at + 2;
            if (const char32_t mark = text_[end]; mark == 0xB7 || mark == 0x2022 ||
                                                  is_blank(mark) || mark == 0x30FB ||
                                                  is_hyphen(mark)) {
                ++end;
            }
            const std::size_t first = end;
            bool digit = false;
            while (end < text_.size() && end - first < 7) {
                const char32_t c = narrowed(text_[end]);
                if (!is_digit(c) && !(is_upper(c) && c != U'I' && c != U'O')) {
                    break;
                }
                digit = digit || is_digit(c);
                ++end;
            }
            const std::size_t length = end - first;
            const bool more = end < text_.size() && is_alphanumeric(narrowed(text_[end]));
            if ((length == 5 || length == 6) && digit && !more) {
                found_.push_back({PersonalDatum::plate, at, end});
            }
        }
    }

    void find_emails() {
        const auto local = [](char32_t c) {
            return is_alphanumeric(c) || c == U'.' || c == U'_' || c == U'-' || c == U'+' ||
                   c == U'%';
        };
        for (std::size_t at = 1; at + 1 < text_.size(); ++at) {
            if (narrowed(text_[at]) != U'@') {
                continue;
            }
            std::size_t begin = at;
            while (begin > 0 && at - begin < 64 && local(narrowed(text_[begin - 1]))) {
                --begin;
            }
            std::size_t end = at + 1;
            std::size_t dot = 0;
            while (end < text_.size() && end - at < 128) {
                const char32_t c = narrowed(text_[end]);
                if (!is_alphanumeric(c) && c != U'-' && c != U'.') {
                    break;
                }
                dot = c == U'.' ? end : dot;
                ++end;
            }
            while (end > at + 1 && !is_alphanumeric(narrowed(text_[end - 1]))) {
                --end;
            }
            const bool masked = begin > 0 && narrowed(text_[begin - 1]) == U'*';
            if (begin < at && dot > at + 1 && end > dot + 1 && !masked) {
                found_.push_back({PersonalDatum::email, begin, end});
            }
        }
    }

    // A number inside an address or plate is named as the number of a person that it is.
    std::vector<FoundDatum> drop_overlaps() const {
        std::vector<FoundDatum> kept;
        for (const FoundDatum& datum : found_) {
            if (!kept.empty() && datum.begin < kept.back().end) {
                const bool heavier = datum.kind < kept.back().kind;
                kept.back() = heavier ? datum : kept.back();
            } else {
                kept.push_back(datum);
            }
        }
        return kept;
    }

    std::u32string_view text_;
    std::vector<Run> runs_;
    std::vector<FoundDatum> found_;
};

} // namespace

std::vector<FoundDatum> find_personal_data(std::u32string_view text) {
    return Finder(text).find();
}

} // namespace chengban::lint
