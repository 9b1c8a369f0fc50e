#include "usecase/office_documents.h"

#include "documents/wording.h"
#include "usecase/appraisal_export.h"
#include "usecase/appraisal_paper.h"
#include "usecase/authorization.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chengban::usecase {

using documents::Document;
using documents::Form;
using workorder::Actor;

namespace {

struct SourceRow {
    PaperSource source;
    std::string_view reading;
    std::string_view numbering; // whose papers have numbers of their own, or none: as reading
};
constexpr std::array k_sources{
    SourceRow{PaperSource::bulletin, "bulletin.read", "bulletin.write"},
    SourceRow{PaperSource::half_year_review, "half_year.read", "half_year.command"},
    SourceRow{PaperSource::admonition, "admonition.read", "admonition.command"},
    SourceRow{PaperSource::appraisal_period, "appraisal.read", "appraisal.close"},
    SourceRow{PaperSource::knowledge_entry, "knowledge.read", "knowledge.write"},
    SourceRow{PaperSource::knowledge_task, "knowledge.read", "knowledge.write"},
    SourceRow{PaperSource::sampling_plan, "follow_up.read", "follow_up.plan"},
    SourceRow{PaperSource::follow_up_call, "follow_up.read", "follow_up.call"},
};
constexpr bool in_order() {
    for (std::size_t i = 0; i < k_sources.size(); ++i) {
        if (static_cast<std::size_t>(k_sources[i].source) != i) {
            return false;
        }
    }
    return k_sources.size() == EnumTable<PaperSource>::rows.size();
}
static_assert(in_order());

const SourceRow& row_of(PaperSource source) {
    return k_sources[static_cast<std::size_t>(source)];
}

Failure<Refusal> no_paper() {
    return refusal(RefusalKind::not_found,
                   problem("no_document", "file", "没有这份文书", "there is no such document"));
}

} // namespace

std::string_view reading_action(PaperSource source) {
    return row_of(source).reading;
}

std::string_view numbering_action(PaperSource source) {
    return row_of(source).numbering;
}

OfficeDocuments::OfficeDocuments(Desk& desk, Audit& audit, KnowledgeBase& knowledge,
                                 Bulletins& bulletins)
    : desk_(desk), copies_(desk, audit), numbers_(desk.store(), desk.clock()),
      knowledge_(knowledge), bulletins_(bulletins) {}

auto OfficeDocuments::subject(const PaperRequest& wanted, const Actor& reader) -> Outcome<Subject> {
    if (const auto reach = authorize(reading_action(wanted.source), reader); !reach) {
        return Failure{reach.error()};
    }
    switch (wanted.source) {
    case PaperSource::bulletin:
        return bulletin(wanted, reader);
    case PaperSource::half_year_review:
        return half_year(wanted, reader);
    case PaperSource::admonition:
        return admonition(wanted, reader);
    case PaperSource::appraisal_period:
        return period(wanted, reader);
    case PaperSource::knowledge_entry:
        return entry(wanted, reader);
    case PaperSource::knowledge_task:
        return task(wanted, reader);
    case PaperSource::sampling_plan:
        return plan(wanted, reader);
    case PaperSource::follow_up_call:
        return call(wanted, reader);
    }
    unreachable("a source without papers");
}

std::string OfficeDocuments::number_of(const Subject& subject, Form form) {
    return subject.issuer.empty() ? subject.number
                                  : numbers_.taken(form, subject.numbered).value_or("");
}

Outcome<json::array> OfficeDocuments::list(const PaperRequest& wanted, const Actor& reader) {
    const Outcome<Subject> found = subject(wanted, reader);
    if (!found) {
        // A thing that has no paper yet has an empty list; one that is not to be known has none.
        return found.error().problem.reasons.front().code == "no_document"
                   ? Outcome<json::array>(json::array())
                   : Failure{found.error()};
    }
    json::array items;
    for (const Form form : found->forms) {
        json::object item = listed(form, number_of(*found, form), !found->issuer.empty());
        if (form == Form::half_year_table || form == Form::appraisal_table ||
            form == Form::sampling_sheet) {
            item["formats"].as_array().emplace_back("xlsx");
        }
        items.push_back(std::move(item));
    }
    return items;
}

Outcome<Paper> OfficeDocuments::paper(const PaperRequest& wanted, const Actor& reader) {
    Outcome<Subject> found = subject(wanted, reader);
    if (!found) {
        return Failure{found.error()};
    }
    const Form form = wanted.form.value_or(found->forms.front());
    if (std::find(found->forms.begin(), found->forms.end(), form) == found->forms.end()) {
        return no_paper();
    }
    const std::string number = number_of(*found, form);
    return Paper{form, found->fill(form, number),
                 fmt::format("{}/{}", token(wanted.source), wanted.id), number,
                 found->name.starts_with(zh(form)) ? found->name
                                                   : fmt::format("{}-{}", zh(form), found->name)};
}

Outcome<DocumentFile> OfficeDocuments::file(const PaperRequest& wanted, const Actor& reader,
                                            FileKind kind) {
    Outcome<Paper> made = paper(wanted, reader);
    return made ? copies_.file(*std::move(made), reader, kind) : Failure{made.error()};
}

Outcome<std::string> OfficeDocuments::issue(const PaperRequest& wanted, const Actor& actor) {
    const Outcome<Subject> found = subject(wanted, actor);
    if (!found) {
        return Failure{found.error()};
    }
    const Form form = wanted.form.value_or(found->forms.front());
    if (found->issuer.empty() ||
        std::find(found->forms.begin(), found->forms.end(), form) == found->forms.end()) {
        return no_paper();
    }
    if (const auto reach = authorize(numbering_action(wanted.source), actor); !reach) {
        return Failure{reach.error()};
    }
    TakeNumber number;
    number.form = form;
    number.unit = found->issuer;
    number.year = year_month_day(day_of(desk_.clock().now())).year;
    number.subject = found->numbered;
    return numbers_.take(actor, number);
}

JobResult OfficeDocuments::print(const PaperBatch& batch, const Actor& reader,
                                 JobControl& control) {
    return copies_.print(
        batch.ids, batch.kind, reader,
        [&](const std::string& id) {
            return paper({batch.source, id}, reader);
        },
        control);
}

Outcome<DocumentFile> OfficeDocuments::appraisal_of_days(const appraisal::Period& days,
                                                         appraisal::Scope by, const Actor& reader,
                                                         FileKind kind) {
    if (const auto reach = authorize("appraisal.read", reader); !reach) {
        return Failure{reach.error()};
    }
    const Appraised appraised = appraise(desk_, days);
    AppraisalPaper paper;
    paper.period = days;
    paper.by = by;
    paper.seal = documents::time_words(appraised.now);
    const OrganisationPtr organisation = desk_.library().organisation();
    return copies_.file(
        {Form::appraisal_table,
         documents::appraisal_table(appraisal_table(readable(appraised.lines, reader), paper,
                                                    appraised.rules->book.appraisal,
                                                    *organisation)),
         fmt::format("appraisal/{}..{}", to_string(days.first), to_string(days.last)), "",
         fmt::format("{}-{}—{}", zh(Form::appraisal_table), to_string(days.first),
                     to_string(days.last))},
        reader, kind);
}

Outcome<DocumentFile> OfficeDocuments::appraisal_export(const appraisal::Period& days,
                                                        const Actor& reader, bool as_csv) {
    if (const auto reach = authorize("appraisal.read", reader); !reach) {
        return Failure{reach.error()};
    }
    const Appraised appraised = appraise(desk_, days);
    Result<std::string> bytes =
        as_csv ? appraisal_csv(desk_, appraised, reader)
               : appraisal_xlsx(desk_, appraised, reader, copies_.mark_of(reader));
    if (!bytes) {
        return Failure{refusal_of(bytes.error())};
    }
    DocumentFile file{*std::move(bytes),
                      as_csv ? "text/csv; charset=utf-8"
                             : std::string(content_type(FileKind::xlsx)),
                      fmt::format("考核结果 {}—{}.{}", to_string(days.first), to_string(days.last),
                                  as_csv ? "csv" : "xlsx")};
    const auto recorded =
        copies_.record(fmt::format("appraisal/{}..{}", to_string(days.first), to_string(days.last)),
                       reader, {{"file", as_csv ? "csv" : "xlsx"}});
    return recorded ? Outcome<DocumentFile>(std::move(file)) : Failure{recorded.error()};
}

} // namespace chengban::usecase
