// The HTTP API over the use cases: openapi.yaml is its contract, and a test holds it equal to this
// route table and to the field lists of the commands.
#pragma once

#include "api/session.h"
#include "api/view_cache.h"
#include "server/event_stream.h"
#include "server/problem.h"
#include "server/router.h"
#include "server/static_files.h"
#include "store/blob_store.h"
#include "store/sqlite_store.h"
#include "usecase/audit.h"
#include "usecase/exports.h"
#include "usecase/jobs.h"
#include "usecase/read_watch.h"

#include <functional>

namespace chengban::usecase {
class KnowledgeBase;
class Bulletins;
class QueueViews;
struct Door;
} // namespace chengban::usecase
namespace chengban {
class WorkerPool;
}
#include "usecase/people_desk.h"

namespace chengban::api {

// What the routes work on. All are set before a request comes in; the contract alone needs none.
struct Services {
    usecase::Desk* desk = nullptr;
    usecase::Jobs* jobs = nullptr;
    server::EventHub* hub = nullptr;
    Sessions* sessions = nullptr;
    ViewCache* views = nullptr;
    const server::StaticFiles* desk_files = nullptr; // the web desk
    std::string version;                             // of the program
    usecase::Audit* audit = nullptr;
    store::BlobStore* blobs = nullptr;
    store::SqliteStore* sqlite = nullptr; // key changes, proofs of seals: beyond the port
    usecase::KnowledgeBase* knowledge = nullptr;
    usecase::Bulletins* bulletins = nullptr;
    usecase::ReadWatch* watch = nullptr;
    usecase::Exports* exports = nullptr;
    usecase::QueueViews* queue_views = nullptr;
    usecase::Door* door = nullptr;
    bool allow_plain_http = false; // the operator's choice: sign in without https from elsewhere
    usecase::PeopleDesk* people = nullptr;
    WorkerPool* outside = nullptr; // waits for other programs, so that workers need not
    // What the operator's virus scanner finds in a file, see usecase/attachments.h.
    std::function<Result<std::string>(const store::BlobStore::Source&)> scan;
};

// Adds every route and the guard that finds the caller.
void add_routes(server::Router& router, Services& services);

// In the order of the contract; used by add_routes and by openapi().
void add_session_routes(server::Router& router, Services& services);
void add_sign_in_routes(server::Router& router, Services& services);
void add_single_sign_on_routes(server::Router& router, Services& services);
void add_account_routes(server::Router& router, Services& services);
void add_order_routes(server::Router& router, Services& services);
void add_attachment_routes(server::Router& router, Services& services);
void add_document_routes(server::Router& router, Services& services);
void add_job_routes(server::Router& router, Services& services);
void add_privacy_routes(server::Router& router, Services& services);
void add_export_routes(server::Router& router, Services& services);
void add_queue_view_routes(server::Router& router, Services& services);
void add_queue_view_schemas(json::object& schemas);
void add_keeping_routes(server::Router& router, Services& services);
void add_people_routes(server::Router& router, Services& services);
void add_follow_up_routes(server::Router& router, Services& services);
void add_appraisal_routes(server::Router& router, Services& services);
void add_reference_routes(server::Router& router, Services& services);
void add_lint_routes(server::Router& router, Services& services);
void add_vocabulary_routes(server::Router& router, Services& services);
void add_knowledge_routes(server::Router& router, Services& services);
// Of the commands that these routes take, by name.
void add_knowledge_schemas(json::object& schemas);
void add_bulletin_routes(server::Router& router, Services& services);
void add_bulletin_schemas(json::object& schemas);
void add_casework_routes(server::Router& router, Services& services);
void add_casework_schemas(json::object& schemas);

const workorder::Actor& caller(const server::Request& request);
server::Response refused(const usecase::Refusal& refusal, const server::Request& request,
                         const Services& services);
server::Response refused(usecase::RefusalKind kind, Problem problem, const server::Request& request,
                         const Services& services);
std::string write(const json::value& value);
// What every command answers: the order's version, advice, flags and approvals it waits for.
json::object answer_json(const usecase::CommandAnswer& answer, const Services& services);
Result<std::string> idempotency_key(const server::Request& request);
// The version in «"7"»; empty when it is none.
std::optional<std::int64_t> etag_version(std::string_view text);

// The contract as YAML, made from the route table and the commands' field lists.
std::string openapi_yaml();

} // namespace chengban::api
