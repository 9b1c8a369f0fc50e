#include "documents/flow.h"

#include "documents/measures.h"

#include <cmath>

namespace chengban::documents {

namespace {

constexpr double k_slack = 0.01; // of sums of line heights

class PageFiller {
public:
    PageFiller(std::vector<Item> items, const Area& area) : items_(std::move(items)), area_(area) {}

    std::vector<Page> fill() {
        pages_.emplace_back();
        for (std::size_t i = 0; i < items_.size();) {
            const std::size_t end = end_of_group(i);
            begin_group(i, end);
            for (; i < end; ++i) {
                place(items_[i]);
            }
        }
        return std::move(pages_);
    }

private:
    // Items that must stay together, unless they are higher than a page.
    std::size_t end_of_group(std::size_t begin) const {
        std::size_t end = begin + 1;
        double height = items_[begin].height;
        while (end < items_.size() && items_[end - 1].keep_with_next &&
               height + items_[end].height <= area_.height) {
            height += items_[end].height;
            ++end;
        }
        return end;
    }

    void begin_group(std::size_t begin, std::size_t end) {
        if (items_[begin].starts_page && !is_empty()) {
            next_page(items_[begin]);
        }
        double y = start_of_item(items_[begin], y_);
        for (std::size_t i = begin; i < end; ++i) {
            y = start_of_item(items_[i], y) + items_[i].height;
        }
        if (y > area_.height + k_slack && !is_empty()) {
            next_page(items_[begin]);
        }
    }

    bool is_empty() const { return pages_.back().marks.empty(); }

    static double start_of_item(const Item& item, double y) {
        return item.on_grid ? std::ceil((y - k_slack) / k_pitch) * k_pitch : y;
    }

    void next_page(const Item& next) {
        const bool goes_on = table_ != nullptr && next.table == table_;
        if (goes_on) {
            close_table();
        }
        pages_.emplace_back();
        y_ = 0;
        if (goes_on) {
            for (const Item& item : table_->items) {
                draw(item, y_);
                y_ += item.height;
            }
            close_table(); // a row that goes on has no upper edge of its own
        }
    }

    void close_table() {
        pages_.back().marks.emplace_back(RuleMark{area_.x, area_.y + y_, area_.x + table_->width,
                                                  area_.y + y_, k_rule_table, k_black});
    }

    void place(const Item& item) {
        table_ = item.table;
        if (item.at_foot) {
            y_ = std::max(y_, area_.height - item.height);
        }
        y_ = start_of_item(item, y_);
        if (y_ + item.height > area_.height + k_slack && !is_empty()) {
            next_page(item);
        }
        draw(item, y_);
        y_ += item.height;
    }

    void draw(const Item& item, double y) {
        for (const Mark& mark : item.marks) {
            pages_.back().marks.push_back(moved(mark, area_.x, area_.y + y));
        }
    }

    std::vector<Item> items_;
    Area area_;
    std::vector<Page> pages_;
    double y_ = 0;
    std::shared_ptr<TableHead> table_;
};

} // namespace

Mark moved(Mark mark, double dx, double dy) {
    std::visit(
        [&](auto& m) {
            using T = std::remove_cvref_t<decltype(m)>;
            if constexpr (std::is_same_v<T, TextMark>) {
                m.x += dx;
                m.baseline += dy;
            } else if constexpr (std::is_same_v<T, RuleMark>) {
                m.x1 += dx;
                m.x2 += dx;
                m.y1 += dy;
                m.y2 += dy;
            } else {
                m.x += dx;
                m.y += dy;
            }
        },
        mark);
    return mark;
}

std::vector<Page> fill_pages(std::vector<Item> items, const Area& area) {
    return PageFiller(std::move(items), area).fill();
}

} // namespace chengban::documents
