#include "documents/table_layout.h"

#include "documents/cell_text.h"
#include "documents/measures.h"
#include "documents/visible_text.h"

#include <algorithm>
#include <numeric>

namespace chengban::documents {

namespace {

constexpr std::size_t k_whole_row = 12;       // lines; longer rows may break between pages
constexpr double k_justified_characters = 12; // narrower cells stay ragged

struct CellLine {
    Line line;
    double x;
};

struct SetCell {
    double left, right;
    Face face;
    std::vector<CellLine> lines;
    std::vector<CellLine> foot;
};

class TableSetter {
public:
    TableSetter(const Table& table, double width, const Typesetter& typesetter)
        : table_(table), typesetter_(typesetter), width_(width),
          size_(table_size(table.shares.size())), pitch_(k_table_pitch * size_ / k_size_small_4) {
        const double total = std::accumulate(table.shares.begin(), table.shares.end(), 0.0);
        invariant(total > 0, "a table has columns");
        double x = 0;
        edges_.push_back(0);
        for (const double share : table.shares) {
            x += share / total * width;
            edges_.push_back(x);
        }
    }

    std::vector<Item> items() const {
        const auto head = std::make_shared<TableHead>();
        head->width = width_;
        std::vector<Item> all;
        for (const Row& row : table_.head) {
            for (Item& item : row_items(row, true)) {
                item.keep_with_next = true;
                head->items.push_back(item);
                item.table = head;
                all.push_back(std::move(item));
            }
        }
        for (const Row& row : table_.rows) {
            for (Item& item : row_items(row, false)) {
                item.table = head;
                all.push_back(std::move(item));
            }
        }
        if (!all.empty()) {
            Item& last = all.back();
            last.marks.emplace_back(
                RuleMark{0, last.height, width_, last.height, k_rule_table, k_black});
        }
        return all;
    }

private:
    SetCell set(const Cell& cell, std::size_t column, bool heading) const {
        const auto span = static_cast<std::size_t>(std::max(cell.span, 1));
        const std::size_t end = std::min(column + span, edges_.size() - 1);
        SetCell out{edges_[column],
                    edges_[end],
                    cell.label || heading ? Face::hei : Face::fangsong,
                    {},
                    {}};
        const Align align = heading || cell.label ? Align::centre : alignment(cell);
        for (const std::string& paragraph : paragraphs_of(cell_text(cell.value))) {
            add_lines(out.lines, paragraph, out, align);
        }
        if (!cell.foot.empty()) {
            for (const std::string& paragraph : paragraphs_of(cell.foot)) {
                add_lines(out.foot, paragraph, out, Align::right);
            }
        }
        return out;
    }

    void add_lines(std::vector<CellLine>& lines, const std::string& text, const SetCell& cell,
                   Align align) const {
        Setting setting;
        setting.face = cell.face;
        setting.size = size_;
        setting.width = std::max(cell.right - cell.left - 2 * k_cell_padding, size_);
        setting.justify =
            align == Align::justify && setting.width >= k_justified_characters * size_;
        for (Line& line : typesetter_.set(text, setting)) {
            const double left = cell.left + k_cell_padding;
            const double slack = setting.width - line.width();
            const double shift = align == Align::centre  ? slack / 2
                                 : align == Align::right ? slack
                                                         : 0;
            lines.push_back({std::move(line), left + shift});
        }
    }

    std::vector<Item> row_items(const Row& row, bool heading) const {
        std::vector<SetCell> cells;
        std::size_t column = 0;
        std::size_t lines = 1;
        for (const Cell& cell : row) {
            invariant(column < table_.shares.size(), "a row is wider than its table");
            cells.push_back(set(cell, column, heading));
            column += static_cast<std::size_t>(std::max(cell.span, 1));
            lines = std::max(lines, cells.back().lines.size() + cells.back().foot.size());
        }
        return lines <= k_whole_row ? std::vector{whole_row(cells, lines)}
                                    : split_row(cells, lines);
    }

    Item whole_row(const std::vector<SetCell>& cells, std::size_t lines) const {
        Item item;
        item.height = static_cast<double>(lines) * pitch_ + 2 * k_cell_padding;
        add_edges(item, cells, true);
        for (const SetCell& cell : cells) {
            const double text = static_cast<double>(cell.lines.size()) * pitch_;
            const double foot = static_cast<double>(cell.foot.size()) * pitch_;
            double y = cell.foot.empty() ? (item.height - text) / 2 : k_cell_padding;
            for (const CellLine& line : cell.lines) {
                add_line(item, cell, line, y);
                y += pitch_;
            }
            y = item.height - k_cell_padding - foot;
            for (const CellLine& line : cell.foot) {
                add_line(item, cell, line, y);
                y += pitch_;
            }
        }
        return item;
    }

    std::vector<Item> split_row(const std::vector<SetCell>& cells, std::size_t lines) const {
        std::vector<Item> items;
        for (std::size_t i = 0; i < lines; ++i) {
            Item item;
            const double above = i == 0 ? k_cell_padding : 0;
            item.height = pitch_ + above + (i + 1 == lines ? k_cell_padding : 0);
            // Two lines at either end stay together.
            item.keep_with_next = i == 0 || i + 2 == lines;
            add_edges(item, cells, i == 0);
            for (const SetCell& cell : cells) {
                const std::size_t foot_at = lines - cell.foot.size();
                if (i < cell.lines.size()) {
                    add_line(item, cell, cell.lines[i], above);
                } else if (i >= foot_at) {
                    add_line(item, cell, cell.foot[i - foot_at], above);
                }
            }
            items.push_back(std::move(item));
        }
        return items;
    }

    void add_edges(Item& item, const std::vector<SetCell>& cells, bool upper) const {
        const auto rule = [&](double x1, double y1, double x2, double y2) {
            item.marks.emplace_back(RuleMark{x1, y1, x2, y2, k_rule_table, k_black});
        };
        if (upper) {
            rule(0, 0, width_, 0);
        }
        rule(0, 0, 0, item.height);
        for (const SetCell& cell : cells) {
            rule(cell.right, 0, cell.right, item.height);
        }
        if (cells.empty() || cells.back().right < width_) {
            rule(width_, 0, width_, item.height);
        }
    }

    void add_line(Item& item, const SetCell& cell, const CellLine& line, double y) const {
        item.marks.emplace_back(
            TextMark{line.line, line.x, y + baseline_in(pitch_, size_), size_, cell.face, k_black});
    }

    const Table& table_;
    const Typesetter& typesetter_;
    double width_;
    double size_;
    double pitch_;
    std::vector<double> edges_;
};

} // namespace

std::vector<Item> table_items(const Table& table, double width, const Typesetter& typesetter) {
    return TableSetter(table, width, typesetter).items();
}

} // namespace chengban::documents
