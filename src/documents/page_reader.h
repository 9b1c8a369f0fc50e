// Reads a layout as a person with a ruler would, for tests.
#pragma once

#include "documents/layout.h"

namespace chengban::documents {

struct SeenText {
    std::size_t page = 1;
    std::string text;
    double x = 0, right = 0, baseline = 0, size = 0; // points
    Face face = Face::fangsong;
    Colour colour;
};

std::vector<SeenText> seen_texts(const Pages& pages);
std::vector<RuleMark> rules_of(const Page& page);
const SeenText& find_text(const std::vector<SeenText>& texts, std::string_view part); // throws
// One typesetter for all tests of a program: loading fonts takes time.
const Typesetter& shared_typesetter();
// Every line with its place in millimetres.
std::string description(const Pages& pages);

} // namespace chengban::documents
