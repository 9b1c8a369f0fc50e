// Appraisal for people (17, B5): the figures of any days with what they are made of, the orders
// behind them, and periods that are closed.
#pragma once

#include "appraisal/period.h"
#include "tabular/writer.h"
#include "usecase/desk.h"
#include "usecase/facts.h"
#include "usecase/stream_desk.h"

namespace chengban::usecase {

struct Appraised {
    appraisal::Period days;
    Rules rules; // weights and cohorts are those in force on the last day
    Instant now; // the cut
    std::vector<appraisal::Line> lines;
};

Appraised appraise(Desk& desk, const appraisal::Period& days);

// {"days":…, "measures":[{…formula…}], "lines":[…]}; handlers and sections only of the reader's own
// unit, or all for office and center. Units stand in the groups of their kind.
json::object appraisal_json(Desk& desk, const Appraised& appraised, const workorder::Actor& reader);
// The lines that this reader may have.
std::vector<appraisal::Line> readable(const std::vector<appraisal::Line>& lines,
                                      const workorder::Actor& reader);

// Names of a line's unit, section and handler, for whoever shows it.
void name_scope(json::object& object, const appraisal::Line& line,
                const people::Organisation& organisation);
// A numerator, in 1 / k_parts, as a number for people; rounded half up.
tabular::Decimal decimal_of(std::int64_t parts);

struct DrillRequest {
    appraisal::Period days;
    appraisal::Measure measure = appraisal::Measure::volume;
    std::optional<UnitId> unit;
    std::optional<std::string> section;
    std::optional<PersonId> handler;
    std::optional<appraisal::Standing> standing; // counted or excluded; empty: both
    std::string cursor;
    std::int32_t limit = 50;
};
// The orders behind a figure: {"items":[…],"total":n,"next_cursor":…}. An order that the reader may
// not know of is counted in the total and shown without anything that tells which one it is.
Outcome<json::object> drill(Desk& desk, const DrillRequest& request,
                            const workorder::Actor& reader);

// ---- periods

class PeriodDesk {
public:
    explicit PeriodDesk(Desk& desk);

    static Result<appraisal::AppraisalPeriod::Command> read_command(std::string_view name,
                                                                    const json::value& body);
    Outcome<StreamAnswer> give(StreamRequest request, appraisal::AppraisalPeriod::Command command);

    json::array list(const workorder::Actor& reader);
    // With its frozen figures when closed, and beside them what reads otherwise now.
    Outcome<json::object> view(const std::string& id, const workorder::Actor& reader);
    // As they were frozen, or as they read now while the period is open.
    struct Figures {
        appraisal::AppraisalPeriod period;
        Appraised appraised; // the lines the reader may have
    };
    Outcome<Figures> figures(const std::string& id, const workorder::Actor& reader);

    // Makes the frozen figures again from the events that were recorded by the cut.
    JobResult prove(const std::string& id, JobControl& control);

private:
    Desk& desk_;
    StreamDesk<appraisal::AppraisalPeriod> periods_;
};

} // namespace chengban::usecase
