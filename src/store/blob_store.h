// Attachments: files beside the database, encrypted in pieces under a key of their order, each
// piece authenticated before it is handed out. A blob is durable when put() returns; the row that
// names it is committed after that, and what no row names is swept away after a day.
#pragma once

#include "base/ids.h"
#include "base/instant.h"
#include "base/result.h"
#include "store/keyring.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::store {

// A blob being read, piece by piece; every piece was authenticated before it is handed out.
class BlobReader {
public:
    virtual ~BlobReader() = default;
    // The next bytes; empty at the end. Refusal: blob_altered, blob_unreadable.
    virtual Result<std::string> next() = 0;
};

class BlobStore {
public:
    BlobStore(std::filesystem::path directory, const Keyring& keys);

    // Fills `piece` with the next bytes; an empty piece is the end. A Problem ends the whole.
    using Source = std::function<Result<Done>(std::string& piece)>;
    // Takes the next bytes; a Problem ends the whole.
    using Sink = std::function<Result<Done>(std::string_view piece)>;

    // Refuses an id that is not a UUID or is there already, more than `bytes_max` bytes, a full
    // disk; then nothing is left behind. Returns the number of bytes.
    Result<std::int64_t> put(const OrderId& order, const AttachmentId& id, const Source& source,
                             std::int64_t bytes_max);
    // Refuses what is not there (blob_missing) or is no blob of this order (blob_altered).
    Result<std::unique_ptr<BlobReader>> open(const OrderId& order, const AttachmentId& id) const;
    // The whole of it; refuses before any altered byte reaches the sink.
    Result<std::int64_t> get(const OrderId& order, const AttachmentId& id, const Sink& sink) const;
    // Seals it anew under the newest master key. Refuses as open() and put() do.
    Result<Done> reseal(const OrderId& order, const AttachmentId& id);
    struct SealedUnder {
        std::map<std::uint32_t, std::vector<AttachmentId>> by_key;
        std::int64_t unfinished = 0; // being written, perhaps not under the newest key
    };
    SealedUnder sealed_under() const;
    bool exists(const AttachmentId& id) const;
    // Gone when it returns; false when it was not there.
    Result<bool> remove(const AttachmentId& id);

    // Removes what `is_known` does not know and was written more than a day before `now` (by the
    // file's own time), unfinished files too. Returns the ids.
    std::vector<AttachmentId> sweep(const std::function<bool(const AttachmentId&)>& is_known,
                                    Instant now);
    std::vector<AttachmentId> list() const;
    const std::filesystem::path& directory() const { return directory_; }

private:
    Result<std::int64_t> write(const OrderId& order, const AttachmentId& id, const Source& source,
                               std::int64_t bytes_max);
    std::filesystem::path path_of(const AttachmentId& id) const;

    std::filesystem::path directory_;
    const Keyring& keys_;
};

} // namespace chengban::store
