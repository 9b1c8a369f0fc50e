#include "usecase/audit_chain.h"

#include "crypto/hex.h"
#include "store/seals.h"
#include "usecase/audit_log.h"
#include "usecase/audit_query.h"
#include "usecase/verify_attachments.h"

namespace chengban::usecase {

namespace {

json::object seal_json(const store::Seal& seal) {
    return {{"number", seal.number},
            {"at", to_string(seal.at)},
            {"root", crypto::to_hex(crypto::bytes_of(seal.root))}};
}

} // namespace

json::object audit_chain(store::SqliteStore& store) {
    json::object body;
    const std::optional<store::Seal> seal = store.last_seal();
    const std::optional<store::Seal> anchored = store.last_anchored();
    if (seal) {
        body["last_seal"] = seal_json(*seal);
    }
    if (anchored) {
        body["last_anchor"] = seal_json(*anchored);
    }
    // Both from the same moment or the anchor one line behind, between a seal and its line.
    body["anchor_agrees"] =
        seal && anchored && seal->number == anchored->number && seal->root == anchored->root;
    const std::vector<std::string> streams = audit_streams(store);
    std::int64_t events = 0;
    std::int64_t sealed = 0;
    if (!streams.empty()) {
        const store::StreamName newest{std::string(k_audit_stream), streams.front()};
        const auto head = store.head(newest);
        events = head ? head->seq : 0;
        const std::vector<store::SealProof> proofs = store.seal_proofs(newest);
        sealed = proofs.empty() ? 0 : proofs.back().seq;
        body["stream"] = newest.id;
    }
    body["streams"] = static_cast<std::int64_t>(streams.size());
    body["events"] = events;
    body["sealed_events"] = sealed;
    body["signing_key"] = crypto::to_hex(store.signing_key().public_key());
    if (auto last = newest_record(store, k_verification)) {
        body["last_verification"] = std::move(*last);
    }
    return body;
}

JobResult run_verification(Desk& desk, store::SqliteStore& store, Audit& audit,
                           const workorder::Actor& actor, JobControl& control) {
    const store::Progress progress = [&](std::int64_t done, std::int64_t total) {
        control.progress(done, total);
    };
    store::VerifyReport report = store.verify(progress);
    std::int64_t files = 0;
    if (report.faults.empty()) { // else what files are compared with is not to be trusted
        AttachmentsReport attachments = verify_attachments(store, store.blobs(), progress);
        files = attachments.files;
        report.faults = std::move(attachments.faults);
    }
    json::object summary{{"streams", report.streams},
                         {"events", report.events},
                         {"seals", report.seals},
                         {"attachments", files},
                         {"faults", static_cast<std::int64_t>(report.faults.size())}};
    if (!report.faults.empty()) {
        summary["first_fault"] = report.faults.front().place;
    }
    AuditEvent event;
    event.at = desk.clock().now();
    event.what = k_verification;
    event.actor = canonical_json(write_record(actor));
    event.outcome = report.faults.empty() ? "done" : "altered";
    event.clauses = {"18"};
    event.details = summary;
    audit.record(std::move(event));
    return {std::move(summary), {}, {}, {}};
}

} // namespace chengban::usecase
