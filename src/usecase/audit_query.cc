#include "usecase/audit_query.h"

#include "base/record.h"
#include "usecase/audit_log.h"

#include <algorithm>
#include <charconv>

namespace chengban::usecase {

namespace {

constexpr std::int64_t k_scanned_max = 100'000; // events looked at for one page
constexpr std::int32_t k_ids_page = 500;

struct Place {
    std::string stream; // empty: the newest
    std::int64_t before = 0;
};

std::optional<Place> read_cursor(std::string_view cursor) {
    Place place;
    if (cursor.empty()) {
        return place;
    }
    const std::size_t slash = cursor.rfind('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    place.stream = cursor.substr(0, slash);
    const std::string_view number = cursor.substr(slash + 1);
    const char* const end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, place.before);
    return error == std::errc() && stop == end && place.before > 0 ? std::optional(place)
                                                                   : std::nullopt;
}

// Newest first; ids begin with the time of the boot.
std::vector<std::string> streams_up_to(store::Store& store, const std::string& last) {
    std::vector<std::string> all;
    std::string after;
    for (;;) {
        const auto ids = store.stream_ids(std::string(k_audit_stream), after, k_ids_page);
        all.insert(all.end(), ids.begin(), ids.end());
        if (static_cast<std::int32_t>(ids.size()) < k_ids_page) {
            break;
        }
        after = ids.back();
    }
    std::erase_if(all, [&](const std::string& id) { return !last.empty() && id > last; });
    std::reverse(all.begin(), all.end());
    return all;
}

std::string_view text_at(const json::object& object, std::string_view name) {
    const json::value* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string_view(found->get_string())
                                                  : std::string_view();
}

bool matches(const AuditFilter& filter, const store::StoredEvent& event, const json::object& actor,
             const json::object& body) {
    return (filter.what.empty() || filter.what == event.event.type) &&
           (!filter.from || event.event.recorded_at >= *filter.from) &&
           (!filter.to || event.event.recorded_at < *filter.to) &&
           (filter.person.empty() || filter.person == text_at(actor, "person")) &&
           (filter.subject.empty() || filter.subject == text_at(body, "subject")) &&
           (filter.outcome.empty() || filter.outcome == text_at(body, "outcome"));
}

json::object object_of(std::string_view bytes) {
    Result<json::value> value = parse_json(bytes);
    return value && value->is_object() ? std::move(value->get_object()) : json::object();
}

json::object record_json(const std::string& stream, const store::StoredEvent& event,
                         json::object actor, json::object body) {
    json::object item{{"stream", stream},
                      {"seq", event.seq},
                      {"at", to_string(event.event.occurred_at)},
                      {"what", event.event.type},
                      {"actor", std::move(actor)}};
    for (json::key_value_pair& pair : body) {
        item[pair.key()] = std::move(pair.value());
    }
    return item;
}

} // namespace

std::vector<std::string> audit_streams(store::Store& store) {
    return streams_up_to(store, {});
}

std::optional<json::object> newest_record(store::Store& store, std::string_view what) {
    std::int64_t scanned = 0;
    for (const std::string& id : audit_streams(store)) {
        const auto events = store.load({std::string(k_audit_stream), id});
        for (auto event = events.rbegin(); event != events.rend(); ++event) {
            if (event->event.type == what) {
                return record_json(id, *event, object_of(event->event.actor),
                                   object_of(event->event.bytes));
            }
            if (++scanned == k_scanned_max) {
                return std::nullopt;
            }
        }
    }
    return std::nullopt;
}

Outcome<json::object> read_audit(store::Store& store, Clock& clock, Audit& audit,
                                 const workorder::Actor& reader, const AuditFilter& filter) {
    if (const auto scope = authorize("audit.read", reader); !scope) {
        return Failure{scope.error()};
    }
    const std::optional<Place> place = read_cursor(filter.cursor);
    Problem wrong;
    if (!place) {
        wrong.reasons.push_back({"bad_cursor", "", "cursor", {"翻页标记无效", "bad cursor"}});
    }
    if (filter.limit < 1 || filter.limit > 500) {
        wrong.reasons.push_back(
            {"bad_limit", "", "limit", {"每页应为 1–500 条", "a page has 1 to 500 rows"}});
    }
    if (!wrong.reasons.empty()) {
        return refusal(RefusalKind::invalid, std::move(wrong));
    }
    json::array items;
    json::value next(nullptr);
    std::int64_t scanned = 0;
    for (const std::string& id : streams_up_to(store, place->stream)) {
        const std::vector<store::StoredEvent> events =
            store.load({std::string(k_audit_stream), id});
        for (auto event = events.rbegin(); event != events.rend() && next.is_null(); ++event) {
            if (id == place->stream && event->seq >= place->before) {
                continue;
            }
            ++scanned;
            json::object actor = object_of(event->event.actor);
            json::object body = object_of(event->event.bytes);
            if (matches(filter, *event, actor, body)) {
                items.push_back(record_json(id, *event, std::move(actor), std::move(body)));
            }
            if (static_cast<std::int32_t>(items.size()) == filter.limit ||
                scanned == k_scanned_max) {
                next = json::value(id + "/" + std::to_string(event->seq));
            }
        }
        if (!next.is_null()) {
            break;
        }
    }
    AuditEvent event;
    event.at = clock.now();
    event.what = "audit_read";
    event.actor = canonical_json(write_record(reader));
    event.outcome = "done";
    event.clauses = {"18"};
    event.details = {{"person", filter.person}, {"what", filter.what}, {"subject", filter.subject}};
    audit.record(std::move(event));
    return json::object{{"items", std::move(items)}, {"next_cursor", std::move(next)}};
}

void recall_identity_reads(store::Store& store, Instant since, ReadWatch& watch) {
    std::vector<std::pair<Instant, PersonId>> reads;
    for (const std::string& id : audit_streams(store)) {
        const store::StreamName stream{std::string(k_audit_stream), id};
        const auto head = store.head(stream);
        const auto last =
            head ? store.load(stream, head->seq - 1) : std::vector<store::StoredEvent>();
        if (last.empty() || last.back().event.recorded_at < since) {
            continue; // of a node that ended before
        }
        const auto events = store.load(stream);
        for (auto event = events.rbegin();
             event != events.rend() && !(event->event.recorded_at < since); ++event) {
            if (event->event.type == "identity_read") {
                const json::object actor = object_of(event->event.actor);
                reads.emplace_back(event->event.recorded_at,
                                   PersonId(std::string(text_at(actor, "person"))));
            }
        }
    }
    std::sort(reads.begin(), reads.end());
    for (const auto& [at, person] : reads) {
        watch.recall(person, k_identities, at);
    }
}

} // namespace chengban::usecase
