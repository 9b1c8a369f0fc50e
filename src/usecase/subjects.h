// Which provider's subject is which account's person, as the administrators bound them.
#pragma once

#include "account/subject.h"
#include "usecase/audit.h"
#include "usecase/stream_desk.h"

namespace chengban::usecase {

class Subjects {
public:
    Subjects(store::Store& store, Clock& clock, Audit& audit);

    Outcome<StreamAnswer> bind(const workorder::Actor& actor, const account::SubjectBound& wanted);
    // SubjectApproved or SubjectUnbound; the subject must be the account's.
    Outcome<StreamAnswer> give(const workorder::Actor& actor, const std::string& account,
                               const std::string& id, account::Subject::Command wanted);

    // Bound or not: whoever asks looks at the state.
    std::optional<account::Subject> find(std::string_view issuer, std::string_view subject);
    // All that were not unbound.
    std::vector<account::Subject> of_person(const PersonId& person);

private:
    Outcome<StreamAnswer> give_to(const workorder::Actor& actor, const std::string& id,
                                  account::Subject::Command wanted);

    StreamDesk<account::Subject> desk_;
    Audit& audit_;
};

} // namespace chengban::usecase
