// Where the orders of a demonstration come from, and who is away or on duty in it.
#pragma once

#include "demo/evidence.h"
#include "usecase/people_desk.h"
#include "usecase/simulation.h"

#include <deque>

namespace chengban::cli {

// What clauses 9.1 and 9.4 want for a report, simulated: a photo of a visit, and a written proof
// too when the facts are said to be untrue.
std::vector<usecase::ScriptFile> evidence_for(const workorder::SubmitCompletion& report,
                                              std::uint64_t seed);

// Orders that the product generates itself: seeded, Shanghai's districts and streets.
class GeneratedSource {
public:
    // Arrivals are spread over the working hours between `start` and `end`.
    GeneratedSource(std::uint64_t seed, std::int64_t orders, Instant start, Instant end);
    ~GeneratedSource();
    std::optional<usecase::Script> next();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

// Files of real messages: number, user, title, time, text, and perhaps the official reply. Their
// own times stay as data (called_at); they arrive one after another on the simulated clock.
// Anonymised places (A3区) stand for a district by their number.
class MessageSource {
public:
    static Result<MessageSource> open(usecase::Desk& desk, const std::vector<std::string>& files,
                                      Instant start);
    std::optional<usecase::Script> next();

    std::int64_t rows() const { return rows_; }
    std::int64_t refused_rows() const { return refused_; }
    json::object refused_reasons() const;
    json::object own_times() const; // first and last time of the messages themselves
    Instant first_arrival() const { return first_; }
    Instant last_arrival() const { return arrival_; }

private:
    explicit MessageSource(Instant start) : first_(start), arrival_(start) {}
    Result<Done> read_file(usecase::Desk& desk, const std::string& path);

    std::deque<usecase::Script> scripts_;
    Instant first_;
    Instant arrival_;
    std::int64_t rows_ = 0;
    std::int64_t refused_ = 0;
    std::map<std::string, std::int64_t> reasons_;
    std::optional<Instant> own_first_;
    std::optional<Instant> own_last_;
};

// A week back and two ahead of duty rosters in every unit, and some leaders who are away with their
// substitutes, around the present of the desk's clock.
Result<Done> arrange_people(usecase::PeopleDesk& people);

} // namespace chengban::cli
