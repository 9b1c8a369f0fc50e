#include "rulebook/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace chengban::rulebook {

namespace {

constexpr std::int64_t k_amount_hours_max = 720;
constexpr std::int64_t k_amount_working_days_max = 250;
constexpr std::int64_t k_amount_natural_days_max = 36'525; // retention is counted in years

struct UnitRow {
    std::string_view key;
    bool Units::*allowed;
    std::int64_t max;
    Amount (*make)(std::int32_t);
};

constexpr std::array k_unit_rows{
    UnitRow{"hours", &Units::hours, k_amount_hours_max,
            [](std::int32_t n) -> Amount { return Hours{n}; }},
    UnitRow{"working_days", &Units::working_days, k_amount_working_days_max,
            [](std::int32_t n) -> Amount { return WorkingDays{n}; }},
    UnitRow{"natural_days", &Units::natural_days, k_amount_natural_days_max,
            [](std::int32_t n) -> Amount { return NaturalDays{n}; }}};

// Limits that are the only way out of an open state; without one the state has no deadline.
struct GuardedState {
    std::string_view limit;
    std::string_view zh;
    std::string_view en;
};
constexpr std::array k_guarded_states{
    GuardedState{"dispatch", "待派单", "received"},
    GuardedState{"consultation", "与热线沟通中", "consulting"},
    GuardedState{"urgent", "办理中（紧急）", "handling, urgent"},
    GuardedState{"semi_urgent", "办理中（次紧急）", "handling, semi-urgent"},
    GuardedState{"general", "办理中（一般）", "handling, general"},
    GuardedState{"complex", "办理中（复杂）", "handling, complex"},
    GuardedState{"review", "办理中（回访复核）", "handling, review"}};

void refuse_missing_limit(TomlTable& table, std::string_view key) {
    for (const GuardedState& state : k_guarded_states) {
        if (state.limit == key) {
            table.refuse(
                key, "open_state_without_limit",
                fmt::format("缺少「{}」，状态「{}」没有时限", table.path_of(key), state.zh),
                fmt::format("\"{}\" is missing, the open state «{}» has no limit",
                            table.path_of(key), state.en));
            return;
        }
    }
    table.need(key);
}

// Two decimal numbers with a separator, e.g. "17:30" or "07-31"; false when it is not that.
bool read_pair(std::string_view text, char separator, std::int32_t& first, std::int32_t& second) {
    const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
    if (text.size() != 5 || text[2] != separator || !digit(0) || !digit(1) || !digit(3) ||
        !digit(4)) {
        return false;
    }
    first = (text[0] - '0') * 10 + (text[1] - '0');
    second = (text[3] - '0') * 10 + (text[4] - '0');
    return true;
}

class Reader {
public:
    Reader(TomlTable& top, ReadContext& context) : top_(&top), context_(&context) {}

    void section(std::string_view key, std::string_view, std::string_view) {
        finish();
        if (std::optional<TomlTable> table = top_->table(key)) {
            table_ = std::make_unique<TomlTable>(std::move(*table));
        }
    }
    void finish() {
        if (table_) {
            table_->finish();
        }
        table_.reset();
    }
    void limit(std::string_view key, Limit& out, Units units, std::string_view, std::string_view) {
        if (!readable()) {
            return;
        }
        if (!table_->has(key)) {
            refuse_missing_limit(*table_, key);
            return;
        }
        if (std::optional<TomlTable> inner = table_->table(key); inner && inner->is_table()) {
            out.amount = read_amount(*inner, units);
            out.clause = read_clause(*inner, *context_);
            inner->finish();
        }
    }
    void amount(std::string_view key, Amount& out, Units units, std::string_view, std::string_view,
                std::string_view) {
        if (!readable()) {
            return;
        }
        if (std::optional<TomlTable> inner = table_->table(key); inner && inner->is_table()) {
            out = read_amount(*inner, units);
            inner->finish();
        }
    }
    void integer(std::string_view key, std::int32_t& out, Range range, std::string_view,
                 std::string_view, std::string_view) {
        if (readable()) {
            const std::optional<std::int64_t> value = table_->integer(key, range.min, range.max);
            out = static_cast<std::int32_t>(value.value_or(0));
        }
    }
    void per_mille(std::string_view key, std::int32_t& out, Range range, std::string_view clause,
                   std::string_view zh, std::string_view en) {
        integer(key, out, range, clause, zh, en);
    }
    void boolean(std::string_view key, bool& out, std::string_view, std::string_view,
                 std::string_view) {
        if (readable()) {
            out = table_->boolean(key).value_or(out);
        }
    }
    template <Tabled E>
    void choice(std::string_view key, E& out, std::string_view, std::string_view,
                std::string_view) {
        if (readable()) {
            out = table_->template choice<E>(key).value_or(out);
        }
    }
    template <Tabled E>
    void choices(std::string_view key, std::vector<E>& out, std::string_view, std::string_view,
                 std::string_view) {
        if (readable()) {
            out = table_->template choices<E>(key);
            refuse_doubles(key, out);
        }
    }
    void integers(std::string_view key, std::vector<std::int32_t>& out, Range range,
                  std::string_view, std::string_view, std::string_view) {
        if (readable()) {
            for (const std::int64_t value : table_->integers(key, range.min, range.max)) {
                out.push_back(static_cast<std::int32_t>(value));
            }
            const TomlValue* list = table_->find(key);
            if (list != nullptr && list->kind == TomlValue::Kind::list && list->items.empty()) {
                table_->refuse(key, "empty", fmt::format("「{}」为空", table_->path_of(key)),
                               fmt::format("\"{}\" is empty", table_->path_of(key)));
            }
        }
    }
    void clauses(std::string_view key, std::vector<std::string>& out, std::string_view,
                 std::string_view, std::string_view) {
        if (!readable()) {
            return;
        }
        out = table_->texts(key, {1, 20});
        refuse_doubles(key, out);
        for (std::size_t i = 0; i < out.size(); ++i) {
            context_->clauses_used.emplace_back(fmt::format("{}[{}]", table_->path_of(key), i),
                                                out[i]);
        }
    }
    void minute(std::string_view key, std::int32_t& out, std::string_view, std::string_view,
                std::string_view);
    void month_day(std::string_view key, MonthDay& out, std::string_view, std::string_view,
                   std::string_view);

private:
    bool readable() const { return table_ && table_->is_table(); }

    template <class T>
    void refuse_doubles(std::string_view key, const std::vector<T>& values) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto last = values.begin() + static_cast<std::ptrdiff_t>(i);
            if (std::find(values.begin(), last, values[i]) != last) {
                table_->refuse(fmt::format("{}[{}]", key, i), "duplicate", "该项重复",
                               "this entry is given twice");
            }
        }
    }

    TomlTable* top_;
    ReadContext* context_;
    std::unique_ptr<TomlTable> table_;
};

void Reader::minute(std::string_view key, std::int32_t& out, std::string_view, std::string_view,
                    std::string_view) {
    if (!readable()) {
        return;
    }
    const std::string text = table_->text(key);
    std::int32_t hour = 0;
    std::int32_t minute = 0;
    if (text.empty()) {
        return;
    }
    const bool good = read_pair(text, ':', hour, minute) && minute < 60;
    const std::int32_t total = hour * 60 + minute;
    if (!good || total < 1 || total > 24 * 60) {
        table_->refuse(
            key, "bad_time_of_day",
            fmt::format("「{}」应为 00:01 至 24:00 的时刻", table_->path_of(key)),
            fmt::format("\"{}\" must be a time of day from 00:01 to 24:00", table_->path_of(key)));
        return;
    }
    out = total;
}

void Reader::month_day(std::string_view key, MonthDay& out, std::string_view, std::string_view,
                       std::string_view) {
    if (!readable()) {
        return;
    }
    const std::string text = table_->text(key);
    if (text.empty()) {
        return;
    }
    MonthDay value;
    // A year without a leap day, so that the date exists every year.
    if (!read_pair(text, '-', value.month, value.day) ||
        !is_valid({2023, value.month, value.day})) {
        table_->refuse(
            key, "bad_month_day",
            fmt::format("「{}」应为每年都有的日期（月-日），如 07-31", table_->path_of(key)),
            fmt::format("\"{}\" must be a month and day of every year, e.g. 07-31",
                        table_->path_of(key)));
        return;
    }
    out = value;
}

std::string unit_names(Units units, std::string_view separator) {
    std::string out;
    for (const UnitRow& row : k_unit_rows) {
        if (units.*row.allowed) {
            out += (out.empty() ? "" : std::string(separator)) + std::string(row.key);
        }
    }
    return out;
}

} // namespace

Amount read_amount(TomlTable& table, Units units) {
    Amount amount{WorkingDays{0}};
    std::size_t given = 0;
    for (const UnitRow& row : k_unit_rows) {
        if (!table.has(row.key)) {
            continue;
        }
        ++given;
        if (!(units.*row.allowed)) {
            table.refuse(
                row.key, "wrong_unit",
                fmt::format("「{}」应以 {} 计", table.path(), unit_names(units, " 或 ")),
                fmt::format("\"{}\" must be given in {}", table.path(), unit_names(units, " or ")));
        } else if (const auto count = table.integer(row.key, 1, row.max)) {
            amount = row.make(static_cast<std::int32_t>(*count));
        }
    }
    if (given != 1) {
        table.refuse(
            "", "wrong_unit",
            fmt::format("「{}」应有且只有一个期限单位：{}", table.path(), unit_names(units, "、")),
            fmt::format("\"{}\" needs exactly one of {}", table.path(), unit_names(units, ", ")));
        return WorkingDays{0};
    }
    return amount;
}

std::string read_clause(TomlTable& table, ReadContext& context) {
    std::string clause = table.text("clause", {1, 20});
    if (!clause.empty()) {
        context.clauses_used.emplace_back(table.path_of("clause"), clause);
    }
    return clause;
}

void read_head(TomlTable& top, Rulebook& rulebook) {
    constexpr std::int64_t k_version_max = 1'000'000'000;
    rulebook.name = top.token("name");
    rulebook.version = top.integer("version", 1, k_version_max).value_or(1);
    rulebook.effective_from = top.day("effective_from").value_or(Day());
    if (std::optional<TomlTable> title = top.table("title")) {
        rulebook.title = title->words();
        title->finish();
    }
}

void read_single_settings(TomlTable& top, Rulebook& rulebook, ReadContext& context) {
    Reader reader(top, context);
    visit_settings(reader, rulebook);
    reader.finish();
}

void read_strengths(TomlTable& top, Rulebook& rulebook) {
    std::optional<TomlTable> rules = top.table("rules");
    if (!rules) {
        return;
    }
    for (const RuleRow& row : k_rules) {
        std::optional<TomlTable> rule = rules->table(row.token);
        if (!rule || !rule->is_table()) {
            continue;
        }
        const std::optional<Strength> strength = rule->choice<Strength>("strength");
        rulebook.strengths[static_cast<std::size_t>(row.value)] = strength.value_or(row.strength);
        // A missed deadline never blocks the late act: it flags.
        const bool is_lateness = row.token.ends_with("_late");
        if (is_lateness && strength == Strength::block) {
            rule->refuse(
                "strength", "lateness_blocks",
                fmt::format("「{}」只可标记或提示：超时不得阻止办理", row.zh),
                fmt::format("\"{}\" may only flag or advise: lateness never blocks an act", row.en),
                std::string(row.clause));
        }
        const std::string clause = rule->text("clause", {1, 20});
        if (!clause.empty() && clause != row.clause) {
            rule->refuse(
                "clause", "wrong_clause",
                fmt::format("规则「{}」的依据是 {}，不是 {}", row.token, row.clause, clause),
                fmt::format("the rule \"{}\" rests on clause {}, not {}", row.token, row.clause,
                            clause),
                std::string(row.clause));
        }
        rule->finish();
    }
    rules->finish();
}

} // namespace chengban::rulebook
