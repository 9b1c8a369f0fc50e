// The files of orders against the digests their events committed to: what `chengban verify` reads
// besides the database.
#pragma once

#include "store/blob_store.h"
#include "store/port.h"

namespace chengban::usecase {

struct AttachmentsReport {
    std::int64_t files = 0;
    std::vector<store::Fault> faults; // in the order of orders and events; bounded at 1,000
};

AttachmentsReport verify_attachments(store::Store& store, const store::BlobStore& blobs,
                                     const store::Progress& progress);

} // namespace chengban::usecase
