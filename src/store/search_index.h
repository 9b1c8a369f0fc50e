// Finding any phrase of two or more characters. A text is cut into pairs of characters
// (text/grams.h); the index holds a keyed digest of each distinct pair, eight characters long, and
// no places; hits are rechecked against the sealed text. FTS5 keeps the index, this file gives it
// its tokenizer.
#pragma once

#include "store/keyring.h"
#include "store/sql.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::store {

inline constexpr std::size_t k_token_bytes = 8; // 48 bits in 64 printable characters

// Makes «chengban_tokens» known to a connection; before any statement that touches the index.
void register_tokenizer(Connection& connection);

// The distinct tokens of a text, one behind the other; empty for fewer than two characters.
std::string search_tokens(const Keyring& keys, std::string_view text);

// The MATCH expression for a phrase: texts with all its pairs, in any order. Empty when the phrase
// has fewer than two characters.
std::optional<std::string> match_expression(const Keyring& keys, std::string_view phrase);

// A change of one order's text in the index; `number` is the order's rowid.
void add_to_index(Connection& connection, const std::string& bureau, std::int64_t number,
                  std::string_view tokens);
void take_from_index(Connection& connection, const std::string& bureau, std::int64_t number,
                     std::string_view tokens);

} // namespace chengban::store
