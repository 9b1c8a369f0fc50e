// For tests and proofs only: people, units and commands as a desk would give them.
#pragma once

#include "workorder/decide.h"

#include <string>
#include <string_view>

namespace chengban::workorder {

inline const UnitId k_center{"center"};
inline const UnitId k_office{"office"};
inline const UnitId k_district{"district-310101"};
inline const UnitId k_other_district{"district-310104"};
inline const UnitId k_bare_district{"district-310151"}; // neither leader in charge nor section
inline const UnitId k_department{"department-property"};

inline const Actor dispatcher{PersonId("p-dispatcher"), k_center, Role::dispatcher, {}};
inline const Actor reviewer{PersonId("p-reviewer"), k_center, Role::reviewer, {}};
inline const Actor supervisor{PersonId("p-supervisor"), k_center, Role::supervisor, {}};
inline const Actor caller{PersonId("p-caller"), k_center, Role::follow_up_caller, {}};
inline const Actor office_clerk{PersonId("p-office"), k_office, Role::office_clerk, {}};
inline const Actor hotline{PersonId("p-hotline"), UnitId("hotline"), Role::hotline, {}};
inline const Actor machine{PersonId("system"), UnitId("system"), Role::system, {}};
inline const Actor handler{PersonId("p-handler"), k_district, Role::handler, {}};
inline const Actor section_head{PersonId("p-head"), k_district, Role::section_head, {}};
inline const Actor leader{PersonId("p-leader"), k_district, Role::leader_in_charge, {}};
inline const Actor principal{PersonId("p-principal"), k_district, Role::principal, {}};
inline const Actor administrative_principal{
    PersonId("p-administrative"), k_district, Role::administrative_principal, {}};

// The same post in another unit, held by another person.
Actor of_unit(Actor actor, const UnitId& unit);
Actor substitute(Actor actor, const PersonId& person);

// What the organisation says of a unit, as the use case finds it.
UnitFacts unit_facts(const UnitId& unit);
UnitFacts facts_for(const Command& command);

Text words(std::string_view plain);
Instant moment(std::string_view time); // «2026-10-08T09:00» at +08:00

Register registration(OrderKind kind = OrderKind::complaint);
RecordContact contact(std::string_view time, bool reached = true);
RecordAnswer answer(std::string_view time);
Attach attachment(std::string_view id, EvidenceKind kind);
ApplyExtension extension_request(std::int32_t days = 15);
ApplyReturn return_request();
ApplyFiling filing_request(const AttachmentId& evidence);
// A report that satisfies clauses 9 and 10 for a complaint without site.
SubmitCompletion report(Outcome outcome = Outcome::resolved);
Standard all_six();
RecordFollowUp follow_up(std::string_view time);
RecordSurvey survey(std::string_view event_id, std::string_view time);
SupervisionEvidence evidence(std::int32_t count = 1);
SubmitSupervisionReport supervision_report();

template <class C>
C agreeing(std::string_view reason = "情况属实，同意办理") {
    C command;
    command.agree = true;
    command.reason = words(reason);
    return command;
}
template <class C>
C declining(std::string_view reason = "理由不充分，不予同意") {
    C command;
    command.agree = false;
    command.reason = words(reason);
    return command;
}

} // namespace chengban::workorder
