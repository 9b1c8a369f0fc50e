#include "tabular/headers.h"

#include "base/utf8.h"
#include "tabular/refusal.h"
#include "text/fold.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::tabular {

namespace {

constexpr std::size_t k_shown_max = 30; // headers named in a message

// «* 联系电话：» → «联系电话»
std::u32string header_key(std::string_view header) {
    std::u32string key = text::fold_key(header);
    std::erase(key, U'*');
    while (!key.empty() && (key.back() == U':' || key.back() == U',' || key.back() == U'。')) {
        key.pop_back();
    }
    return key;
}

// «联系电话(手机)» → «联系电话»
std::u32string without_remark(std::u32string key) {
    const std::size_t open = key.find_last_of(U"([【〔");
    if (open != std::u32string::npos && open > 0 && !key.empty() &&
        std::u32string_view(U")]】〕").find(key.back()) != std::u32string_view::npos) {
        key.resize(open);
    }
    return key;
}

struct Header {
    std::size_t column;
    std::string shown;
    std::vector<std::u32string> keys; // what it may be called, best first
};

std::vector<Header> one_row(const Row& row) {
    std::vector<Header> headers;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (!row.cells[i].text.empty()) {
            const std::u32string key = header_key(row.cells[i].text);
            headers.push_back({i, row.cells[i].text, {key, without_remark(key)}});
        }
    }
    return headers;
}

// A header over two rows: a cell merged downwards stands above only, a group stands above several.
std::vector<Header> two_rows(const Row& upper, const Row& lower) {
    std::vector<Header> headers;
    std::string group;
    for (std::size_t i = 0; i < std::max(upper.cells.size(), lower.cells.size()); ++i) {
        const std::string& above = upper.at(i).text;
        const std::string& below = lower.at(i).text;
        if (!above.empty()) {
            group = above;
        }
        if (below.empty()) {
            if (!above.empty()) {
                const std::u32string key = header_key(above);
                headers.push_back({i, above, {key, without_remark(key)}});
            }
            continue;
        }
        const std::u32string key = header_key(below);
        const std::u32string grouped = header_key(group) + key;
        headers.push_back({i, group + below, {grouped, key, without_remark(key)}});
    }
    return headers;
}

std::string shown(const Header& header) {
    return fmt::format("{} \"{}\"", column_name(header.column), header.shown);
}

std::string shown(const std::vector<Header>& headers) {
    std::string list;
    for (std::size_t i = 0; i < std::min(headers.size(), k_shown_max); ++i) {
        list += (i == 0 ? "" : ", ") + shown(headers[i]);
    }
    return list + (headers.size() > k_shown_max ? " …" : "");
}

std::optional<std::size_t> column_letter(std::string_view text) {
    if (text.empty() || text.size() > 3) {
        return std::nullopt;
    }
    std::size_t column = 0;
    for (const char c : text) {
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        if (upper < 'A' || upper > 'Z') {
            return std::nullopt;
        }
        column = column * 26 + static_cast<std::size_t>(upper - 'A') + 1;
    }
    return column - 1;
}

// One way to read the header: which column has which name, and what is wrong with it.
class Attempt {
public:
    Attempt(std::vector<Header> headers, std::span<const ColumnSpec> specs,
            const ExplicitColumns& explicit_columns)
        : headers_(std::move(headers)) {
        for (const ColumnSpec& spec : specs) {
            const auto given = explicit_columns.find(spec.name);
            if (given != explicit_columns.end()) {
                claim_explicit(spec, given->second);
            } else {
                claim_by_alias(spec);
            }
        }
        check_shared(specs);
    }

    // Explicit letters say nothing about which row is the header.
    std::size_t recognised() const { return recognised_; }
    std::vector<Reason>& reasons() { return reasons_; }
    const std::vector<Header>& headers() const { return headers_; }

    HeaderMap result() const {
        HeaderMap map;
        map.columns = columns_;
        for (const Header& header : headers_) {
            const bool used = std::any_of(columns_.begin(), columns_.end(), [&](const auto& pair) {
                return pair.second == header.column;
            });
            if (!used) {
                map.unused.push_back(shown(header));
            }
        }
        return map;
    }

private:
    std::vector<const Header*> called(const std::u32string& key, std::size_t rank) const {
        std::vector<const Header*> found;
        for (const Header& header : headers_) {
            if (rank < header.keys.size() && header.keys[rank] == key) {
                found.push_back(&header);
            }
        }
        return found;
    }

    void claim_by_alias(const ColumnSpec& spec) {
        std::vector<std::string> names = spec.aliases;
        names.insert(names.end(), {spec.title.zh, spec.title.en, spec.name});
        // The best way of matching that finds anything decides.
        for (std::size_t rank = 0; rank < 3; ++rank) {
            std::vector<const Header*> found;
            for (const std::string& name : names) {
                const std::u32string key = header_key(name);
                for (const Header* header : called(key, rank)) {
                    if (!key.empty() &&
                        std::find(found.begin(), found.end(), header) == found.end()) {
                        found.push_back(header);
                    }
                }
            }
            if (!found.empty()) {
                take(spec, std::move(found));
                return;
            }
        }
        if (spec.is_required) {
            missing(spec);
        }
    }

    void claim_explicit(const ColumnSpec& spec, const std::string& wanted) {
        const std::u32string key = header_key(wanted);
        for (std::size_t rank = 0; rank < 3; ++rank) {
            if (std::vector<const Header*> found = called(key, rank); !found.empty()) {
                take(spec, std::move(found));
                return;
            }
        }
        if (const std::optional<std::size_t> column = column_letter(trim(wanted))) {
            columns_[spec.name] = *column;
            return;
        }
        reasons_.push_back(
            {"explicit_column_missing",
             {},
             spec.name,
             {fmt::format("指定给「{}」的列「{}」不存在，表头有：{}", spec.title.zh, wanted,
                          shown(headers_)),
              fmt::format("the column \"{}\" given for \"{}\" is not there; headers: {}", wanted,
                          spec.title.en, shown(headers_))}});
    }

    void take(const ColumnSpec& spec, std::vector<const Header*> found) {
        ++recognised_;
        std::sort(found.begin(), found.end(),
                  [](const Header* a, const Header* b) { return a->column < b->column; });
        columns_[spec.name] = found.front()->column;
        if (found.size() == 1) {
            return;
        }
        std::string list;
        for (const Header* header : found) {
            list += (list.empty() ? "" : ", ") + shown(*header);
        }
        reasons_.push_back(
            {"ambiguous_column",
             {},
             spec.name,
             {fmt::format("「{}」可能是多列：{}，请指定其一", spec.title.zh, list),
              fmt::format("\"{}\" may be several columns: {}; name one", spec.title.en, list)}});
    }

    void missing(const ColumnSpec& spec) {
        reasons_.push_back(
            {"missing_column",
             {},
             spec.name,
             {fmt::format("缺少必需的列「{}」，表头有：{}", spec.title.zh, shown(headers_)),
              fmt::format("the required column \"{}\" is missing; headers: {}", spec.title.en,
                          shown(headers_))}});
    }

    void check_shared(std::span<const ColumnSpec> specs) {
        std::map<std::size_t, const ColumnSpec*> owner;
        for (const ColumnSpec& spec : specs) {
            const auto found = columns_.find(spec.name);
            if (found == columns_.end()) {
                continue;
            }
            const auto [other, fresh] = owner.emplace(found->second, &spec);
            if (!fresh) {
                const std::string column = column_name(found->second);
                reasons_.push_back({"shared_column",
                                    {},
                                    spec.name,
                                    {fmt::format("{} 列同时对应「{}」和「{}」", column,
                                                 other->second->title.zh, spec.title.zh),
                                     fmt::format("column {} stands for both \"{}\" and \"{}\"",
                                                 column, other->second->title.en, spec.title.en)}});
            }
        }
    }

    std::vector<Header> headers_;
    std::map<std::string, std::size_t> columns_;
    std::vector<Reason> reasons_;
    std::size_t recognised_ = 0;
};

std::vector<Reason> unknown_names(std::span<const ColumnSpec> specs,
                                  const ExplicitColumns& explicit_columns) {
    std::vector<Reason> reasons;
    for (const auto& [name, column] : explicit_columns) {
        const bool known = std::any_of(specs.begin(), specs.end(),
                                       [&](const ColumnSpec& spec) { return spec.name == name; });
        if (!known) {
            reasons.push_back({"unknown_column_name",
                               {},
                               name,
                               {fmt::format("没有名为「{}」的字段", name),
                                fmt::format("there is no field named \"{}\"", name)}});
        }
    }
    return reasons;
}

Failure<Problem> not_found(std::span<const Row> rows) {
    std::string seen;
    for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 3); ++i) {
        seen += (i == 0 ? "" : "; ") + shown(one_row(rows[i]));
    }
    return Failure{problem(
        "header_not_found", {},
        fmt::format("前 {} 行内没有找到表头，看到的是：{}", k_header_rows_max, seen),
        fmt::format("no header within the first {} rows; seen: {}", k_header_rows_max, seen))};
}

} // namespace

std::optional<std::size_t> HeaderMap::find(const std::string& name) const {
    const auto found = columns.find(name);
    if (found == columns.end()) {
        return std::nullopt;
    }
    return found->second;
}

Result<HeaderMap> map_headers(std::span<const Row> rows, std::span<const ColumnSpec> specs,
                              const ExplicitColumns& explicit_columns) {
    if (std::vector<Reason> reasons = unknown_names(specs, explicit_columns); !reasons.empty()) {
        return Failure{Problem{std::move(reasons)}};
    }
    std::optional<Attempt> best;
    std::size_t best_row = 0;
    const auto offer = [&](Attempt attempt, std::size_t row) {
        const auto errors = [](Attempt& of) { return of.reasons().size(); };
        if (!best || attempt.recognised() > best->recognised() ||
            (attempt.recognised() == best->recognised() && errors(attempt) < errors(*best))) {
            best.emplace(std::move(attempt));
            best_row = row;
        }
    };
    const std::size_t last = std::min(rows.size(), k_header_rows_max);
    for (std::size_t i = 0; i < last; ++i) {
        offer(Attempt(one_row(rows[i]), specs, explicit_columns), i);
    }
    for (std::size_t i = 0; i + 1 < last; ++i) {
        offer(Attempt(two_rows(rows[i], rows[i + 1]), specs, explicit_columns), i + 1);
    }
    if (!best || best->recognised() == 0) {
        return not_found(rows);
    }
    if (!best->reasons().empty()) {
        return Failure{Problem{std::move(best->reasons())}};
    }
    HeaderMap map = best->result();
    map.header_row = rows[best_row].number;
    map.first_data = best_row + 1;
    return map;
}

Result<HeadedTable> HeadedTable::open(std::unique_ptr<RowSource> source,
                                      std::span<const ColumnSpec> specs,
                                      const ExplicitColumns& explicit_columns) {
    std::vector<Row> head;
    while (head.size() < k_header_rows_max) {
        Result<std::optional<Row>> row = source->next();
        if (!row) {
            return Failure{std::move(row).error()};
        }
        if (!row->has_value()) {
            break;
        }
        head.push_back(std::move(**row));
    }
    Result<HeaderMap> header = map_headers(head, specs, explicit_columns);
    if (!header) {
        Problem problem = std::move(header).error();
        for (Reason& reason : problem.reasons) {
            reason.words.zh = fmt::format("文件「{}」：{}", source->file_name(), reason.words.zh);
            reason.words.en = fmt::format("file \"{}\": {}", source->file_name(), reason.words.en);
        }
        return Failure{std::move(problem)};
    }
    std::deque<Row> waiting;
    for (std::size_t i = header->first_data; i < head.size(); ++i) {
        waiting.push_back(std::move(head[i]));
    }
    return HeadedTable(std::move(source), *std::move(header), std::move(waiting));
}

Result<std::optional<Row>> HeadedTable::next() {
    if (waiting_.empty()) {
        return source_->next();
    }
    std::optional<Row> row(std::move(waiting_.front()));
    waiting_.pop_front();
    return row;
}

const Cell& HeadedTable::cell(const Row& row, const std::string& name) const {
    const std::optional<std::size_t> column = header_.find(name);
    return row.at(column.value_or(static_cast<std::size_t>(-1)));
}

std::string HeadedTable::place(const Row& row, const std::string& name) const {
    const std::optional<std::size_t> column = header_.find(name);
    return column ? cell_name(*column, row.number) : std::to_string(row.number);
}

} // namespace chengban::tabular
