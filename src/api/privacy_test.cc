// 18, B10 through the API: masked everywhere, read in plain only on record, limited, alarmed.
#include "api/test_bench.h"
#include "usecase/held_audit.h"

#include <gtest/gtest.h>

namespace chengban::api::testing {
namespace {

using server::Response;
using workorder::Role;

constexpr const char* k_unit = "district-310101";

class Privacy : public ::testing::Test {
protected:
    void SetUp() override {
        order_ = bench_.dispatched_order("P-1", "王小明来电 13812345678", k_unit);
        bench_.give(head_, order_, "assign_handler",
                    write(json::object{{"handler", handler_.person.text()}}));
    }
    Response unmask(const workorder::Actor& who, const std::string& reason = {}) {
        json::object body{{"fields", json::array{"citizen_phone", "citizen_name"}}};
        if (!reason.empty()) {
            body["reason"] = reason;
        }
        return bench_.post(who, "/api/v1/work-orders/" + order_ + "/unmask", write(body));
    }
    std::vector<store::StoredEvent> recorded(std::string_view what) {
        std::vector<store::StoredEvent> found = bench_.audit();
        std::erase_if(found, [&](const store::StoredEvent& one) { return one.event.type != what; });
        return found;
    }

    TestBench bench_;
    workorder::Actor head_ = person_of(Role::section_head, k_unit);
    workorder::Actor handler_ = person_of(Role::handler, k_unit);
    std::string order_;
};

TEST_F(Privacy, Clause_18_every_page_shows_masks_to_everybody) {
    for (const workorder::Actor& who :
         {handler_, head_, person_of(Role::dispatcher), person_of(Role::bureau_leader)}) {
        for (const std::string& path :
             {"/api/v1/work-orders/" + order_, std::string("/api/v1/work-orders")}) {
            const std::string text = text_of(bench_.get(who, path));
            EXPECT_EQ(text.find("13812345678"), std::string::npos) << path;
            EXPECT_EQ(text.find("王小明"), std::string::npos) << path;
            EXPECT_NE(text.find("138****5678"), std::string::npos) << path;
        }
        EXPECT_NE(text_of(bench_.get(who, "/api/v1/work-orders/" + order_)).find("王**"),
                  std::string::npos);
    }
}

// Who writes the title writes the citizen's name into it: no list, suggestion or file shows it.
TEST_F(Privacy, Clause_18_B10_a_title_names_nobody_wherever_orders_are_listed) {
    const workorder::Actor dispatcher = person_of(Role::dispatcher);
    const workorder::Actor supervisor = person_of(Role::supervisor);
    std::string last;
    for (const char* number : {"T-1", "T-2", "T-3", "T-4", "T-5"}) {
        const Response registered =
            bench_.post(dispatcher, "/api/v1/work-orders",
                        write(json::object{{"hotline_number", number},
                                           {"kind", "consultation"},
                                           {"title", "张三丰13998765432反映群租"},
                                           {"claim", "张三丰反映楼上群租，电话13998765432"},
                                           {"citizen_name", "张三丰"},
                                           {"citizen_phone", "13998765432"},
                                           {"address", "虹桥路123弄4号502室"},
                                           {"district", "310101"}}));
        ASSERT_EQ(registered.status, 201) << text_of(registered);
        last = parse_json(text_of(registered))->at("order").as_string();
    }
    std::vector<std::string> seen;
    const auto see = [&](const workorder::Actor& who, const std::string& path,
                         std::vector<server::NameValue> query = {}) {
        seen.push_back(text_of(bench_.get(who, path, std::move(query))));
    };
    see(dispatcher, "/api/v1/work-orders");
    see(dispatcher, "/api/v1/work-orders", {{"queue", "received"}});
    see(dispatcher, "/api/v1/work-orders/" + last + "/matter");
    see(dispatcher, "/api/v1/knowledge/frequent");
    seen.push_back(
        text_of(bench_.post(dispatcher, "/api/v1/work-orders/search", R"({"q":"反映群租"})")));
    for (const char* format : {"csv", "xlsx"}) {
        const Response asked = bench_.post(
            supervisor, "/api/v1/exports",
            write(json::object{{"queue", "all"}, {"format", format}, {"reason", "月度分析用"}}));
        ASSERT_EQ(asked.status, 201) << text_of(asked);
        const std::string id(parse_json(text_of(asked))->at("id").as_string());
        const std::string file =
            text_of(bench_.post(supervisor, "/api/v1/exports/" + id + "/fetch", ""));
        seen.push_back(std::string_view(format) == "csv"
                           ? file
                           : usecase::part_of(file, "xl/worksheets/sheet1.xml"));
    }
    for (const std::string& text : seen) {
        EXPECT_NE(text.find("张**139****5432反映群租"), std::string::npos) << text;
        for (const char* secret : {"三丰", "13998765432", "9876"}) {
            EXPECT_EQ(text.find(secret), std::string::npos) << secret << " in " << text;
        }
    }
}

TEST_F(Privacy, B10_the_house_number_is_for_the_unit_that_has_the_order) {
    const std::string path = "/api/v1/work-orders/" + order_;
    EXPECT_NE(text_of(bench_.get(handler_, path)).find("虹桥路123弄4号502室"), std::string::npos);
    for (const Role role : {Role::dispatcher, Role::office_clerk, Role::bureau_leader}) {
        const std::string text = text_of(bench_.get(person_of(role), path));
        EXPECT_NE(text.find("虹桥路*弄*号*室"), std::string::npos);
        EXPECT_EQ(text.find("502"), std::string::npos);
    }
}

TEST_F(Privacy, I_38_the_handler_of_an_open_order_gives_no_reason_and_is_recorded) {
    const Response response = unmask(handler_);
    ASSERT_EQ(response.status, 200) << text_of(response);
    EXPECT_EQ(text_of(response), R"({"citizen_phone":"13812345678","citizen_name":"王小明"})");
    EXPECT_EQ(*response.find("Cache-Control"), "no-store");
    const auto records = recorded("identity_read");
    ASSERT_EQ(records.size(), 1U);
    EXPECT_NE(records[0].event.bytes.find("order/" + order_), std::string::npos);
    EXPECT_NE(records[0].event.bytes.find("handler_of_open_order"), std::string::npos);
    EXPECT_NE(records[0].event.actor.find(handler_.person.text()), std::string::npos);
    for (const store::StoredEvent& one : bench_.audit()) { // never what was read
        EXPECT_EQ(one.event.bytes.find("13812345678"), std::string::npos);
        EXPECT_EQ(one.event.bytes.find("王小明"), std::string::npos);
    }
}

TEST_F(Privacy, I_38_everyone_else_gives_a_reason_that_names_nobody) {
    for (const workorder::Actor& who : {head_, person_of(Role::dispatcher)}) {
        EXPECT_EQ(unmask(who).status, 422);
        EXPECT_EQ(unmask(who, "查").status, 422);
        EXPECT_EQ(unmask(who, "核实王小明的电话").status, 422);
        EXPECT_EQ(unmask(who, "回拨13812345678").status, 422);
        EXPECT_EQ(unmask(who, "回访核实办理情况").status, 200);
    }
    EXPECT_EQ(recorded("identity_read").size(), 2U);
}

TEST_F(Privacy, Clause_18_who_may_not_gets_nothing_with_any_reason) {
    const std::string reason = "例行检查需要核对";
    for (const Role role : {Role::system_administrator, Role::security_administrator,
                            Role::audit_administrator, Role::knowledge_keeper}) {
        EXPECT_EQ(unmask(person_of(role), reason).status, 403) << token(role);
    }
    EXPECT_EQ(unmask(person_of(Role::handler, "district-310104"), reason).status, 404);
    EXPECT_TRUE(recorded("identity_read").empty());
    EXPECT_EQ(recorded("refused").size(), 5U);
}

TEST_F(Privacy, Check_40_reading_too_much_raises_an_alarm_and_then_stops) {
    int shown = 0;
    int stopped = 0;
    for (int i = 0; i < 70; ++i) {
        const Response response = unmask(handler_);
        shown += response.status == 200 ? 1 : 0;
        stopped += response.status == 429 ? 1 : 0;
    }
    EXPECT_EQ(shown, 60); // privacy.identities_per_hour
    EXPECT_EQ(stopped, 10);
    const auto alarms = recorded("alarm");
    ASSERT_EQ(alarms.size(), 2U); // one at the 30th, one at the stop
    EXPECT_NE(alarms[0].event.bytes.find(R"("outcome":"noticed")"), std::string::npos);
    EXPECT_NE(alarms[1].event.bytes.find(R"("outcome":"stopped")"), std::string::npos);
    EXPECT_EQ(unmask(head_, "回访核实办理情况").status, 200); // only who read too much is stopped
    bench_.clock.advance_to(bench_.clock.now().plus_milliseconds(61 * 60'000));
    EXPECT_EQ(unmask(handler_).status, 200);
}

TEST_F(Privacy, Clause_18_the_audit_administrator_finds_who_read_what) {
    ASSERT_EQ(unmask(handler_).status, 200);
    ASSERT_EQ(unmask(head_, "回访核实办理情况").status, 200);
    const workorder::Actor auditor = person_of(Role::audit_administrator);
    const auto read = [&](std::vector<server::NameValue> query) {
        static_cast<void>(bench_.audit()); // waits until all is written
        const Response response = bench_.get(auditor, "/api/v1/audit", std::move(query));
        EXPECT_EQ(response.status, 200) << text_of(response);
        return *parse_json(text_of(response));
    };
    EXPECT_EQ(read({{"what", "identity_read"}}).at("items").as_array().size(), 2U);
    const json::value mine = read({{"what", "identity_read"}, {"person", handler_.person.text()}});
    ASSERT_EQ(mine.at("items").as_array().size(), 1U);
    EXPECT_EQ(mine.at("items").at(0).at("subject").as_string(), "order/" + order_);
    EXPECT_EQ(read({{"subject", "order/" + order_}}).at("items").as_array().size(), 2U);
    EXPECT_TRUE(read({{"what", "identity_read"}, {"to", "2026-09-30T10:00:00+08:00"}})
                    .at("items")
                    .as_array()
                    .empty());
    // Page by page, newest first, everything once.
    std::string cursor;
    std::vector<std::int64_t> seqs;
    do {
        const json::value page =
            read({{"limit", "2"}, {"what", "identity_read"}, {"cursor", cursor}});
        for (const json::value& item : page.at("items").as_array()) {
            seqs.push_back(item.at("seq").as_int64());
        }
        cursor = page.at("next_cursor").is_null() ? std::string()
                                                  : std::string(page.at("next_cursor").as_string());
    } while (!cursor.empty());
    EXPECT_EQ(seqs.size(), 2U);
    EXPECT_GT(seqs[0], seqs[1]);
    EXPECT_EQ(bench_.get(auditor, "/api/v1/audit", {{"cursor", "nonsense"}}).status, 422);
    EXPECT_EQ(bench_.get(handler_, "/api/v1/audit").status, 403);
    EXPECT_FALSE(recorded("audit_read").empty());
}

TEST_F(Privacy, Clause_18_a_search_by_phone_finds_without_decrypting_and_is_recorded) {
    const Response response =
        bench_.post(handler_, "/api/v1/work-orders/search", R"({"phone":"+86 138 1234 5678"})");
    EXPECT_NE(text_of(response).find(order_), std::string::npos);
    ASSERT_EQ(recorded("phone_search").size(), 1U);
    EXPECT_EQ(recorded("phone_search")[0].event.bytes.find("13812345678"), std::string::npos);
    // Words that only the unmasked text holds find nothing.
    EXPECT_EQ(text_of(bench_.post(handler_, "/api/v1/work-orders/search", R"({"q":"13812345678"})"))
                  .find(order_),
              std::string::npos);
    EXPECT_EQ(text_of(bench_.post(handler_, "/api/v1/work-orders/search", R"({"q":"王小明"})"))
                  .find(order_),
              std::string::npos);
    EXPECT_NE(text_of(bench_.post(handler_, "/api/v1/work-orders/search", R"({"q":"来电"})"))
                  .find(order_),
              std::string::npos);
}

TEST_F(Privacy, Clause_18_a_state_secret_is_refused_at_the_door) {
    const Response response = bench_.post(
        person_of(Role::dispatcher), "/api/v1/work-orders",
        R"({"hotline_number":"S-1","title":"涉密","claim":"涉密事项","confidentiality":"state_secret"})");
    EXPECT_EQ(response.status, 422);
    EXPECT_NE(text_of(response).find("\"18\""), std::string::npos) << text_of(response);
}

} // namespace
} // namespace chengban::api::testing
