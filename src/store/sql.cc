#include "store/sql.h"

#include "base/invariant.h"

#include <sqlite3.h>

#include <utility>

namespace chengban::store {

namespace {

constexpr std::size_t k_statements_max = 400; // filters make texts of their own

[[noreturn]] void fail(sqlite3* handle, int code) {
    if (handle == nullptr) {
        throw SqlError(code, sqlite3_errstr(code));
    }
    throw SqlError(sqlite3_extended_errcode(handle) == SQLITE_OK ? code
                                                                 : sqlite3_extended_errcode(handle),
                   sqlite3_errmsg(handle));
}

int open_flags(OpenMode mode) {
    // Each connection is used by one thread at a time: the pool and the writer see to that.
    constexpr int k_common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (mode) {
    case OpenMode::read_only:
        return k_common | SQLITE_OPEN_READONLY;
    case OpenMode::read_write:
        return k_common | SQLITE_OPEN_READWRITE;
    case OpenMode::create:
        return k_common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    }
    unreachable("open_flags");
}

} // namespace

void Connection::Close::operator()(sqlite3* handle) const {
    sqlite3_close_v2(handle);
}

void Connection::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Connection::Connection(const std::string& path, OpenMode mode, const std::string& vfs) {
    sqlite3* raw = nullptr;
    const int code =
        sqlite3_open_v2(path.c_str(), &raw, open_flags(mode), vfs.empty() ? nullptr : vfs.c_str());
    handle_.reset(raw);
    if (code != SQLITE_OK) {
        fail(raw, code);
    }
}

Connection::~Connection() = default;

Connection::Statement Connection::prepare(std::string_view sql, unsigned int flags) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                        flags, &raw, nullptr);
    Statement statement(raw);
    if (code != SQLITE_OK) {
        fail(handle_.get(), code);
    }
    invariant(raw != nullptr, "a statement is not empty");
    return statement;
}

Query Connection::query(std::string_view sql) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
        found =
            statements_.emplace(std::string(sql), prepare(sql, SQLITE_PREPARE_PERSISTENT)).first;
    }
    invariant(sqlite3_stmt_busy(found->second.get()) == 0, "a query is not run inside itself");
    return {handle_.get(), found->second.get()};
}

void Connection::execute(const std::string& sql) {
    const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        fail(handle_.get(), code);
    }
}

std::string Connection::text_of(const std::string& sql) {
    const Statement statement = prepare(sql, 0);
    Query query(handle_.get(), statement.get());
    return query.step() ? query.string(0) : std::string();
}

std::int64_t Connection::integer_of(const std::string& sql) {
    const Statement statement = prepare(sql, 0);
    Query query(handle_.get(), statement.get());
    return query.step() ? query.integer(0) : 0;
}

void Connection::trim() {
    if (statements_.size() > k_statements_max) {
        statements_.clear();
    }
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

std::int64_t Connection::last_rowid() const {
    return sqlite3_last_insert_rowid(handle_.get());
}

std::int64_t Connection::changes() const {
    return sqlite3_changes64(handle_.get());
}

Query::~Query() {
    if (statement_ != nullptr) {
        sqlite3_reset(statement_);
    }
}

Query::Query(Query&& other) noexcept
    : handle_(other.handle_), statement_(std::exchange(other.statement_, nullptr)),
      next_parameter_(other.next_parameter_) {}

void Query::check(int code) {
    if (code != SQLITE_OK) {
        fail(handle_, code);
    }
}

Query& Query::bind(std::int64_t value) {
    check(sqlite3_bind_int64(statement_, next_parameter_++, value));
    return *this;
}

Query& Query::bind(std::string_view text) {
    // A null pointer would bind NULL.
    check(sqlite3_bind_text64(statement_, next_parameter_++,
                              text.data() == nullptr ? "" : text.data(), text.size(), SQLITE_STATIC,
                              SQLITE_UTF8));
    return *this;
}

Query& Query::bind(Blob blob) {
    check(sqlite3_bind_blob64(statement_, next_parameter_++,
                              blob.bytes.data() == nullptr ? "" : blob.bytes.data(),
                              blob.bytes.size(), SQLITE_STATIC));
    return *this;
}

Query& Query::bind(std::optional<std::int64_t> value) {
    return value ? bind(*value) : bind_null();
}

Query& Query::bind_null() {
    check(sqlite3_bind_null(statement_, next_parameter_++));
    return *this;
}

bool Query::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        return false;
    }
    fail(handle_, code);
}

void Query::run() {
    while (step()) {
    }
}

Query& Query::again() {
    sqlite3_reset(statement_);
    next_parameter_ = 1;
    return *this;
}

int Query::columns() const {
    return sqlite3_column_count(statement_);
}

int Query::type(int column) const {
    return sqlite3_column_type(statement_, column);
}

bool Query::is_null(int column) const {
    return type(column) == SQLITE_NULL;
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::optional<std::int64_t> Query::optional_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
}

std::string_view Query::text(int column) const {
    const unsigned char* bytes = sqlite3_column_text(statement_, column);
    if (bytes == nullptr) {
        return {};
    }
    return {reinterpret_cast<const char*>(bytes),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Query::blob(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);
    if (bytes == nullptr) {
        return {};
    }
    return {static_cast<const char*>(bytes),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

} // namespace chengban::store
