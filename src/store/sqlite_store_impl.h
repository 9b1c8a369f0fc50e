// The open store: reads on a pool of connections, writes through the group writer.
#pragma once

#include "store/blob_store.h"
#include "store/store_context.h"

#include <memory>
#include <shared_mutex>

namespace chengban::store {

class SqliteStoreImpl final : public SqliteStore {
public:
    explicit SqliteStoreImpl(std::unique_ptr<StoreContext> context);

    BureauId bureau() const override { return context_->bureau; }
    bool is_demonstration() const override { return context_->demonstration; }
    void submit(CommitUnit unit, std::function<void(CommitOutcome)> done) override;

    std::vector<StoredEvent> load(const StreamName& stream, std::int64_t after_seq) override;
    std::optional<StreamHead> head(const StreamName& stream) override;
    std::vector<std::string> stream_ids(const std::string& kind, const std::string& after,
                                        std::int32_t limit) override;
    std::map<TextId, std::string> texts(const std::string& owner,
                                        std::span<const TextId> ids) override;
    bool erase_text(const std::string& owner, const TextId& id) override;

    std::optional<OrderRow> row(const OrderId& order, const Visibility& seen_by) override;
    std::optional<std::string> claim_owner(const std::string& kind,
                                           const std::string& key) override;
    Result<OrderPage> list(const OrderFilter& filter, const PageRequest& page,
                           const Visibility& seen_by) override;
    BoundedCount count(const OrderFilter& filter, std::int64_t at_most,
                       const Visibility& seen_by) override;
    std::vector<CountBucket> counts(const Visibility& seen_by) override;

    std::optional<StreamRow> stream_row(const StreamName& stream,
                                        const Visibility& seen_by) override;
    Result<StreamPage> stream_rows(const StreamFilter& filter, const StreamPageRequest& page,
                                   const Visibility& seen_by) override;
    std::vector<StreamCount> stream_counts(const std::string& kind,
                                           const Visibility& seen_by) override;

    void each_fact(Day first, Day last, const std::function<bool(const FactRow&)>& visit) override;

    std::vector<DueTimer> due_timers(Instant now, std::int32_t limit) override;
    std::vector<OutboxRow> due_outbox(Instant now, std::int32_t limit) override;
    void outbox_sent(const std::string& id, Instant at) override;
    std::vector<CommandLogRow> command_log(const StreamName& stream) override;
    void each_command(const std::function<bool(const CommandLogRow&)>& visit) override;
    std::optional<Instant> last_recorded_at() override;
    std::optional<IdempotentUse> idempotent_use(const std::string& actor,
                                                const std::string& key) override;

    std::optional<Seal> seal_heads(Instant now) override;
    std::optional<Seal> last_seal() override;
    VerifyReport verify(const Progress& progress) override;
    Result<Done> backup_to(const std::string& directory, const Progress& progress) override;
    std::string keyed_digest(const std::string& text) const override;

    BlobStore& blobs() override { return blobs_; }
    Result<Done> backup(const std::filesystem::path& directory, BackupKeys keys,
                        const Progress& progress) override;
    std::vector<SealProof> seal_proofs(const StreamName& stream) override;
    crypto::SigningKey signing_key() override;
    std::optional<Seal> last_anchored() override;
    Result<std::uint32_t> reload_keys() override;
    std::vector<KeyUse> key_uses() override;
    Result<ResealReport>
    reseal(const std::function<bool(std::int64_t, std::int64_t)>& progress) override;
    bool forget_digests(const OrderId& order) override;
    std::int64_t forget_idempotency(Instant before) override;
    void optimise_search() override;

private:
    CommitOutcome commit_prepared(PreparedUnit unit);
    GroupWriter& writer();
    void reseal_files(ResealReport& report, const std::function<bool(std::int64_t)>& go_on);
    void retire_keys(ResealReport& report);
    std::string unseal_title(const OrderRow& row) const;
    StreamRow opened(StreamRow sealed) const;

    std::unique_ptr<StoreContext> context_;
    BlobStore blobs_;
    // Held shared from sealing a unit until it is queued, whole while the keys change: then every
    // unit sealed under the older key stands in the queue before whatever comes after.
    std::shared_mutex sealing_;
    std::unique_ptr<GroupWriter> writer_; // none when only reading
    ReaderPool readers_; // goes before the writer, whose connection then empties the log
};

std::unique_ptr<SqliteStore> make_sqlite_store(std::unique_ptr<StoreContext> context);

} // namespace chengban::store
