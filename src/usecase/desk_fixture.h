// A desk over a real store in a temporary directory, with the shipped rulebook, calendar and
// organisation, on a clock that stands still.
#pragma once

#include "base/source_dir.h"
#include "server/worker_pool.h"
#include "store/sqlite_store.h"
#include "usecase/desk.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace chengban::usecase {
using workorder::Actor;
using workorder::Role;

inline std::string read_source(const std::string& name) {
    std::ifstream file(source_dir() + "/" + name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

class DeskTest : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "desk-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        options_.directory = std::filesystem::path(pattern) / "store";
        ASSERT_TRUE(store::create_store(options_, BureauId("test"), true));
        auto opened = store::open_store(options_);
        ASSERT_TRUE(opened);
        store_ = std::move(*opened);
        library_ = std::make_unique<Library>(*store_);
        ASSERT_TRUE(library_->publish_rulebook(
            {read_source("rulebooks/shanghai-housing-2022.toml"), "r.toml"}, system_actor(),
            clock_.now()));
        ASSERT_TRUE(library_->publish_calendar({read_source("calendars/china.csv"), "c.csv"},
                                               system_actor(), clock_.now()));
        ASSERT_TRUE(library_->publish_organisation(
            {read_source("organisations/shanghai-demo.toml"), "o.toml"}, system_actor(),
            clock_.now()));
        desk_ =
            std::make_unique<Desk>(*store_, *library_, clock_, [this](std::function<void()> task) {
                server::WorkerPool::Job job = std::move(task);
                ASSERT_TRUE(pool_.try_submit(std::move(job)));
            });
    }
    void TearDown() override {
        pool_.stop();
        desk_.reset();
        store_.reset();
        std::filesystem::remove_all(options_.directory.parent_path());
    }

    static Actor dispatcher() {
        return {PersonId("dispatcher-1"), UnitId("center"), Role::dispatcher, {}};
    }
    static Actor head(const char* district, const char* code) {
        return {PersonId(std::string(district) + "-head"),
                UnitId(std::string("district-") + code),
                Role::section_head,
                {}};
    }

    Outcome<CommandAnswer> give(const Actor& actor, workorder::Command command,
                                const OrderId& order = {}, const std::string& key = {}) {
        CommandRequest request;
        request.actor = actor;
        request.order = order;
        request.idempotency_key = key;
        request.command = std::move(command);
        return desk_->give_now(std::move(request));
    }

    static workorder::Register transfer(const std::string& number) {
        workorder::Register command;
        command.hotline_number = number;
        command.kind = OrderKind::complaint;
        command.limit_class = LimitClass::general;
        command.title.plain = "楼道漏水";
        command.claim.plain = "三楼楼道漏水已经两周";
        command.citizen_phone = Text{"138 1234 5678", {}};
        command.district = "310101";
        return command;
    }
    OrderId registered(const std::string& number) {
        const auto answer = give(dispatcher(), transfer(number));
        EXPECT_TRUE(answer);
        return answer->order;
    }
    static workorder::Dispatch to_huangpu() {
        workorder::Dispatch command;
        command.unit = UnitId("district-310101");
        return command;
    }

    store::StoreOptions options_;
    SimulatedClock clock_{*parse_instant("2026-09-30T10:00:00+08:00", "t")};
    server::WorkerPool pool_{4, 10'000};
    std::unique_ptr<store::SqliteStore> store_;
    std::unique_ptr<Library> library_;
    std::unique_ptr<Desk> desk_;
};

} // namespace chengban::usecase
