// Shanghai's 16 districts with their streets and towns, and some of their roads.
#pragma once

#include <span>
#include <string_view>

namespace chengban::demo {

struct District {
    std::string_view code; // of the national list, «310101»
    std::string_view name;
    std::uint32_t weight; // share of the orders
    std::span<const std::string_view> streets;
    std::span<const std::string_view> roads;
};

std::span<const District> districts();

} // namespace chengban::demo
