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
    struct Page {
        std::vector<account::Subject> subjects;
        std::string next_cursor; // empty = the last page
    };
    // The same of everybody, newest first.
    Result<Page> page(const std::string& cursor);

private:
    Result<Page> read(std::vector<PersonId> persons, const store::StreamPageRequest& wanted);
    Outcome<StreamAnswer> give_to(const workorder::Actor& actor, const std::string& id,
                                  account::Subject::Command wanted);

    StreamDesk<account::Subject> desk_;
    Audit& audit_;
};

} // namespace chengban::usecase
