// SQLite with owners: a connection that keeps its prepared statements, and a query that cannot be
// left half done. Errors are exceptions inside this room only; the port turns them into verdicts.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace chengban::store {

class SqlError : public std::runtime_error {
public:
    SqlError(int code, const std::string& words) : std::runtime_error(words), code_(code) {}
    int code() const { return code_; } // SQLite's extended result code

private:
    int code_;
};

// Bytes that are bound as a BLOB, not as TEXT. They must outlive the query.
struct Blob {
    std::string_view bytes;
};

class Query;

enum class OpenMode { read_only, read_write, create };

class Connection {
public:
    // `vfs` empty = SQLite's own. Throws SqlError.
    Connection(const std::string& path, OpenMode mode, const std::string& vfs);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // `sql` is prepared once and kept. At most one running query per text at a time.
    Query query(std::string_view sql);
    // One or more statements without parameters or results; not kept.
    void execute(const std::string& sql);
    // The first column of the first row of a statement that is not kept.
    std::string text_of(const std::string& sql);
    std::int64_t integer_of(const std::string& sql);
    // Lets go of kept statements when filters have made too many; only while no query lives.
    void trim();

    bool in_transaction() const;
    std::int64_t last_rowid() const;
    std::int64_t changes() const;
    sqlite3* handle() const { return handle_.get(); }

private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

    Statement prepare(std::string_view sql, unsigned int flags);

    std::unique_ptr<sqlite3, Close> handle_;
    std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
};

// A running statement; reset when it goes out of scope. Columns and parameters are positional.
class Query {
public:
    Query(sqlite3* handle, sqlite3_stmt* statement) : handle_(handle), statement_(statement) {}
    ~Query();
    Query(Query&& other) noexcept;
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    Query& operator=(Query&&) = delete;

    // Each call binds the next parameter. Text and blobs must outlive the query.
    Query& bind(std::int64_t value);
    Query& bind(std::string_view text);
    Query& bind(Blob blob);
    Query& bind(std::optional<std::int64_t> value);
    Query& bind_null();
    Query& bind(const std::string& text) { return bind(std::string_view(text)); }
    Query& bind(const char* text) { return bind(std::string_view(text)); }
    Query& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
    Query& bind(bool value) { return bind(static_cast<std::int64_t>(value ? 1 : 0)); }

    template <class... Values>
    Query& bind_all(const Values&... values) {
        (bind(values), ...);
        return *this;
    }

    bool step();    // true: a row is there
    void run();     // until there are no more rows
    Query& again(); // resets, to be bound anew
    int columns() const;
    int type(int column) const; // SQLITE_INTEGER, SQLITE_TEXT, …
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::optional<std::int64_t> optional_integer(int column) const;
    std::string_view text(int column) const; // valid until the next step
    std::string_view blob(int column) const;
    std::string string(int column) const { return std::string(text(column)); }

private:
    void check(int code);

    sqlite3* handle_;
    sqlite3_stmt* statement_;
    int next_parameter_ = 1;
};

} // namespace chengban::store
