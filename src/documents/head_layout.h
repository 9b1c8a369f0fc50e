// What stands above the text: marks, masthead, red rule, title, addressee (GB/T
// 9704-2012, 7.2, 7.3.1).
#pragma once

#include "documents/flow.h"

namespace chengban::documents {

std::vector<Item> head_items(const Document& document, double width, const Typesetter& typesetter);

// A line of the body's grid.
Item grid_line(Line line, double x, double size, Face face, Colour colour = k_black);
// Free lines of the grid.
Item gap(int lines);

// Centred lines of about equal length.
std::vector<Item> title_items(const std::string& text, double width, const Typesetter& typesetter);

} // namespace chengban::documents
