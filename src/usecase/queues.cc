#include "usecase/queues.h"

#include "calendar/deadline.h"
#include "lint/mask.h"
#include "text/normalise.h"
#include "usecase/projection.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace chengban::usecase {

using workorder::Actor;
using workorder::Role;

namespace {

constexpr std::array k_queues{QueueInfo{"mine", "我的工单", "mine"},
                              QueueInfo{"my_unit", "本单位工单", "my unit's"},
                              QueueInfo{"awaiting_me", "待我处理", "awaiting my decision"},
                              QueueInfo{"due_today", "今日到期", "due today"},
                              QueueInfo{"due_tomorrow", "明日到期", "due tomorrow"},
                              QueueInfo{"due_this_week", "本周到期", "due this week"},
                              QueueInfo{"overdue", "已超期", "overdue"},
                              QueueInfo{"all_open", "全部在办", "all open"},
                              QueueInfo{"received", "待派单", "to be dispatched"},
                              QueueInfo{"consulting", "热线沟通中", "consulting"},
                              QueueInfo{"dispatched", "待签收", "to be acknowledged"},
                              QueueInfo{"handling", "办理中", "handling"},
                              QueueInfo{"awaiting_approval", "待审批", "awaiting approval"},
                              QueueInfo{"completed", "已办结", "completed"},
                              QueueInfo{"supervision", "督办", "under supervision"},
                              QueueInfo{"supervision_proposed", "待定督办", "supervision proposed"},
                              QueueInfo{"attention", "重点关注", "attention list"},
                              QueueInfo{"all", "全部", "all"}};

constexpr std::array<std::string_view, 19> k_filters{
    "state",       "kind",    "limit_class", "category",   "district",
    "unit",        "handler", "tag",         "supervised", "extended",
    "provisional", "due",     "received",    "completed",  "hotline_number",
    "phone",       "q",       "awaiting",    "open"};

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string_view part = trim(text.substr(0, comma));
        if (!part.empty()) {
            parts.emplace_back(part);
        }
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return parts;
}

// The exclusive end of the day's limits: a limit at 24:00 of the day belongs to it.
Instant end_of(Day day) {
    return start_of(day.plus(1)).plus_milliseconds(1);
}
// The first instant a limit of the day can have.
Instant begin_of(Day day) {
    return start_of(day).plus_milliseconds(1);
}

struct Span {
    std::optional<Instant> from;
    std::optional<Instant> to;
};

Day first_of_month(Day day) {
    const YearMonthDay ymd = year_month_day(day);
    return day_of({ymd.year, ymd.month, 1});
}

// today, yesterday, tomorrow, this_week, last_week, this_month, last_month, last_7_days,
// 2026-01-01, 2026-01-01..2026-01-31; days, both included.
std::optional<std::pair<Day, Day>> day_range(std::string_view text, Day today) {
    const Day monday = today.plus(-today.weekday());
    if (text == "today") {
        return {{today, today}};
    }
    if (text == "yesterday") {
        return {{today.plus(-1), today.plus(-1)}};
    }
    if (text == "tomorrow") {
        return {{today.plus(1), today.plus(1)}};
    }
    if (text == "this_week") {
        return {{monday, monday.plus(6)}};
    }
    if (text == "last_week") {
        return {{monday.plus(-7), monday.plus(-1)}};
    }
    if (text == "last_7_days") {
        return {{today.plus(-6), today}};
    }
    if (text == "this_month") {
        return {{first_of_month(today), first_of_month(first_of_month(today).plus(32)).plus(-1)}};
    }
    if (text == "last_month") {
        const Day last = first_of_month(today).plus(-1);
        return {{first_of_month(last), last}};
    }
    const std::size_t dots = text.find("..");
    const Result<Day> first = parse_day(text.substr(0, dots), "range");
    const Result<Day> last =
        dots == std::string_view::npos ? first : parse_day(text.substr(dots + 2), "range");
    if (!first || !last || *last < *first) {
        return std::nullopt;
    }
    return {{*first, *last}};
}

void set_bool(std::optional<bool>& field, std::string_view name, std::string_view value,
              Problem& wrong) {
    if (value != "true" && value != "false") {
        wrong.reasons.push_back({"bad_filter",
                                 "",
                                 std::string(name),
                                 {fmt::format("「{}」应为 true 或 false", name),
                                  fmt::format("\"{}\" must be true or false", name)}});
        return;
    }
    field = value == "true";
}

void set_range(std::string_view name, std::string_view value, Day today, Span& span,
               Problem& wrong) {
    const auto range = day_range(value, today);
    if (!range) {
        wrong.reasons.push_back(
            {"bad_filter",
             "",
             std::string(name),
             {fmt::format("「{}」应为 today、this_week、2026-01-01 或 2026-01-01..2026-01-31",
                          name),
              fmt::format("\"{}\" must be today, this_week, a day or a range of days", name)}});
        return;
    }
    span.from = start_of(range->first);
    span.to = start_of(range->second.plus(1));
}

class FilterReader {
public:
    FilterReader(Desk& desk, const Actor& reader) : desk_(desk), reader_(reader) {}

    bool queue(std::string_view name) {
        const Instant now = desk_.clock().now();
        const Day today = day_of(now);
        if (name.empty() || name == "all") {
            return true;
        }
        if (name == "completed") {
            filter.states = {"completed"};
            return true;
        }
        if (name == "supervision") {
            for (const char* stage : {"opened", "reported", "issued"}) {
                filter.tags.push_back(std::string(k_supervision_mark) + stage);
            }
            return true;
        }
        if (name == "supervision_proposed") {
            filter.tags = {std::string(k_supervision_mark) + "proposed"};
            return true;
        }
        if (name == "attention") {
            filter.tags = {k_attention_mark};
            return true;
        }
        if (name == "awaiting_me") { // a filing or a supervision outlives completion
            filter.awaiting = {fmt::format("{}@{}", token(reader_.role), reader_.unit.text()),
                               fmt::format("{}@", token(reader_.role))};
            return true;
        }
        filter.open = true;
        if (name == "mine") {
            filter.handlers = {reader_.person};
        } else if (name == "my_unit") {
            filter.units = {reader_.unit};
        } else if (name == "due_today") {
            filter.due_from = begin_of(today);
            filter.due_to = end_of(today);
        } else if (name == "due_tomorrow") {
            filter.due_from = begin_of(today.plus(1));
            filter.due_to = end_of(today.plus(1));
        } else if (name == "due_this_week") {
            filter.due_from = begin_of(today);
            filter.due_to = end_of(today.plus(6 - today.weekday()));
        } else if (name == "overdue") {
            filter.due_to = now.plus_milliseconds(1);
        } else if (name != "all_open") {
            for (const QueueInfo& info : k_queues) {
                if (info.name == name) {
                    filter.states = {std::string(name)};
                    return true;
                }
            }
            return false;
        }
        return true;
    }

    void one(std::string_view name, const std::string& value) {
        const Day today = day_of(desk_.clock().now());
        Span span;
        if (name == "state") {
            filter.states = split(value);
        } else if (name == "kind") {
            filter.kinds = split(value);
        } else if (name == "limit_class") {
            filter.limit_classes = split(value);
        } else if (name == "category") {
            filter.categories = split(value);
        } else if (name == "district") {
            filter.districts = split(value);
        } else if (name == "tag") {
            filter.tags = split(value);
        } else if (name == "awaiting") {
            filter.awaiting = split(value);
        } else if (name == "unit") {
            for (std::string& id : split(value)) {
                filter.units.emplace_back(std::move(id));
            }
        } else if (name == "handler") {
            for (std::string& id : split(value)) {
                filter.handlers.emplace_back(std::move(id));
            }
        } else if (name == "supervised") {
            set_bool(filter.supervised, name, value, wrong);
        } else if (name == "extended") {
            set_bool(filter.extended, name, value, wrong);
        } else if (name == "provisional") {
            set_bool(filter.provisional, name, value, wrong);
        } else if (name == "open") {
            set_bool(filter.open, name, value, wrong);
        } else if (name == "due") {
            set_range(name, value, today, span, wrong);
            if (span.from) {
                filter.due_from = span.from->plus_milliseconds(1);
                filter.due_to = span.to->plus_milliseconds(1);
            }
        } else if (name == "received") {
            set_range(name, value, today, span, wrong);
            filter.received_from = span.from;
            filter.received_to = span.to;
        } else if (name == "completed") {
            set_range(name, value, today, span, wrong);
            filter.completed_from = span.from;
            filter.completed_to = span.to;
        } else if (name == "hotline_number") {
            filter.hotline_number = value;
        } else if (name == "phone") {
            filter.phone_digest = desk_.store().keyed_digest(text::normalise_phone(value));
        } else if (name == "q") {
            phrase(value);
        } else {
            wrong.reasons.push_back({"unknown_filter",
                                     "",
                                     std::string(name),
                                     {fmt::format("没有筛选项「{}」", name),
                                      fmt::format("there is no filter \"{}\"", name)}});
        }
    }

    store::OrderFilter filter;
    Problem wrong;

private:
    void phrase(const std::string& value) {
        const std::size_t length = code_points(trim(value));
        if (length < 2 || length > 100) {
            wrong.reasons.push_back(
                {"bad_phrase", "", "q", {"请输入 2–100 个字", "enter 2 to 100 characters"}});
            return;
        }
        filter.phrase = std::string(trim(value));
    }

    Desk& desk_;
    const Actor& reader_;
};

std::optional<store::SortKey> sort_key(std::string_view name) {
    if (name.empty() || name == "next_due") {
        return store::SortKey::next_due;
    }
    if (name == "received_at") {
        return store::SortKey::received_at;
    }
    if (name == "updated_at") {
        return store::SortKey::updated_at;
    }
    if (name == "completed_at") {
        return store::SortKey::completed_at;
    }
    return std::nullopt;
}

template <class E>
json::object token_json(std::string_view text) {
    const std::optional<E> value = from_token<E>(text);
    return {{"value", text}, {"zh", value ? zh(*value) : text}, {"en", value ? en(*value) : text}};
}

json::array own_tags(const store::OrderRow& row) {
    json::array list;
    for (const std::string& tag : row.tags) {
        if (!is_mark(tag)) {
            list.emplace_back(tag);
        }
    }
    return list;
}

} // namespace

std::span<const QueueInfo> queue_infos() {
    return k_queues;
}
std::span<const std::string_view> filter_names() {
    return k_filters;
}

json::object row_json(const store::OrderRow& row, Desk& desk, Instant now) {
    const OrganisationPtr organisation = desk.library().organisation();
    const CalendarPtr calendar = desk.library().latest_calendar();
    json::object object{{"id", row.id.text()},
                        {"version", row.version},
                        {"hotline_number", row.hotline_number},
                        {"title", lint::mask_personal_data(row.title)},
                        {"state", token_json<workorder::State>(row.state)},
                        {"kind", token_json<OrderKind>(row.kind)},
                        {"category", row.category},
                        {"district", row.district},
                        {"round", row.round},
                        {"confidential", row.confidential},
                        {"supervised", row.supervised},
                        {"extended", row.extended},
                        {"provisional", row.provisional},
                        {"tags", own_tags(row)},
                        {"awaiting", json::array(row.awaiting.begin(), row.awaiting.end())},
                        {"received_at", to_string(row.received_at)},
                        {"updated_at", to_string(row.updated_at)}};
    if (!row.limit_class.empty()) {
        object["limit_class"] = token_json<LimitClass>(row.limit_class);
    }
    if (const people::Unit* unit = organisation->unit(row.unit)) {
        object["unit"] = {{"id", row.unit.text()}, {"zh", unit->name.zh}, {"en", unit->name.en}};
    }
    if (const people::Person* person = organisation->person(row.handler)) {
        object["handler"] = {{"id", row.handler.text()}, {"name", person->name}};
    }
    const auto put = [&](const char* name, const std::optional<Instant>& at) {
        if (at) {
            object[name] = to_string(*at);
        }
    };
    put("dispatched_at", row.dispatched_at);
    put("completed_at", row.completed_at);
    put("completion_due", row.completion_due);
    put("city_due", row.city_due);
    if (row.next_due) {
        // Rows of an older program do not say when their limit began.
        const Instant start =
            row.next_due_since.value_or(row.dispatched_at.value_or(row.received_at));
        const auto band = calendar::band(*calendar, start, *row.next_due, now,
                                         desk.library().rulebook_in_force(day_of(now))->book.bands);
        object["next_due"] = {
            {"at", to_string(*row.next_due)},
            {"kind", token_json<workorder::DeadlineKind>(row.next_due_kind)},
            {"band", token_json<calendar::Band>(token(band))},
            {"zh", calendar::remaining_words(*calendar, now, *row.next_due, Language::zh)},
            {"en", calendar::remaining_words(*calendar, now, *row.next_due, Language::en)}};
    }
    return object;
}

std::optional<store::PageRequest> sorted_page(std::string_view sort) {
    store::PageRequest page;
    page.descending = sort.starts_with('-');
    sort.remove_prefix(page.descending ? 1 : 0);
    const auto key = sort_key(sort);
    if (!key) {
        return std::nullopt;
    }
    page.sort = *key;
    return page;
}

Outcome<store::OrderFilter> order_filter(Desk& desk, const Actor& reader,
                                         const ListRequest& request) {
    FilterReader filters(desk, reader);
    if (!filters.queue(request.queue)) {
        return refusal(RefusalKind::invalid,
                       problem("unknown_queue", "queue", "没有这个队列", "there is no such queue"));
    }
    for (const auto& [name, value] : request.filters) {
        filters.one(name, value);
    }
    if (!filters.wrong.reasons.empty()) {
        return refusal(RefusalKind::invalid, std::move(filters.wrong));
    }
    return std::move(filters.filter);
}

Outcome<json::object> list_orders(Desk& desk, const Actor& reader, const ListRequest& request) {
    const Outcome<people::Scope> scope = authorize("work_order.read", reader);
    if (!scope) {
        return Failure{scope.error()};
    }
    FilterReader filters(desk, reader);
    if (!filters.queue(request.queue)) {
        return refusal(RefusalKind::invalid,
                       problem("unknown_queue", "queue", "没有这个队列", "there is no such queue"));
    }
    for (const auto& [name, value] : request.filters) {
        filters.one(name, value);
    }
    const std::optional<store::PageRequest> sorted = sorted_page(request.sort);
    store::PageRequest page = sorted.value_or(store::PageRequest{});
    if (!sorted) {
        filters.wrong.reasons.push_back(
            {"bad_sort", "", "sort", {"没有这种排序", "there is no such order"}});
    }
    if (request.limit < 1 || request.limit > 500) {
        filters.wrong.reasons.push_back(
            {"bad_limit", "", "limit", {"每页应为 1–500 条", "a page has 1 to 500 rows"}});
    }
    if (!filters.wrong.reasons.empty()) {
        return refusal(RefusalKind::invalid, std::move(filters.wrong));
    }
    page.cursor = request.cursor;
    page.limit = request.limit;
    const Result<store::OrderPage> found =
        desk.store().list(filters.filter, page, visibility_of(*scope, reader));
    if (!found) {
        return refusal(RefusalKind::invalid, found.error());
    }
    const Instant now = desk.clock().now();
    json::array items;
    for (const store::OrderRow& row : found->rows) {
        items.push_back(row_json(row, desk, now));
    }
    json::object body{{"items", std::move(items)}};
    body["next_cursor"] =
        found->next_cursor.empty() ? json::value(nullptr) : json::value(found->next_cursor);
    return body;
}

json::array queue_counts(Desk& desk, const Actor& reader) {
    json::array list;
    const store::Visibility visibility = visibility_of(reader);
    for (const QueueInfo& info : k_queues) {
        FilterReader filters(desk, reader);
        filters.queue(info.name);
        const store::BoundedCount count = desk.store().count(filters.filter, 999, visibility);
        list.push_back({{"name", info.name},
                        {"zh", info.zh},
                        {"en", info.en},
                        {"count", count.count},
                        {"more", count.more}});
    }
    return list;
}

json::array bucket_counts(Desk& desk, const Actor& reader) {
    json::array list;
    for (const store::CountBucket& bucket : desk.store().counts(visibility_of(reader))) {
        json::object item{{"unit", bucket.unit.text()},
                          {"handler", bucket.handler.text()},
                          {"state", bucket.state},
                          {"count", bucket.count}};
        if (bucket.due_day) {
            item["due_day"] = to_string(*bucket.due_day);
        }
        list.push_back(std::move(item));
    }
    return list;
}

} // namespace chengban::usecase
