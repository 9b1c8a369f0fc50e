// Fills pages from top to bottom with items that cannot be cut: a line of text, a row of a table, a
// signature block. Places inside an item are relative to its upper left corner.
#pragma once

#include "documents/layout.h"

#include <memory>

namespace chengban::documents {

struct Item;

struct TableHead {
    std::vector<Item> items; // drawn again where the table goes on
    double width = 0;
};

struct Item {
    double height = 0;
    std::vector<Mark> marks;
    bool keep_with_next = false; // never the last on its page
    bool on_grid = false;        // begins at a line of the grid
    bool starts_page = false;
    bool at_foot = false;             // at the foot of its page
    std::shared_ptr<TableHead> table; // the table whose row this is
};

struct Area {
    double x = 0, y = 0, width = 0, height = 0;
};

std::vector<Page> fill_pages(std::vector<Item> items, const Area& area);

// The same marks further right and down.
Mark moved(Mark mark, double dx, double dy);

} // namespace chengban::documents
