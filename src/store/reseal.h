// The other half of changing master keys: what is stored under an older one is sealed anew, in
// small transactions between the others', so that nobody has to stop.
#pragma once

#include "store/keyring.h"
#include "store/sql.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace chengban::store {

// From here on the database says that something may be sealed under the newest of `masters`, and
// keeps its digest keys under it. In a transaction of its own; changes nothing when it says so.
void announce_masters(Connection& connection, const Keyring& keys, const std::string& bureau,
                      const MasterKeys& masters);
// Only the newest is in use from here on.
void retire_older_keys(Connection& connection, const Keyring& keys, const std::string& bureau);

// How many sealed values of the tables name each master key.
std::map<std::uint32_t, std::int64_t> sealed_values(Connection& connection);

// Where a run through the tables has come to.
struct ResealPlace {
    std::size_t table = 0;
    std::int64_t after = 0; // rowid
};
// Seals up to `at_most` values anew in one transaction; the next place, empty after the last table.
// Throws SqlError (corrupt) when one does not open. Adds to `resealed`.
std::optional<ResealPlace> reseal_some(Connection& connection, const Keyring& keys,
                                       const std::string& bureau, const ResealPlace& place,
                                       std::int64_t at_most, std::int64_t& resealed);

} // namespace chengban::store
