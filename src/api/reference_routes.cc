// What people look up: the rulebook as a document, clauses, the calendar.
#include "api/api.h"

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;

namespace {

json::object rulebook_json(const rulebook::Rulebook& book, server::Language language) {
    json::array clauses;
    for (const rulebook::ClauseText& clause : book.clauses) {
        clauses.push_back({{"id", clause.id},
                           {"article", clause.article},
                           {"zh", clause.words.zh},
                           {"en", clause.words.en},
                           {"of_regulation", clause.of_regulation}});
    }
    json::array interpretations;
    for (const rulebook::Interpretation& one : book.interpretations) {
        interpretations.push_back({{"number", one.number},
                                   {"clause", one.clause},
                                   {"zh", one.words.zh},
                                   {"en", one.words.en},
                                   {"setting", one.setting}});
    }
    return {{"name", book.name},
            {"version", book.version},
            {"effective_from", to_string(book.effective_from)},
            {"zh", book.title.zh},
            {"en", book.title.en},
            {"clauses", std::move(clauses)},
            {"interpretations", std::move(interpretations)},
            {"document", rulebook::explain(book, language == server::Language::zh ? Language::zh
                                                                                  : Language::en)}};
}

json::object calendar_json(const calendar::Calendar& calendar) {
    json::array rows;
    for (const calendar::CalendarRow& row : calendar.rows()) {
        rows.push_back(
            {{"date", to_string(row.day)}, {"kind", token(row.kind)}, {"name", row.name}});
    }
    return {{"version", calendar.version()}, {"rows", std::move(rows)}};
}

} // namespace

void add_reference_routes(server::Router& router, Services& services) {
    const auto add = [&](const char* pattern, const char* name, server::SyncHandler handler) {
        router.add({.method = Method::get,
                    .pattern = pattern,
                    .name = name,
                    .handler = std::move(handler),
                    .permission = "reference.read"});
    };
    add("/api/v1/rulebook", "get_rulebook", [&services](const Request& request) {
        const auto rules =
            services.desk->library().rulebook_in_force(day_of(services.desk->clock().now()));
        return server::json_response(200, write(rulebook_json(rules->book, request.language())));
    });
    add("/api/v1/calendar", "get_calendar", [&services](const Request&) {
        return server::json_response(
            200, write(calendar_json(*services.desk->library().latest_calendar())));
    });
    add("/api/v1/commands", "list_commands", [](const Request&) {
        json::array items;
        for (workorder::CommandInfo& info : workorder::command_infos()) {
            items.push_back(
                {{"name", info.name}, {"zh", info.zh}, {"schema", std::move(info.schema)}});
        }
        return server::json_response(200, write(json::object{{"items", std::move(items)}}));
    });
}

} // namespace chengban::api
