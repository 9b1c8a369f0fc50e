#include "cli/workspace.h"
#include "documents/docx.h"
#include "documents/press.h"
#include "documents/sheet.h"
#include "usecase/audit_log.h"
#include "usecase/order_documents.h"
#include "usecase/projection.h"

#include <fmt/format.h>

#include <filesystem>

namespace chengban::cli {

namespace {

using documents::Form;

Problem bad_ending() {
    return problem("bad_ending", "--out", "输出文件应以 .pdf、.docx 或 .xlsx 结尾",
                   "the output file must end in .pdf, .docx or .xlsx");
}

int write_out(const std::string& path, const std::string& bytes, Language language) {
    const Result<Done> written = write_file(path, bytes);
    return written ? k_ok : refuse(written.error(), language);
}

std::string ending_of(const std::string& path) {
    return std::filesystem::path(path).extension();
}

// From a JSON file of the form's fields; needs no store.
int from_data(const DocumentOptions& options, Form form, Language language) {
    const Result<std::string> text = read_file(options.data);
    if (!text) {
        return refuse(text.error(), language);
    }
    const Result<json::value> paper = parse_json(*text);
    if (!paper) {
        return refuse(paper.error(), language);
    }
    const Result<documents::Document> document = documents::document_of(form, *paper);
    if (!document) {
        return refuse(document.error(), language);
    }
    const documents::FileFacts facts{{}, usecase::SystemClock(Instant{}).now()};
    const std::string ending = ending_of(options.out);
    if (ending == ".pdf") {
        return write_out(options.out, documents::to_pdf(*document, facts), language);
    }
    if (ending == ".docx") {
        return write_out(options.out, documents::to_docx(*document, facts), language);
    }
    if (ending != ".xlsx" || !documents::has_sheet(*document)) {
        return refuse(bad_ending(), language);
    }
    const Result<Done> written = documents::write_sheet(*document, options.out);
    return written ? k_ok : refuse(written.error(), language);
}

// By its id, or by the hotline's number from whichever source.
std::optional<OrderId> find_order(store::Store& store, const std::string& name) {
    for (const EnumRow<Source>& row : EnumTable<Source>::rows) {
        workorder::Register registered;
        registered.source = row.value;
        registered.hotline_number = name;
        if (auto owner = store.claim_owner("hotline_number", usecase::claim_key(registered))) {
            return OrderId(*owner);
        }
    }
    const OrderId id(name);
    return store.load(usecase::stream_of(id)).empty() ? std::nullopt : std::optional(id);
}

int of_order(const DocumentOptions& options, Form form, Language language) {
    const std::string ending = ending_of(options.out);
    if (ending != ".pdf" && ending != ".docx") {
        return refuse(bad_ending(), language);
    }
    Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options.store, 1);
    if (!workspace) {
        return refuse(workspace.error(), language);
    }
    usecase::Desk& desk = (*workspace)->desk();
    const std::optional<OrderId> order = find_order(desk.store(), options.order);
    const usecase::OrganisationPtr organisation = desk.library().organisation();
    const people::Person* person = organisation->person(PersonId(options.person));
    if (!order || person == nullptr) {
        return refuse(!order ? problem("not_found", "--order", "没有这张工单", "no such order")
                             : problem("not_found", "--as", "没有这个人员", "no such person"),
                      language);
    }
    const people::Post& post = person->posts.front();
    usecase::AuditLog audit(desk.store(), desk.clock(), "chengban document");
    const auto file =
        usecase::OrderDocuments(desk, audit)
            .file(*order, {person->id, post.unit, post.role, {}}, form,
                  ending == ".pdf" ? usecase::FileKind::pdf : usecase::FileKind::docx);
    return file ? write_out(options.out, file->bytes, language)
                : refuse(file.error().problem, language);
}

} // namespace

int run_document(const DocumentOptions& options, Language language) {
    const std::optional<Form> form = from_token<Form>(options.form);
    if (!form) {
        std::string known;
        for (const EnumRow<Form>& row : EnumTable<Form>::rows) {
            known +=
                fmt::format("\n  {} {}", row.token, language == Language::zh ? row.zh : row.en);
        }
        return refuse(problem("unknown_form", "FORM", "没有这种文书，可用：" + known,
                              "no such form, there are:" + known),
                      language);
    }
    if (options.data.empty() == options.order.empty()) {
        return refuse(problem("one_source", "--order, --data", "请给出 --order 或 --data 之一",
                              "give either --order or --data"),
                      language);
    }
    return options.data.empty() ? of_order(options, *form, language)
                                : from_data(options, *form, language);
}

} // namespace chengban::cli
