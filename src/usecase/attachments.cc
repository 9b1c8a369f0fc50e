#include "usecase/attachments.h"

#include "crypto/digest.h"
#include "crypto/hex.h"
#include "store/files.h"
#include "usecase/media_type.h"
#include "usecase/sealing.h"

#include <fmt/format.h>

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace chengban::usecase {

using workorder::AttachmentFact;

namespace {

constexpr std::size_t k_read_bytes = 64 << 10;

struct Examined {
    std::int64_t size = 0;
    std::string head;
    std::string sm3;
    std::string sha256;
};

Outcome<Examined> examine(const Upload& upload) {
    Result<store::BlobStore::Source> source = upload.content();
    if (!source) {
        return refusal(RefusalKind::unavailable, std::move(source).error());
    }
    Examined found;
    crypto::Sm3 sm3;
    crypto::Sha256 sha256;
    std::string piece;
    do {
        piece.clear();
        if (Result<Done> read = (*source)(piece); !read) {
            return refusal(RefusalKind::unavailable, std::move(read).error());
        }
        found.size += static_cast<std::int64_t>(piece.size());
        found.head += piece.substr(0, k_sniffed_bytes - found.head.size());
        sm3.update(piece);
        sha256.update(piece);
    } while (!piece.empty());
    found.sm3 = crypto::to_hex(crypto::bytes_of(sm3.finish()));
    found.sha256 = crypto::to_hex(crypto::bytes_of(sha256.finish()));
    return found;
}

// The client says what it sent: a file cut or altered on the way is not taken for evidence.
void check_digest(const Upload& upload, const Examined& found, std::vector<Reason>& reasons) {
    if (upload.digest.empty()) {
        return;
    }
    const std::size_t colon = upload.digest.find(':');
    const std::string_view method = std::string_view(upload.digest).substr(0, colon);
    const bool is_known = method == "sm3" || method == "sha256";
    const std::optional<std::string> declared =
        colon == std::string::npos ? std::nullopt
                                   : crypto::from_hex(upload.digest.substr(colon + 1));
    if (!is_known || !declared) {
        reasons.push_back({"bad_digest",
                           "9",
                           "digest",
                           {"摘要应为 sm3: 或 sha256: 加十六进制数字",
                            "a digest is sm3: or sha256: and hexadecimal digits"}});
    } else if (crypto::to_hex(*declared) != (method == "sm3" ? found.sm3 : found.sha256)) {
        reasons.push_back({"digest_mismatch",
                           "9",
                           "digest",
                           {"收到的文件与所报摘要不符，请重新上传",
                            "the file that came is not the one of that digest; send it again"}});
    }
}

workorder::Attach command_of(Desk& desk, const Upload& upload, const Examined& found) {
    workorder::Attach command;
    command.kind = upload.kind;
    command.file_name.plain = upload.file_name;
    command.media_type = media_type_of(upload.file_name).value_or("");
    command.size = found.size;
    command.digest = attachment_digest(desk.store(), upload.order, found.sm3);
    command.simulated = upload.simulated;
    return command;
}

Refusal not_stored(const store::BlobStore& blobs, std::int64_t size) {
    std::error_code error;
    const auto space = std::filesystem::space(blobs.directory(), error);
    const bool full = !error && space.available < static_cast<std::uintmax_t>(size);
    return {full ? RefusalKind::full : RefusalKind::unavailable,
            problem("attachment_not_stored", "content", "附件未能保存，请稍后再试或联系管理员",
                    "the attachment could not be stored; try again or call an operator"),
            std::nullopt};
}

// Only what a scanner called clean is stored, where there is one.
std::optional<Refusal> infected(const Upload& upload) {
    if (!upload.scan) {
        return std::nullopt;
    }
    const Result<store::BlobStore::Source> source = upload.content();
    const Result<std::string> found =
        source ? upload.scan(*source) : Result<std::string>(Failure{source.error()});
    if (!found) {
        return Refusal{RefusalKind::unavailable,
                       problem("scanner_silent", "content",
                               "病毒扫描暂不可用，文件未保存，请稍后再试",
                               "viruses cannot be looked for now: nothing was stored, try again"),
                       std::nullopt};
    }
    if (!found->empty()) {
        return Refusal{
            RefusalKind::invalid,
            problem("virus_found", "content", fmt::format("文件含有病毒（{}），未保存", *found),
                    fmt::format("the file holds a virus ({}) and was not stored", *found)),
            std::nullopt};
    }
    return std::nullopt;
}

// The attachment that an earlier use of the key put on the order.
AttachmentId earlier(Desk& desk, const OrderId& order, const std::string& digest) {
    const KnownOrder loaded = desk.load(order);
    invariant(loaded != nullptr, "an order that answered is there");
    for (const AttachmentFact& fact : loaded->order.attachments) {
        if (fact.digest == digest) {
            return fact.id;
        }
    }
    return {};
}

} // namespace

std::string attachment_digest(const store::Store& store, const OrderId& order,
                              const std::string& sm3) {
    return store.keyed_digest(order.text() + "/" + sm3);
}

Outcome<Attached> attach_file(Desk& desk, store::BlobStore& blobs, Upload upload) {
    Outcome<Examined> examined = examine(upload);
    if (!examined) {
        return Failure{std::move(examined).error()};
    }
    const Examined& found = *examined;
    std::vector<Reason> reasons = file_reasons(upload.file_name, upload.media_type, found.head);
    check_digest(upload, found, reasons);
    if (found.size > upload.bytes_max) {
        reasons.push_back(
            {"attachment_too_large",
             "9",
             "content",
             {fmt::format("附件超过 {} 字节", upload.bytes_max),
              fmt::format("the attachment has more than {} bytes", upload.bytes_max)}});
    }
    if (!reasons.empty()) {
        return refusal(RefusalKind::invalid, Problem{std::move(reasons)});
    }
    workorder::Attach command = command_of(desk, upload, found);
    const std::string digest = command.digest;
    const AttachmentId id(new_id(desk.clock().now()));
    command.attachment = id;
    CommandRequest request;
    request.actor = upload.actor;
    request.order = upload.order;
    request.idempotency_key = upload.idempotency_key;
    request.command = command;
    // Nothing is stored for a command that would be refused, nor twice for one that came before.
    if (!desk.was_used(request)) {
        request.dry_run = true;
        Outcome<CommandAnswer> possible = desk.give_now(request);
        if (!possible || upload.dry_run) {
            return possible ? Outcome<Attached>(Attached{std::move(*possible), {}})
                            : Failure<Refusal>{std::move(possible).error()};
        }
        request.dry_run = false;
        if (auto refused = infected(upload)) {
            return Failure{std::move(*refused)};
        }
        Result<store::BlobStore::Source> source = upload.content();
        if (!source || !blobs.put(upload.order, id, *source, upload.bytes_max)) {
            return Failure{not_stored(blobs, found.size)};
        }
    }
    Outcome<CommandAnswer> answer = desk.give_now(std::move(request));
    // When the outcome is unknown the row may be there: then the sweep decides.
    const bool orphaned =
        answer ? answer->already_there : answer.error().kind != RefusalKind::unavailable;
    if (orphaned) {
        static_cast<void>(blobs.remove(id));
    }
    if (!answer) {
        return Failure{std::move(answer).error()};
    }
    const bool repeated = answer->already_there;
    return Attached{std::move(*answer), repeated ? earlier(desk, upload.order, digest) : id};
}

std::function<Result<store::BlobStore::Source>()> content_of(std::string bytes) {
    const auto kept = std::make_shared<const std::string>(std::move(bytes));
    return [kept]() -> Result<store::BlobStore::Source> {
        return store::BlobStore::Source(
            [kept, at = std::size_t{0}](std::string& piece) mutable -> Result<Done> {
                piece = kept->substr(at, k_read_bytes);
                at += piece.size();
                return Done{};
            });
    };
}

std::function<Result<store::BlobStore::Source>()> content_of(const std::filesystem::path& file) {
    return [file]() -> Result<store::BlobStore::Source> {
        auto handle =
            std::make_shared<store::FileHandle>(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
        if (!handle->is_open()) {
            return Failure{
                problem("file_unreadable", "content", "无法读取文件", "the file cannot be read")};
        }
        return store::BlobStore::Source([handle](std::string& piece) -> Result<Done> {
            piece.resize(k_read_bytes);
            const ssize_t got = ::read(handle->descriptor(), piece.data(), piece.size());
            if (got < 0) {
                return Failure{problem("file_unreadable", "content", "无法读取文件",
                                       "the file cannot be read")};
            }
            piece.resize(static_cast<std::size_t>(got));
            return Done{};
        });
    };
}

Outcome<Download> open_attachment(Desk& desk, const store::BlobStore& blobs, const OrderId& order,
                                  const AttachmentId& attachment, const workorder::Actor& reader) {
    const auto missing = [] {
        return refusal(RefusalKind::not_found,
                       problem("not_found", "attachment", "没有这个附件，或您无权知悉",
                               "there is no such attachment for you"));
    };
    if (!authorize_order(desk.store(), "work_order.read", reader, order)) {
        return missing();
    }
    const KnownOrder loaded = desk.load(order);
    const auto& list = loaded ? loaded->order.attachments : std::vector<AttachmentFact>{};
    const auto fact = std::find_if(list.begin(), list.end(),
                                   [&](const AttachmentFact& one) { return one.id == attachment; });
    if (fact == list.end()) {
        return missing();
    }
    Result<std::unique_ptr<store::BlobReader>> opened = blobs.open(order, attachment);
    if (!opened) {
        // The row is there, the bytes are not as they were written: an operator must know.
        throw store::StoreBroken(store::Verdict::corrupt, opened.error().reasons.front().words.en);
    }
    const std::vector<TextId> ids{fact->file_name.ref.id};
    const auto names = desk.store().texts(order.text(), ids);
    const auto name = names.find(fact->file_name.ref.id);
    return Download{name == names.end() ? std::string("attachment") : name->second,
                    fact->media_type, fact->size, std::move(*opened)};
}

std::size_t sweep_attachments(Desk& desk, store::BlobStore& blobs) {
    return blobs
        .sweep(
            [&](const AttachmentId& id) {
                return desk.store().claim_owner(k_attachment_claim, id.text()).has_value();
            },
            desk.clock().now())
        .size();
}

} // namespace chengban::usecase
