#include "documents/docx_xml.h"

#include "documents/cell_text.h"
#include "documents/measures.h"
#include "documents/visible_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace chengban::documents::docx {

namespace {

class TableXml {
public:
    TableXml(const Table& table, double width) : table_(table) {
        const double total = std::accumulate(table.shares.begin(), table.shares.end(), 0.0);
        for (const double share : table.shares) {
            widths_.push_back(twips(share / total * width));
        }
    }

    std::string xml() const {
        std::string grid;
        for (const int width : widths_) {
            grid += fmt::format(R"(<w:gridCol w:w="{}"/>)", width);
        }
        std::string borders;
        for (const std::string_view side :
             {"top", "left", "bottom", "right", "insideH", "insideV"}) {
            borders += fmt::format(
                R"(<w:{} w:val="single" w:sz="4" w:space="0" w:color="000000"/>)", side);
        }
        std::string out = fmt::format(
            R"(<w:tbl><w:tblPr><w:tblW w:w="{0}" w:type="dxa"/><w:tblBorders>{1}</w:tblBorders>)"
            R"(<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="{2}" w:type="dxa"/>)"
            R"(<w:left w:w="{2}" w:type="dxa"/><w:bottom w:w="{2}" w:type="dxa"/>)"
            R"(<w:right w:w="{2}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{3}</w:tblGrid>)",
            std::accumulate(widths_.begin(), widths_.end(), 0), borders, twips(k_cell_padding),
            grid);
        for (const Row& row : table_.head) {
            out += row_xml(row, true);
        }
        for (const Row& row : table_.rows) {
            out += row_xml(row, false);
        }
        return out + "</w:tbl>";
    }

private:
    // A short row stays on one page.
    static bool is_long(const Row& row) {
        constexpr std::size_t k_long_bytes = 900;
        return std::any_of(row.begin(), row.end(), [](const Cell& cell) {
            return cell_text(cell.value).size() > k_long_bytes;
        });
    }

    std::string row_xml(const Row& row, bool head) const {
        std::string out =
            fmt::format(R"(<w:tr><w:trPr>{}<w:trHeight w:val="{}" w:hRule="atLeast"/>{}</w:trPr>)",
                        head || !is_long(row) ? "<w:cantSplit/>" : "", twips(k_table_pitch),
                        head ? "<w:tblHeader/>" : "");
        std::size_t column = 0;
        for (const Cell& cell : row) {
            const auto span = static_cast<std::size_t>(std::max(cell.span, 1));
            int width = 0;
            for (std::size_t i = column; i < std::min(column + span, widths_.size()); ++i) {
                width += widths_[i];
            }
            column += span;
            out += cell_xml(cell, width, span, head);
        }
        return out + "</w:tr>";
    }

    std::string cell_xml(const Cell& cell, int width, std::size_t span, bool head) const {
        const bool label = cell.label || head;
        std::string out = fmt::format(
            R"(<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/>{}<w:vAlign w:val="center"/></w:tcPr>)",
            width, span > 1 ? fmt::format(R"(<w:gridSpan w:val="{}"/>)", span) : std::string{});
        const std::string size =
            fmt::format(R"(<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>)",
                        static_cast<int>(table_size(table_.shares.size()) * 2));
        std::vector<std::string> lines = paragraphs_of(cell_text(cell.value));
        if (lines.empty() && cell.foot.empty()) {
            lines.emplace_back();
        }
        for (const std::string& line : lines) {
            out += paragraph(label ? k_label : k_cell, label ? "" : justification(alignment(cell)),
                             runs(line, size));
        }
        for (const std::string& line : paragraphs_of(cell.foot)) {
            out += paragraph(k_cell, justification(Align::right), runs(line, size));
        }
        return out + "</w:tc>";
    }

    const Table& table_;
    std::vector<int> widths_;
};

} // namespace

std::string table_xml(const Table& table, double width) {
    return TableXml(table, width).xml();
}

} // namespace chengban::documents::docx
