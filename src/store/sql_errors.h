// SQLite's result codes as the port's verdicts.
#pragma once

#include "store/port.h"
#include "store/sql.h"

namespace chengban::store {

// Of a failure before COMMIT, or of a read: nothing was made durable.
Verdict verdict_of(const SqlError& error);
// Of a COMMIT that failed: unless the disk was full, nobody knows whether it reached the disk.
Verdict verdict_of_commit(const SqlError& error);
bool is_constraint(const SqlError& error);

} // namespace chengban::store
