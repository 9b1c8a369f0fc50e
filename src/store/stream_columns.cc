#include "store/stream_columns.h"

namespace chengban::store {

StreamValues stream_values(const StreamRow& row, const std::string& sealed_body) {
    return {std::string_view(row.stream.kind),
            row.version,
            std::string_view(row.state),
            std::string_view(row.unit.text()),
            std::string_view(row.person.text()),
            std::string_view(row.key),
            std::int64_t{row.shared ? 1 : 0},
            row.due ? row.due->milliseconds() : k_no_instant,
            row.created_at.milliseconds(),
            row.updated_at.milliseconds(),
            Blob{sealed_body}};
}

StreamRow read_stream_row(Query& query, int first) {
    int column = first;
    StreamRow row;
    row.stream.id = query.string(column++);
    row.stream.kind = query.string(column++);
    row.version = query.integer(column++);
    row.state = query.string(column++);
    row.unit = UnitId(query.string(column++));
    row.person = PersonId(query.string(column++));
    row.key = query.string(column++);
    row.shared = query.integer(column++) != 0;
    const std::int64_t due = query.integer(column++);
    if (due != k_no_instant) {
        row.due = Instant(due);
    }
    row.created_at = Instant(query.integer(column++));
    row.updated_at = Instant(query.integer(column++));
    row.body = std::string(query.blob(column));
    return row;
}

std::string stream_owner(const StreamName& stream) {
    return stream.kind + "/" + stream.id;
}

} // namespace chengban::store
