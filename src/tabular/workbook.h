// The parts of a workbook around its sheets: names, styles, shared strings.
#pragma once

#include "tabular/number_format.h"
#include "tabular/table_reader.h"
#include "tabular/zip_archive.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::tabular {

struct SheetEntry {
    std::string name;
    std::string part; // its path in the archive
    bool is_visible = true;
};

// All shared strings of a workbook in one piece of memory.
class SharedStrings {
public:
    void append(std::string_view text) { bytes_ += text; }
    void end_string() { ends_.push_back(static_cast<std::uint32_t>(bytes_.size())); }
    // Replaces what was appended since the last end_string.
    void replace_open(std::string_view text);
    std::string_view open() const;

    std::optional<std::string_view> at(std::size_t index) const;
    std::size_t size() const { return ends_.size(); }
    std::uint64_t memory() const { return bytes_.size() + ends_.size() * sizeof(ends_[0]); }

private:
    std::size_t open_begin() const { return ends_.empty() ? 0 : ends_.back(); }

    std::string bytes_;
    std::vector<std::uint32_t> ends_;
};

struct Workbook {
    std::vector<SheetEntry> sheets;
    bool is_1904 = false;
    SharedStrings strings;
    std::vector<NumberFormat> formats; // by cell style
};

Result<Workbook> read_workbook(ZipArchive& archive, const TableLimits& limits);

// The sheet by name (width and case do not matter), or the first visible one.
Result<SheetEntry> find_sheet(const Workbook& workbook, const std::string& wanted,
                              const std::string& file_name);

// «_x000A_» → line feed; escapes of control characters and halves of pairs stay as they are.
std::string unescape(std::string_view text);

} // namespace chengban::tabular
