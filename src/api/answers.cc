#include "api/answers.h"

#include "api/vocabulary.h"

#include "account/settings.h"
#include "appraisal/period.h"
#include "base/invariant.h"
#include "base/record.h"
#include "bulletin/bulletin.h"
#include "followup/call.h"
#include "followup/plan.h"
#include "knowledge/entry.h"
#include "knowledge/task.h"

#include <fmt/format.h>

#include <charconv>

namespace chengban::api {

namespace {

constexpr std::string_view k_file = "file"; // "file application/pdf, text/csv"; alone: any type

std::vector<std::string_view> split(std::string_view text, std::string_view by) {
    std::vector<std::string_view> parts;
    for (std::size_t at = text.find(by); at != std::string_view::npos; at = text.find(by)) {
        parts.push_back(text.substr(0, at));
        text.remove_prefix(at + by.size());
    }
    parts.push_back(text);
    return parts;
}

json::object named_schema(std::string_view name) {
    return {{"$ref", fmt::format("#/components/schemas/{}", name)}};
}

// What is stored is shown as its field list writes it. Bounds are of what is given, not of what is
// answered: an answer may hold what was never filled in.
json::value without_bounds(const json::value& schema) {
    if (const json::array* list = schema.if_array()) {
        json::array items;
        for (const json::value& item : *list) {
            items.push_back(without_bounds(item));
        }
        return items;
    }
    const json::object* object = schema.if_object();
    if (object == nullptr) {
        return schema;
    }
    json::object kept;
    for (const std::string_view keyword : {"type", "additionalProperties", "required", "enum"}) {
        if (const json::value* value = object->if_contains(keyword)) {
            kept[keyword] = *value;
        }
    }
    if (const json::value* items = object->if_contains("items")) {
        kept["items"] = without_bounds(*items);
    }
    if (const json::value* properties = object->if_contains("properties")) {
        json::object fields;
        for (const json::key_value_pair& field : properties->as_object()) {
            fields[field.key()] = without_bounds(field.value());
        }
        kept["properties"] = std::move(fields);
    }
    return kept;
}

template <Record T>
json::object record_shape() {
    return without_bounds(schema_of<T>()).as_object();
}

json::object record_shapes() {
    return {{"record_bulletin", record_shape<bulletin::Bulletin>()},
            {"record_call", record_shape<followup::Call>()},
            {"record_entry", record_shape<knowledge::Entry>()},
            {"record_figures", record_shape<bulletin::Figures>()},
            {"record_period", record_shape<appraisal::AppraisalPeriod>()},
            {"record_plan", record_shape<followup::SamplingPlan>()},
            {"record_sign_in_settings", record_shape<account::SignInSettings>()},
            {"record_task", record_shape<knowledge::Task>()}};
}

class Expander {
public:
    explicit Expander(const json::object& shapes) : shapes_(shapes), records_(record_shapes()) {}

    const json::object& records() const { return records_; }

    json::object expand(const json::value& shape) const {
        if (const json::string* text = shape.if_string()) {
            return named(*text);
        }
        if (const json::array* list = shape.if_array()) {
            invariant(list->size() == 1, "a list names the shape of its items");
            return {{"type", "array"}, {"items", expand(list->front())}};
        }
        invariant(shape.is_object(), "a shape is a name, a list or an object");
        return object(shape.get_object());
    }

private:
    json::object object(const json::object& fields) const {
        json::object schema{{"type", "object"}, {"additionalProperties", false}};
        json::object properties;
        json::array required;
        if (const json::value* base = fields.if_contains("+")) {
            add_fields(base->as_string(), properties, required);
        }
        for (const json::key_value_pair& pair : fields) {
            std::string_view name = pair.key();
            if (name == "+") {
                continue;
            }
            if (name == "*") {
                schema["additionalProperties"] = expand(pair.value());
                continue;
            }
            if (name.ends_with('?')) {
                name.remove_suffix(1);
            } else {
                required.emplace_back(name);
            }
            properties[name] = expand(pair.value());
        }
        if (!properties.empty()) {
            schema["properties"] = std::move(properties);
        }
        if (!required.empty()) {
            schema["required"] = std::move(required);
        }
        return schema;
    }

    void add_fields(std::string_view base, json::object& properties, json::array& required) const {
        const json::value* record = records_.if_contains(base);
        const json::value whole =
            record == nullptr ? json::value(expand(shapes_.at(base))) : *record;
        properties = whole.at("properties").as_object();
        if (const json::value* names = whole.as_object().if_contains("required")) {
            required = names->as_array();
        }
    }

    json::object named(std::string_view text) const {
        if (text.starts_with('=')) {
            return {{"type", "string"}, {"enum", words(split(text.substr(1), "|"))}};
        }
        const std::vector<std::string_view> names = split(text, "|");
        if (names.size() == 1) {
            return one(names.front());
        }
        json::array any;
        for (const std::string_view name : names) {
            any.push_back(one(name));
        }
        return {{"anyOf", std::move(any)}};
    }

    json::object one(std::string_view name) const {
        if (name == "any") {
            return {};
        }
        if (name == "string" || name == "integer" || name == "number" || name == "boolean" ||
            name == "null") {
            return {{"type", name}};
        }
        if (shapes_.contains(name) || records_.contains(name)) {
            return named_schema(fmt::format("answer_{}", name));
        }
        const json::value* list = closed_lists().if_contains(name);
        if (list == nullptr) {
            throw Bug(fmt::format("answers.json: there is no shape «{}»", name));
        }
        json::array tokens;
        for (const json::value& row : list->as_array()) {
            tokens.push_back(row.at("value"));
        }
        return {{"type", "string"}, {"enum", std::move(tokens)}};
    }

    static json::array words(const std::vector<std::string_view>& list) {
        json::array array;
        for (const std::string_view word : list) {
            array.emplace_back(word);
        }
        return array;
    }

    const json::object& shapes_;
    const json::object records_;
};

DeclaredAnswer declared(std::string_view status, const json::value& shape,
                        const Expander& expander) {
    DeclaredAnswer answer;
    const auto [end, error] =
        std::from_chars(status.data(), status.data() + status.size(), answer.status);
    invariant(error == std::errc() && end == status.data() + status.size(), "a status is a number");
    const std::string_view text = shape.is_string() ? shape.as_string() : std::string_view();
    if (text == "nothing") {
        answer.body = BodyOf::nothing;
        return answer;
    }
    if (text.starts_with(k_file)) {
        answer.body = BodyOf::file;
        if (text.size() > k_file.size()) {
            for (const std::string_view media : split(text.substr(k_file.size() + 1), ", ")) {
                answer.media.emplace_back(media);
            }
        }
        return answer;
    }
    answer.media = {"application/json"};
    answer.schema = expander.expand(shape);
    return answer;
}

} // namespace

Answers::Answers(std::string_view text) {
    const Result<json::value> file = parse_json(std::string(text));
    invariant(file.has_value() && file->is_object(), "answers.json is an object");
    const json::object& shapes = file->at("shapes").as_object();
    const Expander expander(shapes);
    for (const json::key_value_pair& shape : shapes) {
        schemas_[fmt::format("answer_{}", std::string_view(shape.key()))] =
            expander.expand(shape.value());
    }
    for (const json::key_value_pair& record : expander.records()) {
        schemas_[fmt::format("answer_{}", std::string_view(record.key()))] = record.value();
    }
    for (const json::key_value_pair& route : file->at("routes").as_object()) {
        std::vector<DeclaredAnswer>& list = routes_[std::string(route.key())];
        for (const json::key_value_pair& answer : route.value().as_object()) {
            list.push_back(declared(answer.key(), answer.value(), expander));
        }
    }
}

const std::vector<DeclaredAnswer>* Answers::of(std::string_view route) const {
    const auto found = routes_.find(route);
    return found == routes_.end() ? nullptr : &found->second;
}

json::object Answers::problem_schema() {
    const json::object text{{"type", "string"}};
    const json::object reason{
        {"type", "object"},
        {"additionalProperties", false},
        {"properties",
         {{"field", text}, {"code", text}, {"clause", text}, {"zh", text}, {"en", text}}},
        {"required", {"field", "code", "clause", "zh", "en"}}};
    return {{"type", "object"},
            {"additionalProperties", false},
            {"properties",
             {{"type", text},
              {"title", text},
              {"status", {{"type", "integer"}}},
              {"detail", text},
              {"instance", text},
              {"incident", text},
              {"clauses", {{"type", "array"}, {"items", text}}},
              {"fields", {{"type", "array"}, {"items", reason}}}}},
            {"required", {"type", "title", "status", "detail", "clauses", "fields"}}};
}

const Answers& answers() {
    static const Answers list(answers_text());
    return list;
}

} // namespace chengban::api
