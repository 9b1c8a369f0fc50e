#include "casework/likeness.h"

#include "base/utf8.h"
#include "text/normalise.h"

#include <fmt/format.h>

namespace chengban::casework {

bool Likeness::links(const rulebook::MatterRules& rules) const {
    return same_phone && (per_mille >= rules.link_per_mille || (same_place && same_category));
}

bool Likeness::suggests(const rulebook::MatterRules& rules) const {
    if (same_phone) {
        return same_place || per_mille >= rules.suggest_per_mille;
    }
    return same_place && per_mille >= rules.link_per_mille;
}

bool Likeness::clusters(const rulebook::MatterRules& rules) const {
    return same_place && (same_category || per_mille >= rules.cluster_per_mille);
}

namespace {

// A lane or a house number; «3号楼» is a building of an estate, not a number in a street.
std::u32string_view numbered_place(std::u32string_view key) {
    for (const char32_t end : {U'弄', U'号'}) {
        const std::size_t at = key.find(end);
        if (at != std::u32string_view::npos && at > 0 && key[at - 1] >= U'0' &&
            key[at - 1] <= U'9' && key.substr(at + 1, 1) != U"楼") {
            return key.substr(0, at + 1);
        }
    }
    return {};
}

// The name of an estate, without the district and street before it.
std::u32string_view estate(std::u32string_view key) {
    constexpr std::size_t k_name_min = 2;
    for (const std::u32string_view end :
         {U"小区", U"新村", U"花园", U"花苑", U"家园", U"公寓", U"大厦", U"苑", U"坊", U"村"}) {
        const std::size_t at = key.find(end);
        if (at == std::u32string_view::npos) {
            continue;
        }
        const std::size_t before = key.substr(0, at).find_last_of(U"区县镇路街道");
        const std::size_t from = before == std::u32string_view::npos ? 0 : before + 1;
        if (at - from >= k_name_min) {
            return key.substr(from, at + end.size() - from);
        }
    }
    return {};
}

} // namespace

std::string place_of(std::string_view address) {
    const std::u32string key = to_code_points(text::normalise_address(address, {"上海市", "上海"}));
    const std::u32string_view numbered = numbered_place(key);
    return to_utf8(numbered.empty() ? estate(key) : numbered);
}

Likeness likeness(const Likable& a, const Likable& b) {
    Likeness result;
    result.same_phone = !a.phone_digest.empty() && a.phone_digest == b.phone_digest;
    const std::string place = place_of(a.address);
    result.same_place = !place.empty() && a.district == b.district && place == place_of(b.address);
    result.same_category = !a.category.empty() && a.category == b.category;
    const text::Similarity found = text::similarity(a.words, b.words);
    result.per_mille = found.per_mille;
    for (const text::CommonPart& part : found.common) {
        result.common.push_back(part.text);
    }
    return result;
}

std::string explain(const Likeness& likeness) {
    std::string words;
    const auto add = [&](const std::string& part) { words += (words.empty() ? "" : "；") + part; };
    if (likeness.same_phone) {
        add("同一来电号码");
    }
    if (likeness.same_place) {
        add("同一地点");
    }
    if (likeness.same_category) {
        add("同一类别");
    }
    std::string common = fmt::format("文字相似 {}%", likeness.per_mille / 10);
    for (const std::string& part : likeness.common) {
        common += (&part == &likeness.common.front() ? "：「" : "「") + part + "」";
    }
    add(common);
    return words;
}

} // namespace chengban::casework
