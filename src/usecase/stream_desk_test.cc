// The door for things that are not orders, over a real store in a temporary directory.
#include "usecase/stream_desk.h"

#include "store/sqlite_store.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <thread>

namespace chengban::usecase {
namespace {

using workorder::Role;

// A thing as small as one can be: a notice that is put up, corrected and taken down.
struct PutUp {
    static constexpr std::string_view name = "put_up";
    UnitId unit;
    Text words;
    static constexpr auto fields() {
        return std::tuple{field("unit", &PutUp::unit, "单位", "unit"),
                          field("words", &PutUp::words, "内容", "words", {.min = 1, .max = 20})};
    }
};
struct TakeDown {
    static constexpr std::string_view name = "take_down";
    static constexpr auto fields() { return std::tuple{}; }
};

struct Notice {
    static constexpr std::string_view kind = "notice";
    using Command = std::variant<PutUp, TakeDown>;
    using Event = std::variant<PutUp, TakeDown>; // what was done says all
    std::string id;
    std::int64_t version = 0;
    UnitId unit;
    Text words;
    bool up = false;
    Instant created_at;
    static constexpr auto fields() {
        return std::tuple{field("unit", &Notice::unit, "单位", "unit"),
                          field("words", &Notice::words, "内容", "words"),
                          field("up", &Notice::up, "在用", "up")};
    }
};

void evolve(Notice& notice, const Notice::Event& event, const Stamp& stamp) {
    if (const auto* put_up = std::get_if<PutUp>(&event)) {
        notice.unit = put_up->unit;
        notice.words = put_up->words;
        notice.created_at = stamp.at;
    }
    notice.up = std::holds_alternative<PutUp>(event);
}

Result<std::vector<Notice::Event>> decide(const Notice& notice, const Notice::Command& command,
                                          const Stamp& stamp) {
    if (stamp.actor.role != Role::office_clerk) {
        return Failure{problem("wrong_role", "actor.role", "由办公室张贴", "the office does it")};
    }
    if (notice.up == std::holds_alternative<PutUp>(command)) {
        return Failure{problem("wrong_state", "state", "已是如此", "it is so already")};
    }
    return std::vector<Notice::Event>{command};
}

class StreamDeskTest : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "stream-desk-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        options_.directory = std::filesystem::path(pattern) / "store";
        ASSERT_TRUE(store::create_store(options_, BureauId("test"), true));
        auto opened = store::open_store(options_);
        ASSERT_TRUE(opened);
        store_ = std::move(*opened);
        desk_ =
            std::make_unique<StreamDesk<Notice>>(*store_, clock_, evolve, [](const Notice& notice) {
                RowFacts facts;
                facts.state = notice.up ? "up" : "down";
                facts.unit = notice.unit;
                facts.created_at = notice.created_at;
                return facts;
            });
    }
    void TearDown() override {
        desk_.reset();
        store_.reset();
        std::filesystem::remove_all(options_.directory.parent_path());
    }

    Outcome<StreamAnswer> give(Notice::Command command, StreamRequest request = {},
                               Role role = Role::office_clerk) {
        request.actor = {PersonId("clerk-1"), UnitId("office"), role, {}};
        return desk_->give(std::move(request), std::move(command), decide);
    }
    static PutUp notice(const std::string& words = "停电通知") {
        PutUp command;
        command.unit = UnitId("district-310101");
        command.words.plain = words;
        return command;
    }
    static store::Visibility all() { return {PersonId(), true, {}, false}; }

    store::StoreOptions options_;
    SimulatedClock clock_{*parse_instant("2026-09-30T10:00:00+08:00", "t")};
    std::unique_ptr<store::SqliteStore> store_;
    std::unique_ptr<StreamDesk<Notice>> desk_;
};

TEST_F(StreamDeskTest, a_thing_is_what_its_events_say_and_its_row_follows) {
    const auto made = give(notice());
    ASSERT_TRUE(made);
    EXPECT_EQ(made->version, 1);
    const auto loaded = desk_->load(made->id);
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(loaded->up);
    EXPECT_EQ(loaded->words.plain, ""); // a reference until asked for
    EXPECT_EQ(desk_->with_texts(*loaded).words.plain, "停电通知");
    const auto row = store_->stream_row({"notice", made->id}, all());
    ASSERT_TRUE(row);
    EXPECT_EQ(row->state, "up");
    EXPECT_EQ(row->version, 1);
    EXPECT_EQ(row->body.find("停电"), std::string::npos);

    StreamRequest request;
    request.id = made->id;
    request.expected_version = 1;
    ASSERT_TRUE(give(TakeDown{}, request));
    EXPECT_EQ(store_->stream_row({"notice", made->id}, all())->state, "down");
    EXPECT_FALSE(desk_->load(made->id)->up);
    EXPECT_TRUE(store_->verify({}).faults.empty());
}

TEST_F(StreamDeskTest, refusals_name_their_kind_and_are_logged) {
    const auto by_handler = give(notice(), {}, Role::handler);
    ASSERT_FALSE(by_handler);
    EXPECT_EQ(by_handler.error().kind, RefusalKind::forbidden);
    StreamRequest request;
    request.id = give(notice())->id;
    const auto twice = give(notice("又一张"), request);
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().kind, RefusalKind::conflict);
    request.expected_version = 7;
    const auto stale = give(TakeDown{}, request);
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().kind, RefusalKind::precondition_failed);
    EXPECT_EQ(stale.error().current_version, 1);
    request.expected_version = 1;
    ASSERT_TRUE(give(TakeDown{}, request)); // and with it everything before is durable
    const auto log = store_->command_log({"notice", request.id});
    ASSERT_EQ(log.size(), 3U);
    EXPECT_EQ(log[1].verdict, "refused");
}

TEST_F(StreamDeskTest, the_same_key_answers_from_the_first_use) {
    StreamRequest request;
    request.idempotency_key = "key-0001";
    const auto first = give(notice(), request);
    const auto again = give(notice(), request);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->id, first->id);
    EXPECT_TRUE(again->already_there);
    const auto other = give(notice("另一张"), request);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().kind, RefusalKind::key_reused);
}

TEST_F(StreamDeskTest, a_dry_run_decides_and_writes_nothing) {
    StreamRequest request;
    request.dry_run = true;
    ASSERT_TRUE(give(notice(), request));
    EXPECT_TRUE(store_->stream_ids("notice", "", 10).empty());
    EXPECT_FALSE(give(notice(), request, Role::handler));
}

TEST_F(StreamDeskTest, of_many_at_once_one_wins_and_the_others_hear_why) {
    StreamRequest request;
    request.id = "the-one";
    std::atomic<int> won{0};
    std::atomic<int> lost{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] { (give(notice(), request) ? won : lost)++; });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(lost, 7);
    EXPECT_EQ(desk_->load("the-one")->version, 1);
}

TEST_F(StreamDeskTest, commands_are_read_strictly) {
    using Desk = StreamDesk<Notice>;
    const auto parse = [](const char* text) { return *parse_json(text); };
    EXPECT_TRUE(Desk::read_command("put_up", parse(R"({"unit":"u","words":"好"})")));
    EXPECT_TRUE(Desk::read_command("take_down", parse("{}")));
    EXPECT_FALSE(Desk::read_command("take_down", parse(R"({"x":1})")));
    EXPECT_EQ(Desk::read_command("burn", parse("{}")).error().reasons[0].code, "unknown_command");
    EXPECT_EQ(Desk::read_command("put_up", parse(R"({"words":""})")).error().reasons.size(), 2U);
}

} // namespace
} // namespace chengban::usecase
