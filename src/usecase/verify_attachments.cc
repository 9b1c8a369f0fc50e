#include "usecase/verify_attachments.h"

#include "crypto/digest.h"
#include "crypto/hex.h"
#include "usecase/attachments.h"
#include "usecase/projection.h"
#include "workorder/codec.h"

#include <fmt/format.h>

namespace chengban::usecase {

namespace {

constexpr std::size_t k_faults_max = 1'000;
constexpr std::int32_t k_ids_a_time = 1'000;

// Empty when the file is what was attached.
std::optional<Words> check(store::Store& store, const store::BlobStore& blobs, const OrderId& order,
                           const workorder::Attach& attached) {
    crypto::Sm3 sm3;
    const Result<std::int64_t> size =
        blobs.get(order, attached.attachment, [&](std::string_view piece) -> Result<Done> {
            sm3.update(piece);
            return Done{};
        });
    if (!size) {
        return size.error().reasons.front().words;
    }
    const std::string content = crypto::to_hex(crypto::bytes_of(sm3.finish()));
    if (*size != attached.size ||
        (!attached.digest.empty() && attachment_digest(store, order, content) != attached.digest)) {
        return Words{"附件内容与事件中的摘要不符",
                     "the file is not the one the event has committed to"};
    }
    return std::nullopt;
}

} // namespace

AttachmentsReport verify_attachments(store::Store& store, const store::BlobStore& blobs,
                                     const store::Progress& progress) {
    AttachmentsReport report;
    const auto fault = [&](const OrderId& order, std::int64_t seq, const AttachmentId& id,
                           Words words) {
        if (report.faults.size() < k_faults_max) {
            report.faults.push_back(
                {fmt::format("order/{}#{} attachment {}", order.text(), seq, id.text()),
                 std::move(words)});
        }
    };
    std::string after;
    for (;;) {
        const std::vector<std::string> ids = store.stream_ids("order", after, k_ids_a_time);
        if (ids.empty()) {
            return report;
        }
        after = ids.back();
        for (const std::string& id : ids) {
            const OrderId order(id);
            for (const store::StoredEvent& stored : store.load(stream_of(order))) {
                if (stored.event.type != workorder::Attach::name) {
                    continue;
                }
                const workorder::Event event = event_of(stored);
                const auto& attached =
                    std::get<workorder::Accepted<workorder::Attach>>(event.body).command;
                ++report.files;
                if (std::optional<Words> words = check(store, blobs, order, attached)) {
                    fault(order, stored.seq, attached.attachment, std::move(*words));
                }
                if (progress) {
                    progress(report.files, 0);
                }
            }
        }
    }
}

} // namespace chengban::usecase
