#include "store/search_index.h"

#include "base/invariant.h"
#include "text/grams.h"

#include <sqlite3.h>

namespace chengban::store {

namespace {

constexpr std::size_t k_query_tokens_max = 24; // more add nothing: hits are rechecked

// The index never sees characters, only tokens of one length: cutting them is all there is to do.
int create_tokenizer(void*, const char**, int, Fts5Tokenizer** tokenizer) {
    static char the_one = 0; // no state; any address that is not null
    *tokenizer = reinterpret_cast<Fts5Tokenizer*>(&the_one);
    return SQLITE_OK;
}

void delete_tokenizer(Fts5Tokenizer*) {}

int tokenize(Fts5Tokenizer*, void* context, int, const char* text, int bytes,
             int (*emit)(void*, int, const char*, int, int, int)) {
    constexpr int k_bytes = static_cast<int>(k_token_bytes);
    for (int at = 0; at + k_bytes <= bytes; at += k_bytes) {
        const int code = emit(context, 0, text + at, k_bytes, at, at + k_bytes);
        if (code != SQLITE_OK) {
            return code;
        }
    }
    return SQLITE_OK;
}

fts5_api* api_of(Connection& connection) {
    fts5_api* api = nullptr;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(connection.handle(), "SELECT fts5(?)", -1, &statement, nullptr) ==
        SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

std::vector<std::uint64_t> token_digests(const Keyring& keys, std::string_view text) {
    const std::vector<text::Gram> grams = text::distinct_grams(text);
    std::vector<std::uint64_t> digests(grams.size());
    keys.gram_digests().apply(grams, digests);
    return digests;
}

void append_token(std::string& tokens, std::uint64_t digest) {
    constexpr std::string_view k_alphabet =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    for (std::size_t i = 0; i < k_token_bytes; ++i) {
        tokens.push_back(k_alphabet[(digest >> (58 - 6 * i)) & 63]);
    }
}

} // namespace

void register_tokenizer(Connection& connection) {
    fts5_api* const api = api_of(connection);
    if (api == nullptr) {
        throw SqlError(SQLITE_ERROR, "this SQLite has no FTS5");
    }
    fts5_tokenizer tokenizer{create_tokenizer, delete_tokenizer, tokenize};
    const int code = api->xCreateTokenizer(api, "chengban_tokens", nullptr, &tokenizer, nullptr);
    if (code != SQLITE_OK) {
        throw SqlError(code, "the tokenizer cannot be registered");
    }
}

std::string search_tokens(const Keyring& keys, std::string_view text) {
    const std::vector<std::uint64_t> digests = token_digests(keys, text);
    std::string tokens;
    tokens.reserve(digests.size() * k_token_bytes);
    for (const std::uint64_t digest : digests) {
        append_token(tokens, digest);
    }
    return tokens;
}

std::optional<std::string> match_expression(const Keyring& keys, std::string_view phrase) {
    const std::vector<std::uint64_t> digests = token_digests(keys, phrase);
    if (digests.empty()) {
        return std::nullopt;
    }
    const std::size_t step = (digests.size() + k_query_tokens_max - 1) / k_query_tokens_max;
    std::string expression;
    for (std::size_t i = 0; i < digests.size(); i += step) {
        expression += expression.empty() ? "\"" : " AND \"";
        append_token(expression, digests[i]);
        expression += "\"";
    }
    return expression;
}

void add_to_index(Connection& connection, const std::string& bureau, std::int64_t number,
                  std::string_view tokens) {
    connection.query("INSERT INTO search (rowid, bureau_id, tokens) VALUES (?, ?, ?)")
        .bind_all(number, bureau, tokens)
        .run();
}

void take_from_index(Connection& connection, const std::string& bureau, std::int64_t number,
                     std::string_view tokens) {
    connection
        .query("INSERT INTO search (search, rowid, bureau_id, tokens) VALUES ('delete', ?, ?, ?)")
        .bind_all(number, bureau, tokens)
        .run();
}

} // namespace chengban::store
