#include "usecase/order_documents.h"

#include "documents/archive.h"
#include "documents/docx.h"
#include "documents/press.h"
#include "documents/wording.h"
#include "lint/mask.h"
#include "usecase/order_view.h"
#include "usecase/projection.h"

#include <fmt/format.h>

namespace chengban::usecase {

using documents::Document;
using documents::Form;
using workorder::Actor;

namespace {

constexpr std::string_view k_docx_type =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

Failure<Refusal> not_found() {
    return refusal(RefusalKind::not_found,
                   problem("not_found", "order", "没有这张工单，或您无权知悉",
                           "there is no such order for you"));
}

Failure<Refusal> no_paper(Form form) {
    return refusal(RefusalKind::not_found,
                   problem("no_document", "form", fmt::format("这张工单尚无「{}」", zh(form)),
                           fmt::format("the order has no {} yet", en(form))));
}

Failure<Refusal> not_recorded() {
    return refusal(RefusalKind::unavailable,
                   problem("not_recorded", "", "暂时无法登记本次导出，请稍后再试",
                           "this export cannot be put on record now, try again later", "18"));
}

std::string subject_text(const OrderHistory& history, Form form) {
    return fmt::format("{}/{}", history.order.id.text(), *subject_of(history, form));
}

// Forms whose number stands on them; a reply summary has the order's own.
bool has_number(Form form) {
    return form != Form::reply_summary;
}

// A hotline number is a stranger's text: what could name another folder is left out.
std::string file_name_of(const OrderHistory& history, Form form) {
    std::string number;
    for (const char c : history.order.facts.hotline_number) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                           (c >= 'a' && c <= 'z') || c == '-' || c == '_';
        number.push_back(plain ? c : '_');
    }
    return fmt::format("{}-{}", number, zh(form));
}

std::string minutes_words(Instant at) {
    return to_string(at).substr(0, 16).replace(10, 1, " ");
}

} // namespace

OrderDocuments::OrderDocuments(Desk& desk, Audit& audit)
    : desk_(desk), audit_(audit), numbers_(desk.store(), desk.clock()) {}

Outcome<OrderHistory> OrderDocuments::history(const OrderId& id, const Actor& reader) {
    if (!desk_.store().row(id, visibility_of(reader))) {
        return not_found();
    }
    OrderHistory history;
    history.order.id = id;
    std::vector<TextId> ids;
    for (const store::StoredEvent& stored : desk_.store().load(stream_of(id))) {
        history.events.push_back(event_of(stored));
        workorder::evolve(history.order, history.events.back());
        workorder::each_text(history.events.back(),
                             [&](const std::string&, Text& text) { ids.push_back(text.ref.id); });
    }
    const std::map<TextId, std::string> texts = desk_.store().texts(id.text(), ids);
    for (workorder::Event& event : history.events) {
        workorder::each_text(event, [&](const std::string& path, Text& text) {
            const auto found = texts.find(text.ref.id);
            text.plain = found == texts.end() ? "（已删除）" : found->second;
            if (path.ends_with("citizen_phone")) {
                text.plain = lint::mask_phone(text.plain);
            } else if (path.ends_with("citizen_name")) {
                text.plain = lint::mask_name(text.plain);
            }
        });
    }
    return history;
}

std::string OrderDocuments::number_of(const OrderHistory& history, Form form) {
    return has_number(form) ? numbers_.taken(form, subject_text(history, form)).value_or("")
                            : std::string();
}

Outcome<json::array> OrderDocuments::list(const OrderId& order, const Actor& reader) {
    const Outcome<OrderHistory> read = history(order, reader);
    if (!read) {
        return Failure{read.error()};
    }
    json::array items;
    for (const EnumRow<Form>& row : EnumTable<Form>::rows) {
        if (!subject_of(*read, row.value)) {
            continue;
        }
        json::object item{{"form", row.token},
                          {"zh", row.zh},
                          {"en", row.en},
                          {"issued", false},
                          {"formats", {"pdf", "docx"}}};
        if (const std::string number = number_of(*read, row.value); !number.empty()) {
            item["issued"] = true;
            item["number"] = number;
        }
        items.push_back(std::move(item));
    }
    return items;
}

documents::FileFacts OrderDocuments::facts() const {
    return {desk_.library().organisation()->title.zh, desk_.clock().now()};
}

Outcome<OrderDocuments::Paper> OrderDocuments::paper(const OrderId& order, const Actor& reader,
                                                     Form form) {
    const Outcome<OrderHistory> read = history(order, reader);
    if (!read) {
        return Failure{read.error()};
    }
    if (!subject_of(*read, form)) {
        return no_paper(form);
    }
    const OrganisationPtr organisation = desk_.library().organisation();
    const Rules rules = read->order.rulebook_version == 0
                            ? desk_.library().rulebook_in_force(day_of(desk_.clock().now()))
                            : desk_.library().rulebook(read->order.rulebook_version);
    Document document = paper_of(*read, form, {*organisation, rules->book, number_of(*read, form)});
    const people::Person* person = organisation->person(reader.person);
    const people::Unit* unit = organisation->unit(reader.unit);
    document.export_mark = fmt::format(
        "导出：{}（{}）{}", person == nullptr ? reader.person.text() : person->name,
        unit == nullptr ? reader.unit.text() : unit->name.zh, minutes_words(desk_.clock().now()));
    return Paper{std::move(document), file_name_of(*read, form)};
}

bool OrderDocuments::record(const std::string& subject, const Actor& reader, Form form,
                            std::int64_t count) {
    AuditEvent event;
    event.at = desk_.clock().now();
    event.what = "export";
    event.actor = canonical_json(write_record(reader));
    event.subject = subject;
    event.outcome = "done";
    event.clauses = {"18"};
    event.details = {{"form", token(form)}, {"documents", count}};
    return audit_.record_durably(std::move(event));
}

Outcome<DocumentFile> OrderDocuments::file(const OrderId& order, const Actor& reader, Form form,
                                           FileKind kind) {
    const Outcome<Paper> made = paper(order, reader, form);
    if (!made) {
        return Failure{made.error()};
    }
    const bool pdf = kind == FileKind::pdf;
    DocumentFile file{pdf ? documents::to_pdf(made->document, facts())
                          : documents::to_docx(made->document, facts()),
                      std::string(pdf ? "application/pdf" : k_docx_type),
                      made->file_name + (pdf ? ".pdf" : ".docx")};
    if (!record("order/" + order.text(), reader, form, 1)) {
        return not_recorded();
    }
    return file;
}

Outcome<std::string> OrderDocuments::issue(const OrderId& order, const Actor& actor, Form form) {
    const Outcome<OrderHistory> read = history(order, actor);
    if (!read) {
        return Failure{read.error()};
    }
    if (!subject_of(*read, form) || !has_number(form)) {
        return no_paper(form);
    }
    TakeNumber wanted;
    wanted.form = form;
    wanted.unit = issuer_of(*read, form, *desk_.library().organisation());
    wanted.year = year_month_day(day_of(desk_.clock().now())).year;
    wanted.subject = subject_text(*read, form);
    if (actor.unit != wanted.unit) {
        return refusal(RefusalKind::forbidden,
                       problem("not_issuer", "actor.unit", "文书由发文单位编号",
                               "a document is numbered by the unit that issues it"));
    }
    return numbers_.take(actor, wanted);
}

JobResult OrderDocuments::print(const DocumentBatch& batch, const Actor& reader,
                                JobControl& control) {
    std::vector<Document> printed;
    std::vector<documents::ArchivePart> parts;
    json::array left_out;
    std::int64_t done = 0;
    const auto total = static_cast<std::int64_t>(batch.orders.size());
    for (const OrderId& order : batch.orders) {
        if (control.cancelled()) {
            return {};
        }
        Outcome<Paper> made = paper(order, reader, batch.form);
        if (!made) {
            left_out.push_back({{"order", order.text()},
                                {"zh", made.error().problem.reasons.front().words.zh},
                                {"en", made.error().problem.reasons.front().words.en}});
        } else if (batch.kind == BatchKind::zip) {
            parts.push_back({fmt::format("{:03}-{}.docx", done + 1, made->file_name),
                             documents::to_docx(made->document, facts())});
        } else {
            printed.push_back(std::move(made->document));
        }
        control.progress(++done, total);
    }
    const auto count = static_cast<std::int64_t>(printed.size() + parts.size());
    json::object summary{{"documents", count}, {"left_out", std::move(left_out)}};
    if (count == 0) {
        return {std::move(summary), {}, {}, {}};
    }
    if (!record("document_batch", reader, batch.form, count)) {
        return {{{"refused", "暂时无法登记本次导出，请稍后再试"}}, {}, {}, {}};
    }
    const std::string name(zh(batch.form));
    return batch.kind == BatchKind::zip
               ? JobResult{std::move(summary), documents::to_zip(parts, desk_.clock().now()),
                           "application/zip", name + ".zip"}
               : JobResult{std::move(summary), documents::to_pdf(printed, facts()),
                           "application/pdf", name + ".pdf"};
}

} // namespace chengban::usecase
