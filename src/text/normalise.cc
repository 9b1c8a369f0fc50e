#include "text/normalise.h"

#include "base/utf8.h"
#include "text/fold.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <optional>

namespace chengban::text {

namespace {

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool is_one_of(char32_t c, std::u32string_view set) {
    return set.find(c) != std::u32string_view::npos;
}

// ---- phones

constexpr std::u32string_view k_between_phones = U"、，,；;/／|｜或和及与\n";
constexpr std::u32string_view k_extension_marks = U"转轉#＃xX";
constexpr std::u32string_view k_wide_plus = U"+＋";

char32_t ascii_digit(char32_t c) {
    return c >= U'０' && c <= U'９' ? c - U'０' + U'0' : c;
}

bool is_mobile(std::string_view digits) {
    return digits.size() == 11 && digits.front() == '1';
}

std::string without_country(std::string digits, bool plus) {
    std::string rest;
    if (plus && digits.starts_with("86")) {
        rest = digits.substr(2);
    } else if (digits.starts_with("0086")) {
        rest = digits.substr(4);
    } else if (digits.starts_with("86") && is_mobile(std::string_view(digits).substr(2))) {
        rest = digits.substr(2);
    } else {
        return digits;
    }
    if (rest.empty()) {
        return digits;
    }
    // «(0)21» after the country code already carries the trunk 0.
    return is_mobile(rest) || rest.front() == '0' ? rest : "0" + rest;
}

class PhoneReader {
public:
    void take(char32_t raw) {
        const char32_t c = ascii_digit(raw);
        if (is_digit(c)) {
            if (!in_extension_) {
                digits_.push_back(static_cast<char>(c));
            }
        } else if (is_one_of(c, k_between_phones)) {
            finish();
        } else if (is_one_of(c, k_extension_marks)) {
            in_extension_ = !digits_.empty();
        } else if (is_one_of(c, k_wide_plus)) {
            finish();
            plus_ = true;
        } else if (u_isUWhiteSpace(static_cast<UChar32>(c)) != 0) {
            if (is_mobile(without_country(digits_, plus_))) {
                finish();
            }
        }
    }

    std::vector<std::string> done() {
        finish();
        return std::move(phones_);
    }

private:
    void finish() {
        if (!digits_.empty()) {
            std::string phone = without_country(std::move(digits_), plus_);
            if (std::find(phones_.begin(), phones_.end(), phone) == phones_.end()) {
                phones_.push_back(std::move(phone));
            }
        }
        digits_.clear();
        plus_ = false;
        in_extension_ = false;
    }

    std::vector<std::string> phones_;
    std::string digits_;
    bool plus_ = false;
    bool in_extension_ = false;
};

// ---- addresses

constexpr std::u32string_view k_house_words = U"号弄幢栋座楼室层单房";
constexpr std::u32string_view k_building_words = U"栋座幢";
constexpr std::u32string_view k_numerals = U"零一二三四五六七八九";

std::optional<std::uint32_t> numeral_digit(char32_t c) {
    if (c == U'〇') {
        return 0;
    }
    if (c == U'两') {
        return 2;
    }
    const std::size_t at = k_numerals.find(c);
    if (at == std::u32string_view::npos) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(at);
}

std::uint32_t numeral_unit(char32_t c) {
    return c == U'十' ? 10 : c == U'百' ? 100 : c == U'千' ? 1000 : 0;
}

bool is_numeral(char32_t c) {
    return numeral_digit(c).has_value() || numeral_unit(c) != 0;
}

// «二〇一» → «201», «二十三» → «23», «一百零五» → «105»
std::u32string numeral_value(std::u32string_view run) {
    const bool has_units =
        std::any_of(run.begin(), run.end(), [](char32_t c) { return numeral_unit(c) != 0; });
    std::u32string result;
    if (!has_units) {
        for (const char32_t c : run) {
            result.push_back(U'0' + *numeral_digit(c));
        }
        return result;
    }
    std::uint32_t sum = 0;
    std::uint32_t pending = 0;
    for (const char32_t c : run) {
        if (const std::uint32_t unit = numeral_unit(c); unit != 0) {
            sum += std::max<std::uint32_t>(pending, 1) * unit;
            pending = 0;
        } else {
            pending = *numeral_digit(c);
        }
    }
    return to_code_points(std::to_string(sum + pending));
}

constexpr std::size_t k_numeral_length_max = 7; // 九千九百九十九

std::u32string with_digits(std::u32string_view key) {
    std::u32string result;
    std::size_t at = 0;
    while (at < key.size()) {
        std::size_t end = at;
        while (end < key.size() && is_numeral(key[end])) {
            ++end;
        }
        const bool counts = end > at && end - at <= k_numeral_length_max && end < key.size() &&
                            is_one_of(key[end], k_house_words);
        if (end == at) {
            result.push_back(key[at++]);
        } else {
            const std::u32string_view run = key.substr(at, end - at);
            result += counts ? numeral_value(run) : std::u32string(run);
            at = end;
        }
    }
    return result;
}

bool is_hyphen(char32_t c) {
    return c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == U'~';
}

std::u32string unified(std::u32string_view key) {
    std::u32string result;
    for (std::size_t i = 0; i < key.size(); ++i) {
        const char32_t c = key[i];
        const bool after_digit = !result.empty() && is_digit(result.back());
        const bool before_digit = i + 1 < key.size() && is_digit(key[i + 1]);
        if (after_digit && c == U'号' && i + 1 < key.size() && key[i + 1] == U'楼') {
            result.push_back(U'幢');
            ++i;
        } else if (after_digit && is_one_of(c, k_building_words)) {
            result.push_back(U'幢');
        } else if (after_digit && c == U'房') {
            result.push_back(U'室');
        } else if (after_digit && c == U'#') {
            result.push_back(U'号');
        } else if (is_hyphen(c)) {
            if (after_digit && before_digit) {
                result.push_back(U'-');
            }
        } else if (u_isalnum(static_cast<UChar32>(c)) != 0) {
            result.push_back(c);
        }
    }
    return result;
}

} // namespace

std::vector<std::string> normalise_phones(std::string_view text) {
    PhoneReader reader;
    for (const char32_t c : to_code_points(text)) {
        reader.take(c);
    }
    return reader.done();
}

std::string normalise_phone(std::string_view text) {
    std::vector<std::string> phones = normalise_phones(text);
    return phones.empty() ? std::string() : std::move(phones.front());
}

std::string normalise_address(std::string_view text, const std::vector<std::string>& prefixes) {
    const std::u32string key = fold_key(text);
    std::u32string_view rest = key;
    for (const std::string& prefix : prefixes) {
        const std::u32string folded = fold_key(prefix);
        if (rest.starts_with(folded)) {
            rest.remove_prefix(folded.size());
        }
    }
    return to_utf8(unified(with_digits(rest)));
}

} // namespace chengban::text
