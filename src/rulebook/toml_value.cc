#include "rulebook/toml_value.h"

#include "base/utf8.h"
#include "rulebook/toml_guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace {

// toml++ 3.3 runs into its own assertions on some broken files («[=]»), and without assertions into
// undefined behaviour. Here an assertion of the parser is one more reason to refuse the file.
struct ParserStumbled {};

} // namespace

#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_EXCEPTIONS 1
#define TOML_HEADER_ONLY 1
#define TOML_ASSERT(holds)                                                                         \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            throw ParserStumbled{};                                                                \
        }                                                                                          \
    } while (false)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnull-dereference"
#pragma GCC diagnostic ignored "-Wterminate"
#include <toml++/toml.h>
#pragma GCC diagnostic pop
#pragma pop_macro("NDEBUG")

namespace chengban::rulebook {

namespace {

TomlValue convert(const toml::node& node, std::uint32_t key_line);

std::uint32_t line_of(const toml::source_region& source, std::uint32_t otherwise) {
    const auto line = static_cast<std::uint32_t>(source.begin.line);
    return line == 0 ? otherwise : line;
}

void convert_table(const toml::table& table, TomlValue& out) {
    for (auto&& [key, child] : table) {
        const std::uint32_t line = line_of(key.source(), out.line);
        out.entries.push_back({std::string(key.str()), line, convert(child, line)});
    }
    std::stable_sort(out.entries.begin(), out.entries.end(),
                     [](const TomlEntry& a, const TomlEntry& b) { return a.line < b.line; });
}

TomlValue convert(const toml::node& node, std::uint32_t key_line) {
    using Kind = TomlValue::Kind;
    TomlValue out;
    out.line = line_of(node.source(), key_line);
    switch (node.type()) {
    case toml::node_type::table:
        convert_table(*node.as_table(), out);
        break;
    case toml::node_type::array:
        out.kind = Kind::list;
        for (const toml::node& item : *node.as_array()) {
            out.items.push_back(convert(item, out.line));
        }
        break;
    case toml::node_type::string:
        out.kind = Kind::text;
        out.text = node.as_string()->get();
        break;
    case toml::node_type::integer:
        out.kind = Kind::integer;
        out.integer = node.as_integer()->get();
        break;
    case toml::node_type::floating_point:
        out.kind = Kind::floating;
        break;
    case toml::node_type::boolean:
        out.kind = Kind::boolean;
        out.boolean = node.as_boolean()->get();
        break;
    case toml::node_type::date: {
        const toml::date& date = node.as_date()->get();
        const YearMonthDay ymd{date.year, date.month, date.day};
        out.kind = is_valid(ymd) ? Kind::day : Kind::time;
        out.day = is_valid(ymd) ? day_of(ymd) : Day();
        break;
    }
    case toml::node_type::time:
    case toml::node_type::date_time:
    case toml::node_type::none:
        out.kind = Kind::time;
        break;
    }
    return out;
}

Failure<Problem> not_toml(std::string_view file_name, std::size_t line, std::size_t column,
                          std::string_view description) {
    return {
        problem("not_toml", fmt::format("{}:{}:{}", file_name, line, column),
                fmt::format("第 {} 行第 {} 列不是有效的 TOML：{}", line, column, description),
                fmt::format("line {} column {} is not valid TOML: {}", line, column, description))};
}

bool stumbles(std::string_view text) {
    try {
        static_cast<void>(toml::parse(text));
    } catch (const ParserStumbled&) {
        return true;
    } catch (const toml::parse_error&) {
        return false;
    }
    return false;
}

// The first line with which the text makes the parser stumble.
std::size_t stumbling_line(std::string_view text) {
    std::vector<std::size_t> ends;
    for (std::size_t at = text.find('\n'); at != std::string_view::npos;
         at = text.find('\n', at + 1)) {
        ends.push_back(at + 1);
    }
    std::size_t low = 0; // ends[low - 1] does not stumble
    std::size_t high = ends.size();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (stumbles(text.substr(0, ends[middle]))) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low + 1;
}

} // namespace

Result<TomlValue> parse_toml(std::string_view text, std::string_view file_name) {
    const auto line_at = [&](std::size_t at) {
        return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    };
    if (text.size() > k_toml_bytes_max) {
        return Failure{problem("file_too_large", std::string(file_name),
                               fmt::format("文件超过 {} 字节", k_toml_bytes_max),
                               fmt::format("the file is longer than {} bytes", k_toml_bytes_max))};
    }
    if (const std::size_t broken = first_broken_utf8(text); broken != std::string_view::npos) {
        return Failure{problem("not_utf8", fmt::format("{}:{}", file_name, line_at(broken)),
                               "文件不是 UTF-8 编码", "the file is not UTF-8")};
    }
    if (const std::optional<TomlFault> fault = find_toml_fault(text)) {
        return Failure{problem("not_toml", fmt::format("{}:{}", file_name, fault->line), fault->zh,
                               fault->en)};
    }
    try {
        return convert(toml::parse(text, file_name), 1);
    } catch (const ParserStumbled&) {
        return not_toml(file_name, stumbling_line(text), 1, "unexpected characters");
    } catch (const toml::parse_error& error) {
        const toml::source_position at = error.source().begin;
        return not_toml(file_name, at.line, at.column, error.description());
    }
}

} // namespace chengban::rulebook
