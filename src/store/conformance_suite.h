// The behaviour every adapter of the port must show, as tests that know only the port. An adapter's
// test file makes a factory and instantiates StoreConformance with it.
#pragma once

#include "store/port.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>

namespace chengban::store {

// A store of its own for one test; gone with the holder.
class StoreHolder {
public:
    virtual ~StoreHolder() = default;
    virtual Store& store() = 0;
    // Closes and opens it again, as a restart does.
    virtual void reopen() = 0;
};

struct StoreFactory {
    std::string name;
    // An empty store of bureau «shanghai-housing», not a demonstration.
    std::function<std::unique_ptr<StoreHolder>()> make;
};

inline void PrintTo(const StoreFactory& factory, std::ostream* out) {
    *out << factory.name;
}

class StoreConformance : public ::testing::TestWithParam<StoreFactory> {
protected:
    void SetUp() override { holder_ = GetParam().make(); }
    Store& store() { return holder_->store(); }
    void reopen() { holder_->reopen(); }

    // Commits, and expects `ok`.
    CommitOutcome committed(CommitUnit unit);
    // A unit with one event at the end of `stream` as it stands now.
    CommitUnit event_on(const StreamName& stream, const std::string& bytes);
    // Nothing is altered: fails the test with the first fault.
    void expect_intact();

private:
    std::unique_ptr<StoreHolder> holder_;
};

// Sees all there is.
inline Visibility sees_all() {
    return {PersonId(), true, {}, true};
}

inline std::string name_of_factory(const ::testing::TestParamInfo<StoreFactory>& info) {
    return info.param.name;
}

} // namespace chengban::store
