#include "usecase/order_documents.h"

#include "usecase/citizen_mask.h"
#include "usecase/order_view.h"
#include "usecase/projection.h"

#include <fmt/format.h>

namespace chengban::usecase {

using documents::Document;
using documents::Form;
using workorder::Actor;

namespace {

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

std::string subject_text(const OrderHistory& history, Form form) {
    return fmt::format("{}/{}", history.order.id.text(), *subject_of(history, form));
}

// Forms whose number stands on them; a reply summary has the order's own.
bool has_number(Form form) {
    return form != Form::reply_summary;
}

// A hotline number is a stranger's text.
std::string file_name_of(const OrderHistory& history, Form form) {
    return fmt::format("{}-{}", safe_file_name(history.order.facts.hotline_number), zh(form));
}

} // namespace

std::optional<OrderHistory> history_for(Desk& desk, const OrderId& id, const Actor& reader) {
    if (!desk.store().row(id, visibility_of(reader))) {
        return std::nullopt;
    }
    OrderHistory history;
    history.order.id = id;
    std::vector<TextId> ids;
    for (const store::StoredEvent& stored : desk.store().load(stream_of(id))) {
        history.events.push_back(event_of(stored));
        workorder::evolve(history.order, history.events.back());
        workorder::each_text(history.events.back(),
                             [&](const std::string&, Text& text) { ids.push_back(text.ref.id); });
    }
    const std::map<TextId, std::string> texts = desk.store().texts(id.text(), ids);
    const CitizenMask mask(desk, history.order, texts, reader);
    for (workorder::Event& event : history.events) {
        mask.fill(event, texts);
    }
    return history;
}

OrderDocuments::OrderDocuments(Desk& desk, Audit& audit)
    : desk_(desk), copies_(desk, audit), numbers_(desk.store(), desk.clock()) {}

std::string OrderDocuments::number_of(const OrderHistory& history, Form form) {
    return has_number(form) ? numbers_.taken(form, subject_text(history, form)).value_or("")
                            : std::string();
}

Outcome<json::array> OrderDocuments::list(const OrderId& order, const Actor& reader) {
    const std::optional<OrderHistory> read = history_for(desk_, order, reader);
    if (!read) {
        return not_found();
    }
    json::array items;
    for (const EnumRow<Form>& row : EnumTable<Form>::rows) {
        if (!subject_of(*read, row.value)) {
            continue;
        }
        items.push_back(listed(row.value, number_of(*read, row.value), has_number(row.value)));
    }
    return items;
}

Outcome<Paper> OrderDocuments::paper(const OrderId& order, const Actor& reader, Form form) {
    const std::optional<OrderHistory> read = history_for(desk_, order, reader);
    if (!read) {
        return not_found();
    }
    if (!subject_of(*read, form)) {
        return no_paper(form);
    }
    const OrganisationPtr organisation = desk_.library().organisation();
    const Rules rules = read->order.rulebook_version == 0
                            ? desk_.library().rulebook_in_force(day_of(desk_.clock().now()))
                            : desk_.library().rulebook(read->order.rulebook_version);
    const std::string number = number_of(*read, form);
    const PaperContext context{
        *organisation, rules->book, number,
        subject_of(*read, Form::supervision_notice) ? number_of(*read, Form::supervision_notice)
                                                    : std::string(),
        [&](const OrderId& other) { return history_for(desk_, other, reader); }};
    return Paper{form, paper_of(*read, form, context), "order/" + order.text(), number,
                 file_name_of(*read, form)};
}

Outcome<DocumentFile> OrderDocuments::file(const OrderId& order, const Actor& reader, Form form,
                                           FileKind kind) {
    Outcome<Paper> made = paper(order, reader, form);
    return made ? copies_.file(*std::move(made), reader, kind) : Failure{made.error()};
}

Outcome<std::string> OrderDocuments::issue(const OrderId& order, const Actor& actor, Form form) {
    const std::optional<OrderHistory> read = history_for(desk_, order, actor);
    if (!read) {
        return not_found();
    }
    if (!subject_of(*read, form) || !has_number(form)) {
        return no_paper(form);
    }
    TakeNumber wanted;
    wanted.form = form;
    wanted.unit = issuer_of(*read, form, *desk_.library().organisation());
    wanted.year = year_month_day(day_of(desk_.clock().now())).year;
    wanted.subject = subject_text(*read, form);
    return numbers_.take(actor, wanted);
}

JobResult OrderDocuments::print(const DocumentBatch& batch, const Actor& reader,
                                JobControl& control) {
    std::vector<std::string> ids;
    for (const OrderId& order : batch.orders) {
        ids.push_back(order.text());
    }
    return copies_.print(
        ids, batch.kind, reader,
        [&](const std::string& id) { return paper(OrderId(id), reader, batch.form); }, control);
}

} // namespace chengban::usecase
