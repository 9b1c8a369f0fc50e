#include "api/answer_check.h"

#include "base/invariant.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chengban::api::testing {

namespace {

constexpr std::string_view k_problem = "application/problem+json";
constexpr std::array<std::string_view, 8> k_keywords{
    "type", "properties", "required", "additionalProperties", "items", "enum", "anyOf", "$ref"};

bool is_of_type(std::string_view type, const json::value& value) {
    if (type == "integer") {
        return value.is_int64() || value.is_uint64();
    }
    return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
           (type == "string" && value.is_string()) || (type == "boolean" && value.is_bool()) ||
           (type == "number" && value.is_number()) || (type == "null" && value.is_null());
}

class Check {
public:
    void run(const json::object& schema, const json::value& value, const std::string& place) {
        for (const json::key_value_pair& pair : schema) {
            const std::string_view keyword = pair.key();
            if (std::find(k_keywords.begin(), k_keywords.end(), keyword) == k_keywords.end()) {
                throw Bug(fmt::format("an answer's schema says «{}»", keyword));
            }
        }
        if (const json::value* ref = schema.if_contains("$ref")) {
            std::string_view name = ref->as_string();
            name.remove_prefix(name.rfind('/') + 1);
            run(answers().schemas().at(name).as_object(), value, place);
            return;
        }
        if (const json::value* any = schema.if_contains("anyOf")) {
            fits_one(any->as_array(), value, place);
            return;
        }
        if (const json::value* type = schema.if_contains("type")) {
            if (!is_of_type(type->as_string(), value)) {
                faults.push_back(
                    fmt::format("{}: is no {}", place, std::string_view(type->as_string())));
                return;
            }
        }
        if (const json::value* words = schema.if_contains("enum")) {
            const json::array& list = words->as_array();
            if (std::find(list.begin(), list.end(), value) == list.end()) {
                faults.push_back(fmt::format("{}: is none of its words", place));
            }
        }
        if (value.is_object()) {
            fields(schema, value.get_object(), place);
        } else if (const json::array* list = value.if_array()) {
            if (const json::value* items = schema.if_contains("items")) {
                for (std::size_t i = 0; i < list->size(); ++i) {
                    run(items->as_object(), list->at(i), fmt::format("{}[{}]", place, i));
                }
            }
        }
    }

    std::vector<std::string> faults;

private:
    void fits_one(const json::array& any, const json::value& value, const std::string& place) {
        std::vector<std::string> all;
        for (const json::value& schema : any) {
            Check one;
            one.run(schema.as_object(), value, place);
            if (one.faults.empty()) {
                return;
            }
            all.insert(all.end(), one.faults.begin(), one.faults.end());
        }
        faults.insert(faults.end(), all.begin(), all.end());
    }

    void fields(const json::object& schema, const json::object& object, const std::string& place) {
        const json::value* properties = schema.if_contains("properties");
        const json::value* others = schema.if_contains("additionalProperties");
        for (const json::key_value_pair& pair : object) {
            const std::string_view name = pair.key();
            const std::string here = fmt::format("{}.{}", place, name);
            const json::value* own =
                properties == nullptr ? nullptr : properties->get_object().if_contains(name);
            if (own != nullptr) {
                run(own->as_object(), pair.value(), here);
            } else if (others != nullptr && others->is_object()) {
                run(others->get_object(), pair.value(), here);
            } else if (others != nullptr) {
                faults.push_back(fmt::format("{}: is not declared", here));
            }
        }
        if (const json::value* required = schema.if_contains("required")) {
            for (const json::value& name : required->as_array()) {
                if (!object.contains(name.as_string())) {
                    faults.push_back(fmt::format("{}.{}: is missing", place,
                                                 std::string_view(name.as_string())));
                }
            }
        }
    }
};

std::vector<std::string> document_faults(const json::object& schema, std::string_view body,
                                         const std::string& place) {
    const Result<json::value> document = parse_json(body, {.bytes_max = 64 << 20, .depth_max = 64});
    if (!document) {
        return {place + ": is no JSON: " + document.error().reasons.front().words.en};
    }
    Check check;
    check.run(schema, *document, place);
    return std::move(check.faults);
}

} // namespace

std::vector<std::string> answer_faults(const SeenAnswer& answer) {
    const std::string place = fmt::format("{} {}", answer.route, answer.status);
    const std::vector<DeclaredAnswer>* declared = answers().of(answer.route);
    if (declared == nullptr) {
        return {place + ": the route has no row in src/api/answers.json"};
    }
    if (answer.status >= 400) {
        if (answer.media != k_problem) {
            return {place + ": a refusal is a problem document"};
        }
        return document_faults(Answers::problem_schema(), answer.body, place);
    }
    const auto found = std::find_if(declared->begin(), declared->end(),
                                    [&](const auto& one) { return one.status == answer.status; });
    if (found == declared->end()) {
        return {place + ": the status is not declared"};
    }
    if (found->body == BodyOf::nothing) {
        return answer.media.empty() && answer.body.empty()
                   ? std::vector<std::string>()
                   : std::vector<std::string>{place + ": has a body"};
    }
    if (!found->media.empty() &&
        std::find(found->media.begin(), found->media.end(), answer.media) == found->media.end()) {
        return {fmt::format("{}: the type {} is not declared", place, answer.media)};
    }
    return found->body == BodyOf::file ? std::vector<std::string>()
                                       : document_faults(found->schema, answer.body, place);
}

} // namespace chengban::api::testing
