#include "usecase/document_numbers.h"

#include "documents/wording.h"

#include <fmt/format.h>

namespace chengban::usecase {

using documents::Form;

namespace {

std::string claim_of(Form form, const std::string& subject) {
    return fmt::format("{}/{}", token(form), subject);
}

// The word of an office's number: 机关代字 and kind in one.
std::string_view number_word(Form form) {
    switch (form) {
    case Form::completion_report:
    case Form::reply_summary:
        return "热线办结";
    case Form::return_application:
        return "热线退单";
    case Form::extension_application:
        return "热线延期";
    case Form::filing_form:
        return "热线存电";
    case Form::interim_report:
        return "热线急报";
    case Form::review_notice:
        return "热线复核";
    case Form::supervision_notice:
        return "热线督办";
    case Form::supervision_report:
        return "热线督报";
    case Form::admonition:
        return "热线约谈";
    case Form::reminder:
        return "热线提醒";
    case Form::reprimand:
        return "热线通报";
    case Form::half_year_table:
        return "热线梳理";
    case Form::daily_brief:
        return "热线动态";
    case Form::weekly_bulletin:
        return "热线周报";
    case Form::monthly_bulletin:
        return "热线简报";
    case Form::ad_hoc_bulletin:
        return "热线专报";
    case Form::knowledge_sheet:
        return "热线知识";
    case Form::appraisal_table:
        return "热线考核";
    case Form::sampling_sheet:
    case Form::call_record:
        return "热线回访";
    }
    unreachable("form without a word for its number");
}

Result<std::vector<DocumentNumbers::Event>>
decide(const DocumentNumbers&, const DocumentNumbers::Command& command, const Stamp&) {
    return std::vector<DocumentNumbers::Event>{command};
}

void evolve(DocumentNumbers& numbers, const DocumentNumbers::Event& event, const Stamp& stamp) {
    const TakeNumber& taken = std::get<TakeNumber>(event);
    if (numbers.version == 0 && numbers.year == 0) {
        numbers.created_at = stamp.at;
    }
    numbers.form = taken.form;
    numbers.unit = taken.unit;
    numbers.year = taken.year;
}

RowFacts facts(const DocumentNumbers& numbers) {
    RowFacts facts;
    facts.state = "open";
    facts.unit = numbers.unit;
    facts.key = fmt::format("{}.{}", numbers.year, token(numbers.form));
    facts.created_at = numbers.created_at;
    return facts;
}

} // namespace

std::string number_text(Form form, std::int32_t year, std::int64_t number) {
    return documents::reference_number(number_word(form), year, number);
}

NumberDesk::NumberDesk(store::Store& store, Clock& clock) : desk_(store, clock, evolve, facts) {}

std::optional<std::string> NumberDesk::taken(Form form, const std::string& subject) {
    return desk_.store().claim_owner(std::string(DocumentNumbers::kind), claim_of(form, subject));
}

Outcome<std::string> NumberDesk::take(const workorder::Actor& actor, const TakeNumber& wanted) {
    if (actor.unit != wanted.unit) {
        return refusal(RefusalKind::forbidden,
                       problem("not_issuer", "actor.unit", "文书由发文单位编号",
                               "a document is numbered by the unit that issues it"));
    }
    if (auto number = taken(wanted.form, wanted.subject)) {
        return std::move(*number);
    }
    StreamRequest request;
    request.actor = actor;
    request.id = fmt::format("{}.{}.{}", wanted.unit.text(), wanted.year, token(wanted.form));
    const Outcome<StreamAnswer> answer = desk_.give(
        std::move(request), wanted, decide,
        [&](const DocumentNumbers& after, store::CommitUnit& unit) {
            unit.claims.push_back({std::string(DocumentNumbers::kind),
                                   claim_of(wanted.form, wanted.subject),
                                   number_text(wanted.form, wanted.year, after.version)});
        });
    if (answer) {
        return number_text(wanted.form, wanted.year, answer->version);
    }
    // Somebody else took it for the same subject meanwhile.
    if (auto number = taken(wanted.form, wanted.subject)) {
        return std::move(*number);
    }
    return Failure{answer.error()};
}

} // namespace chengban::usecase
