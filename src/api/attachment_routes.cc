// Files of an order: sent up as the body of a request, always given back as a download.
#include "api/api.h"

#include "base/worker_pool.h"
#include "server/spool.h"
#include "usecase/attachments.h"
#include "usecase/media_type.h"

#include <algorithm>

namespace chengban::api {

using server::Method;
using server::Request;
using server::Responder;
using server::Response;
using usecase::RefusalKind;

namespace {

constexpr std::uint64_t k_attachment_bytes_max = 50ULL << 20;

// Pieces of a blob as they are opened; an alteration noticed on the way ends the connection.
class BlobBody : public server::BodySource {
public:
    explicit BlobBody(usecase::Download download) : download_(std::move(download)) {}

    std::optional<std::uint64_t> size() const override {
        return static_cast<std::uint64_t>(download_.size);
    }
    std::size_t read(char* into, std::size_t room) override {
        if (at_ == piece_.size()) {
            Result<std::string> next = download_.bytes->next();
            if (!next) {
                throw store::StoreBroken(store::Verdict::corrupt,
                                         next.error().reasons.front().words.en);
            }
            piece_ = std::move(*next);
            at_ = 0;
        }
        const std::size_t count = piece_.copy(into, room, at_);
        at_ += count;
        return count;
    }

private:
    usecase::Download download_;
    std::string piece_;
    std::size_t at_ = 0;
};

std::string_view declared_type(const Request& request) {
    const std::string_view type = request.header("Content-Type").value_or("");
    return server::trim_blanks(type.substr(0, type.find(';')));
}

// What a scanner found, or that it could not say, is on record: who sent it, to which order.
void record_unclean(const usecase::Refusal& refusal, const Request& request,
                    const Services& services) {
    const Reason& reason = refusal.problem.reasons.front();
    if (reason.code != "virus_found" && reason.code != "scanner_silent") {
        return;
    }
    services.audit->record({services.desk->clock().now(),
                            "file_refused",
                            canonical_json(write_record(caller(request))),
                            "order/" + std::string(request.param("id")),
                            reason.code,
                            {},
                            {{"finding", reason.words.en}}});
}

Response attach(const Request& request, Services& services) {
    Result<std::string> key = idempotency_key(request);
    if (!key) {
        return server::problem_response(400, key.error(), request);
    }
    const std::string_view token = request.query_value("kind").value_or("other");
    const std::optional<EvidenceKind> kind = from_token<EvidenceKind>(token);
    if (!kind) {
        return refused(RefusalKind::invalid,
                       problem("not_in_list", "kind", "没有这种证据种类",
                               "there is no such kind of evidence", "9.1"),
                       request, services);
    }
    usecase::Upload upload;
    upload.actor = caller(request);
    upload.order = OrderId(std::string(request.param("id")));
    upload.idempotency_key = std::move(*key);
    upload.kind = *kind;
    upload.file_name = std::string(request.query_value("file_name").value_or(""));
    upload.media_type = server::to_lower(declared_type(request));
    upload.digest = std::string(request.query_value("digest").value_or(""));
    upload.dry_run = request.query_value("dry_run") == "true";
    upload.content = usecase::content_of(request.file->path());
    upload.bytes_max = static_cast<std::int64_t>(k_attachment_bytes_max);
    upload.scan = services.scan;
    const auto attached = usecase::attach_file(*services.desk, *services.blobs, std::move(upload));
    if (!attached) {
        record_unclean(attached.error(), request, services);
        return refused(attached.error(), request, services);
    }
    json::object answer = answer_json(attached->answer, services);
    if (!attached->attachment.empty()) {
        answer["attachment"] = attached->attachment.text();
    }
    const bool fresh = !attached->answer.already_there && !attached->attachment.empty();
    Response response = server::json_response(fresh ? 201 : 200, write(answer));
    response.set("ETag", "\"" + std::to_string(attached->answer.version) + "\"");
    if (fresh) {
        response.set("Location", "/api/v1/work-orders/" + attached->answer.order.text() +
                                     "/attachments/" + attached->attachment.text());
    }
    return response;
}

// Waiting for a scanner holds no worker.
void attach_scanned(const Request& request, const Responder& responder, Services& services) {
    if (!services.scan) {
        responder.send(attach(request, services));
        return;
    }
    WorkerPool::Job job = [&services, &request, responder] {
        try {
            responder.send(attach(request, services));
        } catch (const std::exception&) {
            // The last responder goes without an answer: an incident, as for every bug.
        }
    };
    if (!services.outside->try_submit(std::move(job))) {
        responder.send(refused(RefusalKind::unavailable,
                               problem("busy", "content", "上传的文件太多，请稍后再试",
                                       "too many files are coming in: try again"),
                               request, services));
    }
}

Response download(const Request& request, const Services& services) {
    auto opened = usecase::open_attachment(
        *services.desk, *services.blobs, OrderId(std::string(request.param("id"))),
        AttachmentId(std::string(request.param("attachment"))), caller(request));
    if (!opened) {
        return refused(opened.error(), request, services);
    }
    // 18: who took which file of which order.
    services.audit->record({services.desk->clock().now(),
                            "attachment_read",
                            canonical_json(write_record(caller(request))),
                            "order/" + std::string(request.param("id")),
                            "done",
                            {},
                            {{"attachment", request.param("attachment")}}});
    const std::string name = opened->file_name;
    const std::string type = opened->media_type;
    Response response =
        server::stream_response(type, std::make_shared<BlobBody>(std::move(*opened)));
    response.set("Content-Disposition", server::attachment_disposition(name));
    return response;
}

} // namespace

void add_attachment_routes(server::Router& router, Services& services) {
    std::vector<std::string> types = usecase::attachable_types();
    types.emplace_back("application/octet-stream");
    // Named like the command that it gives: what may be done next says «attach».
    router.add({.method = Method::post,
                .pattern = "/api/v1/work-orders/{id}/attachments",
                .name = "attach",
                .handler = server::AsyncHandler(
                    [&services](const Request& request, const Responder& responder) {
                        attach_scanned(request, responder, services);
                    }),
                .body = server::BodyKind::file,
                .body_bytes_max = k_attachment_bytes_max,
                .consumes = std::move(types),
                .query = {"file_name", "kind", "digest", "dry_run"},
                .permission = "work_order.command"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/work-orders/{id}/attachments/{attachment}",
                .name = "get_attachment",
                .handler = server::SyncHandler(
                    [&services](const Request& request) { return download(request, services); }),
                .produces = {},
                .permission = "work_order.read"});
}

} // namespace chengban::api
