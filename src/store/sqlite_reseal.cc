// Changing master keys while the store is open.
#include "store/reseal.h"
#include "store/sqlite_store_impl.h"
#include "store/store_meta.h"

#include <fmt/format.h>

namespace chengban::store {

namespace {

constexpr std::int64_t k_values_at_once = 200;
// Whose key an attachment is sealed under: the claim that an `attach` command leaves.
constexpr const char* k_attachment_claim = "attachment";

bool same_key(const MasterKey& left, const MasterKey& right) {
    return left.algorithm == right.algorithm &&
           crypto::equal_constant_time(left.derivation->derive("same", "").bytes(),
                                       right.derivation->derive("same", "").bytes());
}

} // namespace

Result<std::uint32_t> SqliteStoreImpl::reload_keys() {
    Result<MasterKeys> masters = read_master_keys(context_->options.keys());
    if (!masters) {
        return Failure{std::move(masters).error()};
    }
    for (const auto& [id, master] : *context_->keys.masters()) {
        // One that was taken away while the store is open stays in memory until it is not needed.
        const auto& [read, is_gone] = masters->emplace(id, master);
        if (!is_gone && !same_key(master, read->second)) {
            return Failure{problem("key_wrong", context_->options.keys().string(),
                                   fmt::format("第 {} 号主密钥与正在使用的不同", id),
                                   fmt::format("master key {} is not the one in use", id))};
        }
    }
    const std::uint32_t newest = masters->rbegin()->first;
    // First the database says so, durably; then the first text is sealed under it.
    writing(writer(), [&](Connection& connection) {
        announce_masters(connection, context_->keys, context_->bureau.text(), *masters);
    });
    const std::unique_lock sealing(sealing_);
    context_->keys.replace_masters(std::move(*masters));
    return newest;
}

std::vector<KeyUse> SqliteStoreImpl::key_uses() {
    const BlobStore::SealedUnder files = blobs_.sealed_under();
    const std::map<std::uint32_t, std::int64_t> values = reading([&] {
        const ReaderPool::Lease connection = readers_.lease();
        return sealed_values(*connection);
    });
    std::vector<KeyUse> uses;
    for (const auto& [id, master] : *context_->keys.masters()) {
        KeyUse use{id, master.algorithm, master.from_command};
        use.current = id == context_->keys.current().key_id;
        use.values = values.contains(id) ? values.at(id) : 0;
        use.files =
            files.by_key.contains(id) ? static_cast<std::int64_t>(files.by_key.at(id).size()) : 0;
        uses.push_back(use);
    }
    return uses;
}

Result<ResealReport>
SqliteStoreImpl::reseal(const std::function<bool(std::int64_t, std::int64_t)>& progress) {
    const Result<std::uint32_t> newest = reload_keys();
    if (!newest) {
        return Failure{newest.error()};
    }
    // Behind everything that was sealed before the keys changed.
    if (const CommitOutcome outcome = commit({}); outcome.verdict != Verdict::ok) {
        throw StoreBroken(outcome.verdict, outcome.detail);
    }
    std::int64_t total = 0;
    for (const KeyUse& use : key_uses()) {
        total += use.current ? 0 : use.values + use.files;
    }
    ResealReport report;
    report.current = *newest;
    const auto go_on = [&](std::int64_t done) { return !progress || progress(done, total); };
    std::optional<ResealPlace> place = ResealPlace{};
    while (place && go_on(report.values)) {
        writing(writer(), [&](Connection& connection) {
            place = reseal_some(connection, context_->keys, context_->bureau.text(), *place,
                                k_values_at_once, report.values);
        });
    }
    if (!place) {
        reseal_files(report, go_on);
        retire_keys(report);
    }
    return report;
}

void SqliteStoreImpl::reseal_files(ResealReport& report,
                                   const std::function<bool(std::int64_t)>& go_on) {
    for (const auto& [id, files] : blobs_.sealed_under().by_key) {
        if (id == report.current) {
            continue;
        }
        for (const AttachmentId& file : files) {
            if (!go_on(report.values + report.files)) {
                return;
            }
            const std::optional<std::string> order = claim_owner(k_attachment_claim, file.text());
            if (!order) {
                // Not named by an order, or not yet: the sweep or the next run has it.
                report.faults.push_back({"attachment/" + file.text(),
                                         {"尚无工单引用该附件，一天后会被清除",
                                          "no order names the attachment; it goes after a day"}});
                continue;
            }
            if (const Result<Done> done = blobs_.reseal(OrderId(*order), file); done) {
                ++report.files;
            } else {
                report.faults.push_back(
                    {"attachment/" + file.text(), done.error().reasons.front().words});
            }
        }
    }
}

void SqliteStoreImpl::retire_keys(ResealReport& report) {
    if (blobs_.sealed_under().unfinished > 0) {
        report.faults.push_back({"blobs",
                                 {"有附件正在上传，请稍后再运行一次",
                                  "attachments are being uploaded; run it once more"}});
    }
    bool all_under_newest = true;
    for (const KeyUse& use : key_uses()) {
        all_under_newest = all_under_newest && (use.current || use.values + use.files == 0);
    }
    if (!all_under_newest || !report.faults.empty()) {
        return;
    }
    writing(writer(), [&](Connection& connection) {
        retire_older_keys(connection, context_->keys, context_->bureau.text());
    });
    for (const auto& [id, master] : *context_->keys.masters()) {
        if (id != report.current) {
            report.removable.push_back(id);
        }
    }
}

} // namespace chengban::store
