#include "usecase/import_roster.h"

#include "tabular/sheet_time.h"

#include <fmt/format.h>

#include <algorithm>

namespace chengban::usecase {

using people::DutyKind;
using people::DutyTurn;
using tabular::Cell;
using tabular::ColumnSpec;
using tabular::HeadedTable;
using tabular::Row;

namespace {

constexpr std::size_t k_turns_max = 1000;
constexpr std::size_t k_reasons_max = 100;

const std::vector<ColumnSpec>& columns() {
    static const std::vector<ColumnSpec> k_columns{
        {"date", {"日期", "date"}, false, {"值班日期", "值班日"}},
        {"shift", {"班次", "shift"}, false, {"值班班次", "时段"}},
        {"from", {"开始时间", "from"}, false, {"起", "开始", "值班开始"}},
        {"until", {"结束时间", "until"}, false, {"止", "结束", "值班结束"}},
        {"person", {"姓名", "person"}, true, {"值班人员", "值班人", "值班员", "人员", "工号"}},
        {"kind", {"值班类别", "kind"}, false, {"类别", "岗位"}},
        {"phone", {"值班电话", "phone"}, false, {"电话", "联系电话"}}};
    return k_columns;
}

class RosterReader {
public:
    RosterReader(const HeadedTable& table, const UnitId& unit,
                 const people::Organisation& organisation, const rulebook::DutyRules& rules)
        : table_(table), unit_(unit), organisation_(organisation), rules_(rules) {}

    void read(const Row& row) {
        row_ = &row;
        const std::size_t before = reasons.size();
        DutyTurn turn;
        turn.person = person();
        if (!text("kind").empty()) {
            turn.kind = kind();
        }
        if (const std::string phone = text("phone"); !phone.empty()) {
            turn.phone = phone;
        }
        read_times(turn);
        if (reasons.size() == before) {
            turns.push_back(std::move(turn));
        }
    }

    std::vector<DutyTurn> turns;
    std::vector<Reason> reasons;

private:
    void refuse(const char* code, const char* column, std::string zh, std::string en) {
        reasons.push_back(
            {code, "B3", table_.place(*row_, column), {std::move(zh), std::move(en)}});
    }

    std::string text(const char* name) {
        const Cell& cell = table_.cell(*row_, name);
        if (cell.fault != tabular::CellFault::none) {
            reasons.push_back(
                tabular::fault_reason(cell, table_.header().find(name).value_or(0), row_->number));
            return {};
        }
        return std::string(trim(cell.text));
    }

    std::optional<Instant> time(const char* name) {
        if (text(name).empty()) {
            return std::nullopt;
        }
        Result<Instant> parsed =
            tabular::parse_sheet_time(table_.cell(*row_, name), table_.place(*row_, name));
        if (!parsed) {
            reasons.push_back(parsed.error().reasons.front());
            return std::nullopt;
        }
        return *parsed;
    }

    // By id, or by a name that only one of the unit's people has.
    PersonId person() {
        const std::string word = text("person");
        std::vector<PersonId> found;
        for (const people::Person& one : organisation_.people) {
            if (one.belongs_to(unit_) && (one.id.text() == word || one.name == word)) {
                found.push_back(one.id);
            }
        }
        const std::string shown(first_code_points(word, 30));
        if (found.empty()) {
            refuse("not_of_the_unit", "person", fmt::format("本单位没有「{}」", shown),
                   fmt::format("there is no \"{}\" in this unit", shown));
        } else if (found.size() > 1) {
            refuse("ambiguous_name", "person", fmt::format("「{}」有多人，请填编号", shown),
                   fmt::format("several people are called \"{}\", give the id", shown));
        }
        return found.size() == 1 ? found.front() : PersonId();
    }

    DutyKind kind() {
        const std::string word = text("kind");
        for (const auto& row : EnumTable<DutyKind>::rows) {
            if (row.token == word || row.zh == word) {
                return row.value;
            }
        }
        refuse("not_in_list", "kind", "值班类别应为「值班员」或「带班领导」",
               "the kind is officer or leader");
        return DutyKind::officer;
    }

    void read_times(DutyTurn& turn) {
        const std::optional<Instant> from = time("from");
        const std::optional<Instant> until = time("until");
        if (from && until) {
            turn.from = *from;
            turn.until = *until;
            return;
        }
        const std::optional<Instant> date = time("date");
        if (!date) {
            if (text("date").empty()) {
                refuse("missing_field", "date", "须有日期和班次，或开始、结束时间",
                       "a date with a shift, or a beginning and an end, is needed");
            }
            return;
        }
        read_shift(turn, day_of(*date));
    }

    void read_shift(DutyTurn& turn, Day day) {
        const auto minute = [](Day of, std::int32_t minutes) {
            return start_of(of).plus_milliseconds(minutes * std::int64_t{60'000});
        };
        const Instant opens = minute(day, rules_.office_opens_minute);
        const Instant closes = minute(day, rules_.office_closes_minute);
        const Instant next = minute(day.plus(1), rules_.office_opens_minute);
        const std::string shift = text("shift");
        if (shift == "夜班" || shift == "晚班" || shift == "night" || shift.empty()) {
            turn.from = closes;
            turn.until = next;
        } else if (shift == "白班" || shift == "日班" || shift == "day") {
            turn.from = opens;
            turn.until = closes;
        } else if (shift == "全天" || shift == "24小时" || shift == "all_day") {
            turn.from = opens;
            turn.until = next;
        } else {
            refuse("not_in_list", "shift", "班次应为夜班、白班或全天",
                   "the shift is night, day or all_day");
        }
    }

    const HeadedTable& table_;
    const UnitId& unit_;
    const people::Organisation& organisation_;
    const rulebook::DutyRules& rules_;
    const Row* row_ = nullptr;
};

} // namespace

std::span<const ColumnSpec> roster_columns() {
    return columns();
}

Result<people::SetRoster> read_roster(std::unique_ptr<tabular::RowSource> source,
                                      const UnitId& unit, const people::Organisation& organisation,
                                      const rulebook::DutyRules& rules) {
    Result<HeadedTable> table = HeadedTable::open(std::move(source), columns());
    if (!table) {
        return Failure{table.error()};
    }
    RosterReader reader(*table, unit, organisation, rules);
    while (reader.reasons.size() < k_reasons_max) {
        Result<std::optional<Row>> row = table->next();
        if (!row) {
            return Failure{row.error()};
        }
        if (!*row) {
            break;
        }
        reader.read(**row);
    }
    if (reader.turns.size() > k_turns_max) {
        return Failure{problem("too_many", "", fmt::format("值班超过 {} 条", k_turns_max),
                               fmt::format("more than {} turns of duty", k_turns_max), "B3")};
    }
    if (!reader.reasons.empty()) {
        return Failure{Problem{std::move(reader.reasons)}};
    }
    if (reader.turns.empty()) {
        return Failure{problem("empty", "", "表中没有值班", "the sheet holds no turns", "B3")};
    }
    people::SetRoster roster;
    roster.turns = std::move(reader.turns);
    const auto [first, last] =
        std::minmax_element(roster.turns.begin(), roster.turns.end(),
                            [](const DutyTurn& a, const DutyTurn& b) { return a.from < b.from; });
    roster.from = day_of(first->from);
    roster.until = day_of(last->from);
    return roster;
}

} // namespace chengban::usecase
