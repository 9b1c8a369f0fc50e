// Documents of orders: what can be printed, the files themselves, their numbers, many at once.
// Every file that leaves carries who took it and when, and is on record (18).
#pragma once

#include "usecase/audit.h"
#include "usecase/desk.h"
#include "usecase/document_numbers.h"
#include "usecase/jobs.h"
#include "usecase/order_papers.h"

namespace chengban::usecase {

enum class FileKind { pdf, docx };

struct DocumentFile {
    std::string bytes;
    std::string content_type;
    std::string name; // for saving
};

// One file of all PDFs, or a zip of files.
enum class BatchKind { pdf, zip };

struct DocumentBatch {
    documents::Form form = documents::Form::completion_report;
    BatchKind kind = BatchKind::pdf;
    std::vector<OrderId> orders;
    static constexpr auto fields() {
        using T = DocumentBatch;
        return std::tuple{field("form", &T::form, "文种", "form"),
                          defaulted("kind", &T::kind, "文件", "kind of file"),
                          field("orders", &T::orders, "工单", "orders", {1, 500})};
    }
};

class OrderDocuments {
public:
    OrderDocuments(Desk& desk, Audit& audit);

    // What this reader may print of the order, with the number where it was issued.
    Outcome<json::array> list(const OrderId& order, const workorder::Actor& reader);
    Outcome<DocumentFile> file(const OrderId& order, const workorder::Actor& reader,
                               documents::Form form, FileKind kind);
    // Gives the paper its number; by the unit whose paper it is.
    Outcome<std::string> issue(const OrderId& order, const workorder::Actor& actor,
                               documents::Form form);
    JobResult print(const DocumentBatch& batch, const workorder::Actor& reader,
                    JobControl& control);

private:
    Outcome<OrderHistory> history(const OrderId& order, const workorder::Actor& reader);
    struct Paper {
        documents::Document document;
        std::string file_name; // without its ending
    };
    Outcome<Paper> paper(const OrderId& order, const workorder::Actor& reader,
                         documents::Form form);
    std::string number_of(const OrderHistory& history, documents::Form form);
    bool record(const std::string& subject, const workorder::Actor& reader, documents::Form form,
                std::int64_t count);
    documents::FileFacts facts() const;

    Desk& desk_;
    Audit& audit_;
    NumberDesk numbers_;
};

} // namespace chengban::usecase

template <>
struct chengban::EnumTable<chengban::usecase::BatchKind> {
    using E = chengban::usecase::BatchKind;
    static constexpr std::array rows{EnumRow<E>{E::pdf, "pdf", "合并为一个 PDF", "one PDF"},
                                     EnumRow<E>{E::zip, "zip", "压缩包", "zip"}};
};
