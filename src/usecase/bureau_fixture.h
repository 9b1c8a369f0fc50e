// For tests only: a desk over a real store in a temporary directory, with the shipped rulebook,
// calendar and organisation, on a clock that moves when told to.
#pragma once

#include "base/worker_pool.h"
#include "rulebook/shipped_file.h"
#include "store/sqlite_store.h"
#include "usecase/desk.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace chengban::usecase {

class BureauFixture : public testing::Test {
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
        ASSERT_TRUE(library_->publish_rulebook(
            {rulebook::read_source_file("rulebooks/shanghai-housing-2022.toml"), "r.toml"},
            system_actor(), clock_.now()));
        ASSERT_TRUE(
            library_->publish_calendar({rulebook::read_source_file("calendars/china.csv"), "c.csv"},
                                       system_actor(), clock_.now()));
        ASSERT_TRUE(library_->publish_organisation(
            {rulebook::read_source_file("organisations/shanghai-demo.toml"), "o.toml"},
            system_actor(), clock_.now()));
        desk_ =
            std::make_unique<Desk>(*store_, *library_, clock_, [this](std::function<void()> task) {
                WorkerPool::Job job = std::move(task);
                ASSERT_TRUE(pool_.try_submit(std::move(job)));
            });
    }
    void TearDown() override {
        pool_.stop();
        desk_.reset();
        library_.reset();
        store_.reset();
        std::filesystem::remove_all(options_.directory.parent_path());
    }

    store::StoreOptions options_;
    SimulatedClock clock_{*parse_instant("2026-09-30T10:00:00+08:00", "t")};
    WorkerPool pool_{4, 10'000};
    std::unique_ptr<store::SqliteStore> store_;
    std::unique_ptr<Library> library_;
    std::unique_ptr<Desk> desk_;
};

} // namespace chengban::usecase
