#include "store/schema.h"

#include <fmt/format.h>

namespace chengban::store {

namespace {

void set_version(Connection& connection, std::int64_t version) {
    connection.execute(fmt::format("PRAGMA user_version = {}", version));
}

} // namespace

std::int64_t schema_version() {
    return schema_steps().back().number;
}

void write_baseline(Connection& connection) {
    connection.execute(fmt::format("PRAGMA application_id = {}", k_application_id));
    connection.execute(std::string(schema_baseline()));
    set_version(connection, schema_version());
}

void write_steps(Connection& connection, std::int64_t last) {
    for (const SchemaStep& step : schema_steps()) {
        if (step.number > last) {
            break;
        }
        connection.execute("BEGIN IMMEDIATE");
        try {
            if (connection.integer_of("PRAGMA user_version") < step.number) {
                connection.execute(fmt::format("PRAGMA application_id = {}", k_application_id));
                connection.execute(std::string(step.sql));
                set_version(connection, step.number);
            }
            connection.execute("COMMIT");
        } catch (const SqlError&) {
            if (connection.in_transaction()) {
                connection.execute("ROLLBACK");
            }
            throw;
        }
    }
}

std::string schema_text(Connection& connection) {
    std::string text;
    Query query = connection.query("SELECT type, name, tbl_name, coalesce(sql, '') "
                                   "FROM sqlite_schema ORDER BY type, name");
    while (query.step()) {
        text += fmt::format("{} {} {}: {}\n", query.text(0), query.text(1), query.text(2),
                            query.text(3));
    }
    return text;
}

Result<Done> check_schema(Connection& connection, std::string_view file) {
    if (connection.integer_of("PRAGMA application_id") != k_application_id) {
        return Failure{problem("store_not_ours", std::string(file),
                               fmt::format("不是承办的数据库文件：{}", file),
                               fmt::format("this database is not a store of Chengban: {}", file))};
    }
    const std::int64_t version = connection.integer_of("PRAGMA user_version");
    if (version < 1 || version > schema_version()) {
        return Failure{problem(
            "store_newer", std::string(file),
            fmt::format("数据库版本为 {}，本程序只认识到 {}，请使用更新的程序：{}", version,
                        schema_version(), file),
            fmt::format("the store has schema version {}, this program knows 1 to {}; use a newer "
                        "program: {}",
                        version, schema_version(), file))};
    }
    return Done{};
}

} // namespace chengban::store
