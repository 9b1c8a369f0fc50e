// The contract, made from what the server really does: its route table and the commands' field
// lists. openapi.yaml in this folder is its text; a test holds the two equal.
#include "api/answers.h"
#include "api/api.h"
#include "usecase/handover.h"

#include <fmt/format.h>

namespace chengban::api {

namespace {

bool is_plain(std::string_view text) {
    if (text.empty() || text.front() == '-' || text.front() == ' ' || text.back() == ' ') {
        return false;
    }
    const bool number = text.find_first_not_of("0123456789.+-") == std::string_view::npos;
    const bool word = text == "true" || text == "false" || text == "null" || text == "yes" ||
                      text == "no" || text == "on" || text == "off";
    return !number && !word &&
           text.find_first_of(":#{}[],&*!|>'\"%@`?\\^$") == std::string_view::npos;
}

std::string scalar(const json::value& value) {
    if (value.is_string()) {
        const std::string text(value.get_string());
        return is_plain(text) ? text : canonical_json(value);
    }
    return canonical_json(value);
}

void emit(const json::value& value, int depth, std::string& out) {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    if (const json::object* object = value.if_object()) {
        for (const json::key_value_pair& pair : *object) {
            const std::string key(pair.key());
            out += indent + (is_plain(key) ? key : canonical_json(json::value(key))) + ":";
            const bool nested = (pair.value().is_object() && !pair.value().get_object().empty()) ||
                                (pair.value().is_array() && !pair.value().get_array().empty());
            if (nested) {
                out += "\n";
                emit(pair.value(), depth + 1, out);
            } else {
                out += " " + scalar(pair.value()) + "\n";
            }
        }
    } else if (const json::array* array = value.if_array()) {
        for (const json::value& item : *array) {
            if (item.is_object() && !item.get_object().empty()) {
                std::string nested;
                emit(item, depth + 1, nested);
                out += indent + "- " + nested.substr(indent.size() + 2);
            } else {
                out += indent + "- " + scalar(item) + "\n";
            }
        }
    }
}

json::object ref(std::string_view name) {
    return {{"$ref", fmt::format("#/components/schemas/{}", name)}};
}

using Schemas = std::vector<std::pair<std::string_view, json::object>>;

template <class... C>
Schemas schemas_of(const std::variant<C...>*) {
    const auto one = []<class T>(const T*) {
        json::object schema = schema_of<T>();
        schema["title"] = T::zh;
        return std::pair<std::string_view, json::object>(T::name, std::move(schema));
    };
    return {one(static_cast<const C*>(nullptr))...};
}

// Of the commands that a client may give: a file is published on the machine itself.
Schemas organisation_schemas() {
    Schemas schemas = schemas_of(static_cast<const people::OrganisationCommand*>(nullptr));
    std::erase_if(schemas, [](const auto& schema) {
        return schema.first == people::PublishOrganisation::name;
    });
    return schemas;
}
Schemas duty_schemas() {
    return schemas_of(static_cast<const people::DutyCommand*>(nullptr));
}

json::object any_of(const Schemas& schemas) {
    json::array any;
    for (const auto& [name, schema] : schemas) {
        any.push_back(ref(name));
    }
    return {{"anyOf", std::move(any)}};
}

json::object responses(const server::Route& route) {
    json::object list;
    const std::vector<DeclaredAnswer>* declared = answers().of(route.name);
    invariant(declared != nullptr, (route.name + " has a row in answers.json").c_str());
    for (const DeclaredAnswer& one : *declared) {
        json::object answer{{"description", "成功 / done"}};
        json::object content;
        for (const std::string& media : one.media) {
            content[media] = {
                {"schema", one.body == BodyOf::json
                               ? one.schema
                               : json::object{{"type", "string"}, {"format", "binary"}}}};
        }
        if (!content.empty()) {
            answer["content"] = std::move(content);
        }
        list[std::to_string(one.status)] = std::move(answer);
    }
    list["default"] = {{"description", "RFC 9457"},
                       {"content", {{"application/problem+json", {{"schema", ref("problem")}}}}}};
    return list;
}

json::array parameters(const server::Route& route) {
    json::array list;
    std::string_view rest = route.pattern;
    for (std::size_t at = rest.find('{'); at != std::string_view::npos; at = rest.find('{')) {
        const std::size_t end = rest.find('}', at);
        list.push_back({{"name", rest.substr(at + 1, end - at - 1)},
                        {"in", "path"},
                        {"required", true},
                        {"schema", {{"type", "string"}}}});
        rest.remove_prefix(end + 1);
    }
    for (const std::string& name : route.query) {
        list.push_back({{"name", name}, {"in", "query"}, {"schema", {{"type", "string"}}}});
    }
    const bool command = route.name == "register_work_order" || route.name == "give_command" ||
                         route.name == "attach" || !route.schemas.empty() ||
                         route.name == "give_organisation_command" ||
                         route.name == "give_duty_command" || route.name == "import_roster";
    if (command) {
        list.push_back({{"name", "Idempotency-Key"},
                        {"in", "header"},
                        {"required", true},
                        {"schema", {{"type", "string"}, {"minLength", 8}, {"maxLength", 128}}}});
    }
    if (command && route.name != "attach") {
        list.push_back({{"name", "If-Match"}, {"in", "header"}, {"schema", {{"type", "string"}}}});
    }
    return list;
}

json::object operation(const server::Route& route) {
    json::object object{{"operationId", route.name}};
    json::array list = parameters(route);
    if (!list.empty()) {
        object["parameters"] = std::move(list);
    }
    if (route.body != server::BodyKind::none) {
        json::object content;
        for (const std::string& type : route.consumes) {
            json::object schema{{"type", "object"}};
            if (route.body == server::BodyKind::file) {
                schema = {{"type", "string"}, {"format", "binary"}};
            }
            if (route.name == "register_work_order") {
                schema = ref("register");
            } else if (route.name == "give_command") {
                json::array any;
                for (const workorder::CommandInfo& info : workorder::command_infos()) {
                    const bool own_route = info.name == workorder::Register::name ||
                                           info.name == workorder::Attach::name;
                    if (!own_route) {
                        any.push_back(ref(info.name));
                    }
                }
                schema = {{"anyOf", std::move(any)}};
            } else if (route.schemas.size() == 1) {
                schema = ref(std::string_view(route.schemas.front()));
            } else if (!route.schemas.empty()) {
                json::array any;
                for (const std::string& name : route.schemas) {
                    any.push_back(ref(std::string_view(name)));
                }
                schema = {{"anyOf", std::move(any)}};
            } else if (route.name == "give_organisation_command") {
                schema = any_of(organisation_schemas());
            } else if (route.name == "give_duty_command") {
                schema = any_of(duty_schemas());
            } else if (route.name == "start_handover") {
                schema = ref("handover");
            }
            content[type] = {{"schema", std::move(schema)}};
        }
        object["requestBody"] = {{"content", std::move(content)}};
    }
    object["responses"] = responses(route);
    if (route.sign_in == server::SignIn::none) {
        object["security"] = json::array{};
    }
    if (route.fresh) {
        object["x-asks-for-confirmation"] = true; // POST /session/confirm within some minutes
    }
    return object;
}

} // namespace

std::string openapi_yaml() {
    Services none;
    server::Router router;
    add_routes(router, none);
    json::object paths;
    for (const server::Route* route : router.routes()) {
        if (!route->pattern.starts_with("/api/")) {
            continue; // the web desk's files
        }
        json::value& path = paths[route->pattern];
        if (!path.is_object()) {
            path = json::object();
        }
        path.get_object()[server::to_lower(server::method_name(route->method))] = operation(*route);
    }
    json::object schemas{{"problem", Answers::problem_schema()}};
    for (workorder::CommandInfo& info : workorder::command_infos()) {
        info.schema["title"] = info.zh;
        schemas[info.name] = std::move(info.schema);
    }
    add_knowledge_schemas(schemas);
    add_bulletin_schemas(schemas);
    add_casework_schemas(schemas);
    add_queue_view_schemas(schemas);
    for (Schemas list : {organisation_schemas(), duty_schemas()}) {
        for (auto& [name, schema] : list) {
            schemas[name] = std::move(schema);
        }
    }
    for (const json::key_value_pair& one : answers().schemas()) {
        schemas[one.key()] = one.value();
    }
    schemas["handover"] = schema_of<usecase::Handover>();
    json::object document{
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "承办 Chengban"},
          {"version", "1"},
          {"description", "12345 热线工单承办系统 / work orders of the citizen hotline"}}},
        {"security", json::array{json::object{{"session", json::array{}}},
                                 json::object{{"key", json::array{}}}}},
        {"paths", std::move(paths)},
        {"components",
         {{"securitySchemes",
           {{"session",
             {{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-chengban_session"}}},
            {"key", {{"type", "http"}, {"scheme", "bearer"}}}}},
          {"schemas", std::move(schemas)}}}};
    std::string out = "# Made by `chengban openapi`; a test holds it equal to the server.\n";
    emit(document, 0, out);
    return out;
}

} // namespace chengban::api
