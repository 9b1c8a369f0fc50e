#include "tabular/workbook.h"

#include "base/utf8.h"
#include "tabular/refusal.h"
#include "tabular/xml_parser.h"
#include "text/fold.h"

#include <fmt/format.h>

#include <charconv>
#include <map>

namespace chengban::tabular {

namespace {

constexpr std::size_t k_sheets_max = 512;
constexpr std::size_t k_styles_max = 100'000;

template <class Number>
std::optional<Number> whole(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

bool is_true(std::string_view text) {
    return text == "1" || text == "true";
}

class QuietHandler : public XmlHandler {
public:
    std::optional<Problem> end(std::string_view) override { return std::nullopt; }
    std::optional<Problem> text(std::string_view) override { return std::nullopt; }
};

struct Relation {
    std::string type; // after the last slash
    std::string target;
};

// Relationship ids → targets, as paths in the archive.
class RelationsHandler : public QuietHandler {
public:
    explicit RelationsHandler(std::string folder) : folder_(std::move(folder)) {}

    std::optional<Problem> start(std::string_view name, const XmlAttributes& with) override {
        if (name == "Relationship" && with.get_or("TargetMode", "") != "External" &&
            relations.size() < k_sheets_max * 4) {
            const std::string_view type = with.get_or("Type", "");
            relations[std::string(with.get_or("Id", ""))] = {
                std::string(type.substr(type.rfind('/') + 1)), path(with.get_or("Target", ""))};
        }
        return std::nullopt;
    }

    std::map<std::string, Relation> relations;

private:
    std::string path(std::string_view target) const {
        if (target.starts_with('/')) {
            return std::string(target.substr(1));
        }
        std::string folder = folder_;
        while (target.starts_with("../")) {
            target.remove_prefix(3);
            const std::size_t cut = folder.empty() ? 0 : folder.rfind('/', folder.size() - 2);
            folder.resize(cut == std::string::npos ? 0 : (folder.empty() ? 0 : cut + 1));
        }
        return folder + std::string(target);
    }

    std::string folder_; // empty or ending in a slash
};

class WorkbookHandler : public QuietHandler {
public:
    std::optional<Problem> start(std::string_view name, const XmlAttributes& with) override {
        if (depth_++ == 0) {
            is_workbook = name == "workbook";
        }
        if (name == "workbookPr") {
            is_1904 = is_true(with.get_or("date1904", ""));
        } else if (name == "sheet" && sheets.size() < k_sheets_max) {
            const std::string_view state = with.get_or("state", "visible");
            sheets.push_back({std::string(with.get_or("name", "")),
                              std::string(with.get_or("r:id", "")), state == "visible"});
        }
        return std::nullopt;
    }

    bool is_workbook = false;
    bool is_1904 = false;
    std::vector<SheetEntry> sheets; // part = relationship id

private:
    std::size_t depth_ = 0;
};

class StylesHandler : public QuietHandler {
public:
    std::optional<Problem> start(std::string_view name, const XmlAttributes& with) override {
        const auto id = whole<std::uint32_t>(with.get_or("numFmtId", "0")).value_or(0);
        if (name == "numFmt" && custom_.size() < k_styles_max) {
            custom_[id] = custom_format(with.get_or("formatCode", ""));
        } else if (name == "cellXfs") {
            in_cells_ = true;
        } else if (name == "xf" && in_cells_ && formats.size() < k_styles_max) {
            const auto found = custom_.find(id);
            formats.push_back(found == custom_.end() ? builtin_format(id) : found->second);
        }
        return std::nullopt;
    }
    std::optional<Problem> end(std::string_view name) override {
        if (name == "cellXfs") {
            in_cells_ = false;
        }
        return std::nullopt;
    }

    std::vector<NumberFormat> formats;

private:
    std::map<std::uint32_t, NumberFormat> custom_;
    bool in_cells_ = false;
};

class StringsHandler : public XmlHandler {
public:
    StringsHandler(SharedStrings& strings, const TableLimits& limits, const std::string& file)
        : strings_(strings), limits_(limits), file_(file) {}

    std::optional<Problem> start(std::string_view name, const XmlAttributes&) override {
        if (name == "rPh") {
            in_phonetic_ = true;
        }
        in_text_ = name == "t" && !in_phonetic_;
        return std::nullopt;
    }
    std::optional<Problem> end(std::string_view name) override {
        in_text_ = false;
        if (name == "rPh") {
            in_phonetic_ = false;
        } else if (name == "si") {
            if (strings_.open().find("_x") != std::string_view::npos) {
                strings_.replace_open(unescape(strings_.open()));
            }
            strings_.end_string();
            return check();
        }
        return std::nullopt;
    }
    std::optional<Problem> text(std::string_view text) override {
        if (in_text_) {
            strings_.append(text);
            return check();
        }
        return std::nullopt;
    }

private:
    std::optional<Problem> check() const {
        if (strings_.memory() > limits_.shared_bytes_max) {
            return refuse("table_limit", file_, "sharedStrings", "共享文本过大",
                          "the shared strings are too large")
                .error;
        }
        return std::nullopt;
    }

    SharedStrings& strings_;
    const TableLimits& limits_;
    const std::string& file_;
    bool in_text_ = false;
    bool in_phonetic_ = false;
};

std::string folder_of(const std::string& part) {
    return part.substr(0, part.rfind('/') + 1);
}

std::string relations_of(const std::string& part) {
    const std::string folder = folder_of(part);
    return folder + "_rels/" + part.substr(folder.size()) + ".rels";
}

Failure<Problem> not_a_workbook(const ZipArchive& archive) {
    return refuse("not_a_table", archive.file_name(), {},
                  "不是 .xlsx 工作簿（.ods、.xlsb、Word 等文件请另存为 .xlsx 或 CSV）",
                  "is not an .xlsx workbook (save .ods, .xlsb, Word … as .xlsx or CSV)");
}

using Relations = std::map<std::string, Relation>;

Result<Relations> read_relations(ZipArchive& archive, const std::string& part,
                                 const std::string& folder) {
    RelationsHandler handler(folder);
    if (Result<Done> parsed = parse_part(archive, part, handler); !parsed) {
        return Failure{std::move(parsed).error()};
    }
    return std::move(handler.relations);
}

const Relation* relation_of_type(const Relations& relations, std::string_view type) {
    for (const auto& [id, relation] : relations) {
        if (relation.type == type) {
            return &relation;
        }
    }
    return nullptr;
}

Result<Done> read_parts(ZipArchive& archive, const Relations& relations, const TableLimits& limits,
                        Workbook& workbook) {
    if (const Relation* styles = relation_of_type(relations, "styles"); styles != nullptr) {
        StylesHandler handler;
        if (Result<Done> parsed = parse_part(archive, styles->target, handler); !parsed) {
            return parsed;
        }
        workbook.formats = std::move(handler.formats);
    }
    const Relation* strings = relation_of_type(relations, "sharedStrings");
    if (strings != nullptr && archive.has(strings->target)) {
        StringsHandler handler(workbook.strings, limits, archive.file_name());
        return parse_part(archive, strings->target, handler);
    }
    return Done{};
}

std::optional<char32_t> escaped(std::string_view text) {
    constexpr std::size_t k_length = 7; // _x000A_
    if (text.size() < k_length || !text.starts_with("_x") || text[k_length - 1] != '_') {
        return std::nullopt;
    }
    std::uint32_t value = 0;
    const char* begin = text.data() + 2;
    const auto [end, error] = std::from_chars(begin, begin + 4, value, 16);
    if (error != std::errc() || end != begin + 4) {
        return std::nullopt;
    }
    const bool is_control = value < 0x20 && value != '\t' && value != '\n' && value != '\r';
    const bool is_half = value >= 0xD800 && value <= 0xDFFF;
    if (is_control || is_half || value == 0x7F || value >= 0xFFFE) {
        return std::nullopt;
    }
    return static_cast<char32_t>(value);
}

} // namespace

void SharedStrings::replace_open(std::string_view text) {
    const std::string copy(text);
    bytes_.resize(open_begin());
    bytes_ += copy;
}

std::string_view SharedStrings::open() const {
    return std::string_view(bytes_).substr(open_begin());
}

std::optional<std::string_view> SharedStrings::at(std::size_t index) const {
    if (index >= ends_.size()) {
        return std::nullopt;
    }
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(bytes_).substr(begin, ends_[index] - begin);
}

std::string unescape(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    std::size_t at = 0;
    while (at < text.size()) {
        if (const std::optional<char32_t> found = escaped(text.substr(at))) {
            append_utf8(result, *found);
            at += 7;
        } else {
            result.push_back(text[at++]);
        }
    }
    return result;
}

Result<Workbook> read_workbook(ZipArchive& archive, const TableLimits& limits) {
    constexpr const char* k_root = "_rels/.rels";
    if (!archive.has(k_root)) {
        return not_a_workbook(archive);
    }
    Result<Relations> root = read_relations(archive, k_root, "");
    if (!root) {
        return Failure{std::move(root).error()};
    }
    const Relation* document = relation_of_type(*root, "officeDocument");
    if (document == nullptr || !document->target.ends_with(".xml")) {
        return not_a_workbook(archive);
    }
    WorkbookHandler handler;
    if (Result<Done> parsed = parse_part(archive, document->target, handler); !parsed) {
        return Failure{std::move(parsed).error()};
    }
    if (!handler.is_workbook) {
        return not_a_workbook(archive);
    }
    const std::string folder = folder_of(document->target);
    Result<Relations> relations = read_relations(archive, relations_of(document->target), folder);
    if (!relations) {
        return Failure{std::move(relations).error()};
    }
    Workbook workbook;
    workbook.is_1904 = handler.is_1904;
    for (SheetEntry& sheet : handler.sheets) {
        const auto found = relations->find(sheet.part);
        if (found != relations->end() && found->second.type == "worksheet") {
            sheet.part = found->second.target;
            workbook.sheets.push_back(std::move(sheet));
        }
    }
    if (Result<Done> read = read_parts(archive, *relations, limits, workbook); !read) {
        return Failure{std::move(read).error()};
    }
    return workbook;
}

Result<SheetEntry> find_sheet(const Workbook& workbook, const std::string& wanted,
                              const std::string& file_name) {
    const std::string key = text::fold_key_utf8(wanted);
    std::string names;
    for (const SheetEntry& sheet : workbook.sheets) {
        if (wanted.empty() ? sheet.is_visible : text::fold_key_utf8(sheet.name) == key) {
            return sheet;
        }
        names += (names.empty() ? "" : ", ") + sheet.name;
    }
    if (wanted.empty()) {
        return refuse("no_sheet", file_name, {}, "没有可见的工作表", "has no visible sheet");
    }
    return refuse("no_sheet", file_name, {},
                  fmt::format("没有工作表「{}」，现有：{}", wanted, names),
                  fmt::format("has no sheet \"{}\"; there are: {}", wanted, names));
}

} // namespace chengban::tabular
