#include "usecase/recount.h"

#include "store/sql.h"

namespace chengban::usecase {

namespace {

// Every event of every order, then every handling round with what happened in it.
constexpr const char* k_rounds = R"sql(
CREATE TEMP TABLE e (stream, seq, type, body, at, PRIMARY KEY (stream, seq)) WITHOUT ROWID;
INSERT INTO e SELECT place >> 24, place & 16777215, type, CAST(bytes AS TEXT), occurred_at
  FROM main.event JOIN main.stream s ON s.number = place >> 24 WHERE s.kind = 'order';
CREATE INDEX temp.e_type ON e (type, stream, seq);

CREATE TEMP TABLE span AS
  SELECT stream, seq AS begins, json_extract(body, '$.unit') AS unit, at AS received,
         json_extract(body, '$.limit_class') AS class,
         LEAD(seq, 1, 1 << 40) OVER (PARTITION BY stream ORDER BY seq) - 1 AS ends
  FROM e WHERE type = 'dispatched';

CREATE TEMP TABLE lim AS
  SELECT s.stream, s.begins, e.seq, json_extract(v.value, '$.kind') AS kind,
         unixepoch(json_extract(v.value, '$.due')) * 1000 AS due
  FROM span s JOIN e ON e.stream = s.stream AND e.seq BETWEEN s.begins AND s.ends,
       json_each(e.body, '$.effects.set') v;
CREATE INDEX temp.lim_key ON lim (stream, begins, kind, seq);
CREATE TEMP TABLE fin AS
  SELECT s.stream, s.begins, e.seq, json_extract(v.value, '$.kind') AS kind,
         json_extract(v.value, '$.how') AS how
  FROM span s JOIN e ON e.stream = s.stream AND e.seq BETWEEN s.begins AND s.ends,
       json_each(e.body, '$.effects.ended') v;
CREATE INDEX temp.fin_key ON fin (stream, begins, kind, seq);

CREATE TEMP TABLE said AS
  SELECT s.stream, s.begins, e.seq, e.type, json_extract(e.body, '$.command.answers') AS answers
  FROM span s JOIN e ON e.stream = s.stream AND e.seq BETWEEN s.begins AND s.ends
  WHERE e.type = 'record_follow_up'
     OR (e.type = 'record_survey' AND NOT EXISTS (
           SELECT 1 FROM e d WHERE d.type = 'decide_survey_dispute' AND d.stream = e.stream
             AND json_extract(d.body, '$.command.upheld')
             AND json_extract(d.body, '$.command.event_id') =
                 json_extract(e.body, '$.command.event_id')));
DELETE FROM said WHERE type = 'record_follow_up' AND EXISTS (
  SELECT 1 FROM said later WHERE later.type = said.type AND later.stream = said.stream
    AND later.begins = said.begins AND later.seq > said.seq);
CREATE INDEX temp.said_key ON said (stream, begins, type, seq);
)sql";

// The last word on one part: of the surveys, else of the follow-up.
std::string part(const char* name) {
    const std::string value = std::string("json_extract(answers, '$.") + name + "')";
    const auto last = [&](const char* type) {
        return "(SELECT " + value + " FROM said a WHERE a.stream = s.stream AND a.begins = " +
               "s.begins AND a.type = '" + type + "' AND " + value +
               " IS NOT NULL ORDER BY a.seq DESC LIMIT 1)";
    };
    return "coalesce(" + last("record_survey") + ", " + last("record_follow_up") + ") AS " + name;
}

std::string last_set(const char* kind) {
    return std::string("(SELECT seq FROM lim l WHERE l.stream = s.stream AND l.begins = s.begins "
                       "AND l.kind = '") +
           kind + "' ORDER BY seq DESC LIMIT 1)";
}
std::string due(const char* kind) {
    return std::string("(SELECT due FROM lim l WHERE l.stream = s.stream AND l.begins = s.begins "
                       "AND l.kind = '") +
           kind + "' ORDER BY seq DESC LIMIT 1)";
}
// How it ended after it was last set; NULL while it runs.
std::string how(const char* kind) {
    return std::string("(SELECT how FROM fin f WHERE f.stream = s.stream AND f.begins = s.begins "
                       "AND f.kind = '") +
           kind + "' AND f.seq > coalesce(" + last_set(kind) +
           ", 1 << 40) ORDER BY seq DESC, rowid DESC LIMIT 1)";
}

std::string detail() {
    return "CREATE TEMP TABLE detail AS SELECT s.*, "
           "coalesce((SELECT json_extract(e.body, '$.command.limit_class') FROM e "
           "  WHERE e.stream = s.stream AND e.seq BETWEEN s.begins AND s.ends "
           "  AND e.type = 'set_limit_class' ORDER BY seq DESC LIMIT 1), s.class) AS class_now, "
           "CASE WHEN EXISTS (SELECT 1 FROM e WHERE e.stream = s.stream AND e.seq BETWEEN s.begins "
           "  AND s.ends AND (e.type = 'recall' OR (e.type = 'decide_return' AND "
           "  json_extract(e.body, '$.command.agree')))) OR s.ends < (1 << 39) "
           "  THEN 0 ELSE 1 END AS kept_by_unit, "
           "(SELECT CASE e.type WHEN 'completed' THEN e.at END FROM e WHERE e.stream = s.stream "
           "  AND e.seq BETWEEN s.begins AND s.ends AND e.type IN ('completed', 'send_back') "
           "  ORDER BY seq DESC LIMIT 1) AS completed_at, "
           "(SELECT 1 FROM e WHERE e.stream = s.stream AND e.type = 'link_filing' LIMIT 1) "
           "  AS filed, " +
           due("completion") + " AS completion_due, " + how("completion") + " AS completion_how, " +
           due("outcome_report") + " AS report_due, " + how("outcome_report") + " AS report_how, " +
           how("progress_report") + " AS step_how, " + how("first_contact") + " AS contact_how, " +
           part("first_contact") + ", " + part("procedure_told") + ", " + part("limit_told") +
           ", " + part("resolution") + ", " + part("overall") + ", " + part("attitude") + ", " +
           part("speed") + ", " + part("result") + " FROM span s";
}

std::string weight(const char* name) {
    return std::string("CASE ") + name +
           " WHEN 'satisfied' THEN 1000 WHEN 'basically_satisfied' THEN 800 "
           "WHEN 'so_so' THEN 600 WHEN 'dissatisfied' THEN 0 END";
}

RecountedRate rate(store::Connection& connection, const std::string& value,
                   const std::string& condition, const std::string& unit) {
    std::string sql = "SELECT coalesce(sum(v), 0), count(v) FROM (SELECT " + value +
                      " AS v FROM detail WHERE kept_by_unit AND " + condition;
    if (!unit.empty()) {
        sql += " AND unit = '" + unit + "'";
    }
    store::Query query = connection.query(sql + ")");
    query.step();
    return {query.integer(0), query.integer(1)};
}

} // namespace

Recount recount(const std::filesystem::path& database, Day first, Day last, Instant now,
                const std::string& unit) {
    store::Connection connection(database.string(), store::OpenMode::read_only, {});
    connection.execute(k_rounds);
    connection.execute(detail());
    const std::string from = std::to_string(start_of(first).milliseconds());
    const std::string to = std::to_string(start_of(last.plus(1)).milliseconds());
    const auto within = [&](const std::string& column) {
        return column + " >= " + from + " AND " + column + " < " + to;
    };
    // 24:00 of the last day is written as 00:00 of the next and belongs to the last.
    const std::string the_due =
        "CASE class_now WHEN 'urgent' THEN report_due ELSE completion_due END";
    const std::string due_within = the_due + " > " + from + " AND " + the_due + " <= " + to;
    const std::string the_how =
        "CASE class_now WHEN 'urgent' THEN report_how ELSE completion_how END";
    const std::string on_time = "CASE WHEN " + the_how +
                                " = 'met' THEN CASE WHEN class_now = 'semi_urgent' AND step_how IN "
                                "('met_late', 'missed') THEN 0 ELSE 6000 END WHEN " +
                                the_how + " IN ('met_late', 'missed') THEN 0 WHEN " + the_how +
                                " IS NULL AND " + the_due +
                                " <= " + std::to_string(now.milliseconds()) + " THEN 0 END";
    const std::string contact =
        "CASE WHEN contact_how = 'closed' THEN 6000 WHEN first_contact IS NULL THEN NULL "
        "WHEN first_contact AND coalesce(procedure_told, 1) AND coalesce(limit_told, 1) THEN 6000 "
        "ELSE 0 END";
    const std::string parts = "(attitude IS NOT NULL) + (speed IS NOT NULL) + (result IS NOT NULL)";
    const std::string satisfaction =
        "CASE WHEN filed THEN NULL WHEN overall IS NOT NULL THEN 6 * " + weight("overall") +
        " WHEN " + parts + " > 0 THEN 6 * (coalesce(" + weight("attitude") + ", 0) + coalesce(" +
        weight("speed") + ", 0) + coalesce(" + weight("result") + ", 0)) / (" + parts + ") END";
    Recount counted;
    counted.volume = rate(connection, "6000", within("received"), unit);
    counted.on_time = rate(connection, on_time, due_within, unit);
    counted.first_contact = rate(connection, contact, within("completed_at"), unit);
    counted.resolution =
        rate(connection,
             "CASE WHEN resolution = 'resolved' THEN 6000 WHEN resolution IS NOT NULL "
             "THEN 0 END",
             within("completed_at"), unit);
    counted.satisfaction = rate(connection, satisfaction, within("completed_at"), unit);
    return counted;
}

} // namespace chengban::usecase
