// Files of an order (9): checked, stored encrypted under the order's key, then put on the record by
// an `attach` command. The bytes are durable before the row; what no row names goes after a day.
#pragma once

#include "store/blob_store.h"
#include "usecase/desk.h"

#include <memory>

namespace chengban::usecase {

struct Upload {
    workorder::Actor actor;
    OrderId order;
    std::string idempotency_key;
    EvidenceKind kind = EvidenceKind::other;
    std::string file_name;
    std::string media_type; // as declared, may be empty
    std::string digest; // as declared: «sm3:» or «sha256:» and hexadecimal digits, may be empty
    bool simulated = false; // made by a demonstration, not by a person
    bool dry_run = false;
    // Begins to read the content anew; it is read twice, to be checked and to be stored.
    std::function<Result<store::BlobStore::Source>()> content;
    std::int64_t bytes_max = 0;
    // What the operator's virus scanner finds; empty: nothing. Not set: the operator has none.
    std::function<Result<std::string>(const store::BlobStore::Source&)> scan = {};
};

struct Attached {
    CommandAnswer answer;
    AttachmentId attachment; // of the first use when the key came before; empty in a dry run
};

// The digest an event commits to, of a file's SM3. Keyed, and by order: the record does not tell
// that two orders hold the same file.
std::string attachment_digest(const store::Store& store, const OrderId& order,
                              const std::string& sm3);

// Waits for the store and the scanner. Refusals: file_reasons(), digest_mismatch, bad_digest,
// already_attached, virus_found, scanner_silent, and those of the command.
Outcome<Attached> attach_file(Desk& desk, store::BlobStore& blobs, Upload upload);

// Content that is in memory, or in a file.
std::function<Result<store::BlobStore::Source>()> content_of(std::string bytes);
std::function<Result<store::BlobStore::Source>()> content_of(const std::filesystem::path& file);

struct Download {
    std::string file_name;
    std::string media_type;
    std::int64_t size = 0;
    std::unique_ptr<store::BlobReader> bytes;
};

// Only through an order that the reader may see.
Outcome<Download> open_attachment(Desk& desk, const store::BlobStore& blobs, const OrderId& order,
                                  const AttachmentId& attachment, const workorder::Actor& reader);

// Removes files older than a day that no order names; returns how many.
std::size_t sweep_attachments(Desk& desk, store::BlobStore& blobs);

} // namespace chengban::usecase
