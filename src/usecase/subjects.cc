#include "usecase/subjects.h"

namespace chengban::usecase {

using account::Subject;

Subjects::Subjects(store::Store& store, Clock& clock, Audit& audit)
    : desk_(
          store, clock,
          [](Subject& subject, const Subject::Event& event, const Stamp& stamp) {
              account::evolve(subject, event, stamp.actor.person, stamp.at);
          },
          [](const Subject& subject) {
              RowFacts facts;
              facts.state = token(subject.state);
              facts.person = subject.person;
              facts.key = subject.account;
              facts.created_at = subject.bound_at;
              return facts;
          }),
      audit_(audit) {}

Outcome<StreamAnswer> Subjects::give_to(const workorder::Actor& actor, const std::string& id,
                                        Subject::Command wanted) {
    StreamRequest request;
    request.actor = actor;
    request.id = id;
    const std::string what(stream::name_of(wanted));
    Outcome<StreamAnswer> done =
        desk_.give(std::move(request), std::move(wanted),
                   [](const Subject& subject, const Subject::Command& fact, const Stamp& stamp) {
                       return account::decide(subject, fact, stamp.actor.person, stamp.actor.role);
                   });
    audit_.record({desk_.clock().now(),
                   what,
                   canonical_json(write_record(actor)),
                   "single_sign_on_subject/" + id,
                   done ? "done" : done.error().problem.reasons.front().code,
                   {},
                   {}});
    return done;
}

Outcome<StreamAnswer> Subjects::bind(const workorder::Actor& actor,
                                     const account::SubjectBound& wanted) {
    return give_to(actor, account::subject_id(wanted.issuer, wanted.subject), wanted);
}

Outcome<StreamAnswer> Subjects::give(const workorder::Actor& actor, const std::string& account,
                                     const std::string& id, Subject::Command wanted) {
    const auto subject = desk_.load(id);
    if (!subject || subject->account != account) {
        return refusal(RefusalKind::not_found,
                       problem("not_found", "subject", "没有这个绑定", "there is no such binding"));
    }
    return give_to(actor, id, std::move(wanted));
}

std::optional<Subject> Subjects::find(std::string_view issuer, std::string_view subject) {
    return desk_.load(account::subject_id(issuer, subject));
}

Result<Subjects::Page> Subjects::read(std::vector<PersonId> persons,
                                      const store::StreamPageRequest& wanted) {
    store::StreamFilter filter;
    filter.kind = Subject::kind;
    filter.persons = std::move(persons);
    filter.states = {std::string(token(account::SubjectState::awaiting_approval)),
                     std::string(token(account::SubjectState::bound))};
    store::Visibility all;
    all.everything = true;
    all.confidential_all = true;
    const auto found = desk_.store().stream_rows(filter, wanted, all);
    if (!found) {
        return Failure{found.error()};
    }
    Page page{{}, found->next_cursor};
    for (const store::StreamRow& row : found->rows) {
        page.subjects.push_back(*desk_.load(row.stream.id));
    }
    return page;
}

std::vector<Subject> Subjects::of_person(const PersonId& person) {
    auto page = read({person}, {});
    invariant(page.has_value(), "a list without a cursor is well formed");
    return std::move(page->subjects);
}

Result<Subjects::Page> Subjects::page(const std::string& cursor) {
    store::StreamPageRequest wanted;
    wanted.descending = true;
    wanted.cursor = cursor;
    return read({}, wanted);
}

} // namespace chengban::usecase
