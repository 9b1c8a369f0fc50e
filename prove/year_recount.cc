#include "year_recount.h"

#include <sqlite3.h>

#include <fmt/format.h>

#include <stdexcept>

namespace chengban::prove {

namespace {

// Instants of the record are text in +08:00; as milliseconds.
std::string ms(const std::string& text) {
    return fmt::format("((unixepoch(substr({0}, 1, 19)) - 28800) * 1000 + CASE substr({0}, 20, 1) "
                       "WHEN '.' THEN CAST(substr({0}, 21, 3) AS INTEGER) ELSE 0 END)",
                       text);
}
std::string day(const std::string& milliseconds) {
    return fmt::format("date(({}) / 1000 + 28800, 'unixepoch')", milliseconds);
}

constexpr std::int64_t k_day_ms = 86'400'000;

} // namespace

YearRecount::YearRecount(const std::string& database, std::int64_t end) : end_(end) {
    if (sqlite3_open_v2(database.c_str(), &db_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
        throw std::runtime_error("cannot open " + database);
    }
    run("PRAGMA temp_store = MEMORY");
    run("PRAGMA query_only = OFF");
    run("CREATE TEMP TABLE life AS SELECT e.place, s.id, s.number AS stream, e.type, "
        "e.occurred_at, "
        "e.recorded_at, e.actor, CAST(e.bytes AS TEXT) AS body FROM event e "
        "JOIN stream s ON s.number = e.place >> 24 WHERE s.kind = 'order'");
    run("CREATE INDEX temp.life_by_type ON life (type, stream, place)");
    run("CREATE INDEX temp.life_by_stream ON life (stream, place)");
    // A round begins with the dispatch and ends where the unit is rid of the order.
    run("CREATE TEMP TABLE turn AS SELECT stream, place, type, body FROM life WHERE type IN "
        "('dispatched', 'recall') OR (type = 'decide_return' AND body ->> '$.command.agree')");
    run("CREATE INDEX temp.turn_by ON turn (stream, place)");
    run("CREATE TEMP TABLE round AS SELECT t.stream, t.place AS first, "
        "t.body ->> '$.unit' AS unit, t.body ->> '$.limit_class' AS class, "
        "(SELECT n.place FROM turn n WHERE n.stream = t.stream AND n.place > t.place "
        " ORDER BY n.place LIMIT 1) AS last, "
        "(SELECT n.type FROM turn n WHERE n.stream = t.stream AND n.place > t.place "
        " ORDER BY n.place LIMIT 1) AS ended_by FROM turn t WHERE t.type = 'dispatched'");
    run("UPDATE round SET last = 9223372036854775807 WHERE last IS NULL");
    // What events set and ended, in the order of the record.
    run("CREATE TEMP TABLE mark AS SELECT l.stream, l.place, 1 AS sets, v.value ->> '$.kind' AS "
        "kind, v.value ->> '$.due' AS due, '' AS how FROM life l, json_each(l.body, "
        "'$.effects.set') v UNION ALL SELECT l.stream, l.place, 0, v.value ->> '$.kind', "
        "v.value ->> '$.at', v.value ->> '$.how' FROM life l, json_each(l.body, "
        "'$.effects.ended') v");
    run("CREATE INDEX temp.mark_by ON mark (stream, kind, sets, place)");
    const auto last_set = [](const char* kind) {
        return fmt::format("(SELECT m.place FROM mark m WHERE m.stream = r.stream AND m.kind = "
                           "'{}' AND m.sets = 1 AND m.place >= r.first AND m.place < r.last "
                           "ORDER BY m.place DESC LIMIT 1)",
                           kind);
    };
    const auto limit = [&](const char* kind) {
        return fmt::format(
            "SELECT r.rowid AS round, '{0}' AS kind, {1} AS due, "
            "(SELECT e.how FROM mark e WHERE e.stream = r.stream AND e.kind = '{0}' AND e.sets = 0 "
            "AND e.place >= s.place AND e.place < r.last ORDER BY e.place LIMIT 1) AS how, "
            "(SELECT {2} FROM mark e WHERE e.stream = r.stream AND e.kind = '{0}' AND e.sets = 0 "
            "AND e.place >= s.place AND e.place < r.last ORDER BY e.place LIMIT 1) AS ended "
            "FROM round r JOIN mark s ON s.stream = r.stream AND s.kind = '{0}' AND s.sets = 1 AND "
            "s.place = {3}",
            kind, ms("s.due"), ms("e.due"), last_set(kind));
    };
    run("CREATE TEMP TABLE due AS " + limit("completion") + " UNION ALL " +
        limit("outcome_report") + " UNION ALL " + limit("progress_report") + " UNION ALL " +
        limit("first_contact"));
    run("CREATE INDEX temp.due_by ON due (round, kind)");
    // How the round stands at its end: completed when that was its last change of state.
    run("CREATE TEMP TABLE ending AS SELECT r.rowid AS round, "
        "(SELECT l.body ->> '$.effects.state' FROM life l WHERE l.stream = r.stream AND l.place >= "
        "r.first AND l.place < r.last AND l.body ->> '$.effects.state' IS NOT NULL ORDER BY "
        "l.place "
        "DESC LIMIT 1) AS state, "
        "(SELECT l.occurred_at FROM life l WHERE l.stream = r.stream AND l.type = 'completed' AND "
        "l.place >= r.first AND l.place < r.last ORDER BY l.place DESC LIMIT 1) AS completed_at, "
        "(SELECT l.body ->> '$.outcome' FROM life l WHERE l.stream = r.stream AND l.type = "
        "'completed' AND l.place >= r.first AND l.place < r.last ORDER BY l.place DESC LIMIT 1) AS "
        "outcome FROM round r");
    run("CREATE INDEX temp.ending_by ON ending (round)");
    // The citizen's word: the follow-up's, and over it the survey's, part by part.
    const auto said = [](const char* part) {
        return fmt::format(
            "COALESCE((SELECT l.body ->> '$.command.answers.{0}' FROM life l WHERE l.stream = "
            "r.stream AND l.type = 'record_survey' AND l.place >= r.first AND l.place < r.last AND "
            "l.body ->> '$.command.answers.{0}' IS NOT NULL ORDER BY l.place DESC LIMIT 1), "
            "(SELECT l.body ->> '$.command.answers.{0}' FROM life l WHERE l.stream = r.stream AND "
            "l.type = 'record_follow_up' AND l.place >= r.first AND l.place < r.last ORDER BY "
            "l.place DESC LIMIT 1)) AS {0}",
            part);
    };
    std::string word = "CREATE TEMP TABLE word AS SELECT r.rowid AS round";
    for (const char* part : {"first_contact", "procedure_told", "limit_told", "resolution",
                             "attitude", "speed", "result", "overall"}) {
        word += ", " + said(part);
    }
    run(word + " FROM round r");
    run("CREATE INDEX temp.word_by ON word (round)");
}

YearRecount::~YearRecount() {
    sqlite3_close(db_);
}

void YearRecount::run(const std::string& sql) {
    char* message = nullptr;
    if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
        const std::string why = message == nullptr ? "?" : message;
        sqlite3_free(message);
        throw std::runtime_error(why + " in " + sql.substr(0, 200));
    }
}

std::vector<std::vector<std::string>> YearRecount::rows(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
        throw std::runtime_error(std::string(sqlite3_errmsg(db_)) + " in " + sql.substr(0, 200));
    }
    std::vector<std::vector<std::string>> list;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        std::vector<std::string> row;
        for (int i = 0; i < sqlite3_column_count(statement); ++i) {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
            row.emplace_back(text == nullptr ? "" : text);
        }
        list.push_back(std::move(row));
    }
    sqlite3_finalize(statement);
    return list;
}

Rates YearRecount::rates(const std::string& first_day, const std::string& last_day) {
    Rates rates;
    const std::string stays =
        "(r.ended_by IS NULL) "; // returned, recalled and passed-on rounds are in no rate
    const std::string completed =
        fmt::format("r.rowid = e.round AND e.state = 'completed' AND {} BETWEEN '{}' AND '{}' AND ",
                    day("e.completed_at"), first_day, last_day);
    const auto add = [&](const std::string& measure, const std::string& sql) {
        for (const auto& row : rows(sql)) {
            const Rate rate{std::stoll(row[1]), std::stoll(row[2])};
            rates[measure][row[0]] = rate;
            rates[measure][""].gained += rate.gained;
            rates[measure][""].counted += rate.counted;
        }
    };
    add("on_time",
        fmt::format(
            "SELECT r.unit, SUM(CASE WHEN d.how = 'met' AND NOT (r.class = 'semi_urgent' AND "
            "EXISTS "
            "(SELECT 1 FROM due p WHERE p.round = r.rowid AND p.kind = 'progress_report' AND p.how "
            "IN ('met_late', 'missed'))) THEN 6000 ELSE 0 END), COUNT(*) FROM round r JOIN due d "
            "ON "
            "d.round = r.rowid AND d.kind = CASE r.class WHEN 'urgent' THEN 'outcome_report' ELSE "
            "'completion' END WHERE {} AND {} BETWEEN '{}' AND '{}' AND (d.how IN ('met', "
            "'met_late', 'missed') OR (d.how IS NULL AND d.due <= {})) GROUP BY r.unit",
            stays, day("d.due - 1"), first_day, last_day, end_));
    add("first_contact",
        fmt::format(
            "SELECT r.unit, SUM(CASE WHEN d.how = 'closed' OR (w.first_contact = 1 AND NOT "
            "COALESCE(w.procedure_told = 0, 0) AND NOT COALESCE(w.limit_told = 0, 0)) THEN 6000 "
            "ELSE 0 END), COUNT(*) FROM round r, ending e, word w LEFT JOIN due d ON d.round = "
            "r.rowid AND d.kind = 'first_contact' WHERE {} {} AND w.round = r.rowid AND (d.how = "
            "'closed' OR w.first_contact IS NOT NULL) GROUP BY r.unit",
            completed, stays));
    add("resolution",
        fmt::format("SELECT r.unit, SUM(CASE w.resolution WHEN 'resolved' THEN 6000 ELSE 0 END), "
                    "COUNT(*) FROM round r, ending e, word w WHERE {} {} AND w.round = r.rowid AND "
                    "w.resolution IS NOT NULL GROUP BY r.unit",
                    completed, stays));
    const auto weight = [](const char* part) {
        return fmt::format("CASE w.{} WHEN 'satisfied' THEN 6000 WHEN 'basically_satisfied' THEN "
                           "4800 WHEN 'so_so' THEN 3600 WHEN 'dissatisfied' THEN 0 END",
                           part);
    };
    add("satisfaction",
        fmt::format(
            "SELECT r.unit, SUM(CASE WHEN w.overall IS NOT NULL THEN {} ELSE (COALESCE({}, 0) + "
            "COALESCE({}, 0) + COALESCE({}, 0)) / ((w.attitude IS NOT NULL) + (w.speed IS NOT "
            "NULL) "
            "+ (w.result IS NOT NULL)) END), COUNT(*) FROM round r, ending e, word w WHERE {} {} "
            "AND w.round = r.rowid AND NOT EXISTS (SELECT 1 FROM life l WHERE l.stream = r.stream "
            "AND l.type = 'link_filing') AND (w.overall IS NOT NULL OR w.attitude IS NOT NULL OR "
            "w.speed IS NOT NULL OR w.result IS NOT NULL) GROUP BY r.unit",
            weight("overall"), weight("attitude"), weight("speed"), weight("result"), completed,
            stays));
    return rates;
}

std::map<std::string, YearRecount::Taken> YearRecount::orders() {
    std::map<std::string, Taken> list;
    for (const auto& row :
         rows("SELECT hotline_number, id, received_at, state = 'withdrawn' FROM order_row")) {
        list[row[0]] = {row[1], std::stoll(row[2]), row[3] == "1"};
    }
    return list;
}

std::map<std::string, Raised> YearRecount::triggers() {
    std::map<std::string, Raised> found;
    for (const auto& row :
         rows("SELECT DISTINCT body ->> '$.command.trigger', id FROM life WHERE type IN "
              "('open_supervision', 'propose_supervision')")) {
        found[row[0]].orders.insert(row[1]);
    }
    for (const auto& row :
         rows("SELECT DISTINCT l.body ->> '$.command.trigger', v.value FROM life l, "
              "json_each(l.body, "
              "'$.command.evidence.orders') v WHERE l.type IN ('open_supervision', "
              "'propose_supervision')")) {
        found[row[0]].named.insert(row[1]);
    }
    const auto each = [&](const char* trigger, const std::string& may, const std::string& must) {
        for (const auto& row : rows(may)) {
            found[trigger].may.insert(row[0]);
        }
        for (const auto& row : rows(must)) {
            found[trigger].must.push_back({row[0]});
        }
    };
    // 14(1)
    const std::string by_hotline = "SELECT DISTINCT id FROM life WHERE type = 'open_supervision' "
                                   "AND actor ->> '$.role' = 'hotline'";
    each("hotline", by_hotline, by_hotline);

    // 14(2): of one citizen, matter and year, five that count.
    run("CREATE TEMP TABLE member AS SELECT m.id AS matter, e.place, CAST(e.bytes AS TEXT) ->> "
        "'$.order' AS order_id FROM event e JOIN stream m ON m.number = e.place >> 24 WHERE m.kind "
        "= 'matter' AND e.type = 'link_order'");
    const auto repeated =
        rows("SELECT group_concat(o.id) FROM member m JOIN order_row o ON o.id = m.order_id WHERE "
             "o.state <> 'withdrawn' AND o.limit_class <> 'review' AND o.kind NOT IN "
             "('consultation', 'praise') GROUP BY m.matter, o.phone_digest, strftime('%Y', "
             "o.received_at / 1000 + 28800, 'unixepoch') HAVING COUNT(*) >= 5");
    for (const auto& row : repeated) {
        std::set<std::string> group;
        std::string rest = row[0];
        while (!rest.empty()) {
            const std::size_t comma = rest.find(',');
            group.insert(rest.substr(0, comma));
            rest = comma == std::string::npos ? std::string() : rest.substr(comma + 1);
        }
        found["repeats"].may.insert(group.begin(), group.end());
        found["repeats"].must.push_back(std::move(group));
    }

    // 14(3): thirty days past its limit; the thirtieth may roll over a holiday.
    const auto unresolved = [&](std::int64_t days) {
        return fmt::format("SELECT DISTINCT s.id FROM round r JOIN stream s ON s.number = r.stream "
                           "JOIN due d ON d.round = r.rowid AND d.kind = 'completion' WHERE "
                           "r.ended_by IS NULL AND COALESCE(d.ended, {}) >= d.due + {}",
                           end_, days * k_day_ms);
    };
    each("long_unresolved", unresolved(29), unresolved(42));

    // 14(3): a completion of the same matter says what an earlier one excludes.
    run("CREATE TEMP TABLE told AS SELECT m.matter, c.id, c.place, c.occurred_at AS at, "
        "(SELECT b.body ->> '$.command.fact_finding' FROM life b WHERE b.stream = c.stream AND "
        "b.type = 'submit_completion' AND b.place < c.place ORDER BY b.place DESC LIMIT 1) AS "
        "finding, (SELECT b.body ->> '$.command.claim_assessment' FROM life b WHERE b.stream = "
        "c.stream AND b.type = 'submit_completion' AND b.place < c.place ORDER BY b.place DESC "
        "LIMIT 1) AS claim, (SELECT b.body ->> '$.command.outcome' FROM life b WHERE b.stream = "
        "c.stream AND b.type = 'submit_completion' AND b.place < c.place ORDER BY b.place DESC "
        "LIMIT 1) AS outcome FROM life c JOIN member m ON m.order_id = c.id WHERE c.type = "
        "'completed'");
    run("CREATE INDEX temp.told_by ON told (matter, at)");
    const std::string contradicting =
        "SELECT DISTINCT b.id FROM told a JOIN told b ON b.matter = a.matter AND (b.at > a.at OR "
        "(b.at = a.at AND b.place > a.place)) WHERE (a.finding IN ('substantiated', "
        "'unsubstantiated') AND b.finding IN ('substantiated', 'unsubstantiated') AND a.finding <> "
        "b.finding) OR (a.finding IN ('adopted', 'not_adopted') AND b.finding IN ('adopted', "
        "'not_adopted') AND a.finding <> b.finding) OR (a.finding IN ('policy_found', "
        "'no_policy_found') AND b.finding IN ('policy_found', 'no_policy_found') AND a.finding <> "
        "b.finding) OR (a.claim = 'reasonable' AND b.claim IN ('no_policy_basis', 'excessive')) OR "
        "(b.claim = 'reasonable' AND a.claim IN ('no_policy_basis', 'excessive')) OR (a.outcome = "
        "'resolved' AND b.outcome IN ('unresolved', 'excessive'))";
    each("contradicting_feedback", contradicting, contradicting);

    // 14(5): kept to it by center or office, applied to return it, late, and the citizen not
    // content.
    const std::string returning = fmt::format(
        "SELECT DISTINCT s.id FROM round r JOIN stream s ON s.number = r.stream JOIN due d ON "
        "d.round = r.rowid AND d.kind = 'completion' JOIN word w ON w.round = r.rowid WHERE "
        "r.ended_by IS NULL AND EXISTS (SELECT 1 FROM life l WHERE l.stream = r.stream AND l.type "
        "= "
        "'decide_return' AND l.place > r.first AND NOT (l.body ->> '$.command.agree')) AND (d.how "
        "IN ('met_late', 'missed') OR (d.how IS NULL AND d.due <= {})) AND (w.attitude = "
        "'dissatisfied' OR w.speed = 'dissatisfied' OR w.result = 'dissatisfied' OR w.overall = "
        "'dissatisfied')",
        end_);
    each("applied_to_return", returning, returning);

    // 14(6): the third reminder, and its limit past before it was done; the simulated clock looks
    // every six hours.
    const auto reminded = [&](std::int64_t looks) {
        return fmt::format(
            "SELECT s.id FROM round r JOIN stream s ON s.number = r.stream JOIN due d ON d.round = "
            "r.rowid AND d.kind = 'completion' JOIN (SELECT stream, recorded_at, ROW_NUMBER() OVER "
            "(PARTITION BY stream ORDER BY place) AS nth FROM life WHERE type = 'remind') n ON "
            "n.stream "
            "= r.stream AND n.nth = 3 WHERE r.ended_by IS NULL AND MAX(n.recorded_at, d.due) + {} "
            "< "
            "COALESCE(d.ended, {})",
            looks, end_);
    };
    each("reminded", reminded(0), reminded(k_day_ms / 3));

    // 14(7): extended and yet not solved, or past the extended limit; unresolved at completion.
    const std::string extended =
        "EXISTS (SELECT 1 FROM life l WHERE l.stream = r.stream AND l.type = 'answer_extension' "
        "AND "
        "l.place > r.first AND l.place < r.last AND l.body ->> '$.command.agree')";
    const std::string unsolved = fmt::format(
        "SELECT DISTINCT s.id FROM round r JOIN stream s ON s.number = r.stream JOIN ending e ON "
        "e.round = r.rowid LEFT JOIN due d ON d.round = r.rowid AND d.kind = 'completion' WHERE "
        "r.ended_by IS NULL AND ((e.state = 'completed' AND (e.outcome = 'unresolved' OR ({0} AND "
        "e.outcome <> 'resolved'))) OR ({0} AND d.due <= COALESCE(d.ended, {1})))",
        extended, end_);
    each("should_be_solved", unsolved, unsolved);
    return found;
}

} // namespace chengban::prove
