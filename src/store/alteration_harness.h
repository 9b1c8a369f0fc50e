// What a hand with access to the database, but not to the key, could do to it; and whether verify()
// notices. For tests (a slice) and script/prove (the long run).
#pragma once

#include "store/sqlite_test_store.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace chengban::store {

class AlterationRun {
public:
    explicit AlterationRun(std::uint64_t seed);

    // Each alters a fresh copy and opens and verifies it. Empty when it was noticed, or harmless:
    // nothing that could be read had changed, or only FTS5's own tables, and verify() had just
    // looked up every pair of token and order in them. Else what went unnoticed.
    std::string alter_a_row();  // changes, deletes, inserts, swaps rows of any table by SQL
    std::string alter_a_byte(); // flips bits of the file

    std::int64_t noticed() const { return noticed_; }
    std::int64_t harmless() const { return harmless_; }

private:
    void restore_copy();
    // Whether opening or verifying the altered copy reports anything.
    bool is_noticed();
    bool of_index_alone();
    std::vector<std::string> own_tables() const;
    std::string describe_and_alter(class Connection& connection);

    std::mt19937_64 random_;
    TestDirectory directory_;
    StoreOptions options_;
    std::string original_;     // bytes of the database
    std::string contents_;     // every row of every table
    std::string own_contents_; // but FTS5's
    std::vector<std::string> tables_;
    std::int64_t noticed_ = 0;
    std::int64_t harmless_ = 0;
};

} // namespace chengban::store
