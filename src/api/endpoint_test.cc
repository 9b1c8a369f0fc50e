// Every endpoint of the API, from one list: who is nobody, who asks for another's object, who sends
// more than was asked for, and what other paths could give away.
#include "api/endpoint_list.h"

#include "store/sql.h"
#include "workorder/codec.h"

#include <gtest/gtest.h>

#include <thread>

namespace chengban::api::testing {
namespace {

using server::Method;
using server::Response;
using workorder::Role;

constexpr const char* k_own = "district-310104";
constexpr const char* k_other = "district-310101";

class Endpoints : public ::testing::Test {
protected:
    void SetUp() override {
        order_ = bench_.dispatched_order("A-1", "唯一标题甲乙丙丁", k_other);
        confidential_ = bench_.dispatched_order("A-2", "保密标题戊己庚辛", k_own, true);
        const auto job = bench_.jobs.start(
            person_of(Role::dispatcher), "import",
            [](usecase::JobControl&) -> usecase::JobResult {
                return {{{"rows", 1}}, "唯一标题甲乙丙丁", "text/csv; charset=utf-8", "r.csv"};
            },
            bench_.clock.now());
        ASSERT_TRUE(job);
        job_ = *job;
        const Response exported =
            bench_.post(person_of(Role::dispatcher), "/api/v1/exports", R"({"reason":"统计分析"})");
        ASSERT_EQ(exported.status, 201);
        export_ = parse_json(text_of(exported))->at("id").as_string();
    }

    std::vector<Endpoint> list(const std::string& order) {
        return endpoints(bench_.router, {order, job_, export_});
    }
    // With everything that the edge or a handler could ask for before it looks at rights.
    Response ask(const workorder::Actor* caller, const Endpoint& endpoint,
                 std::string body = "{}") {
        return bench_.ask(
            caller, {.method = endpoint.route->method,
                     .path = endpoint.path,
                     .body = endpoint.route->body == server::BodyKind::memory ? std::move(body)
                                                                              : std::string(),
                     .headers = {{"Idempotency-Key", "endpoint-test-" + endpoint.path},
                                 {"If-Match", "\"2\""}}});
    }
    static std::string name(const Endpoint& endpoint) {
        return std::string(server::method_name(endpoint.route->method)) + " " + endpoint.path;
    }

    static workorder::Actor somebody_who_may(const Endpoint& endpoint) {
        const people::Permission* row = people::find_permission(endpoint.route->permission);
        for (const auto& role : EnumTable<Role>::rows) {
            if (row == nullptr || row->of(role.value) != people::Scope::never) {
                return person_of(role.value);
            }
        }
        throw Bug("an action that nobody may do");
    }

    TestBench bench_;
    std::string order_;
    std::string confidential_;
    std::string job_;
    std::string export_;
};

TEST_F(Endpoints, without_a_session_every_route_answers_401_but_the_open_ones) {
    for (const Endpoint& endpoint : list(order_)) {
        if (endpoint.route->sign_in == server::SignIn::none) {
            continue;
        }
        EXPECT_EQ(ask(nullptr, endpoint).status, 401) << name(endpoint);
        const Response forged = bench_.ask(
            nullptr,
            {.method = endpoint.route->method,
             .path = endpoint.path,
             .headers = {{"Cookie", std::string(k_session_cookie) + "=" + std::string(64, 'a')}}});
        EXPECT_EQ(forged.status, 401) << name(endpoint);
    }
}

TEST_F(Endpoints, Clause_18_a_post_that_never_may_gets_403_and_that_is_on_record) {
    std::size_t refused = 0;
    for (const auto& role : EnumTable<Role>::rows) {
        const workorder::Actor caller = person_of(role.value);
        for (const Endpoint& endpoint : list(order_)) {
            if (endpoint.route->sign_in == server::SignIn::none ||
                people::scope_of(endpoint.route->permission, role.value) != people::Scope::never) {
                continue;
            }
            EXPECT_EQ(ask(&caller, endpoint).status, 403) << role.token << " " << name(endpoint);
            ++refused;
        }
    }
    std::size_t recorded = 0;
    for (const store::StoredEvent& event : bench_.audit()) {
        recorded += event.event.type == "refused" ? 1U : 0U;
    }
    EXPECT_EQ(recorded, refused);
    EXPECT_GT(refused, 200U);
}

TEST_F(Endpoints, Clause_18_another_units_object_is_not_there_on_any_route) {
    std::size_t asked = 0;
    for (const Role role :
         {Role::handler, Role::section_head, Role::leader_in_charge, Role::principal,
          Role::system_administrator, Role::security_administrator, Role::audit_administrator}) {
        const workorder::Actor caller =
            person_of(role, role == Role::handler || role == Role::section_head ||
                                    role == Role::leader_in_charge || role == Role::principal
                                ? k_own
                                : "");
        for (const Endpoint& endpoint : list(order_)) {
            if (!endpoint.has_id || endpoint.route->permission == people::k_public) {
                continue;
            }
            const Response response = ask(&caller, endpoint);
            const bool never =
                people::scope_of(endpoint.route->permission, role) == people::Scope::never;
            // A command's body is read before the order is: what is wrong with it may be said.
            const bool hidden =
                response.status == (never ? 403 : 404) || (!never && response.status == 422);
            EXPECT_TRUE(hidden) << token(role) << " " << name(endpoint) << " " << response.status;
            EXPECT_EQ(text_of(response).find("唯一标题"), std::string::npos) << name(endpoint);
            ++asked;
        }
    }
    EXPECT_GT(asked, 200U);
}

TEST_F(Endpoints, unknown_and_forbidden_fields_are_refused_on_every_body) {
    std::size_t bodies = 0;
    for (const Endpoint& endpoint : list(order_)) {
        if (endpoint.route->body != server::BodyKind::memory) {
            continue;
        }
        const workorder::Actor caller = somebody_who_may(endpoint);
        // What a client may never set: who acts, what the order is, whose it is.
        for (const char* field : {"actor", "person_id", "state", "version", "bureau_id", "chain",
                                  "recorded_at", "effects", "substitute_for"}) {
            const std::string_view route = endpoint.route->name;
            if ((route == "choose_post" || route == "open_demonstration_session") &&
                std::string_view(field) == "substitute_for") {
                continue; // whom one substitutes is a part of the post, checked against the roster
            }
            if (route == "search_work_orders" && std::string_view(field) == "state") {
                continue; // a filter
            }
            if (route.ends_with("by_single_sign_on") && std::string_view(field) == "state") {
                continue; // the protocol's word for which sign-in it is
            }
            const Response response = ask(&caller, endpoint, write(json::object{{field, "x"}}));
            EXPECT_EQ(response.status, 422) << name(endpoint) << " " << field;
            EXPECT_NE(text_of(response).find("unknown_field"), std::string::npos)
                << name(endpoint) << " " << field << text_of(response);
            ++bodies;
        }
    }
    EXPECT_GT(bodies, 400U);
    EXPECT_EQ(bench_.store->head({"order", order_})->seq, 2); // nothing was changed by any of them
}

// 18: along the handling chain only, wherever one could look for it.
TEST_F(Endpoints, Clause_18_a_confidential_order_shows_on_no_secondary_path) {
    const workorder::Actor outsider =
        person_of(Role::handler, k_own); // of its unit, not of its chain
    const std::vector<workorder::Actor> outsiders{outsider,
                                                  person_of(Role::supervisor),
                                                  person_of(Role::office_clerk),
                                                  person_of(Role::bureau_leader),
                                                  person_of(Role::follow_up_caller),
                                                  person_of(Role::audit_administrator)};
    for (const workorder::Actor& caller : outsiders) {
        for (const Endpoint& endpoint : list(confidential_)) {
            if (endpoint.route->method != Method::get || endpoint.route->name == "stream_events" ||
                endpoint.route->sign_in == server::SignIn::none) {
                continue;
            }
            const std::string text = text_of(ask(&caller, endpoint));
            EXPECT_EQ(text.find("保密标题"), std::string::npos) << name(endpoint);
            EXPECT_EQ(text.find("A-2"), std::string::npos) << name(endpoint);
            // A refusal repeats the path that was asked for, and the audit names what it is about.
            if (!endpoint.has_id && endpoint.route->name != "list_audit") {
                EXPECT_EQ(text.find(confidential_), std::string::npos) << name(endpoint);
            }
        }
        if (people::scope_of("work_order.read", caller.role) == people::Scope::never) {
            continue;
        }
        for (const server::NameValue& filter :
             std::vector<server::NameValue>{{"hotline_number", "A-2"},
                                            {"q", "保密标题"},
                                            {"phone", "13812345678"},
                                            {"unit", k_own},
                                            {"queue", "all"}}) {
            const std::string text =
                text_of(bench_.post(caller, "/api/v1/work-orders/search",
                                    write(json::object{{filter.name, filter.value}})));
            EXPECT_NE(text.find("items"), std::string::npos) << text;
            EXPECT_EQ(text.find(confidential_), std::string::npos) << filter.name;
        }
    }
    // The people whose turn it is find it on all of them.
    const workorder::Actor head = person_of(Role::section_head, k_own);
    for (const server::NameValue& filter : std::vector<server::NameValue>{
             {"hotline_number", "A-2"}, {"q", "保密标题"}, {"phone", "13812345678"}}) {
        const std::string text = text_of(bench_.post(
            head, "/api/v1/work-orders/search", write(json::object{{filter.name, filter.value}})));
        EXPECT_NE(text.find(confidential_), std::string::npos) << filter.name;
    }
    EXPECT_EQ(bench_.get(head, "/api/v1/work-orders/" + confidential_).status, 200);
}

TEST_F(Endpoints, Clause_18_queue_and_bucket_counts_leave_confidential_orders_out) {
    const workorder::Actor outsider = person_of(Role::handler, k_own);
    const auto counted = [&](const workorder::Actor& who) {
        std::int64_t all = 0;
        const auto queues = parse_json(text_of(bench_.get(who, "/api/v1/queues")));
        for (const json::value& one : queues->at("items").as_array()) {
            if (one.at("name").as_string() == "all") {
                all = one.at("count").as_int64();
            }
        }
        std::int64_t buckets = 0;
        const auto counts = parse_json(text_of(bench_.get(who, "/api/v1/counts")));
        for (const json::value& one : counts->at("items").as_array()) {
            buckets += one.at("count").as_int64();
        }
        return std::pair(all, buckets);
    };
    EXPECT_EQ(counted(outsider), std::pair(std::int64_t{0}, std::int64_t{0}));
    EXPECT_EQ(counted(person_of(Role::supervisor)), std::pair(std::int64_t{1}, std::int64_t{1}));
    EXPECT_EQ(counted(person_of(Role::dispatcher)), std::pair(std::int64_t{2}, std::int64_t{2}));
    EXPECT_EQ(counted(person_of(Role::section_head, k_own)),
              std::pair(std::int64_t{1}, std::int64_t{1}));
}

// Nobody can be found out to have the right: then nobody has it.
TEST_F(Endpoints, Check_18_what_fails_while_rights_are_looked_up_opens_nothing) {
    {
        store::Connection behind(bench_.options.database().string(), store::OpenMode::read_write,
                                 {});
        behind.execute("ALTER TABLE order_row RENAME TO order_row_gone");
    }
    std::size_t asked = 0;
    for (const Endpoint& endpoint : list(order_)) {
        if (!endpoint.path.starts_with("/api/v1/work-orders")) {
            continue;
        }
        const workorder::Actor caller = somebody_who_may(endpoint);
        try {
            const Response response = ask(&caller, endpoint);
            EXPECT_GE(response.status, 400) << name(endpoint);
            EXPECT_EQ(text_of(response).find("唯一标题"), std::string::npos) << name(endpoint);
        } catch (const store::StoreBroken&) {
            // The server's last handler answers 500 with a number.
        }
        ++asked;
    }
    EXPECT_GT(asked, 60U);
}

TEST_F(Endpoints, a_job_belongs_to_a_person_in_one_post) {
    const workorder::Actor dispatcher = person_of(Role::dispatcher);
    while (text_of(bench_.get(dispatcher, "/api/v1/jobs/" + job_)).find(R"("state":"done")") ==
           std::string::npos) {
        std::this_thread::yield();
    }
    EXPECT_EQ(bench_.get(dispatcher, "/api/v1/jobs/" + job_ + "/result").status, 200);
    const workorder::Actor other = person_of(Role::reviewer);
    EXPECT_EQ(bench_.get(other, "/api/v1/jobs/" + job_ + "/result").status, 404);
    EXPECT_EQ(text_of(bench_.get(other, "/api/v1/jobs")), R"({"items":[]})");
    workorder::Actor not_held = dispatcher;
    not_held.role = Role::audit_administrator;
    EXPECT_EQ(bench_.get(not_held, "/api/v1/jobs").status, 401);
}

} // namespace
} // namespace chengban::api::testing
