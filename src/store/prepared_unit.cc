#include "store/prepared_unit.h"

#include "base/json.h"
#include "store/chain.h"
#include "store/search_index.h"
#include "store/stream_columns.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <set>

namespace chengban::store {

namespace {

void check_append(const Append& append) {
    invariant(!append.stream.kind.empty() && !append.stream.id.empty(), "a stream has a name");
    invariant(!append.events.empty(), "an append has events");
    invariant(append.expected_seq >= 0 &&
                  append.expected_seq + static_cast<std::int64_t>(append.events.size()) <=
                      k_seq_max,
              "a stream has at most 16,777,215 events");
    invariant(append.expected_seq > 0 || append.expected_head == Digest{},
              "a new stream has no head");
    for (std::size_t i = 1; i < append.events.size(); ++i) {
        invariant(append.events[i - 1].recorded_at <= append.events[i].recorded_at,
                  "recorded_at never runs backwards");
    }
}

template <class Items, class KeyOf>
void check_distinct(const Items& items, const KeyOf& key_of, const char* what) {
    if (items.size() < 2) {
        return;
    }
    std::set<std::string> seen;
    for (const auto& item : items) {
        invariant(seen.insert(key_of(item)).second, what);
    }
}

void check_unit(const CommitUnit& unit) {
    for (const Append& append : unit.appends) {
        check_append(append);
    }
    const auto framed = [](std::string_view first, std::string_view second) {
        return crypto::Framed().text(first).text(second).bytes();
    };
    check_distinct(
        unit.appends, [&](const Append& a) { return framed(a.stream.kind, a.stream.id); },
        "a unit appends to a stream once");
    check_distinct(
        unit.claims, [&](const Claim& c) { return framed(c.kind, c.key); },
        "a unit makes a claim once");
    check_distinct(
        unit.rows, [](const OrderRow& row) { return row.id.text(); }, "a unit writes a row once");
    check_distinct(
        unit.search, [](const SearchText& text) { return text.order.text(); },
        "a unit writes an order's search text once");
    check_distinct(
        unit.stream_rows,
        [&](const StreamRow& row) { return framed(row.stream.kind, row.stream.id); },
        "a unit writes a stream's row once");
    for (const StreamRow& row : unit.stream_rows) {
        invariant(std::any_of(unit.appends.begin(), unit.appends.end(),
                              [&](const Append& append) { return append.stream == row.stream; }),
                  "a stream's row goes with its events");
    }
    check_distinct(
        unit.facts,
        [&](const FactRow& row) { return framed(row.order.text(), std::to_string(row.round)); },
        "a unit writes a round's fact once");
    for (const NewText& text : unit.texts) {
        invariant(!text.id.empty() && !text.owner.empty(), "a text has an id and an owner");
    }
    for (const OrderRow& row : unit.rows) {
        invariant(!row.id.empty(), "a row has an id");
    }
}

void prepare_appends(PreparedUnit& prepared, const BureauId& bureau) {
    for (const Append& append : prepared.unit.appends) {
        prepared.hashes.push_back(event_hashes(bureau, append));
        const auto count = static_cast<std::int64_t>(append.events.size());
        prepared.ranges.push_back(
            {append.stream, append.expected_seq + 1, append.expected_seq + count});
        for (const NewEvent& event : append.events) {
            prepared.at = std::max(prepared.at, event.recorded_at.milliseconds());
            prepared.bytes += event.bytes.size() + event.actor.size() + 256;
        }
    }
}

void prepare_texts(PreparedUnit& prepared, const std::string& bureau, const Keyring& keys) {
    for (const NewText& text : prepared.unit.texts) {
        PreparedText ready;
        ready.sealed = keys.seal(Purpose::text, text.owner, text_place(text.id.text(), text.field),
                                 salted(text.salt, text.text));
        ready.digest = RowFrame(Table::text, bureau)
                           .text(text.id.text())
                           .text(text.owner)
                           .text(text.field)
                           .blob(ready.sealed)
                           .digest(keys);
        prepared.bytes += ready.sealed.size() + text.text.size() + 256;
        prepared.texts.push_back(std::move(ready));
    }
}

void add_value(RowFrame& frame, const ColumnValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        frame.integer(*number);
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
        frame.text(*text);
    } else if (const auto* blob = std::get_if<Blob>(&value)) {
        frame.blob(blob->bytes);
    } else {
        frame.integer(std::nullopt);
    }
}

void prepare_orders(PreparedUnit& prepared, const std::string& bureau, const Keyring& keys) {
    for (const OrderRow& row : prepared.unit.rows) {
        PreparedOrder ready;
        ready.parts.title = keys.seal(Purpose::title, row.id.text(), "title", row.title);
        ready.parts.tags = list_text(row.tags);
        ready.parts.awaiting = list_text(row.awaiting);
        ready.parts.chain = list_text(row.chain);
        RowFrame frame(Table::order, bureau);
        for (const ColumnValue& value : order_values(row, ready.parts)) {
            add_value(frame, value);
        }
        ready.digest = frame.digest(keys);
        ready.unit_digest = RowFrame(Table::order_unit, bureau)
                                .text(row.unit.text())
                                .text(row.id.text())
                                .digest(keys);
        prepared.bytes += 1024 + row.title.size() * 2;
        prepared.orders.push_back(std::move(ready));
    }
}

void prepare_search(PreparedUnit& prepared, const std::string& bureau, const Keyring& keys) {
    for (const SearchText& search : prepared.unit.search) {
        PreparedSearch ready;
        if (!search.text.empty()) {
            const std::string framed =
                crypto::Framed().text("search").text(search.order.text()).text(search.text).bytes();
            ready.text_digest = crypto::bytes_of(keys.row_digests()(framed));
            ready.sealed = keys.seal(Purpose::search, search.order.text(), "search", search.text);
            ready.tokens = search_tokens(keys, search.text);
            ready.digest =
                search_digest(keys, bureau, search.order.text(), ready.text_digest, ready.sealed);
        }
        prepared.bytes += ready.tokens.size() + ready.sealed.size() + search.text.size() + 256;
        prepared.search.push_back(std::move(ready));
    }
}

void prepare_stream_rows(PreparedUnit& prepared, const std::string& bureau, const Keyring& keys) {
    for (const StreamRow& row : prepared.unit.stream_rows) {
        PreparedStreamRow ready;
        ready.body = keys.seal(Purpose::text, stream_owner(row.stream), "body", row.body);
        RowFrame frame(Table::stream_row, bureau);
        frame.text(row.stream.kind).text(row.stream.id);
        for (const ColumnValue& value : stream_values(row, ready.body)) {
            add_value(frame, value);
        }
        ready.digest = frame.digest(keys);
        prepared.bytes += 512 + row.body.size() * 2;
        prepared.stream_rows.push_back(std::move(ready));
    }
}

void prepare_facts(PreparedUnit& prepared, const std::string& bureau, const Keyring& keys) {
    for (const FactRow& row : prepared.unit.facts) {
        prepared.facts.push_back(RowFrame(Table::order_fact, bureau)
                                     .text(row.order.text())
                                     .integer(row.round)
                                     .integer(std::int64_t{row.first.number()})
                                     .integer(std::int64_t{row.last.number()})
                                     .text(row.body)
                                     .digest(keys));
        prepared.bytes += 256 + row.body.size();
    }
}

void prepare_claims(PreparedUnit& prepared, const std::string& bureau, const Keyring& keys) {
    for (const Claim& claim : prepared.unit.claims) {
        prepared.claims.push_back(RowFrame(Table::claim, bureau)
                                      .text(claim.kind)
                                      .text(claim.key)
                                      .text(claim.owner)
                                      .digest(keys));
    }
}

void prepare_commands(PreparedUnit& prepared, const std::string& bureau, const Keyring& keys) {
    for (const CommandLogRow& row : prepared.unit.log) {
        prepared.at = std::max(prepared.at, row.at.milliseconds());
        prepared.clauses.push_back(list_text(row.clauses));
        prepared.commands.push_back(RowFrame(Table::command, bureau)
                                        .text(row.id)
                                        .integer(row.at.milliseconds())
                                        .text(row.actor)
                                        .text(row.name)
                                        .text(row.stream.kind)
                                        .text(row.stream.id)
                                        .blob(row.bytes)
                                        .text(row.verdict)
                                        .text(prepared.clauses.back())
                                        .integer(row.rulebook_version)
                                        .integer(row.calendar_version)
                                        .digest(keys));
        prepared.bytes += row.bytes.size() + row.actor.size() + 256;
    }
}

void prepare_idempotency(PreparedUnit& prepared, const std::string& bureau, const Keyring& keys) {
    if (!prepared.unit.idempotency) {
        return;
    }
    const IdempotencyKey& key = *prepared.unit.idempotency;
    prepared.idempotency_ranges = ranges_text(prepared.ranges);
    prepared.idempotency = RowFrame(Table::idempotency, bureau)
                               .text(key.actor)
                               .text(key.key)
                               .blob(crypto::bytes_of(key.request))
                               .text(prepared.idempotency_ranges)
                               .integer(prepared.at)
                               .digest(keys);
}

} // namespace

PreparedUnit prepare(CommitUnit unit, const BureauId& bureau, const Keyring& keys) {
    check_unit(unit);
    PreparedUnit prepared;
    prepared.unit = std::move(unit);
    prepared.bytes = sizeof(PreparedUnit);
    prepare_appends(prepared, bureau);
    prepare_texts(prepared, bureau.text(), keys);
    prepare_orders(prepared, bureau.text(), keys);
    prepare_search(prepared, bureau.text(), keys);
    prepare_stream_rows(prepared, bureau.text(), keys);
    prepare_facts(prepared, bureau.text(), keys);
    prepare_claims(prepared, bureau.text(), keys);
    prepare_commands(prepared, bureau.text(), keys);
    prepare_idempotency(prepared, bureau.text(), keys);
    return prepared;
}

std::string text_place(std::string_view id, std::string_view field) {
    return crypto::Framed().text(id).text(field).bytes();
}

std::string salted(std::string_view salt, std::string_view text) {
    return crypto::Framed().text(salt).bytes() + std::string(text);
}

std::optional<SaltedText> read_salted(std::string_view bytes) {
    constexpr std::size_t k_length_bytes = 8;
    if (bytes.size() < k_length_bytes) {
        return std::nullopt;
    }
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < k_length_bytes; ++i) {
        length = length << 8 | static_cast<unsigned char>(bytes[i]);
    }
    bytes.remove_prefix(k_length_bytes);
    if (length > bytes.size()) {
        return std::nullopt;
    }
    return SaltedText{std::string(bytes.substr(0, length)), std::string(bytes.substr(length))};
}

Digest outbox_digest(const Keyring& keys, const std::string& bureau, const OutboxRow& row,
                     std::int64_t state, std::optional<std::int64_t> settled_at) {
    return RowFrame(Table::outbox, bureau)
        .text(row.id)
        .text(row.topic)
        .text(row.stream.kind)
        .text(row.stream.id)
        .text(row.payload)
        .integer(row.not_before.milliseconds())
        .integer(state)
        .integer(settled_at)
        .digest(keys);
}

Digest timer_digest(const Keyring& keys, const std::string& bureau, const StreamName& stream,
                    std::string_view kind, std::int64_t generation,
                    std::optional<std::int64_t> due) {
    return RowFrame(Table::timer, bureau)
        .text(stream.kind)
        .text(stream.id)
        .text(kind)
        .integer(generation)
        .integer(due)
        .digest(keys);
}

Digest search_digest(const Keyring& keys, const std::string& bureau, std::string_view order,
                     std::string_view text_digest, std::string_view sealed) {
    return RowFrame(Table::search, bureau).text(order).blob(text_digest).blob(sealed).digest(keys);
}

std::string ranges_text(const std::vector<EventRange>& ranges) {
    json::array list;
    for (const EventRange& range : ranges) {
        list.push_back(json::array{range.stream.kind, range.stream.id, range.first, range.last});
    }
    return canonical_json(list);
}

std::vector<EventRange> read_ranges(std::string_view text) {
    const Result<json::value> value = parse_json(text);
    if (!value || !value.value().is_array()) {
        throw SqlError(SQLITE_CORRUPT, "an idempotency key's range is not a list");
    }
    std::vector<EventRange> ranges;
    for (const json::value& item : value.value().get_array()) {
        const bool whole = item.is_array() && item.get_array().size() == 4 &&
                           item.get_array()[0].is_string() && item.get_array()[1].is_string() &&
                           item.get_array()[2].is_int64() && item.get_array()[3].is_int64();
        if (!whole) {
            throw SqlError(SQLITE_CORRUPT, "an idempotency key's range is not a range");
        }
        const json::array& parts = item.get_array();
        ranges.push_back({{std::string(parts[0].get_string()), std::string(parts[1].get_string())},
                          parts[2].get_int64(),
                          parts[3].get_int64()});
    }
    return ranges;
}

} // namespace chengban::store
