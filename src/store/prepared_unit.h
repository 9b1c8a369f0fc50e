// A unit made ready on its submitter's thread: hashed, sealed, cut into search tokens and digested,
// so that the one writer has little more to do than to compare and insert.
#pragma once

#include "store/keyring.h"
#include "store/ledger.h"
#include "store/order_columns.h"
#include "store/port.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace chengban::store {

inline constexpr std::int64_t k_seq_max = (std::int64_t{1} << 24) - 1; // events in one stream

struct PreparedText {
    std::string sealed; // salt and text
    Digest digest{};
};

struct PreparedOrder {
    StoredParts parts;
    Digest digest{};
    Digest unit_digest{}; // of its row in order_unit
};

struct PreparedSearch {
    std::string text_digest; // keyed; tells that a text did not change
    std::string sealed;
    std::string tokens; // of the full-text index
    Digest digest{};
};

struct PreparedStreamRow {
    std::string body; // sealed
    Digest digest{};
};

// A message that went out; not part of the port's unit, but written with the others.
struct SentMark {
    std::string id;
    Instant at;
};

struct PreparedUnit {
    CommitUnit unit;
    std::vector<SentMark> sent;
    std::vector<std::vector<Digest>> hashes; // per append, per event
    std::vector<EventRange> ranges;          // per append
    std::vector<PreparedText> texts;
    std::vector<PreparedOrder> orders;
    std::vector<PreparedSearch> search;
    std::vector<PreparedStreamRow> stream_rows;
    std::vector<Digest> facts;
    std::vector<Digest> claims;
    std::vector<std::string> clauses; // per command, as a JSON list
    std::vector<Digest> commands;     // before they are numbered
    std::string idempotency_ranges;   // JSON
    std::int64_t at = 0;              // the latest instant in the unit, milliseconds
    std::optional<Digest> idempotency;
    std::size_t bytes = 0; // roughly what it holds in memory
    std::function<void(CommitOutcome)> done;
};

// Throws Bug when the unit contradicts itself: a stream twice, time running backwards, an empty id.
PreparedUnit prepare(CommitUnit unit, const BureauId& bureau, const Keyring& keys);

// What a sealed text's own place is, so that it opens nowhere else.
std::string text_place(std::string_view id, std::string_view field);

// Salt and text as one sealed whole, and back.
std::string salted(std::string_view salt, std::string_view text);
struct SaltedText {
    std::string salt;
    std::string text;
};
std::optional<SaltedText> read_salted(std::string_view bytes);

// The columns of an outbox row; `state` 0 waiting, 1 sent, 2 cancelled.
Digest outbox_digest(const Keyring& keys, const std::string& bureau, const OutboxRow& row,
                     std::int64_t state, std::optional<std::int64_t> settled_at);
Digest timer_digest(const Keyring& keys, const std::string& bureau, const StreamName& stream,
                    std::string_view kind, std::int64_t generation,
                    std::optional<std::int64_t> due);
Digest search_digest(const Keyring& keys, const std::string& bureau, std::string_view order,
                     std::string_view text_digest, std::string_view sealed);

std::string ranges_text(const std::vector<EventRange>& ranges);
std::vector<EventRange> read_ranges(std::string_view text);

} // namespace chengban::store
