#include "api/stream_api.h"

#include <charconv>

namespace chengban::api {

namespace {

std::vector<std::string> items_of(std::string_view list) {
    std::vector<std::string> items;
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        if (comma != 0) {
            items.emplace_back(list.substr(0, comma));
        }
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    return items;
}

template <class Id>
std::vector<Id> ids_of(std::string_view list) {
    std::vector<Id> ids;
    for (std::string& item : items_of(list)) {
        ids.emplace_back(std::move(item));
    }
    return ids;
}

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

} // namespace

Parsed<usecase::StreamRequest> stream_request(const server::Request& request, std::string id,
                                              IfMatch if_match) {
    const auto wrong = [&](int status, const Problem& problem) {
        return Failure{server::problem_response(status, problem, request)};
    };
    usecase::StreamRequest wanted;
    wanted.actor = caller(request);
    wanted.id = std::move(id);
    wanted.dry_run = request.query_value("dry_run") == "true";
    Result<std::string> key = idempotency_key(request);
    if (!key) {
        return wrong(400, key.error());
    }
    wanted.idempotency_key = std::move(*key);
    const auto header = request.header("If-Match");
    if (!header && if_match == IfMatch::required) {
        return wrong(428, problem("if_match_missing", "If-Match", "请带上读取时的版本 If-Match",
                                  "send the version you read as If-Match"));
    }
    if (header) {
        wanted.expected_version = etag_version(*header);
        if (!wanted.expected_version) {
            return wrong(400, problem("bad_etag", "If-Match", "If-Match 应为版本，例如 \"7\"",
                                      "If-Match must be the version, e.g. \"7\""));
        }
    }
    return wanted;
}

Parsed<json::value> json_body(const server::Request& request) {
    Result<json::value> body = parse_json(request.body.empty() ? "{}" : request.body);
    if (!body) {
        return Failure{server::problem_response(400, body.error(), request)};
    }
    return std::move(*body);
}

server::Response stream_answer(const usecase::Outcome<usecase::StreamAnswer>& outcome,
                               const server::Request& request, const Services& services,
                               int status) {
    if (!outcome) {
        return refused(outcome.error(), request, services);
    }
    server::Response response =
        server::json_response(outcome->already_there ? 200 : status,
                              write(json::object{{"id", outcome->id},
                                                 {"version", outcome->version},
                                                 {"already_there", outcome->already_there}}));
    response.set("ETag", "\"" + std::to_string(outcome->version) + "\"");
    return response;
}

Result<StreamListQuery> stream_list_query(const server::Request& request, std::string_view kind) {
    StreamListQuery query;
    query.filter.kind = kind;
    Problem wrong;
    for (const server::NameValue& pair : request.query) {
        if (pair.name == "state") {
            query.filter.states = items_of(pair.value);
        } else if (pair.name == "unit") {
            query.filter.units = ids_of<UnitId>(pair.value);
        } else if (pair.name == "person") {
            query.filter.persons = ids_of<PersonId>(pair.value);
        } else if (pair.name == "mark") {
            query.filter.keys = items_of(pair.value);
        } else if (pair.name == "cursor") {
            query.page.cursor = pair.value;
        } else if (pair.name == "limit") {
            query.page.limit = static_cast<std::int32_t>(
                std::clamp<std::int64_t>(number_in(pair.value).value_or(0), 0, 501));
        } else if (pair.name == "due_before") {
            const Result<Instant> before = parse_instant(pair.value, "due_before");
            if (!before) {
                wrong.reasons.push_back(before.error().reasons.front());
                continue;
            }
            query.filter.due_to = *before;
        } else if (pair.name == "sort") {
            std::string_view sort = pair.value;
            query.page.descending = sort.starts_with('-');
            sort.remove_prefix(query.page.descending ? 1 : 0);
            if (sort != "due" && sort != "created_at") {
                wrong.reasons.push_back(
                    {"not_in_list",
                     "",
                     "sort",
                     {"排序应为 due 或 created_at", "sort by due or created_at"}});
            }
            query.page.sort =
                sort == "due" ? store::StreamSort::due : store::StreamSort::created_at;
        }
    }
    if (!wrong.reasons.empty()) {
        return Failure{std::move(wrong)};
    }
    return query;
}

} // namespace chengban::api
