#include "cli/workspace.h"
#include "documents/docx.h"
#include "documents/press.h"
#include "documents/sheet.h"
#include "usecase/audit_log.h"
#include "usecase/bulletins.h"
#include "usecase/knowledge_base.h"
#include "usecase/office_documents.h"
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

Result<workorder::Actor> reader_of(const DocumentOptions& options, usecase::Desk& desk) {
    const people::Person* person = desk.library().organisation()->person(PersonId(options.person));
    if (person == nullptr || person->posts.empty()) {
        return Failure{problem("not_found", "--as", "没有这个人员", "no such person")};
    }
    const people::Post& post = person->posts.front();
    return workorder::Actor{person->id, post.unit, post.role, {}};
}

using File = usecase::Outcome<usecase::DocumentFile>;

Failure<usecase::Refusal> refused(Problem problem) {
    return usecase::refusal(usecase::RefusalKind::invalid, std::move(problem));
}

File of_order(const DocumentOptions& options, usecase::Desk& desk, usecase::Audit& audit,
              const workorder::Actor& reader, Form form, usecase::FileKind kind) {
    const std::optional<OrderId> order = find_order(desk.store(), options.order);
    if (!order) {
        return refused(problem("not_found", "--order", "没有这张工单", "no such order"));
    }
    return usecase::OrderDocuments(desk, audit).file(*order, reader, form, kind);
}

File of_thing(const DocumentOptions& options, usecase::Desk& desk, usecase::Audit& audit,
              const workorder::Actor& reader, Form form, usecase::FileKind kind) {
    const std::size_t at = options.of.find('=');
    const auto source = from_token<usecase::PaperSource>(options.of.substr(0, at));
    if (!source || at == std::string::npos) {
        std::string known;
        for (const EnumRow<usecase::PaperSource>& row : EnumTable<usecase::PaperSource>::rows) {
            known += fmt::format(" {}=…", row.token);
        }
        return refused(problem("unknown_source", "--of", "请以“来源=编号”给出：" + known,
                               "give SOURCE=ID:" + known));
    }
    usecase::KnowledgeBase knowledge(desk);
    usecase::Bulletins bulletins(desk);
    usecase::PaperRequest wanted;
    wanted.source = *source;
    wanted.id = options.of.substr(at + 1);
    wanted.form = form;
    return usecase::OfficeDocuments(desk, audit, knowledge, bulletins).file(wanted, reader, kind);
}

// What the copy of a store's paper is made from: an order, or what is no single order.
Result<std::string> from_store(const DocumentOptions& options, Form form, usecase::FileKind kind) {
    Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options.store, 1);
    if (!workspace) {
        return Failure{std::move(workspace).error()};
    }
    usecase::Desk& desk = (*workspace)->desk();
    const Result<workorder::Actor> reader = reader_of(options, desk);
    if (!reader) {
        return Failure{reader.error()};
    }
    usecase::AuditLog audit(desk.store(), desk.clock(), "chengban document");
    const auto file = options.order.empty() ? of_thing(options, desk, audit, *reader, form, kind)
                                            : of_order(options, desk, audit, *reader, form, kind);
    return file ? Result<std::string>(file->bytes) : Failure{file.error().problem};
}

int of_store(const DocumentOptions& options, Form form, Language language) {
    const std::string ending = ending_of(options.out);
    const auto kind = from_token<usecase::FileKind>(ending.empty() ? ending : ending.substr(1));
    if (!kind) {
        return refuse(bad_ending(), language);
    }
    const Result<std::string> bytes = from_store(options, form, *kind);
    return bytes ? write_out(options.out, *bytes, language) : refuse(bytes.error(), language);
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
    const int sources = static_cast<int>(!options.data.empty()) +
                        static_cast<int>(!options.order.empty()) +
                        static_cast<int>(!options.of.empty());
    if (sources != 1) {
        return refuse(problem("one_source", "--order, --of, --data",
                              "请给出 --order、--of、--data 之一",
                              "give one of --order, --of and --data"),
                      language);
    }
    return options.data.empty() ? of_store(options, *form, language)
                                : from_data(options, *form, language);
}

} // namespace chengban::cli
