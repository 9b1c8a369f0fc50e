// Proof that nothing was altered: chains, texts, tables, seals, counters and the search index, each
// recomputed from what it should follow from. Reads one snapshot; the store may go on working.
#pragma once

#include "base/record.h"
#include "store/keyring.h"
#include "store/port.h"
#include "store/seals.h"
#include "store/sql.h"

#include <map>
#include <string>
#include <vector>

namespace chengban::store {

// A sum over (token, order) in which any one change shows. The tokens are keyed digests already.
struct TokenSum {
    std::int64_t entries = 0;
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    void add(std::string_view token, std::int64_t order);
    bool operator==(const TokenSum&) const = default;
};

class Verifier {
public:
    // `anchor` was read before the connection's snapshot was taken.
    Verifier(Connection& connection, const Keyring& keys, const BureauId& bureau,
             Result<std::vector<AnchorLine>> anchor, const Progress& progress);
    VerifyReport run();

private:
    struct Chain; // a stream being followed

    void fault(const std::string& place, std::string zh, std::string en);
    void advance(std::int64_t steps);
    void count_work();

    // verify.cc
    void check_structure();
    void check_layout();
    void check_ledger();
    void check_chains();
    void follow(Chain& chain, Query& event);
    void finish(const Chain& chain, Query& stream);
    void check_texts_of(const std::string& place, std::string_view bytes);
    void check_text(const std::string& place, const TextRef& ref);
    void check_command_texts();

    // verify_seals.cc
    void check_seals();
    void check_seal(const Seal& seal, std::int64_t expected_number, const Digest& previous);
    void check_anchor();

    // verify_orders.cc
    void check_counts();
    void check_sides();
    void check_lists(const char* what, const char* expected_sql, const char* stored_sql);
    void check_search();
    TokenSum scan_index();

    Connection& connection_;
    const Keyring& keys_;
    BureauId bureau_;
    Result<std::vector<AnchorLine>> anchor_;
    const Progress& progress_;
    VerifyReport report_;
    std::int64_t done_ = 0;
    std::int64_t total_ = 0;
};

} // namespace chengban::store
