#include "store/alteration_harness.h"

#include "store/files.h"
#include "store/sample_units.h"
#include "store/search_index.h"
#include "store/sql.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>

namespace chengban::store {

namespace {

constexpr std::size_t k_database_bytes_max = std::size_t{64} << 20;
constexpr int k_orders = 12;

// A store in which every table has rows.
void fill(SqliteStore& store, std::uint64_t seed) {
    SampleUnits samples(seed, "alter");
    const auto commit = [&](CommitUnit unit) {
        const CommitOutcome outcome = store.commit(std::move(unit));
        if (outcome.verdict != Verdict::ok) {
            throw std::runtime_error(outcome.detail);
        }
    };
    for (int i = 0; i < k_orders; ++i) {
        SampleOrder order;
        commit(samples.create(order));
        for (int step = 0; step < i % 5; ++step) {
            order.row.tags = {"tag-1", fmt::format("tag-{}", i)};
            order.row.awaiting = {"principal@u"};
            CommitUnit unit = samples.advance(order);
            if (step == 1) {
                unit.rows[0].unit = UnitId("moved-here"); // leaves a former unit behind
                order.row.unit = unit.rows[0].unit;
            }
            if (step == 2) {
                unit.search.push_back({order.row.id, samples.chinese(40)});
            }
            commit(std::move(unit));
        }
        if (i % 4 == 3) {
            store.seal_heads(samples.now());
        }
    }
    for (int i = 0; i < k_orders; ++i) {
        StreamRow row;
        row.stream = {"plan", fmt::format("plan-{}", i)};
        row.state = i % 2 == 0 ? "open" : "closed";
        row.unit = UnitId("u");
        row.body = R"({"n":1})";
        CommitUnit unit;
        unit.appends.push_back(
            {row.stream,
             0,
             {},
             {{"made", 1, "{}", "{}", samples.now(), samples.now(), std::nullopt}}});
        unit.stream_rows.push_back(std::move(row));
        unit.facts.push_back({OrderId(fmt::format("o-{}", i)), 1, Day(i), Day(i + 9), "{}"});
        commit(std::move(unit));
    }
    const std::vector<OutboxRow> outbox = store.due_outbox(Instant(1LL << 52), 3);
    store.outbox_sent(outbox.at(0).id, samples.now());
}

std::string quoted(Query& query, int column) {
    switch (query.type(column)) {
    case SQLITE_INTEGER:
        return fmt::format("{}", query.integer(column));
    case SQLITE_NULL:
        return "null";
    default: {
        std::string text;
        for (const char c : query.blob(column)) {
            text += fmt::format("{:02x}", static_cast<unsigned char>(c));
        }
        return text;
    }
    }
}

// Every row in the order of its table: what a reader could see of the database.
std::string contents_of(Connection& connection, const std::vector<std::string>& tables) {
    std::string all;
    for (const std::string& table : tables) {
        const std::string sql = fmt::format("SELECT * FROM {}", table);
        Query query = connection.query(sql);
        while (query.step()) {
            all += table;
            for (int column = 0; column < query.columns(); ++column) {
                all += ' ' + quoted(query, column);
            }
            all += '\n';
        }
    }
    Query schema = connection.query("SELECT type, name, tbl_name, sql FROM sqlite_schema");
    while (schema.step()) {
        all += schema.string(0) + schema.string(1) + schema.string(2) + schema.string(3);
    }
    return all;
}

std::vector<std::string> strings_of(Connection& connection, const std::string& sql) {
    std::vector<std::string> strings;
    Query query = connection.query(sql);
    while (query.step()) {
        strings.push_back(query.string(0));
    }
    return strings;
}

std::string joined(const std::vector<std::string>& items) {
    std::string all;
    for (const std::string& item : items) {
        all += (all.empty() ? "" : ", ") + item;
    }
    return all;
}

} // namespace

AlterationRun::AlterationRun(std::uint64_t seed)
    : random_(seed), options_{.directory = directory_.path("store")} {
    const std::unique_ptr<SqliteStore> store = make_test_store(options_);
    fill(*store, seed);
    if (!store->verify({}).faults.empty()) {
        throw std::runtime_error("the store does not verify before anything was altered");
    }
    {
        Connection connection(options_.database().string(), OpenMode::read_write, {});
        register_tokenizer(connection);
        tables_ = strings_of(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' "
                                         "AND name <> 'search'");
        contents_ = contents_of(connection, tables_);
        own_contents_ = contents_of(connection, own_tables());
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    original_ = read_file(options_.database(), k_database_bytes_max).value();
    options_.access = Access::read_only;
}

void AlterationRun::restore_copy() {
    for (const char* ending : {"-wal", "-shm"}) {
        std::filesystem::remove(options_.database().string() + ending);
    }
    std::ofstream file(options_.database(), std::ios::binary | std::ios::trunc);
    file.write(original_.data(), static_cast<std::streamsize>(original_.size()));
}

bool AlterationRun::is_noticed() {
    const Result<std::unique_ptr<SqliteStore>> store = open_store(options_);
    return !store || !store.value()->verify({}).faults.empty();
}

std::string AlterationRun::describe_and_alter(Connection& connection) {
    const std::string table = tables_[random_() % tables_.size()];
    const std::vector<std::string> columns =
        strings_of(connection, fmt::format("SELECT name FROM pragma_table_info('{}')", table));
    const std::vector<std::string> keys = strings_of(
        connection, fmt::format("SELECT name FROM pragma_table_info('{}') WHERE pk > 0", table));
    const std::int64_t rows = connection.integer_of(fmt::format("SELECT count(*) FROM {}", table));
    if (rows == 0) {
        return {};
    }
    // A row by its key, whichever columns that has.
    const std::string key = joined(keys);
    const auto pick = [&] {
        return fmt::format("({}) = (SELECT {} FROM {} LIMIT 1 OFFSET {})", key, key, table,
                           random_() % static_cast<std::uint64_t>(rows));
    };
    const std::string column = columns[random_() % columns.size()];
    std::string sql;
    switch (random_() % 6) {
    case 0:
        sql = fmt::format("DELETE FROM {} WHERE {}", table, pick());
        break;
    case 1:
        sql = fmt::format("UPDATE {} SET {} = (SELECT {} FROM {} ORDER BY random() LIMIT 1) "
                          "WHERE {}",
                          table, column, column, table, pick());
        break;
    case 2: { // a copy of a row under another key
        std::string values;
        for (const std::string& name : columns) {
            const bool changed = name == keys.back();
            values +=
                fmt::format("{}{}", values.empty() ? "" : ", ",
                            changed ? fmt::format("CASE typeof({0}) WHEN 'integer' THEN {0} + "
                                                  "{1} ELSE {0} || 'x' END",
                                                  name, 1 + random_() % 5000)
                                    : name);
        }
        sql =
            fmt::format("INSERT INTO {} SELECT {} FROM {} WHERE {}", table, values, table, pick());
        break;
    }
    default:
        sql = fmt::format(
            "UPDATE {0} SET {1} = CASE typeof({1}) WHEN 'integer' THEN {1} + {2} WHEN 'text' THEN "
            "{1} || 'x' WHEN 'null' THEN 1 ELSE CAST(substr({1}, 1, length({1}) - 1) || 'x' AS "
            "BLOB) END WHERE {3}",
            table, column, 1 + random_() % 3, pick());
    }
    try {
        connection.execute(sql);
    } catch (const SqlError&) {
        return {}; // the database itself refused: a type, a key, a check
    }
    return sql;
}

std::string AlterationRun::alter_a_row() {
    std::string sql;
    while (true) {
        restore_copy();
        Connection connection(options_.database().string(), OpenMode::read_write, {});
        register_tokenizer(connection);
        sql = describe_and_alter(connection);
        if (!sql.empty() && contents_of(connection, tables_) != contents_) {
            break;
        }
    }
    if (is_noticed()) {
        ++noticed_;
        return {};
    }
    if (of_index_alone()) {
        ++harmless_;
        return {};
    }
    return sql;
}

// All but those that FTS5 keeps for itself.
std::vector<std::string> AlterationRun::own_tables() const {
    std::vector<std::string> own;
    for (const std::string& table : tables_) {
        if (!table.starts_with("search_") || table == "search_text") {
            own.push_back(table);
        }
    }
    return own;
}

bool AlterationRun::of_index_alone() {
    Connection connection(options_.database().string(), OpenMode::read_write, {});
    register_tokenizer(connection);
    return contents_of(connection, own_tables()) == own_contents_;
}

std::string AlterationRun::alter_a_byte() {
    restore_copy();
    const std::size_t at = random_() % original_.size();
    const auto flipped = static_cast<unsigned char>(1 + random_() % 255);
    {
        std::fstream file(options_.database(), std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(static_cast<std::streamoff>(at));
        file.put(static_cast<char>(static_cast<unsigned char>(original_[at]) ^ flipped));
    }
    if (is_noticed()) {
        ++noticed_;
        return {};
    }
    Connection connection(options_.database().string(), OpenMode::read_write, {});
    register_tokenizer(connection);
    if (contents_of(connection, tables_) == contents_ || of_index_alone()) {
        ++harmless_;
        return {};
    }
    return fmt::format("byte {} ^ {:#04x}", at, flipped);
}

} // namespace chengban::store
