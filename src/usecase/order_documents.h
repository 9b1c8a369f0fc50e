// Documents of orders: what can be printed, the files themselves, their numbers, many at once.
// Every file that leaves carries who took it and when, and is on record (18).
#pragma once

#include "usecase/document_numbers.h"
#include "usecase/order_papers.h"
#include "usecase/paper_copies.h"

namespace chengban::usecase {

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

// The order with all that happened to it, for a reader: masked as on its page; empty when they may
// not know of it.
std::optional<OrderHistory> history_for(Desk& desk, const OrderId& order,
                                        const workorder::Actor& reader);

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
    Outcome<Paper> paper(const OrderId& order, const workorder::Actor& reader,
                         documents::Form form);
    std::string number_of(const OrderHistory& history, documents::Form form);

    Desk& desk_;
    PaperCopies copies_;
    NumberDesk numbers_;
};

} // namespace chengban::usecase
