#include "usecase/import_orders.h"

#include "tabular/sheet_time.h"
#include "usecase/row_results.h"
#include "usecase/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace chengban::usecase {

using tabular::Cell;
using tabular::ColumnSpec;
using tabular::HeadedTable;
using tabular::Row;
using workorder::Register;

namespace {

constexpr std::size_t k_in_flight_max = 256;

const std::vector<ColumnSpec>& columns() {
    static const std::vector<ColumnSpec> k_columns{
        {"hotline_number",
         {"热线工单编号", "hotline number"},
         true,
         {"工单编号", "工单号", "编号", "任务号", "案件编号", "留言编号", "受理编号", "来电编号",
          "12345工单编号", "原编号"}},
        {"title",
         {"标题", "title"},
         false,
         {"工单标题", "主题", "留言主题", "诉求标题", "案件标题", "事项名称"}},
        {"claim",
         {"诉求内容", "claim"},
         true,
         {"内容", "诉求", "留言详情", "问题描述", "案件描述", "诉求描述", "市民原信内容",
          "来电内容", "反映内容"}},
        {"called_at",
         {"来电时间", "time of the call"},
         false,
         {"来电日期", "留言时间", "登记时间", "发现时间", "受理时间", "诉求时间"}},
        {"transferred_at",
         {"热线转办时间", "time of the transfer"},
         false,
         {"派单时间", "转办时间", "派遣时间", "收单时间", "转派时间"}},
        {"citizen_name",
         {"反映人", "citizen's name"},
         false,
         {"联系人", "来电人", "市民姓名", "姓名", "留言用户", "诉求人"}},
        {"citizen_phone",
         {"联系电话", "phone"},
         false,
         {"来电电话", "移动电话", "电话", "手机", "手机号", "联系方式", "来电号码"}},
        {"address",
         {"地址", "address"},
         false,
         {"上报地址", "实际地址", "事发地址", "诉求地址", "发生地址", "市民地址"}},
        {"district",
         {"区", "district"},
         false,
         {"所属区", "区域", "行政区", "市民所在区域", "涉及区域", "区划代码"}},
        {"kind", {"诉求性质", "kind"}, false, {"业务类型", "服务类型", "诉求类型", "工单类型"}},
        {"limit_class",
         {"时限类别", "limit class"},
         false,
         {"紧急程度", "市紧急程度", "优先级", "时限类型"}},
        {"source", {"来源", "source"}, false, {"工单来源", "案件来源", "反映来源", "诉求渠道"}},
        {"category", {"内容分类", "category"}, false, {"事项类别"}},
        {"city_due",
         {"市级时限", "the city's limit"},
         false,
         {"应反时间", "案件期限", "结案期限", "办理期限", "截止时间"}},
        {"tags", {"标签", "tags"}, false, {"特殊标签", "事项标签"}}};
    return k_columns;
}

// A closed list by its token or by its Chinese word; some words of the trade besides.
template <class E>
std::optional<E> from_words(std::string_view text) {
    if (const auto value = from_token<E>(text)) {
        return value;
    }
    for (const auto& row : EnumTable<E>::rows) {
        if (row.zh == text) {
            return row.value;
        }
    }
    return std::nullopt;
}

std::optional<OrderKind> kind_of(std::string_view text) {
    if (text == "投诉举报") {
        return OrderKind::complaint;
    }
    if (text == "意见" || text == "建议" || text == "意见建议类") {
        return OrderKind::suggestion;
    }
    return from_words<OrderKind>(text.ends_with("类") ? text.substr(0, text.size() - 3) : text);
}

std::optional<LimitClass> limit_class_of(std::string_view text) {
    if (text == "普通" || text == "1普通" || text == "一般诉求") {
        return LimitClass::general;
    }
    if (text == "0紧急" || text == "特急") {
        return LimitClass::urgent;
    }
    if (text == "复杂诉求") {
        return LimitClass::complex;
    }
    return from_words<LimitClass>(text);
}

class RowReader {
public:
    RowReader(const HeadedTable& table, const Row& row) : table_(table), row_(row) {}

    std::string text(const std::string& name) {
        const Cell& cell = table_.cell(row_, name);
        if (cell.fault != tabular::CellFault::none) {
            const auto column = table_.header().find(name);
            reasons.push_back(tabular::fault_reason(cell, column.value_or(0), row_.number));
            return {};
        }
        return std::string(trim(cell.text));
    }

    std::optional<Instant> time(const std::string& name) {
        if (text(name).empty()) {
            return std::nullopt;
        }
        Result<Instant> parsed =
            tabular::parse_sheet_time(table_.cell(row_, name), table_.place(row_, name));
        if (!parsed) {
            reasons.push_back(parsed.error().reasons.front());
            return std::nullopt;
        }
        return *parsed;
    }

    template <class E>
    std::optional<E> choice(const std::string& name, std::optional<E> (*read)(std::string_view)) {
        const std::string word = text(name);
        if (word.empty()) {
            return std::nullopt;
        }
        std::optional<E> value = read(word);
        if (!value) {
            reasons.push_back(
                {"not_in_list",
                 "",
                 table_.place(row_, name),
                 {fmt::format("不认识「{}」", first_code_points(word, 30)),
                  fmt::format("\"{}\" is not in the list", first_code_points(word, 30))}});
        }
        return value;
    }

    std::string place(const std::string& name) const { return table_.place(row_, name); }

    std::vector<Reason> reasons;

private:
    const HeadedTable& table_;
    const Row& row_;
};

std::string district_code(const people::Organisation& organisation, std::string_view word) {
    if (organisation.district(word) != nullptr) {
        return std::string(word);
    }
    for (const people::Unit& unit : organisation.units) {
        if (!word.empty() && !unit.closed && !unit.district_code.empty() &&
            std::find(unit.places.begin(), unit.places.end(), word) != unit.places.end()) {
            return unit.district_code;
        }
    }
    return {};
}

// The hotline's own classification holds when the rulebook knows it.
const rulebook::CategoryWords* category_of(const rulebook::Rulebook& book, std::string_view word) {
    for (const rulebook::CategoryWords& category : book.categories) {
        if (!word.empty() && (category.token == word || category.words.zh == word)) {
            return &category;
        }
    }
    return nullptr;
}

// 13: profiles of key orders are chosen by tag.
std::vector<std::string> tags_of(std::string_view text) {
    std::vector<std::string> tags;
    std::string tag;
    const auto close = [&] {
        const std::string_view trimmed = trim(tag);
        if (!trimmed.empty()) {
            tags.emplace_back(trimmed);
        }
        tag.clear();
    };
    for (const char32_t c : to_code_points(text)) {
        if (c == U'、' || c == U'，' || c == U',' || c == U'；' || c == U';') {
            close();
        } else {
            append_utf8(tag, c);
        }
    }
    close();
    return tags;
}

// Paths of a command's field as the place in the sheet.
std::vector<Reason> placed(std::vector<Reason> reasons, const HeadedTable& table, const Row& row) {
    for (Reason& reason : reasons) {
        if (table.header().find(reason.field)) {
            reason.field = table.place(row, reason.field);
        }
    }
    return reasons;
}

} // namespace

std::span<const ColumnSpec> import_columns() {
    return columns();
}

Result<Register> read_order_row(const HeadedTable& table, const Row& row, Desk& desk,
                                const ImportOptions& options) {
    RowReader reader(table, row);
    Register command;
    const std::string number = reader.text("hotline_number");
    command.hotline_number = number.empty() ? number : options.number_prefix + number;
    command.title.plain = reader.text("title");
    command.claim.plain = reader.text("claim");
    if (command.title.plain.empty()) {
        command.title.plain = std::string(first_code_points(command.claim.plain, 30));
    }
    if (command.claim.plain.empty()) {
        command.claim.plain = command.title.plain;
    }
    command.called_at = reader.time("called_at");
    command.transferred_at = reader.time("transferred_at");
    command.city_due = reader.time("city_due");
    const auto put = [&](std::optional<Text>& field, const char* name) {
        const std::string text = reader.text(name);
        if (!text.empty()) {
            field = Text{text, {}};
        }
    };
    put(command.citizen_name, "citizen_name");
    put(command.citizen_phone, "citizen_phone");
    put(command.address, "address");
    if (command.citizen_name && command.citizen_name->plain == "匿名") {
        command.citizen_name.reset();
        command.anonymous = true;
    }
    const auto kind = reader.choice<OrderKind>("kind", kind_of);
    command.limit_class = reader.choice<LimitClass>("limit_class", limit_class_of);
    command.source = reader.choice<Source>("source", from_words<Source>).value_or(Source::phone);
    const OrganisationPtr organisation = desk.library().organisation();
    const std::string district = reader.text("district");
    command.district = district.empty() ? options.district_default.value_or(std::string())
                                        : district_code(*organisation, district);
    if (!district.empty() && command.district.empty()) {
        reader.reasons.push_back(
            {"unknown_district",
             "4",
             reader.place("district"),
             {fmt::format("没有「{}」", first_code_points(district, 30)),
              fmt::format("there is no district \"{}\"", first_code_points(district, 30))}});
    }
    const Rules rules = desk.library().rulebook_in_force(day_of(desk.clock().now()));
    const DispatchSuggestion suggestion =
        suggest(*rules, *organisation, command.title.plain, command.claim.plain,
                command.address ? command.address->plain : std::string(), command.district,
                day_of(desk.clock().now()));
    command.kind = kind.value_or(suggestion.kind.value_or(OrderKind::other));
    command.category = suggestion.category;
    command.field_token = suggestion.field;
    if (const auto* named = category_of(rules->book, reader.text("category"))) {
        command.category = named->token;
        command.field_token = named->field;
    }
    command.district = suggestion.district;
    command.tags = tags_of(reader.text("tags"));
    // The lengths and characters that the API would refuse.
    json::object request{{"hotline_number", command.hotline_number},
                         {"title", command.title.plain},
                         {"claim", command.claim.plain},
                         {"tags", json::array(command.tags.begin(), command.tags.end())}};
    const auto add = [&](const char* name, const std::optional<Text>& field) {
        if (field) {
            request[name] = field->plain;
        }
    };
    add("citizen_name", command.citizen_name);
    add("citizen_phone", command.citizen_phone);
    add("address", command.address);
    const Result<json::value> as_request = parse_json(canonical_json(request));
    if (!as_request) {
        reader.reasons.push_back(as_request.error().reasons.front());
    } else if (const auto checked = read_record<Register>(*as_request); !checked) {
        for (const Reason& reason : placed(checked.error().reasons, table, row)) {
            reader.reasons.push_back(reason);
        }
    }
    if (!reader.reasons.empty()) {
        return Failure{Problem{std::move(reader.reasons)}};
    }
    return command;
}

namespace {

// Results arrive on other threads; rows keep their place.
struct Progressing {
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t in_flight = 0;
    std::int64_t finished = 0;
    std::deque<ImportRow> rows; // deque: places stay valid while rows are added
};

void settle(ImportRow& row, const Outcome<CommandAnswer>& outcome) {
    if (!outcome) {
        row.outcome = RowOutcome::refused;
        row.reasons = outcome.error().problem.reasons;
        return;
    }
    row.outcome = outcome->already_there ? RowOutcome::already_there : RowOutcome::created;
    row.order = outcome->order;
}

} // namespace

Result<ImportReport> import_orders(Desk& desk, std::unique_ptr<tabular::RowSource> source,
                                   const tabular::ExplicitColumns& explicit_columns,
                                   const ImportOptions& options, JobControl& control) {
    Result<HeadedTable> opened =
        HeadedTable::open(std::move(source), import_columns(), explicit_columns);
    if (!opened) {
        return Failure{opened.error()};
    }
    HeadedTable& table = *opened;
    ImportReport report;
    report.unused_columns = table.header().unused;
    Progressing state;
    while (!control.cancelled()) {
        Result<std::optional<Row>> next = table.next();
        if (!next) {
            report.broken_off = next.error().reasons;
            break;
        }
        if (!next->has_value()) {
            break;
        }
        Result<Register> command = read_order_row(table, **next, desk, options);
        ImportRow* row = nullptr;
        {
            std::unique_lock lock(state.mutex);
            state.changed.wait(lock, [&] { return state.in_flight < k_in_flight_max; });
            row = &state.rows.emplace_back();
            row->row = (**next).number;
            row->hotline_number = std::string(trim(table.cell(**next, "hotline_number").text));
            if (!command) {
                row->reasons = command.error().reasons;
                control.progress(++state.finished, 0);
                continue;
            }
            ++state.in_flight;
        }
        CommandRequest request;
        request.actor = options.actor;
        request.command = std::move(*command);
        desk.give(std::move(request), [&state, &control, row](Outcome<CommandAnswer> outcome) {
            const std::lock_guard lock(state.mutex);
            settle(*row, outcome);
            control.progress(++state.finished, 0);
            --state.in_flight;
            state.changed.notify_all();
        });
    }
    std::unique_lock lock(state.mutex);
    state.changed.wait(lock, [&] { return state.in_flight == 0; });
    for (ImportRow& row : state.rows) {
        report.created += row.outcome == RowOutcome::created ? 1 : 0;
        report.already_there += row.outcome == RowOutcome::already_there ? 1 : 0;
        report.refused += row.outcome == RowOutcome::refused ? 1 : 0;
        report.rows.push_back(std::move(row));
    }
    return report;
}

std::string import_result_csv(const ImportReport& report) {
    return row_results_csv(report.rows);
}

json::object import_summary(const ImportReport& report) {
    return row_results_summary(report, "created", report.created);
}

} // namespace chengban::usecase
