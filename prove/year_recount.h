// The figures and the supervisions of a year, counted once more by SQL from the stored events: no
// code of the rooms that made them is used.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

struct sqlite3;

namespace chengban::prove {

struct Rate {
    std::int64_t gained = 0; // in 1/6000, as the report counts
    std::int64_t counted = 0;
    bool operator==(const Rate&) const = default;
};
// By measure token, then by unit; the unit «» is the total.
using Rates = std::map<std::string, std::map<std::string, Rate>>;

// What must have been raised, and what was: order ids by trigger token.
struct Raised {
    std::set<std::string> orders; // with an opened or proposed supervision of this trigger
    std::set<std::string> named;  // in their evidence
    std::set<std::string> may;    // for which its condition held at some time
    std::vector<std::set<std::string>> must; // of each of these groups at least one
};

class YearRecount {
public:
    // Reads the finished store; `end` is the simulated clock's last instant, in milliseconds.
    YearRecount(const std::string& database, std::int64_t end);
    ~YearRecount();
    YearRecount(const YearRecount&) = delete;
    YearRecount& operator=(const YearRecount&) = delete;

    Rates rates(const std::string& first_day, const std::string& last_day);
    std::map<std::string, Raised> triggers();
    // Order ids and receipt by the hotline's number.
    struct Taken {
        std::string id;
        std::int64_t at = 0;
        bool withdrawn = false;
    };
    std::map<std::string, Taken> orders();

private:
    void run(const std::string& sql);
    std::vector<std::vector<std::string>> rows(const std::string& sql);

    sqlite3* db_ = nullptr;
    std::int64_t end_ = 0;
};

} // namespace chengban::prove
