// What each route answers: answers.json says it once, openapi.yaml prints it, and the tests hold
// every answer of the bench and of the flows to it.
//
// A shape is a name (string, integer, number, boolean, null, any, a shape of the file or a closed
// list of the vocabulary, several with «|»), «=a|b» for words of its own, [shape] for a list, or an
// object of fields: «name?» may be missing, «*» stands for names that are data, «+» names a shape
// whose fields it has as well. «record_…» are the field lists of what is stored.
#pragma once

#include "base/json.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace chengban::api {

enum class BodyOf { json, file, nothing };

struct DeclaredAnswer {
    int status = 200;
    BodyOf body = BodyOf::json;
    std::vector<std::string> media; // of a file none: it was uploaded, or its job says
    json::object schema;            // of a JSON body
};

class Answers {
public:
    // The file's text; a shape that cannot be read is a Bug.
    explicit Answers(std::string_view text);

    // None: a route without a row, which the tests do not let pass.
    const std::vector<DeclaredAnswer>* of(std::string_view route) const;
    // By name, as the contract's components.
    const json::object& schemas() const { return schemas_; }
    // Of every answer that is a refusal.
    static json::object problem_schema();

private:
    std::map<std::string, std::vector<DeclaredAnswer>, std::less<>> routes_;
    json::object schemas_;
};

// The product's, read once.
const Answers& answers();
// Embedded from answers.json.
std::string_view answers_text();

} // namespace chengban::api
