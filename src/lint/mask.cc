#include "lint/mask.h"

#include "base/utf8.h"
#include "lint/personal_data.h"

#include <algorithm>

namespace chengban::lint {

namespace {

constexpr std::u32string_view k_house_words = U"弄号室楼栋幢座层单组户房门村支甲乙";
constexpr std::u32string_view k_numerals = U"零〇一二三四五六七八九十百廿卅";

bool is_digit(char32_t c) {
    return (c >= U'0' && c <= U'9') || (c >= U'０' && c <= U'９');
}
bool is_letter(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}
bool is_sign(char32_t c) {
    return is_digit(c) || is_letter(c);
}

// The first `head` and last `tail` signs stay, those between become stars; what is too short to
// hide anything that way is hidden whole.
std::string starred(std::u32string_view text, std::size_t head, std::size_t tail) {
    std::u32string out;
    const std::size_t signs = static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char32_t c) { return is_sign(c); }));
    const bool whole = signs < head + tail + 3;
    std::size_t seen = 0;
    for (const char32_t c : text) {
        if (!is_sign(c)) {
            out += c;
            continue;
        }
        const bool shown = !whole && (seen < head || seen >= signs - tail);
        out += shown ? c : U'*';
        ++seen;
    }
    return to_utf8(out);
}

std::string masked(PersonalDatum kind, std::u32string_view text) {
    switch (kind) {
    case PersonalDatum::identity_number:
        return starred(text, 1, 1);
    case PersonalDatum::mobile:
        return starred(text, 3, 4);
    case PersonalDatum::bank_card:
        return starred(text, 0, 4);
    case PersonalDatum::landline:
        return starred(text, 3, 2);
    case PersonalDatum::plate:
        return starred(text, 1, 1);
    case PersonalDatum::email:
        return starred(text, 1, 0);
    case PersonalDatum::service_line: // an office's, nobody's own
        return to_utf8(text);
    }
    return {};
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

} // namespace

std::string mask_phone(std::string_view phone) {
    const std::size_t length = phone.size();
    if (length < 7) {
        return std::string(length, '*');
    }
    return std::string(phone.substr(0, 3)) + std::string(length - 7, '*') +
           std::string(phone.substr(length - 4));
}

std::string mask_name(std::string_view name) {
    const std::string_view first = first_code_points(name, 1);
    const std::size_t rest = code_points(name) - (name.empty() ? 0 : 1);
    return std::string(first) + std::string(std::max<std::size_t>(rest, 2), '*');
}

std::string mask_identity_number(std::string_view number) {
    return starred(to_code_points(number), 1, 1);
}

std::string mask_house_numbers(std::string_view address) {
    const std::u32string text = to_code_points(address);
    std::u32string out;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        const bool digits = is_digit(text[i]);
        while (end < text.size() &&
               (digits ? is_sign(text[end]) : k_numerals.find(text[end]) != k_numerals.npos)) {
            ++end;
        }
        if (end == i) {
            out += text[i++];
            continue;
        }
        // «二路» and «60公路» name a road; «二号», «60弄» and a bare number a house.
        const char32_t next = end < text.size() ? text[end] : U'\0';
        const bool house = digits ? next != U'路' && next != U'公'
                                  : k_house_words.find(next) != k_house_words.npos;
        if (house) {
            out += U'*';
        } else {
            out.append(text, i, end - i);
        }
        i = end;
    }
    return to_utf8(out);
}

std::string mask_personal_data(std::string_view text, std::string_view citizen_name) {
    const std::u32string plain = to_code_points(text);
    std::string out;
    std::size_t at = 0;
    for (const FoundDatum& found : find_personal_data(plain)) {
        out += to_utf8(std::u32string_view(plain).substr(at, found.begin - at));
        out += masked(found.kind,
                      std::u32string_view(plain).substr(found.begin, found.end - found.begin));
        at = found.end;
    }
    out += to_utf8(std::u32string_view(plain).substr(at));
    if (code_points(citizen_name) >= 2) {
        replace_all(out, citizen_name, mask_name(citizen_name));
    }
    return out;
}

bool has_personal_data(std::string_view text, std::string_view citizen_name) {
    return mask_personal_data(text, citizen_name) != text;
}

} // namespace chengban::lint
