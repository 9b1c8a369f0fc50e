// The one door for commands, over a real store in a temporary directory.
#include "usecase/desk_fixture.h"

#include "usecase/background.h"
#include "usecase/order_view.h"
#include "usecase/queues.h"
#include "usecase/replay.h"

#include <thread>

namespace chengban::usecase {
namespace {

TEST_F(DeskTest, Clause_2_the_same_transfer_again_answers_with_the_order_already_there) {
    const OrderId order = registered("A-1");
    const auto again = give(dispatcher(), transfer("A-1"));
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->already_there);
    EXPECT_EQ(again->order, order);
    EXPECT_EQ(again->version, 1);
    workorder::Register other = transfer("A-1");
    other.source = Source::hotline_962121; // numbers of their own
    EXPECT_NE(give(dispatcher(), other)->order, order);
}

TEST_F(DeskTest, a_key_is_used_once_and_only_for_the_same_request) {
    const OrderId order = registered("A-2");
    ASSERT_TRUE(give(dispatcher(), to_huangpu(), order, "key-00001"));
    const auto again = give(dispatcher(), to_huangpu(), order, "key-00001");
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->already_there);
    workorder::Dispatch other = to_huangpu();
    other.unit = UnitId("district-310104");
    const auto reused = give(dispatcher(), other, order, "key-00001");
    ASSERT_FALSE(reused);
    EXPECT_EQ(reused.error().kind, RefusalKind::key_reused);
}

TEST_F(DeskTest, of_many_who_dispatch_one_order_exactly_one_does) {
    const OrderId order = registered("A-3");
    std::atomic<int> accepted{0};
    std::vector<std::thread> people;
    for (int i = 0; i < 16; ++i) {
        people.emplace_back([&] {
            if (give(dispatcher(), to_huangpu(), order)) {
                ++accepted;
            }
        });
    }
    for (std::thread& person : people) {
        person.join();
    }
    EXPECT_EQ(accepted, 1);
    EXPECT_EQ(desk_->load(order)->order.round, 1);
}

TEST_F(DeskTest, Clause_18_a_unit_sees_its_own_orders_and_a_confidential_one_only_its_chain) {
    const OrderId open = registered("A-4");
    workorder::Register secret = transfer("A-5");
    secret.confidentiality = workorder::Confidentiality::citizen_wish;
    const OrderId confidential = give(dispatcher(), secret)->order;
    for (const OrderId& order : {open, confidential}) {
        ASSERT_TRUE(give(dispatcher(), to_huangpu(), order));
    }
    const auto sees = [&](const Actor& actor, const OrderId& order) {
        return store_->row(order, visibility_of(actor)).has_value();
    };
    EXPECT_TRUE(sees(head("huangpu", "310101"), open));
    EXPECT_TRUE(sees(head("huangpu", "310101"), confidential));
    EXPECT_FALSE(sees(head("xuhui", "310104"), open));
    const Actor other_handler{
        PersonId("huangpu-handler-9"), UnitId("district-310101"), Role::handler, {}};
    EXPECT_TRUE(sees(other_handler, open));
    EXPECT_FALSE(sees(other_handler, confidential));
    const Actor administrator{
        PersonId("system-administrator"), UnitId("center"), Role::system_administrator, {}};
    EXPECT_FALSE(sees(administrator, open));
    const auto refused = give(head("xuhui", "310104"), workorder::Acknowledge{}, open);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, RefusalKind::not_found);
}

TEST_F(DeskTest, Clause_4_a_recall_calls_back_what_was_not_sent_yet) {
    const OrderId order = registered("A-6");
    ASSERT_TRUE(give(dispatcher(), to_huangpu(), order));
    const Instant later = clock_.now().plus_milliseconds(3'600'000);
    ASSERT_EQ(store_->due_outbox(clock_.now(), 10).size(), 0U) << "held back for the undo window";
    ASSERT_EQ(store_->due_outbox(later, 10).size(), 1U);
    ASSERT_TRUE(give(dispatcher(), workorder::Recall{Text{"派错单位", {}}}, order));
    EXPECT_EQ(store_->due_outbox(later, 10).size(), 0U);
    EXPECT_EQ(desk_->load(order)->order.state, workorder::State::received);
}

TEST_F(DeskTest, Clause_5_2_a_published_calendar_moves_open_limits_as_events) {
    const OrderId order = registered("A-7");
    ASSERT_TRUE(give(dispatcher(), to_huangpu(), order));
    const auto due = [&] {
        return to_string(desk_->load(order)->order.live(workorder::DeadlineKind::completion)->due);
    };
    EXPECT_EQ(due(), "2026-10-14T00:00:00+08:00");
    const std::string changed =
        rulebook::read_source_file("calendars/china.csv") + "2026-10-12,holiday,临时放假\n";
    auto rows = calendar::parse_calendar_csv(changed, "c.csv");
    ASSERT_TRUE(rows);
    const auto moves = preview_calendar(*desk_, *calendar::Calendar::make(2, *rows), 100);
    EXPECT_FALSE(moves.empty());
    EXPECT_EQ(due(), "2026-10-14T00:00:00+08:00") << "a preview writes nothing";
    ASSERT_TRUE(library_->publish_calendar({changed, "c.csv"}, system_actor(), clock_.now()));
    // A command on an order that lags applies the calendar first.
    ASSERT_TRUE(give(head("huangpu", "310101"), workorder::Acknowledge{}, order));
    EXPECT_EQ(due(), "2026-10-15T00:00:00+08:00");
    JobControl control;
    EXPECT_EQ(apply_calendar(*desk_, control).summary.at("applied").as_int64(), 0);
}

TEST_F(DeskTest, timers_put_a_missed_limit_on_the_record_once) {
    const OrderId order = registered("A-8");
    ASSERT_TRUE(give(dispatcher(), to_huangpu(), order));
    clock_.advance_to(*parse_instant("2026-10-20T09:00:00+08:00", "t"));
    EXPECT_GT(fire_timers(*desk_, 100), 0);
    EXPECT_TRUE(
        desk_->load(order)->order.deadlines.at(workorder::DeadlineKind::completion).noted_passed);
    // What was put on the record may concern clause 14: the order is looked at once more.
    EXPECT_EQ(fire_timers(*desk_, 100), 1);
    const auto version = desk_->load(order)->order.version;
    EXPECT_EQ(fire_timers(*desk_, 100), 0);
    EXPECT_EQ(desk_->load(order)->order.version, version);
}

TEST_F(DeskTest, Clause_5_2_a_limit_says_what_it_counts_from) {
    const OrderId order = registered("A-14");
    const auto explained = [&](std::string_view kind) {
        const auto view = order_view(*desk_, order, dispatcher());
        const json::value body = parse_json(view->body).value();
        for (const json::value& deadline : body.at("deadlines").as_array()) {
            if (deadline.at("kind").as_string() == kind) {
                const std::string text(deadline.at("explanation").at("zh").as_string());
                return text.substr(0, text.find('\n'));
            }
        }
        return std::string("no such limit");
    };
    EXPECT_EQ(explained("dispatch"), "9月30日 周三 收单当日不计入");
    clock_.advance_to(*parse_instant("2026-10-08T10:00:00+08:00", "t"));
    workorder::OpenConsultation command;
    command.reason.plain = "事项不属于房管系统职责，请热线研究";
    ASSERT_TRUE(give(dispatcher(), command, order));
    EXPECT_EQ(explained("consultation"), "10月8日 周四 起算当日不计入");
    const OrderId other = registered("A-15");
    clock_.advance_to(*parse_instant("2026-10-09T10:00:00+08:00", "t"));
    ASSERT_TRUE(give(dispatcher(), to_huangpu(), other));
    const auto view = order_view(*desk_, other, dispatcher());
    EXPECT_NE(view->body.find("10月9日 周五 派单当日不计入"), std::string::npos);
}

TEST_F(DeskTest, Clause_B4_a_list_shows_the_band_of_the_orders_own_page) {
    const OrderId order = registered("A-12");
    clock_.advance_to(*parse_instant("2026-10-12T10:00:00+08:00", "t"));
    workorder::OpenConsultation command;
    command.reason.plain = "事项不属于房管系统职责，请热线研究";
    ASSERT_TRUE(give(dispatcher(), command, order));
    const auto bands = [&] {
        const auto view = order_view(*desk_, order, dispatcher());
        const json::value body = parse_json(view->body).value();
        std::string page;
        for (const json::value& deadline : body.at("deadlines").as_array()) {
            if (deadline.at("kind") == "consultation") {
                page = std::string(deadline.at("band").at("value").as_string());
            }
        }
        const json::object row =
            list_orders(*desk_, dispatcher(), {})->at("items").at(0).as_object();
        const auto list = row.at("next_due").at("band").at("value").as_string();
        return std::pair(page, std::string(list));
    };
    // The limit began now, though the order came a week ago.
    EXPECT_EQ(bands(), std::pair(std::string("blue"), std::string("blue")));
    clock_.advance_to(*parse_instant("2026-10-14T09:00:00+08:00", "t"));
    EXPECT_EQ(bands(), std::pair(std::string("red"), std::string("red")));
}

// What the wall and the lists show, to the millisecond: a limit of two working days that began on
// Monday, 12 October at 10:00 and ends at 24:00 on the 14th, 62 working hours.
TEST_F(DeskTest, Clause_B4_bands_and_due_queues_turn_at_their_instants) {
    const OrderId order = registered("A-13");
    const auto go = [&](std::string_view time) {
        clock_.advance_to(*parse_instant(std::string(time) + "+08:00", "t"));
    };
    go("2026-10-12T10:00:00");
    workorder::OpenConsultation command;
    command.reason.plain = "事项不属于房管系统职责，请热线研究";
    ASSERT_TRUE(give(dispatcher(), command, order));
    // The band of the row, and the due queues that hold it.
    const auto shown = [&] {
        std::string text;
        const Outcome<json::object> all = list_orders(*desk_, dispatcher(), {});
        for (const json::value& row : all->at("items").as_array()) {
            text += row.at("next_due").at("band").at("value").as_string();
        }
        for (const char* queue : {"due_today", "due_tomorrow", "due_this_week", "overdue"}) {
            ListRequest request;
            request.queue = queue;
            if (!list_orders(*desk_, dispatcher(), request)->at("items").as_array().empty()) {
                text += std::string(" ") + queue;
            }
        }
        return text;
    };
    EXPECT_EQ(shown(), "blue due_this_week");
    go("2026-10-13T16:59:59.999");
    EXPECT_EQ(shown(), "blue due_tomorrow due_this_week");
    go("2026-10-13T17:00:00"); // half of it
    EXPECT_EQ(shown(), "yellow due_tomorrow due_this_week");
    // The numbers are the rulebook's, those in force today.
    std::string text = rulebook::read_source_file("rulebooks/shanghai-housing-2022.toml");
    const auto set = [&](std::string_view from, std::string_view to) {
        const std::size_t found = text.find(from);
        ASSERT_NE(found, std::string::npos) << from;
        text.replace(found, from.size(), to);
    };
    set("\nversion = 1\n", "\nversion = 2\n");
    set("\nred_per_mille = 750\n", "\nred_per_mille = 600\n");
    ASSERT_TRUE(library_->publish_rulebook({text, "r.toml"}, system_actor(), clock_.now()));
    go("2026-10-13T23:11:59.999");
    EXPECT_EQ(shown(), "yellow due_tomorrow due_this_week");
    go("2026-10-13T23:12:00"); // 60 % of 62 hours
    EXPECT_EQ(shown(), "red due_tomorrow due_this_week");
    go("2026-10-14T00:00:00"); // the last working day
    EXPECT_EQ(shown(), "red due_today due_this_week");
    go("2026-10-14T23:59:59.999");
    EXPECT_EQ(shown(), "red due_today due_this_week");
    go("2026-10-15T00:00:00"); // the limit is exclusive
    EXPECT_EQ(shown(), "overdue overdue");
}

TEST_F(DeskTest, B7_history_replayed_under_its_own_rules_decides_the_same) {
    const OrderId order = registered("A-9");
    ASSERT_TRUE(give(dispatcher(), to_huangpu(), order));
    ASSERT_FALSE(give(dispatcher(), to_huangpu(), order));
    ASSERT_TRUE(give(head("huangpu", "310101"), workorder::Acknowledge{}, order));
    ASSERT_FALSE(give(dispatcher(), workorder::Recall{Text{"派错单位", {}}}, order))
        << "acknowledged already; its words are kept for the replay";
    ASSERT_TRUE(give(dispatcher(), workorder::Remind{Text{"请抓紧", {}}, {}}, order));
    JobControl control;
    const ReplayReport same = replay(*desk_, {}, control);
    EXPECT_EQ(same.commands, 6);
    EXPECT_EQ(same.differing, 0);
    EXPECT_EQ(same.moved_limits, 0);
}

TEST_F(DeskTest, B7_a_draft_tells_every_kind_of_limit_that_it_moves) {
    const OrderId order = registered("A-11");
    ASSERT_TRUE(give(dispatcher(), to_huangpu(), order));
    ASSERT_TRUE(give(head("huangpu", "310101"), workorder::Acknowledge{}, order));
    std::string text = rulebook::read_source_file("rulebooks/shanghai-housing-2022.toml");
    const auto change = [&](std::string_view before, std::string_view after) {
        const std::size_t at = text.find(before);
        ASSERT_NE(at, std::string::npos) << before;
        text.replace(at, before.size(), after);
    };
    change("\ngeneral = { working_days = 5", "\ngeneral = { working_days = 4");
    change("\nacknowledge = { working_days = 1", "\nacknowledge = { working_days = 2");
    auto draft = rulebook::parse_rulebook(text, "draft.toml");
    ASSERT_TRUE(draft) << draft.error().reasons.front().words.en;
    JobControl control;
    const ReplayReport report =
        replay(*desk_, {std::make_shared<const RuleEntry>(std::move(*draft)), {}}, control);
    EXPECT_EQ(report.differing, 0);
    EXPECT_EQ(report.moved_by_kind,
              (std::map<std::string, std::int64_t>{{"acknowledge", 1}, {"completion", 1}}));
    EXPECT_EQ(report.moved_by_unit, (std::map<std::string, std::int64_t>{{"district-310101", 2}}));
    ASSERT_EQ(report.first_moved.size(), 2U);
    for (const MovedLimit& moved : report.first_moved) {
        EXPECT_EQ(moved.order, order);
        EXPECT_NE(moved.before, moved.after);
    }
}

TEST_F(DeskTest, Clause_18_a_replay_shows_no_line_of_an_order_its_reader_may_not_know) {
    workorder::Register command = transfer("A-12");
    command.confidentiality = workorder::Confidentiality::citizen_wish;
    const auto hidden = give(dispatcher(), std::move(command));
    ASSERT_TRUE(hidden);
    const OrderId shown = registered("A-13");
    ReplayReport report;
    report.differing = 2;
    report.first = {{hidden->order, {}, "dispatch", {}, {}, {}, {}},
                    {shown, {}, "dispatch", {}, {}, {}, {}}};
    report.first_moved = {{hidden->order, {}, {}, {}, {}, {}}, {shown, {}, {}, {}, {}, {}}};
    leave_visible(report, *store_, visibility_of(head("huangpu", "310101")));
    EXPECT_TRUE(report.first.empty()); // neither is with that unit
    EXPECT_EQ(report.hidden, 4);
    report.first = {{hidden->order, {}, "dispatch", {}, {}, {}, {}},
                    {shown, {}, "dispatch", {}, {}, {}, {}}};
    report.hidden = 0;
    const Actor clerk{PersonId("office-clerk-1"), UnitId("office"), Role::office_clerk, {}};
    leave_visible(report, *store_, visibility_of(clerk));
    ASSERT_EQ(report.first.size(), 1U);
    EXPECT_EQ(report.first.front().order, shown);
    EXPECT_EQ(replay_json(report).at("differing"), 2); // counts stay
}

TEST_F(DeskTest, Clause_5_nobody_is_made_handler_who_handles_nothing_in_that_unit) {
    const OrderId order = registered("A-14");
    ASSERT_TRUE(give(dispatcher(), to_huangpu(), order));
    const Actor head_of_unit = head("huangpu", "310101");
    workorder::AssignHandler command;
    for (const char* wrong : {"nobody", "xuhui-handler", "dispatcher-1", "huangpu-leader"}) {
        command.handler = PersonId(wrong);
        const auto refused = give(head_of_unit, command, order);
        ASSERT_FALSE(refused) << wrong;
        const Reason& reason = refused.error().problem.reasons.front();
        EXPECT_EQ(reason.code + " " + reason.clause + " " + reason.field,
                  "not_a_handler 5 handler");
        workorder::Acknowledge taken;
        taken.handler = command.handler;
        EXPECT_FALSE(give(head_of_unit, taken, order)) << wrong;
    }
    const auto handlers =
        library_->organisation()->people_of(UnitId("district-310101"), Role::handler);
    ASSERT_FALSE(handlers.empty());
    command.handler = handlers.front()->id;
    EXPECT_TRUE(give(head_of_unit, command, order));
}

TEST_F(DeskTest, phones_are_found_by_digest_and_words_by_phrase) {
    const OrderId order = registered("A-10");
    store::OrderFilter by_phone;
    by_phone.phone_digest = store_->keyed_digest("13812345678");
    store::OrderFilter by_phrase;
    by_phrase.phrase = "楼道";
    for (const store::OrderFilter& filter : {by_phone, by_phrase}) {
        const auto page = store_->list(filter, {}, visibility_of(dispatcher()));
        ASSERT_TRUE(page);
        ASSERT_EQ(page->rows.size(), 1U);
        EXPECT_EQ(page->rows.front().id, order);
    }
    EXPECT_TRUE(store_->verify({}).faults.empty());
}

TEST_F(DeskTest, Clause_3_3_a_unit_that_is_asked_may_read_the_order_and_answer) {
    const OrderId order = registered("A-33");
    const Actor asked = head("xuhui", "310104");
    workorder::GiveOpinion opinion;
    opinion.opinion.plain = "属物业服务范围，建议由属地办理";
    EXPECT_EQ(give(asked, opinion, order).error().kind, RefusalKind::not_found);
    workorder::RequestOpinion request;
    request.unit = asked.unit;
    request.question.plain = "是否属于贵单位职责？";
    ASSERT_TRUE(give(dispatcher(), request, order));
    EXPECT_TRUE(order_view(*desk_, order, asked));
    EXPECT_TRUE(give(asked, opinion, order));
    EXPECT_FALSE(order_view(*desk_, order, head("jingan", "310106"))); // nobody asked them
}

} // namespace
} // namespace chengban::usecase
