// What the parts of an open SQLite store share. Internal to this room.
#pragma once

#include "store/files.h"
#include "store/group_writer.h"
#include "store/keyring.h"
#include "store/reader_pool.h"
#include "store/sql_errors.h"
#include "store/sqlite_store.h"

#include <memory>
#include <string>
#include <utility>

namespace chengban::store {

struct StoreContext {
    StoreOptions options;
    BureauId bureau;
    bool demonstration = false;
    Keyring keys;
    FileHandle lock; // closed when only reading
};

// Runs a read; what SQLite reports becomes the port's exception.
template <class Body>
auto reading(const Body& body) {
    try {
        return body();
    } catch (const SqlError& error) {
        throw StoreBroken(verdict_of(error), error.what());
    }
}

// The store's own work in a transaction on the writer's thread.
template <class Body>
void writing(GroupWriter& writer, const Body& body) {
    try {
        writer.run(body);
    } catch (const SqlError& error) {
        throw StoreBroken(verdict_of(error), error.what());
    }
}

} // namespace chengban::store
