#include "store/order_columns.h"

#include "base/json.h"
#include "base/utf8.h"

#include <boost/json/array.hpp>
#include <sqlite3.h>

namespace chengban::store {

namespace {

constexpr std::array<std::string_view, k_order_columns> k_names{
    "id",
    "version",
    "source",
    "hotline_number",
    "state",
    "kind",
    "limit_class",
    "category",
    "district",
    "unit",
    "handler",
    "round",
    "title",
    "tags",
    "awaiting",
    "confidential",
    "supervised",
    "extended",
    "open",
    "received_at",
    "dispatched_at",
    "completed_at",
    "next_due",
    "next_due_kind",
    "completion_due",
    "city_due",
    "provisional",
    "calendar_version",
    "chain",
    "phone_digest",
    "updated_at",
    "next_due_since",
    "place_digest",
};

ColumnValue flag(bool value) {
    return std::int64_t{value ? 1 : 0};
}

ColumnValue or_null(const std::optional<Instant>& at) {
    return at ? ColumnValue(at->milliseconds()) : ColumnValue();
}

std::int64_t or_far(const std::optional<Instant>& at) {
    return at ? at->milliseconds() : k_no_instant;
}

std::optional<Instant> instant_of(std::optional<std::int64_t> milliseconds) {
    if (!milliseconds || *milliseconds == k_no_instant) {
        return std::nullopt;
    }
    return Instant(*milliseconds);
}

} // namespace

std::string_view order_column_name(std::size_t column) {
    return k_names.at(column);
}

OrderValues order_values(const OrderRow& row, const StoredParts& parts) {
    using View = std::string_view;
    return {
        View(row.id.text()),
        row.version,
        View(row.source),
        View(row.hotline_number),
        View(row.state),
        View(row.kind),
        View(row.limit_class),
        View(row.category),
        View(row.district),
        View(row.unit.text()),
        View(row.handler.text()),
        std::int64_t{row.round},
        Blob{parts.title},
        View(parts.tags),
        View(parts.awaiting),
        flag(row.confidential),
        flag(row.supervised),
        flag(row.extended),
        flag(row.open),
        row.received_at.milliseconds(),
        or_null(row.dispatched_at),
        or_far(row.completed_at),
        or_far(row.next_due),
        View(row.next_due_kind),
        or_null(row.completion_due),
        or_null(row.city_due),
        flag(row.provisional),
        row.calendar_version,
        View(parts.chain),
        View(row.phone_digest),
        row.updated_at.milliseconds(),
        or_null(row.next_due_since),
        View(row.place_digest),
    };
}

void bind_value(Query& query, const ColumnValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        query.bind(*number);
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
        query.bind(*text);
    } else if (const auto* blob = std::get_if<Blob>(&value)) {
        query.bind(*blob);
    } else {
        query.bind_null();
    }
}

bool same_value(Query& query, int column, const ColumnValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        return query.type(column) == SQLITE_INTEGER && query.integer(column) == *number;
    }
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        return query.type(column) == SQLITE_TEXT && query.text(column) == *text;
    }
    if (const auto* blob = std::get_if<Blob>(&value)) {
        return query.type(column) == SQLITE_BLOB && query.blob(column) == blob->bytes;
    }
    return query.is_null(column);
}

OrderRow read_order(Query& query, int first) {
    const auto at = [first](OrderColumn column) { return first + static_cast<int>(column); };
    const auto text = [&](OrderColumn column) { return query.string(at(column)); };
    const auto number = [&](OrderColumn column) { return query.integer(at(column)); };
    const auto instant = [&](OrderColumn column) {
        return instant_of(query.optional_integer(at(column)));
    };
    OrderRow row;
    row.id = OrderId(text(k_order_id));
    row.version = number(k_order_version);
    row.source = text(k_order_source);
    row.hotline_number = text(k_order_hotline_number);
    row.state = text(k_order_state);
    row.kind = text(k_order_kind);
    row.limit_class = text(k_order_limit_class);
    row.category = text(k_order_category);
    row.district = text(k_order_district);
    row.unit = UnitId(text(k_order_unit));
    row.handler = PersonId(text(k_order_handler));
    row.round = static_cast<std::int32_t>(number(k_order_round));
    row.title = std::string(query.blob(at(k_order_title)));
    row.tags = read_list(query.text(at(k_order_tags)));
    row.awaiting = read_list(query.text(at(k_order_awaiting)));
    row.confidential = number(k_order_confidential) != 0;
    row.supervised = number(k_order_supervised) != 0;
    row.extended = number(k_order_extended) != 0;
    row.open = number(k_order_open) != 0;
    row.received_at = Instant(number(k_order_received_at));
    row.dispatched_at = instant(k_order_dispatched_at);
    row.completed_at = instant(k_order_completed_at);
    row.next_due = instant(k_order_next_due);
    row.next_due_kind = text(k_order_next_due_kind);
    row.completion_due = instant(k_order_completion_due);
    row.city_due = instant(k_order_city_due);
    row.provisional = number(k_order_provisional) != 0;
    row.calendar_version = number(k_order_calendar_version);
    for (std::string& person : read_list(query.text(at(k_order_chain)))) {
        row.chain.emplace_back(std::move(person));
    }
    row.phone_digest = text(k_order_phone_digest);
    row.updated_at = Instant(number(k_order_updated_at));
    row.next_due_since = instant(k_order_next_due_since);
    row.place_digest = text(k_order_place_digest);
    return row;
}

std::string list_text(const std::vector<std::string>& items) {
    if (items.empty()) {
        return "[]";
    }
    json::array list;
    for (const std::string& item : items) {
        invariant(is_utf8(item), "texts in a row are UTF-8");
        list.emplace_back(item);
    }
    return canonical_json(list);
}

std::string list_text(const std::vector<PersonId>& items) {
    std::vector<std::string> texts;
    for (const PersonId& item : items) {
        texts.push_back(item.text());
    }
    return list_text(texts);
}

std::vector<std::string> read_list(std::string_view text) {
    std::vector<std::string> items;
    if (text == "[]") {
        return items;
    }
    const Result<json::value> value = parse_json(text);
    if (!value || !value.value().is_array()) {
        throw SqlError(SQLITE_CORRUPT, "a list in a row is not a list");
    }
    for (const json::value& item : value.value().get_array()) {
        if (!item.is_string()) {
            throw SqlError(SQLITE_CORRUPT, "a list in a row holds something else than texts");
        }
        items.emplace_back(item.get_string());
    }
    return items;
}

std::int64_t due_day_of(std::int64_t next_due) {
    // «24:00 of the 13th» is stored as 00:00 of the 14th and belongs to the 13th.
    return next_due == k_no_instant ? k_no_day : day_of(Instant(next_due - 1)).number();
}

BucketKey bucket_of(const OrderRow& row) {
    return {row.unit.text(), row.handler.text(), row.state, due_day_of(or_far(row.next_due)),
            row.confidential};
}

} // namespace chengban::store
