// Our own random numbers, because those of the standard library differ between machines.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace chengban::demo {

// SplitMix64: every seed, 0 included, is a good one.
class Chance {
public:
    explicit constexpr Chance(std::uint64_t seed) : state_(seed) {}

    constexpr std::uint64_t draw() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31);
    }
    // 0 … count − 1; count ≥ 1.
    constexpr std::uint32_t below(std::uint32_t count) {
        return static_cast<std::uint32_t>((draw() >> 32) * count >> 32);
    }
    constexpr std::int32_t between(std::int32_t first, std::int32_t last) {
        return first +
               static_cast<std::int32_t>(below(static_cast<std::uint32_t>(last - first) + 1));
    }
    constexpr bool per_mille(std::uint32_t share) { return below(1000) < share; }

    template <class T>
    constexpr const T& pick(std::span<const T> list) {
        return list[below(static_cast<std::uint32_t>(list.size()))];
    }
    template <class T, std::size_t Size>
    constexpr const T& pick(const std::array<T, Size>& list) {
        return pick(std::span<const T>(list));
    }

private:
    std::uint64_t state_;
};

// The same for the same numbers, for texts that follow from an order.
constexpr std::uint64_t seed_of(std::uint64_t seed, std::uint64_t index, std::uint64_t purpose) {
    Chance chance(seed ^ (index * 0xD1342543DE82EF95U) ^ (purpose * 0xA0761D6478BD642FU));
    return chance.draw();
}

} // namespace chengban::demo
