#include "usecase/paper_copies.h"

#include "documents/archive.h"
#include "documents/docx.h"
#include "documents/press.h"
#include "documents/sheet.h"
#include "usecase/temporary_file.h"

#include <fmt/format.h>

namespace chengban::usecase {

using documents::Document;
using documents::Form;
using workorder::Actor;

namespace {

constexpr std::string_view k_docx_type =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view k_xlsx_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

std::string minutes_words(Instant at) {
    return to_string(at).substr(0, 16).replace(10, 1, " ");
}

Result<std::string> to_xlsx(const Document& document) {
    const TemporaryFile file("paper.xlsx");
    const Result<Done> written = documents::write_sheet(document, file.path());
    return written ? Result<std::string>(file.bytes()) : Failure{written.error()};
}

} // namespace

std::string_view content_type(FileKind kind) {
    switch (kind) {
    case FileKind::pdf:
        return "application/pdf";
    case FileKind::docx:
        return k_docx_type;
    case FileKind::xlsx:
        return k_xlsx_type;
    }
    unreachable("kind of file without a type");
}

std::string safe_file_name(std::string_view text) {
    std::string name;
    for (const char c : text) {
        const bool safe = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                          (c >= 'a' && c <= 'z') || c == '-' || c == '_';
        name.push_back(safe ? c : '_');
    }
    return name;
}

json::object listed(Form form, const std::string& number, bool numbered) {
    json::object item{{"form", token(form)},
                      {"zh", zh(form)},
                      {"en", en(form)},
                      {"numbered", numbered}, // once somebody gives it a number
                      {"issued", !number.empty()},
                      {"formats", {"pdf", "docx"}}};
    if (!number.empty()) {
        item["number"] = number;
    }
    return item;
}

std::string PaperCopies::mark_of(const Actor& reader) const {
    const OrganisationPtr organisation = desk_.library().organisation();
    const people::Person* person = organisation->person(reader.person);
    const people::Unit* unit = organisation->unit(reader.unit);
    return fmt::format("导出：{}（{}）{}", person == nullptr ? reader.person.text() : person->name,
                       unit == nullptr ? reader.unit.text() : unit->name.zh,
                       minutes_words(desk_.clock().now()));
}

documents::FileFacts PaperCopies::facts() const {
    return {desk_.library().organisation()->title.zh, desk_.clock().now()};
}

Outcome<Done> PaperCopies::record(std::string subject, const Actor& reader, json::object details) {
    AuditEvent event;
    event.at = desk_.clock().now();
    event.what = "export";
    event.actor = canonical_json(write_record(reader));
    event.subject = std::move(subject);
    event.outcome = "done";
    event.clauses = {"18"};
    event.details = std::move(details);
    if (!audit_.record_durably(std::move(event))) {
        return refusal(RefusalKind::unavailable,
                       problem("not_recorded", "", "暂时无法登记本次导出，请稍后再试",
                               "this export cannot be put on record now, try again later", "18"));
    }
    return Done{};
}

Outcome<DocumentFile> PaperCopies::file(Paper paper, const Actor& reader, FileKind kind) {
    if (kind == FileKind::xlsx && !documents::has_sheet(paper.document)) {
        return refusal(RefusalKind::not_found,
                       problem("no_sheet", "file", "这份文书没有可导出的表格",
                               "this paper has no table for a spreadsheet"));
    }
    paper.document.export_mark = mark_of(reader);
    Result<std::string> bytes = kind == FileKind::pdf ? documents::to_pdf(paper.document, facts())
                                : kind == FileKind::docx
                                    ? documents::to_docx(paper.document, facts())
                                    : to_xlsx(paper.document);
    if (!bytes) {
        return Failure{refusal_of(bytes.error())};
    }
    json::object details{{"form", token(paper.form)}, {"documents", 1}, {"file", token(kind)}};
    if (!paper.number.empty()) {
        details["number"] = paper.number;
    }
    if (const auto recorded = record(std::move(paper.subject), reader, std::move(details));
        !recorded) {
        return Failure{recorded.error()};
    }
    return DocumentFile{*std::move(bytes), std::string(content_type(kind)),
                        fmt::format("{}.{}", paper.file_name, token(kind))};
}

JobResult PaperCopies::print(std::span<const std::string> ids, BatchKind kind, const Actor& reader,
                             const Make& make, JobControl& control) {
    std::vector<Document> printed;
    std::vector<documents::ArchivePart> parts;
    json::array left_out;
    json::array subjects;
    json::array numbers;
    Form form = Form::completion_report;
    std::int64_t done = 0;
    const auto total = static_cast<std::int64_t>(ids.size());
    for (const std::string& id : ids) {
        if (control.cancelled()) {
            return {};
        }
        Outcome<Paper> paper = make(id);
        if (!paper) {
            const Words& words = paper.error().problem.reasons.front().words;
            left_out.push_back({{"id", id}, {"zh", words.zh}, {"en", words.en}});
        } else {
            form = paper->form;
            paper->document.export_mark = mark_of(reader);
            subjects.emplace_back(paper->subject);
            if (!paper->number.empty()) {
                numbers.emplace_back(paper->number);
            }
            if (kind == BatchKind::zip) {
                parts.push_back({fmt::format("{:03}-{}.docx", subjects.size(), paper->file_name),
                                 documents::to_docx(paper->document, facts())});
            } else {
                printed.push_back(std::move(paper->document));
            }
        }
        control.progress(++done, total);
    }
    const auto count = static_cast<std::int64_t>(subjects.size());
    json::object summary{{"documents", count}, {"left_out", std::move(left_out)}};
    if (count == 0) {
        return {std::move(summary), {}, {}, {}};
    }
    const auto recorded = record("document_batch", reader,
                                 {{"form", token(form)},
                                  {"documents", count},
                                  {"file", token(kind)},
                                  {"subjects", std::move(subjects)},
                                  {"numbers", std::move(numbers)}});
    if (!recorded) {
        return {{{"refused", recorded.error().problem.reasons.front().words.zh}}, {}, {}, {}};
    }
    const std::string name(zh(form));
    return kind == BatchKind::zip
               ? JobResult{std::move(summary), documents::to_zip(parts, desk_.clock().now()),
                           "application/zip", name + ".zip"}
               : JobResult{std::move(summary), documents::to_pdf(printed, facts()),
                           "application/pdf", name + ".pdf"};
}

} // namespace chengban::usecase
