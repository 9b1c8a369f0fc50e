#include "store/sql_errors.h"

#include <sqlite3.h>

namespace chengban::store {

Verdict verdict_of(const SqlError& error) {
    switch (error.code() & 0xff) {
    case SQLITE_FULL:
        return Verdict::full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_MISMATCH:
    case SQLITE_FORMAT:
        return Verdict::corrupt;
    default:
        return Verdict::unavailable;
    }
}

Verdict verdict_of_commit(const SqlError& error) {
    const Verdict verdict = verdict_of(error);
    return verdict == Verdict::unavailable ? Verdict::unknown_outcome : verdict;
}

bool is_constraint(const SqlError& error) {
    return (error.code() & 0xff) == SQLITE_CONSTRAINT;
}

} // namespace chengban::store
