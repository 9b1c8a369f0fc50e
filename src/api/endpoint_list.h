// For tests alone: one list of every endpoint, made from the route table, that drives the tests of
// object references, mass assignment, missing sessions and secondary paths. A route with a
// parameter that the list does not know fails them, until it says here what object stands in that
// place.
#pragma once

#include "api/test_bench.h"

#include <string>
#include <vector>

namespace chengban::api::testing {

struct Endpoint {
    const server::Route* route = nullptr;
    std::string path;    // the parameters filled in
    bool has_id = false; // it names an object
};

// Objects to stand in for {id}, by what the pattern begins with.
struct Objects {
    std::string order;
    std::string job;
    std::string exported;
    // Accounts, keys and sessions are no unit's: what is not there stands for them.
    std::string nowhere = "0190f5a0-0000-7000-8000-000000000000";
};

// Throws Bug when a pattern has a parameter that no object is known for. A route of many commands
// is listed once per command.
std::vector<Endpoint> endpoints(const server::Router& router, const Objects& objects);

} // namespace chengban::api::testing
