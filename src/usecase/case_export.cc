#include "usecase/case_export.h"

#include "crypto/hex.h"
#include "store/blob_store.h"
#include "store/case_file.h"
#include "usecase/identity.h"
#include "usecase/sealing.h"

#include <fmt/format.h>

namespace chengban::usecase {

namespace {

store::CaseAttachment examined(Desk& desk, const store::BlobStore& blobs, const OrderId& order,
                               const workorder::AttachmentFact& fact) {
    store::CaseAttachment attachment{fact.id.text(), fact.media_type, 0, {}, false};
    crypto::Sm3 digest;
    const Result<std::int64_t> read =
        blobs.get(order, fact.id, [&](std::string_view piece) -> Result<Done> {
            digest.update(piece);
            return Done{};
        });
    attachment.bytes = read ? *read : 0;
    attachment.sm3 = crypto::to_hex(crypto::bytes_of(digest.finish()));
    attachment.matches_record =
        read && desk.store().keyed_digest(order.text() + "/" + attachment.sm3) == fact.digest;
    return attachment;
}

json::object exported_by(Desk& desk, const workorder::Actor& reader, const std::string& number,
                         Instant now, const std::string& reason) {
    const people::Person* person = desk.library().organisation()->person(reader.person);
    return {{"number", number},
            {"person", reader.person.text()},
            {"name", person == nullptr ? reader.person.text() : person->name},
            {"unit", reader.unit.text()},
            {"role", token(reader.role)},
            {"at", to_string(now)},
            {"reason", reason}};
}

} // namespace

Outcome<ExportFile> export_case(Desk& desk, store::SqliteStore& store, Audit& audit,
                                const workorder::Actor& reader, const OrderId& order,
                                const CaseWish& wish) {
    const Outcome<store::OrderRow> row =
        authorize_order(desk.store(), "work_order.evidence", reader, order);
    if (!row) {
        return Failure{row.error()};
    }
    const Instant now = desk.clock().now();
    const Rules rules = desk.library().rulebook_in_force(day_of(now));
    Problem wrong = wrong_reason(wish.reason, true, rules->book.privacy.reason_length_min, {});
    if (!wrong.reasons.empty()) {
        return refusal(RefusalKind::invalid, std::move(wrong));
    }
    const KnownOrder loaded = desk.load(order);
    invariant(loaded != nullptr, "an order with a row has events");
    store.seal_heads(now);
    const std::string number = new_id(now);
    store::CaseFile file;
    file.bureau = store.bureau();
    file.stream = {"order", order.text()};
    file.exported = exported_by(desk, reader, number, now, wish.reason);
    file.events = store.load(file.stream);
    file.seals = store.seal_proofs(file.stream);
    for (const workorder::AttachmentFact& fact : loaded->order.attachments) {
        file.attachments.push_back(examined(desk, store.blobs(), order, fact));
    }
    std::string text = store::case_file_text(file, store.signing_key());
    AuditEvent event;
    event.at = now;
    event.what = "case_export";
    event.actor = canonical_json(write_record(reader));
    event.subject = "order/" + order.text();
    event.outcome = "done";
    event.clauses = {"18"};
    event.details = {{"number", number},
                     {"reason", wish.reason},
                     {"events", static_cast<std::int64_t>(file.events.size())},
                     {"sm3", crypto::to_hex(crypto::bytes_of(crypto::sm3(text)))}};
    if (!audit.record_durably(std::move(event))) {
        return refusal(RefusalKind::unavailable,
                       problem("audit_unavailable", "", "审计暂不可写，案卷不予导出",
                               "the audit cannot be written now, so nothing is exported", "18"));
    }
    return ExportFile{fmt::format("案卷-{}.case", row->hotline_number), "text/plain; charset=utf-8",
                      std::move(text)};
}

} // namespace chengban::usecase
