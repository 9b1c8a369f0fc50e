// From a document to pages: every line and rule with its place. Places are points from the upper
// left corner of the sheet. What is drawn is what tests read.
#pragma once

#include "documents/typesetter.h"

#include <variant>
#include <vector>

namespace chengban::documents {

struct TextMark {
    Line line;
    double x = 0;
    double baseline = 0;
    double size = 0;
    Face face = Face::fangsong;
    Colour colour = k_black;
};

struct RuleMark {
    double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
    double thickness = 0;
    Colour colour = k_black;
};

struct SealMark { // where the seal goes
    double x = 0, y = 0, radius = 0;
};

using Mark = std::variant<TextMark, RuleMark, SealMark>;

struct Page {
    std::vector<Mark> marks;
};

struct Pages {
    double width = 0;
    double height = 0;
    std::vector<Page> pages; // at least one
};

Pages lay_out(const Document& document, const Typesetter& typesetter);

} // namespace chengban::documents
