#include "store/list_query.h"

#include <fmt/format.h>

namespace chengban::store {

namespace {

template <class Item>
const std::string& text_of(const Item& item) {
    if constexpr (std::is_same_v<Item, std::string>) {
        return item;
    } else {
        return item.text();
    }
}

template <class Item>
SqlText any_of(std::string_view column, const std::vector<Item>& items) {
    SqlText text;
    text.add(column).add(" IN (");
    for (std::size_t i = 0; i < items.size(); ++i) {
        text.add(i == 0 ? "?" : ", ?").value(text_of(items[i]));
    }
    return text.add(")");
}

// `AND column IN (…)` unless the list is empty.
template <class Item>
void also_any_of(SqlText& where, std::string_view column, const std::vector<Item>& items) {
    if (!items.empty()) {
        where.add(" AND ").add(any_of(column, items));
    }
}

void also_flag(SqlText& where, std::string_view column, const std::optional<bool>& flag) {
    if (flag) {
        where.add(fmt::format(" AND {} = {}", column, *flag ? 1 : 0));
    }
}

void also_from(SqlText& where, std::string_view column, const std::optional<Instant>& from,
               const std::optional<Instant>& to) {
    if (from) {
        where.add(fmt::format(" AND {} >= ?", column)).value(from->milliseconds());
    }
    if (to) {
        where.add(fmt::format(" AND {} < ?", column)).value(to->milliseconds());
    }
    if (from && !to) {
        // "No instant" is stored as the far future and is not in a range without an end.
        where.add(fmt::format(" AND {} < ?", column)).value(k_no_instant);
    }
}

// A table of (item, order_number) that has an item of the list.
template <class Item>
void also_listed(SqlText& where, std::string_view table, std::string_view column,
                 const std::vector<Item>& items, const std::string& bureau) {
    if (items.empty()) {
        return;
    }
    where.add(fmt::format(" AND EXISTS (SELECT 1 FROM {} l WHERE l.bureau_id = ?", table))
        .value(bureau)
        .add(" AND ")
        .add(any_of(fmt::format("l.{}", column), items))
        .add(" AND l.order_number = r.number)");
}

// Everything the filter asks of row `r`; the phrase only when what drives does not ask it already.
// With `plain_ranges` off, SQLite does not use the ranges to find rows by.
SqlText conditions(const ListRequest& request, bool match_known, bool plain_ranges = true) {
    const OrderFilter& filter = request.filter;
    SqlText where;
    where.add("r.bureau_id = ?").value(request.bureau);
    also_any_of(where, "r.state", filter.states);
    also_any_of(where, "r.kind", filter.kinds);
    also_any_of(where, "r.limit_class", filter.limit_classes);
    also_any_of(where, "r.category", filter.categories);
    also_any_of(where, "r.district", filter.districts);
    also_any_of(where, "r.unit", filter.units);
    also_any_of(where, "r.handler", filter.handlers);
    also_flag(where, "r.open", filter.open);
    also_flag(where, "r.supervised", filter.supervised);
    also_flag(where, "r.extended", filter.extended);
    also_flag(where, "r.provisional", filter.provisional);
    const std::string sign = plain_ranges ? "r." : "+r.";
    also_from(where, sign + "next_due", filter.due_from, filter.due_to);
    also_from(where, sign + "received_at", filter.received_from, filter.received_to);
    also_from(where, sign + "completed_at", filter.completed_from, filter.completed_to);
    if (!filter.hotline_number.empty()) {
        where.add(" AND r.hotline_number = ?").value(filter.hotline_number);
    }
    if (!filter.phone_digest.empty()) {
        where.add(" AND r.phone_digest = ?").value(filter.phone_digest);
    }
    if (!filter.place_digest.empty()) {
        where.add(" AND r.place_digest = ?").value(filter.place_digest);
    }
    if (filter.calendar_version_below) {
        where.add(" AND r.calendar_version < ?").value(*filter.calendar_version_below);
    }
    also_listed(where, "order_tag", "tag", filter.tags, request.bureau);
    also_listed(where, "order_awaiting", "awaiting", filter.awaiting, request.bureau);
    if (request.match && !match_known) {
        where.add(" AND r.number IN (SELECT rowid FROM search WHERE search MATCH ?)")
            .value(*request.match);
    }
    const SqlText seen = visible(request.seen_by, request.bureau);
    if (!seen.sql.empty()) {
        where.add(" AND ").add(seen);
    }
    return where;
}

SqlText rowids_by(std::string_view index, std::string_view condition, const std::string& bureau) {
    SqlText text;
    text.add(fmt::format("SELECT number FROM order_row INDEXED BY {} WHERE bureau_id = ? AND ",
                         index))
        .value(bureau)
        .add(condition);
    return text;
}

struct CandidateSet {
    SqlText rowids;
    bool is_phrase = false;
};
using Sets = std::vector<CandidateSet>;

void add_exact_sets(Sets& sets, const ListRequest& request) {
    const OrderFilter& filter = request.filter;
    if (!filter.hotline_number.empty()) {
        sets.push_back({rowids_by("order_by_hotline", "hotline_number = ? AND hotline_number <> ''",
                                  request.bureau)
                            .value(filter.hotline_number)});
    }
    if (!filter.phone_digest.empty()) {
        sets.push_back(
            {rowids_by("order_by_phone", "phone_digest = ? AND phone_digest <> ''", request.bureau)
                 .value(filter.phone_digest)});
    }
    if (!filter.place_digest.empty()) {
        SqlText place =
            rowids_by("order_by_place", "place_digest = ? AND place_digest <> ''", request.bureau)
                .value(filter.place_digest);
        also_from(place, "received_at", filter.received_from, filter.received_to);
        sets.push_back({std::move(place)});
    }
    if (request.match) {
        SqlText text;
        text.add("SELECT rowid AS number FROM search WHERE search MATCH ?").value(*request.match);
        sets.push_back({std::move(text), true});
    }
}

void add_column_sets(Sets& sets, const ListRequest& request) {
    const OrderFilter& filter = request.filter;
    const auto with_states = [&](SqlText text) {
        also_any_of(text, "state", filter.states);
        sets.push_back({std::move(text)});
    };
    if (!filter.handlers.empty()) {
        with_states(rowids_by("order_by_handler", "", request.bureau)
                        .add(any_of("handler", filter.handlers)));
    }
    if (!filter.units.empty()) {
        with_states(
            rowids_by("order_by_unit", "", request.bureau).add(any_of("unit", filter.units)));
    }
    if (!filter.states.empty()) {
        sets.push_back(
            {rowids_by("order_by_state", "", request.bureau).add(any_of("state", filter.states))});
    }
    if (filter.supervised.value_or(false)) {
        sets.push_back({rowids_by("order_supervised", "supervised = 1", request.bureau)});
    }
    if (filter.open.value_or(false)) {
        if (filter.calendar_version_below) {
            sets.push_back({rowids_by("order_open_calendar", "open = 1 AND calendar_version < ?",
                                      request.bureau)
                                .value(*filter.calendar_version_below)});
        }
        SqlText due = rowids_by("order_open_due", "open = 1", request.bureau);
        also_from(due, "next_due", filter.due_from, filter.due_to);
        sets.push_back({std::move(due)});
    }
}

void add_range_sets(Sets& sets, const ListRequest& request) {
    const OrderFilter& filter = request.filter;
    const auto range = [&](std::string_view index, std::string_view column,
                           const std::optional<Instant>& from, const std::optional<Instant>& to) {
        if (from || to) {
            SqlText text = rowids_by(index, "1", request.bureau);
            also_from(text, column, from, to);
            sets.push_back({std::move(text)});
        }
    };
    range("order_by_due", "next_due", filter.due_from, filter.due_to);
    range("order_by_received", "received_at", filter.received_from, filter.received_to);
    range("order_by_completed", "completed_at", filter.completed_from, filter.completed_to);
}

void add_listed_sets(Sets& sets, const ListRequest& request) {
    const OrderFilter& filter = request.filter;
    const auto listed = [&](std::string_view table, std::string_view column, const auto& items) {
        SqlText text;
        text.add(fmt::format("SELECT order_number AS number FROM {} WHERE bureau_id = ? AND ",
                             table))
            .value(request.bureau)
            .add(any_of(column, items));
        return text;
    };
    if (!filter.tags.empty()) {
        sets.push_back({listed("order_tag", "tag", filter.tags)});
    }
    if (!filter.awaiting.empty()) {
        sets.push_back({listed("order_awaiting", "awaiting", filter.awaiting)});
    }
    const Visibility& seen_by = request.seen_by;
    if (seen_by.everything || seen_by.confidential_all) {
        return;
    }
    SqlText seen = listed("order_person", "person", std::vector<PersonId>{seen_by.person});
    if (!seen_by.units.empty()) {
        seen.add(" UNION ALL ").add(listed("order_unit", "unit", seen_by.units));
    }
    sets.push_back({std::move(seen)});
}

std::int64_t bounded_size(Connection& connection, const SqlText& rowids, std::int64_t at_most) {
    SqlText count;
    count.add("SELECT count(*) FROM (").add(rowids).add(" LIMIT ?)").value(at_most);
    Query query = connection.query(count.sql);
    count.bind(query);
    query.step();
    return query.integer(0);
}

// The index to walk along: of open orders alone where the filter and the key allow it.
std::string_view walk_index(const OrderFilter& filter, SortKey sort) {
    const bool open = filter.open.value_or(false);
    switch (sort) {
    case SortKey::next_due:
        return open ? "order_open_due" : "order_by_due";
    case SortKey::received_at:
        return open ? "order_open_received" : "order_by_received";
    case SortKey::updated_at:
        return "order_by_updated";
    case SortKey::completed_at:
        return "order_by_completed";
    }
    unreachable("walk_index");
}

SqlText from_clause(const ListRequest& request, const std::optional<Driver>& driver,
                    std::string_view walk_along) {
    SqlText text;
    if (driver) {
        text.add(" FROM (SELECT DISTINCT number FROM (").add(driver->rowids);
        text.add(")) d CROSS JOIN order_row r ON r.number = d.number");
    } else {
        text.add(fmt::format(" FROM order_row r INDEXED BY {}", walk_along));
    }
    if (request.match) {
        text.add(" CROSS JOIN search_text t ON t.number = r.number");
    }
    return text;
}

} // namespace

SqlText& SqlText::add(std::string_view more) {
    sql += more;
    return *this;
}

SqlText& SqlText::add(const SqlText& more) {
    sql += more.sql;
    values.insert(values.end(), more.values.begin(), more.values.end());
    return *this;
}

SqlText& SqlText::value(std::int64_t number) {
    values.emplace_back(number);
    return *this;
}

SqlText& SqlText::value(const std::string& text) {
    values.emplace_back(text);
    return *this;
}

void SqlText::bind(Query& query) const {
    for (const auto& value : values) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            query.bind(*number);
        } else {
            query.bind(std::get<std::string>(value));
        }
    }
}

std::string_view sort_column(SortKey sort) {
    switch (sort) {
    case SortKey::next_due:
        return "next_due";
    case SortKey::received_at:
        return "received_at";
    case SortKey::updated_at:
        return "updated_at";
    case SortKey::completed_at:
        return "completed_at";
    }
    unreachable("sort_column");
}

SqlText visible(const Visibility& seen_by, const std::string& bureau) {
    SqlText text;
    if (seen_by.confidential_all) {
        return text;
    }
    text.add("(");
    if (seen_by.everything) {
        text.add("r.confidential = 0 OR ");
    } else if (!seen_by.units.empty()) {
        text.add("r.confidential = 0 AND EXISTS (SELECT 1 FROM order_unit u WHERE u.bureau_id = ?")
            .value(bureau)
            .add(" AND ")
            .add(any_of("u.unit", seen_by.units))
            .add(" AND u.order_number = r.number) OR ");
    }
    return text
        .add("EXISTS (SELECT 1 FROM order_person p WHERE p.bureau_id = ? AND p.person = ? "
             "AND p.confidential = r.confidential AND p.order_number = r.number))")
        .value(bureau)
        .value(seen_by.person.text());
}

std::optional<Driver> choose_driver(Connection& connection, const ListRequest& request) {
    Sets sets;
    add_exact_sets(sets, request);
    add_listed_sets(sets, request);
    add_column_sets(sets, request);
    add_range_sets(sets, request);
    std::optional<Driver> best;
    for (CandidateSet& set : sets) {
        const std::int64_t limit = best ? best->size : request.gather_max + 1;
        const std::int64_t size = bounded_size(connection, set.rowids, limit);
        if (size < limit) {
            best = Driver{std::move(set.rowids), size, set.is_phrase};
        }
        if (best && best->size < 100) {
            break; // short enough: looking further costs more than it can save
        }
    }
    return best;
}

SqlText list_sql(const ListRequest& request, const PageRequest& page,
                 const std::optional<Driver>& driver, Part part, const ListPlace& place) {
    const std::string key = fmt::format("r.{}", sort_column(page.sort));
    const std::string_view beyond = page.descending ? "<" : ">";
    SqlText text;
    text.add(fmt::format("SELECT r.number, {}, " CHENGBAN_ORDER_COLUMNS "{}", key,
                         request.match ? ", t.sealed" : ""));
    text.add(from_clause(request, driver, walk_index(request.filter, page.sort)));
    text.add(" WHERE ").add(conditions(request, driver && driver->is_phrase, part != Part::ties));
    switch (part) {
    case Part::all:
        break;
    case Part::ties:
        text.add(fmt::format(" AND {} = ? AND r.number {} ?", key, beyond))
            .value(place.key)
            .value(place.number);
        break;
    case Part::beyond:
        text.add(fmt::format(" AND {} {} ?", key, beyond)).value(place.key);
        break;
    }
    const std::string_view direction = page.descending ? "DESC" : "ASC";
    return text.add(fmt::format(" ORDER BY {} {}, r.number {}", key, direction, direction));
}

SqlText count_sql(const ListRequest& request, const std::optional<Driver>& driver) {
    SqlText text;
    text.add(request.match ? "SELECT r.number, r.id, t.sealed" : "SELECT r.number");
    text.add(from_clause(request, driver, walk_index(request.filter, SortKey::next_due)));
    return text.add(" WHERE ").add(conditions(request, driver && driver->is_phrase));
}

} // namespace chengban::store
