// The store's own marks, a name and a value each: which bureau, which key, a demonstration or not.
#pragma once

#include "store/keyring.h"
#include "store/ledger.h"
#include "store/sql.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace chengban::store {

// Empty when there is none.
std::string meta(Connection& connection, std::string_view name);
// Inserts or replaces, and keeps the ledger; the caller saves it.
void put_meta(Connection& connection, Ledger& ledger, const Keyring& keys,
              const std::string& bureau, std::string_view name, const std::string& value);

inline constexpr std::string_view k_meta_digest_keys = "digest_keys";   // sealed, hexadecimal
inline constexpr std::string_view k_meta_sealing_keys = "sealing_keys"; // ids, "1 2"

// The master keys that something stored may be sealed under; empty in a store that kept no such
// list yet.
std::set<std::uint32_t> sealing_keys(Connection& connection);
std::string text_of(const std::set<std::uint32_t>& key_ids);

} // namespace chengban::store
