// What citizens call about: one topic for each category, as sentences with places to fill.
//
//   {e} estate   {b} building   {w} property company   {n} small number   {y} years   {m} money
//   {s} since when
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace chengban::demo {

// One event: how it is titled, told, and dealt with (in past tense, without promises).
struct Case {
    std::string_view title;
    std::string_view problem;
    std::string_view done;
};

using Lines = std::span<const std::string_view>;

struct Topic {
    std::string_view category; // token of the shipped rulebook
    std::string_view field;    // token
    std::string_view subject;  // «电梯运行», for titles and answers
    std::uint32_t weight;      // share of the orders
    std::span<const Case> cases;
    Lines questions;            // for consultations
    std::string_view proposal;  // for suggestions
    std::string_view explained; // an answer where a claim could not be met
};

std::span<const Topic> property_topics(); // estates, repairs, lifts …
std::span<const Topic> housing_topics();  // renting, public housing, renewal, market …

} // namespace chengban::demo
