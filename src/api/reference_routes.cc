// What people look up: the rulebook as a document and its versions, clauses, the calendar; and what
// a draft of either would have changed (B7).
#include "api/api.h"
#include "api/figure_tools.h"
#include "rulebook/settings.h"
#include "usecase/replay.h"

#include <charconv>
#include <map>

namespace chengban::api {

using server::Method;
using server::Request;
using server::Response;
using usecase::RefusalKind;

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

json::object words_json(const Words& words) {
    return {{"zh", words.zh}, {"en", words.en}};
}

// Each setting that differs, by its key: in the words of the file, and as a person reads it.
json::array changes_json(const rulebook::Rulebook& before, const rulebook::Rulebook& after) {
    std::map<std::string, rulebook::Setting> was;
    std::map<std::string, rulebook::Setting> is;
    for (rulebook::Setting& setting : rulebook::settings_of(before).settings) {
        was.emplace(setting.key, std::move(setting));
    }
    for (rulebook::Setting& setting : rulebook::settings_of(after).settings) {
        is.emplace(setting.key, std::move(setting));
    }
    json::array items;
    for (const rulebook::Difference& one : rulebook::diff(before, after)) {
        json::object item{{"key", one.key}, {"before", one.before}, {"after", one.after}};
        const auto old = was.find(one.key);
        const auto now = is.find(one.key);
        if (old != was.end()) {
            item["before_words"] = words_json(old->second.value);
            item["label"] = words_json(old->second.label);
        }
        if (now != is.end()) {
            item["after_words"] = words_json(now->second.value);
            item["label"] = words_json(now->second.label);
        }
        if (!one.clause.empty()) {
            item["citation"] = usecase::citation(after, one.clause);
        }
        items.push_back(std::move(item));
    }
    return items;
}

usecase::Rules in_force(const Services& services) {
    return services.desk->library().rulebook_in_force(day_of(services.desk->clock().now()));
}

// The version that a parameter names.
Result<usecase::Rules> version_asked(const Request& request, const Services& services,
                                     const char* name) {
    const std::string_view text = request.query_value(name).value_or("");
    std::int64_t version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (error == std::errc() && end == text.data() + text.size()) {
        for (const usecase::Rules& rules : services.desk->library().rulebooks()) {
            if (rules->book.version == version) {
                return rules;
            }
        }
    }
    return Failure{problem("no_such_version", name, "没有这一版规则",
                           "there is no such version of the rulebook", "3.1")};
}

Response list_rulebooks(const Services& services) {
    const std::int64_t now = in_force(services)->book.version;
    json::array items;
    for (const usecase::Rules& rules : services.desk->library().rulebooks()) {
        items.push_back({{"version", rules->book.version},
                         {"effective_from", to_string(rules->book.effective_from)},
                         {"in_force", rules->book.version == now}});
    }
    return server::json_response(200, write(json::object{{"items", std::move(items)}}));
}

Response rulebook_changes(const Request& request, const Services& services) {
    const auto before = version_asked(request, services, "before");
    const auto after = version_asked(request, services, "after");
    for (const auto* one : {&before, &after}) {
        if (!*one) {
            return refused(RefusalKind::invalid, one->error(), request, services);
        }
    }
    return server::json_response(
        200, write(json::object{{"items", changes_json((*before)->book, (*after)->book)}}));
}

struct ReplayBody {
    std::optional<std::string> rulebook; // the text of a file, as the operator would publish it
    std::optional<std::string> calendar;
    static constexpr auto fields() {
        using T = ReplayBody;
        return std::tuple{
            field("rulebook", &T::rulebook, "规则草案", "draft of a rulebook", {1, 4'000'000}),
            field("calendar", &T::calendar, "日历草案", "draft of a calendar", {1, 1'000'000})};
    }
};

Result<usecase::ReplayDraft> draft_of(const ReplayBody& body, const Services& services) {
    usecase::ReplayDraft draft;
    if (!body.rulebook && !body.calendar) {
        return Failure{problem("no_draft", "rulebook", "请给出规则或日历草案",
                               "give a draft of the rulebook or of the calendar", "B7")};
    }
    if (body.rulebook) {
        auto parsed = rulebook::parse_rulebook(*body.rulebook, "rulebook");
        if (!parsed) {
            return Failure{std::move(parsed.error())};
        }
        draft.rules = std::make_shared<const usecase::RuleEntry>(std::move(*parsed));
    }
    if (body.calendar) {
        auto rows = calendar::parse_calendar_csv(*body.calendar, "calendar");
        if (!rows) {
            return Failure{std::move(rows.error())};
        }
        auto made = calendar::Calendar::make(
            services.desk->library().latest_calendar()->version() + 1, std::move(*rows));
        if (!made) {
            return Failure{std::move(made.error())};
        }
        draft.calendar = std::make_shared<const calendar::Calendar>(std::move(*made));
    }
    return draft;
}

Response start_replay(const Request& request, const Services& services) {
    const Result<json::value> body = parse_json(request.body, {.bytes_max = 6 << 20});
    if (!body) {
        return server::problem_response(400, body.error(), request);
    }
    const auto wanted = read_record<ReplayBody>(*body);
    if (!wanted) {
        return refused(RefusalKind::invalid, wanted.error(), request, services);
    }
    const auto draft = draft_of(*wanted, services);
    if (!draft) {
        return refused(RefusalKind::invalid, draft.error(), request, services);
    }
    usecase::Desk& desk = *services.desk;
    const workorder::Actor actor = caller(request);
    json::array changes =
        draft->rules ? changes_json(in_force(services)->book, draft->rules->book) : json::array();
    return started(services.jobs->start(
                       actor, "replay",
                       [&desk, actor, draft = *draft,
                        changes = std::move(changes)](usecase::JobControl& control) {
                           usecase::ReplayReport report = usecase::replay(desk, draft, control);
                           usecase::leave_visible(report, desk.store(),
                                                  usecase::visibility_of(actor));
                           usecase::JobResult result;
                           result.summary = usecase::replay_json(report);
                           result.summary["changes"] = changes;
                           return result;
                       },
                       desk.clock().now()),
                   request, services);
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
    router.add({.method = Method::get,
                .pattern = "/api/v1/rulebook",
                .name = "get_rulebook",
                .handler = server::SyncHandler([&services](const Request& request) {
                    const Result<usecase::Rules> rules =
                        request.query_value("version") ? version_asked(request, services, "version")
                                                       : in_force(services);
                    return rules
                               ? server::json_response(
                                     200, write(rulebook_json((*rules)->book, request.language())))
                               : refused(RefusalKind::not_found, rules.error(), request, services);
                }),
                .query = {"version"},
                .permission = "reference.read"});
    add("/api/v1/rulebooks", "list_rulebooks",
        [&services](const Request&) { return list_rulebooks(services); });
    router.add({.method = Method::get,
                .pattern = "/api/v1/rulebook/changes",
                .name = "list_rulebook_changes",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return rulebook_changes(request, services);
                }),
                .query = {"before", "after"},
                .permission = "reference.read"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/replays",
                .name = "start_replay",
                .handler = server::SyncHandler([&services](const Request& request) {
                    return start_replay(request, services);
                }),
                .body = server::BodyKind::memory,
                .body_bytes_max = 6 << 20,
                .permission = "rulebook.replay"});
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
