// The folding of every code point, computed once from ICU's data and then read without locks.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::text {

class FoldTable {
public:
    static const FoldTable& instance();

    // Appends the folding of `code_point` by calling put(char32_t) once for each result.
    template <class Put>
    void fold(char32_t code_point, Put&& put) const {
        if (code_point >= k_code_points) [[unlikely]] {
            return;
        }
        const std::uint16_t page = page_of_[code_point >> k_page_bits];
        if (page == 0) {
            put(code_point);
            return;
        }
        const std::uint32_t entry = pages_[page][code_point & (k_page_size - 1)];
        if (entry < k_code_points) {
            put(static_cast<char32_t>(entry));
            return;
        }
        const std::uint32_t length = (entry >> k_length_shift) & k_length_mask;
        const std::uint32_t start = entry & k_offset_mask;
        for (std::uint32_t i = 0; i < length; ++i) {
            put(expansions_[start + i]);
        }
    }

    static std::string version();

private:
    static constexpr std::uint32_t k_code_points = 0x110000;
    static constexpr std::uint32_t k_page_bits = 8;
    static constexpr std::uint32_t k_page_size = 1U << k_page_bits;
    // An expansion: flag in bit 31, length in bits 24–30, place in `expansions_` in bits 0–23.
    static constexpr std::uint32_t k_expansion = 1U << 31;
    static constexpr std::uint32_t k_length_shift = 24;
    static constexpr std::uint32_t k_length_mask = 0x7F;
    static constexpr std::uint32_t k_offset_mask = 0xFFFFFF;

    using Page = std::array<std::uint32_t, k_page_size>;

    FoldTable();
    void set(char32_t code_point, std::u32string_view folded);

    std::array<std::uint16_t, (k_code_points >> k_page_bits)> page_of_{}; // 0 = unchanged
    std::vector<Page> pages_;
    std::u32string expansions_;
};

} // namespace chengban::text
