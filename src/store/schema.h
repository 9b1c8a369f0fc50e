// The database's layout: a new store is made from the baseline, an older one is brought up to date
// by numbered steps, each in a transaction of its own, so that a kill between two loses nothing.
#pragma once

#include "base/result.h"
#include "store/sql.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace chengban::store {

struct SchemaStep {
    std::int64_t number;
    std::string_view name;
    std::string_view sql;
};

std::span<const SchemaStep> schema_steps();
std::string_view schema_baseline();
std::int64_t schema_version(); // the last step's number

inline constexpr std::int64_t k_application_id = 0x4342'414E; // "CBAN" in the file's header

// An empty database becomes a store of the newest layout; inside the caller's transaction.
void write_baseline(Connection& connection);
// Runs the steps that are missing, up to `last`. Throws SqlError.
void write_steps(Connection& connection, std::int64_t last);
// Every table and index as SQLite keeps it, one a line, for comparison.
std::string schema_text(Connection& connection);

// Ours, and not of a newer program: otherwise a Problem that says so.
Result<Done> check_schema(Connection& connection, std::string_view file);

} // namespace chengban::store
