#include "usecase/retention.h"

#include "usecase/audit_log.h"
#include "usecase/identity.h"
#include "usecase/projection.h"
#include "usecase/sealing.h"

#include <fmt/format.h>

namespace chengban::usecase {

namespace {

constexpr const char* k_stream_kind = "retention";
constexpr const char* k_phone_digest = "phone_digest";
constexpr const char* k_place_digest = "place_digest";

struct Keeping {
    std::int32_t days = 0;
    std::int32_t audit_months = 0;
};

Keeping keeping(Desk& desk) {
    const Rules rules = desk.library().rulebook_in_force(day_of(desk.clock().now()));
    const rulebook::PrivacyRules& privacy = rules->book.privacy;
    const auto* days = std::get_if<NaturalDays>(&privacy.identity_kept);
    invariant(days != nullptr, "the rulebook keeps identities for natural days");
    return {days->count, privacy.audit_months};
}

// Of the order as registered; what was erased before is not counted again.
std::vector<std::pair<IdentityField, const Text*>> identity_of(const workorder::Register& facts) {
    std::vector<std::pair<IdentityField, const Text*>> found;
    for (const auto& [field, text] : {std::pair{IdentityField::citizen_name, &facts.citizen_name},
                                      std::pair{IdentityField::citizen_phone, &facts.citizen_phone},
                                      std::pair{IdentityField::address, &facts.address}}) {
        if (*text) {
            found.emplace_back(field, &**text);
        }
    }
    return found;
}

std::optional<RetentionLine> line_of(Desk& desk, const store::OrderRow& row, const Keeping& rule) {
    RetentionLine line{
        row.id, row.hotline_number, row.completed_at.value_or(row.updated_at), {}, {}, {}};
    line.kept_until = day_of(line.ended_at).plus(rule.days);
    if (row.open || row.supervised || day_of(desk.clock().now()) <= line.kept_until) {
        return std::nullopt;
    }
    const KnownOrder loaded = desk.load(row.id);
    invariant(loaded != nullptr, "an order with a row has events");
    for (const auto& [field, text] : identity_of(loaded->order.facts)) {
        const std::vector<TextId> one{text->ref.id};
        if (!desk.store().texts(row.id.text(), one).empty()) {
            line.fields.emplace_back(token(field));
            line.texts.push_back(text->ref.id);
        }
    }
    if (!row.phone_digest.empty()) {
        line.fields.emplace_back(k_phone_digest);
    }
    if (!row.place_digest.empty()) {
        line.fields.emplace_back(k_place_digest);
    }
    return line.fields.empty() ? std::nullopt : std::optional(line);
}

json::array fields_of(const RetentionLine& line) {
    return json::array(line.fields.begin(), line.fields.end());
}

store::NewEvent event_of(std::string type, const workorder::Actor& actor, const json::object& body,
                         Instant now) {
    store::NewEvent event;
    event.type = std::move(type);
    event.actor = canonical_json(write_record(actor));
    event.bytes = canonical_json(body);
    event.occurred_at = now;
    event.recorded_at = now;
    return event;
}

// One stream a run: what was erased of which order, and by which rule. The erasure and its record
// are one commit.
class Run {
public:
    Run(Desk& desk, store::SqliteStore& store, workorder::Actor actor)
        : desk_(desk), store_(store),
          actor_(std::move(actor)), stream_{k_stream_kind, new_id(desk.clock().now())} {}

    const std::string& id() const { return stream_.id; }

    void erase(const RetentionLine& line, const Keeping& rule) {
        store::CommitUnit unit;
        for (const TextId& text : line.texts) {
            unit.erasures.push_back({line.order.text(), text});
        }
        append(unit, "identity_erased",
               {{"order", line.order.text()},
                {"fields", fields_of(line)},
                {"ended_at", to_string(line.ended_at)},
                {"kept_until", to_string(line.kept_until)},
                {"clause", "18"},
                {"setting", "privacy.identity_kept"},
                {"natural_days", rule.days}});
        // After the texts: a run that was killed between the two finds the digest again.
        store_.forget_digests(line.order);
        desk_.forget(line.order);
    }
    void end(const json::object& summary) {
        store::CommitUnit unit;
        append(unit, "retention_ended", summary);
    }

private:
    void append(store::CommitUnit& unit, const char* type, const json::object& body) {
        store::Append append{stream_, 0, {}, {}};
        if (const auto head = store_.head(stream_)) {
            append.expected_seq = head->seq;
            append.expected_head = head->hash;
        }
        append.events.push_back(event_of(type, actor_, body, desk_.clock().now()));
        unit.appends.push_back(std::move(append));
        const store::CommitOutcome outcome = store_.commit(std::move(unit));
        if (outcome.verdict != store::Verdict::ok) {
            throw store::StoreBroken(outcome.verdict, outcome.detail);
        }
    }

    Desk& desk_;
    store::SqliteStore& store_;
    workorder::Actor actor_;
    store::StreamName stream_;
};

std::string table_of(const std::vector<RetentionLine>& lines, const Keeping& rule, bool erased) {
    std::string text = "\xEF\xBB\xBF热线工单编号,工单,结束时间,保存至,项目,依据,处理\r\n";
    for (const RetentionLine& line : lines) {
        std::string fields;
        for (const std::string& field : line.fields) {
            fields += (fields.empty() ? "" : " ") + field;
        }
        text += fmt::format("{},{},{},{},{},（十八）privacy.identity_kept = {} 日,{}\r\n",
                            line.hotline_number, line.order.text(), to_string(line.ended_at),
                            to_string(line.kept_until), fields, rule.days,
                            erased ? "已清除" : "到期待清除");
    }
    return text;
}

// 18: at least six months, and nothing in the program takes any of it away.
json::object audit_figures(store::Store& store, const Keeping& rule) {
    std::int64_t streams = 0;
    std::int64_t events = 0;
    std::optional<Instant> oldest;
    std::string after;
    for (;;) {
        const std::vector<std::string> ids =
            store.stream_ids(std::string(k_audit_stream), after, 200);
        for (const std::string& id : ids) {
            const store::StreamName stream{std::string(k_audit_stream), id};
            ++streams;
            events += store.head(stream).value_or(store::StreamHead{}).seq;
            if (!oldest) { // ids begin with the time
                oldest = store.load(stream).front().event.recorded_at;
            }
        }
        if (ids.size() < 200) {
            break;
        }
        after = ids.back();
    }
    return {{"streams", streams},
            {"events", events},
            {"oldest", oldest ? json::value(to_string(*oldest)) : json::value(nullptr)},
            {"kept_months_at_least", rule.audit_months},
            {"expired", 0}};
}

} // namespace

std::vector<RetentionLine> over_due(Desk& desk, JobControl& control) {
    const Keeping rule = keeping(desk);
    store::OrderFilter filter;
    filter.open = false;
    filter.received_to = desk.clock().now().plus_milliseconds(-rule.days * k_milliseconds_per_day);
    store::PageRequest page;
    page.sort = store::SortKey::received_at;
    page.limit = 500;
    store::Visibility all;
    all.everything = true;
    all.confidential_all = true;
    std::vector<RetentionLine> lines;
    do {
        const Result<store::OrderPage> found = desk.store().list(filter, page, all);
        invariant(found.has_value(), "a system listing is well formed");
        for (const store::OrderRow& row : found->rows) {
            if (control.cancelled()) {
                return lines;
            }
            if (std::optional<RetentionLine> line = line_of(desk, row, rule)) {
                lines.push_back(std::move(*line));
            }
        }
        page.cursor = found->next_cursor;
    } while (!page.cursor.empty());
    return lines;
}

JobResult run_retention(Desk& desk, store::SqliteStore& store, Audit* audit,
                        const workorder::Actor& actor, const RetentionWish& wish,
                        JobControl& control) {
    const Keeping rule = keeping(desk);
    std::vector<RetentionLine> lines = over_due(desk, control);
    const auto total = static_cast<std::int64_t>(lines.size());
    json::object summary{{"dry_run", wish.dry_run},
                         {"orders", total},
                         {"erased", 0},
                         {"natural_days", rule.days},
                         {"audit", audit_figures(store, rule)}};
    if (!wish.dry_run && wish.orders != total) {
        summary["refused"] =
            fmt::format("预览所示工单数与现在的 {} 件不符，未作清除，请重新预览", total);
        return {std::move(summary), table_of(lines, rule, false), "text/csv; charset=utf-8",
                "到期个人信息.csv"};
    }
    if (!wish.dry_run) {
        Run run(desk, store, actor);
        std::size_t erased = 0;
        while (erased < lines.size() && !control.cancelled()) {
            run.erase(lines[erased++], rule);
            control.progress(static_cast<std::int64_t>(erased), total);
        }
        lines.resize(erased);
        summary["erased"] = static_cast<std::int64_t>(erased);
        summary["run"] = run.id();
        run.end(summary);
        if (audit != nullptr) {
            AuditEvent event;
            event.at = desk.clock().now();
            event.what = "retention";
            event.actor = canonical_json(write_record(actor));
            event.subject = std::string(k_stream_kind) + "/" + run.id();
            event.outcome = "done";
            event.clauses = {"18"};
            event.details = {{"orders", static_cast<std::int64_t>(erased)}};
            audit->record(std::move(event));
        }
    }
    return {std::move(summary), table_of(lines, rule, !wish.dry_run), "text/csv; charset=utf-8",
            "到期个人信息.csv"};
}

} // namespace chengban::usecase
