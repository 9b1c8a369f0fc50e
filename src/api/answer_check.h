// For tests alone: an answer against the contract. Nothing in a schema is passed over: a keyword
// that the check does not know is a Bug.
#pragma once

#include "api/answers.h"

#include <string>
#include <string_view>
#include <vector>

namespace chengban::api::testing {

struct SeenAnswer {
    std::string_view route;
    int status = 200;
    std::string_view media; // Content-Type; empty without a body
    std::string_view body;
};

// What differs, by place in the document; none when the answer is as declared.
std::vector<std::string> answer_faults(const SeenAnswer& answer);
// What the program that links the test bench does with each answer: tests fail, a bench lets pass.
void hold_to_contract(const SeenAnswer& answer);

} // namespace chengban::api::testing
