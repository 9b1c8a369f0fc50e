// For tests only: a bureau on a real store in a temporary directory, with the shipped rulebook,
// calendar and organisation, and a clock that is told the time.
#pragma once

#include "base/source_dir.h"
#include "server/worker_pool.h"
#include "store/sqlite_store.h"
#include "usecase/people_desk.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace chengban::usecase {

class Bureau : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "bureau-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        options_.directory = std::filesystem::path(pattern) / "store";
        ASSERT_TRUE(store::create_store(options_, BureauId("test"), true));
        auto opened = store::open_store(options_);
        ASSERT_TRUE(opened);
        store_ = std::move(*opened);
        library_ = std::make_unique<Library>(*store_);
        ASSERT_TRUE(
            library_->publish_rulebook({source("rulebooks/shanghai-housing-2022.toml"), "r.toml"},
                                       system_actor(), clock_.now()));
        ASSERT_TRUE(library_->publish_calendar({source("calendars/china.csv"), "c.csv"},
                                               system_actor(), clock_.now()));
        ASSERT_TRUE(library_->publish_organisation(
            {source("organisations/shanghai-demo.toml"), "o.toml"}, system_actor(), clock_.now()));
        desk_ =
            std::make_unique<Desk>(*store_, *library_, clock_, [this](std::function<void()> task) {
                server::WorkerPool::Job job = std::move(task);
                ASSERT_TRUE(pool_.try_submit(std::move(job)));
            });
        people_ = std::make_unique<PeopleDesk>(*desk_);
    }
    void TearDown() override {
        pool_.stop();
        people_.reset();
        desk_.reset();
        store_.reset();
        std::filesystem::remove_all(options_.directory.parent_path());
    }

    static std::string source(const std::string& name) {
        std::ifstream file(source_dir() + "/" + name, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    }
    static Day day(std::string_view text) { return *parse_day(text, "t"); }
    static Instant at(std::string_view text) {
        return *parse_instant(std::string(text) + ":00+08:00", "t");
    }
    static workorder::Actor actor(const char* person, const char* unit, workorder::Role role) {
        return {PersonId(person), UnitId(unit), role, std::nullopt};
    }

    Outcome<CommandAnswer> give(const workorder::Actor& who, const OrderId& order,
                                workorder::Command command) {
        CommandRequest request;
        request.actor = who;
        request.order = order;
        request.command = std::move(command);
        return desk_->give_now(std::move(request));
    }
    OrderId registered(const std::string& number, LimitClass limit_class) {
        workorder::Register command;
        command.hotline_number = number;
        command.kind = OrderKind::complaint;
        command.limit_class = limit_class;
        command.title.plain = "电梯困人";
        command.claim.plain = "小区电梯困人，物业未到场";
        command.district = "310101";
        const auto answer = give(dispatcher_, OrderId(), std::move(command));
        EXPECT_TRUE(answer);
        return answer->order;
    }
    Outcome<CommandAnswer> dispatched(const OrderId& order) {
        workorder::Dispatch command;
        command.unit = k_huangpu;
        return give(dispatcher_, order, std::move(command));
    }
    Outcome<StreamAnswer> organise(const workorder::Actor& who, people::OrganisationCommand command,
                                   const std::string& key = {},
                                   std::optional<std::int64_t> version = {}) {
        return people_->give({who, {}, version, key, false}, std::move(command));
    }
    Outcome<StreamAnswer> duty(const workorder::Actor& who, people::DutyCommand command,
                               std::optional<std::int64_t> version = {}) {
        return people_->give({who, k_huangpu.text(), version, {}, false}, std::move(command));
    }
    static std::vector<std::string> codes(const Refusal& refusal) {
        std::vector<std::string> list;
        for (const Reason& reason : refusal.problem.reasons) {
            list.push_back(reason.code);
        }
        return list;
    }

    const UnitId k_huangpu{"district-310101"};
    const workorder::Actor dispatcher_ =
        actor("dispatcher-1", "center", workorder::Role::dispatcher);
    const workorder::Actor clerk_ =
        actor("office-clerk-1", "office", workorder::Role::office_clerk);
    const workorder::Actor security_ =
        actor("security-administrator", "center", workorder::Role::security_administrator);
    const workorder::Actor head_ =
        actor("huangpu-head", "district-310101", workorder::Role::section_head);
    const workorder::Actor handler_ =
        actor("huangpu-handler-1", "district-310101", workorder::Role::handler);
    const workorder::Actor leader_ =
        actor("huangpu-leader", "district-310101", workorder::Role::leader_in_charge);
    const workorder::Actor principal_ =
        actor("huangpu-principal", "district-310101", workorder::Role::principal);

    store::StoreOptions options_;
    SimulatedClock clock_{*parse_instant("2026-09-30T10:00:00+08:00", "t")};
    server::WorkerPool pool_{4, 10'000};
    std::unique_ptr<store::SqliteStore> store_;
    std::unique_ptr<Library> library_;
    std::unique_ptr<Desk> desk_;
    std::unique_ptr<PeopleDesk> people_;
};

} // namespace chengban::usecase
