// What an event's hash, a text's commitment and a seal are made of. Every adapter uses these, so
// that a history moved from one database to another verifies unchanged. Pure.
#pragma once

#include "base/record.h"
#include "store/port.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::store {

// Stored beside every hash and root.
inline constexpr std::int64_t k_chain_algorithm = 1; // SM3

// Over algorithm, previous hash, bureau, stream, seq, metadata and bytes, each with its length.
Digest event_hash(const BureauId& bureau, const StreamName& stream, std::int64_t seq,
                  const Digest& previous, const NewEvent& event);

// The hashes of an append's events, in order.
std::vector<Digest> event_hashes(const BureauId& bureau, const Append& append);

// What an event keeps of a text: algorithm id "01", then digest(salt, text), hexadecimal.
// The salt is at least 16 random bytes, or a short text could be guessed.
std::string commitment(std::string_view salt, std::string_view text);

// A seal's leaf: how far a stream had come. The first leaf of a root is the root before.
Digest seal_leaf(const StreamName& stream, std::int64_t seq, const Digest& hash);
Digest seal_first_leaf(const Digest& previous_root, std::int64_t number, Instant at);
Digest seal_root(const Digest& previous_root, std::int64_t number, Instant at,
                 std::span<const Digest> leaves);

// Every {"id": …, "commitment": …} inside canonical bytes, wherever it stands; empty when the bytes
// are not JSON.
std::vector<TextRef> text_refs(std::string_view bytes);

} // namespace chengban::store
