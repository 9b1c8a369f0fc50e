// Clause 11: plans, samples that can be drawn again, and the calls that come of them. What a call
// found goes to the order first, by the same command that anybody gives; a step that broke off is
// taken up by giving it again, because each has a key of its own.
#pragma once

#include "followup/call.h"
#include "followup/plan.h"
#include "usecase/desk.h"
#include "usecase/facts.h"
#include "usecase/stream_desk.h"

namespace chengban::usecase {

class FollowUpDesk {
public:
    explicit FollowUpDesk(Desk& desk);

    static Result<followup::SamplingPlan::Command> read_plan_command(std::string_view name,
                                                                     const json::value& body);
    static Result<followup::Call::Command> read_call_command(std::string_view name,
                                                             const json::value& body);

    // Everything but drawing.
    Outcome<StreamAnswer> give_plan(StreamRequest request, followup::SamplingPlan::Command command);
    // Draws, and opens the calls. The same key again opens those that are missing.
    Outcome<json::object> draw(StreamRequest request, const followup::DrawSample& command,
                               JobControl& control);
    // Draws again from the events recorded by the cut, and says whether the sample is the same.
    Outcome<json::object> prove(const std::string& plan, std::int64_t drawing, JobControl& control);

    Outcome<StreamAnswer> give_call(StreamRequest request, followup::Call::Command command);

    Outcome<json::object> plan(const std::string& id);
    json::array plans(const workorder::Actor& reader);
    // {"items":[…],"next_cursor":…}
    Outcome<json::object> calls(const workorder::Actor& reader, const std::string& state,
                                const std::string& cursor, std::int32_t limit);
    // A drawing of a plan; 0: the last. And a call as it is stored.
    std::optional<followup::SampleDrawn> drawn(const std::string& plan, std::int64_t drawing);
    Outcome<followup::Call> find_call(const std::string& id, const workorder::Actor& reader);
    // With the script, the order's face, and why it does not count as unreachable yet.
    Outcome<json::object> call(const std::string& id, const workorder::Actor& reader);

private:
    rulebook::FollowUpRules rules() const;
    std::int64_t open_calls(const std::string& plan, const followup::SampleDrawn& drawn,
                            JobControl& control);
    Outcome<StreamAnswer> record(const followup::Call& call, const workorder::Actor& actor,
                                 const followup::Call::Command& command);
    void replace(const followup::Call& call);
    Outcome<StreamAnswer> write_call(StreamRequest request, followup::Call::Command command);

    Desk& desk_;
    StreamDesk<followup::SamplingPlan> plans_;
    StreamDesk<followup::Call> calls_;
};

// Completed within these days, not confidential, not yet called for.
std::vector<followup::Candidate> candidates_of(const std::vector<appraisal::Fact>& facts, Day first,
                                               Day last);

} // namespace chengban::usecase
