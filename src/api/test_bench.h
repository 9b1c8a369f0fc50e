// For tests alone: the whole API over a real store in a temporary directory, asked without a
// socket. Sign-in, guard and handlers are the ones that serve.
#pragma once

#include "api/api.h"
#include "base/worker_pool.h"
#include "server/spool.h"
#include "store/sqlite_store.h"
#include "usecase/audit_log.h"
#include "usecase/bulletins.h"
#include "usecase/door.h"
#include "usecase/knowledge_base.h"
#include "usecase/people_desk.h"
#include "usecase/queue_views.h"

#include <memory>
#include <string>
#include <vector>

namespace chengban::api::testing {

// The demonstration organisation's people.
workorder::Actor person_of(workorder::Role role, const std::string& unit = {});

class TestBench {
public:
    TestBench();
    ~TestBench();

    struct Ask {
        server::Method method = server::Method::get;
        std::string path; // without query
        std::string body = {};
        std::vector<server::NameValue> query = {};
        std::vector<server::NameValue> headers = {};
    };
    // As this person, or as nobody.
    server::Response ask(const workorder::Actor* caller, Ask wanted);
    server::Response get(const workorder::Actor& caller, const std::string& path,
                         std::vector<server::NameValue> query = {});
    server::Response post(const workorder::Actor& caller, const std::string& path,
                          const std::string& body);
    // A command given through its route, with the version it needs; the answer must be a success.
    void give(const workorder::Actor& caller, const std::string& order, const std::string& command,
              const std::string& body);
    // Registered by the dispatcher and dispatched to the unit.
    std::string dispatched_order(const std::string& number, const std::string& title,
                                 const std::string& unit, bool confidential = false);

    // Everything in the audit streams so far, waited for.
    std::vector<store::StoredEvent> audit();

    store::StoreOptions options;
    usecase::SimulatedClock clock{*parse_instant("2026-09-30T10:00:00+08:00", "t")};
    WorkerPool pool{4, 10'000};
    WorkerPool outside{1, 100};
    std::unique_ptr<store::SqliteStore> store;
    std::unique_ptr<usecase::Library> library;
    std::unique_ptr<usecase::Desk> desk;
    std::unique_ptr<usecase::AuditLog> audit_log;
    std::unique_ptr<usecase::ReadWatch> watch;
    std::unique_ptr<usecase::Exports> exports;
    std::unique_ptr<usecase::QueueViews> queue_views;
    std::shared_ptr<server::Spool> spool;
    std::unique_ptr<usecase::Door> door;
    std::unique_ptr<usecase::KnowledgeBase> knowledge;
    std::unique_ptr<usecase::Bulletins> bulletins;
    std::unique_ptr<usecase::PeopleDesk> people;
    usecase::Jobs jobs;
    server::EventHub hub{"test"};
    Sessions sessions;
    ViewCache views{16U << 20};
    Services services;
    server::Router router;

private:
    server::Response answer_of(const server::Router::Match& match, const workorder::Actor* caller,
                               Ask wanted);

    std::int64_t keys_ = 0;
};

std::string text_of(const server::Response& response);

} // namespace chengban::api::testing
