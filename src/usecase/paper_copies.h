// How a paper leaves: marked with who took it and when, made into a file, and on record before
// anybody has it (18). One paper, or many as one file; whatever it is about.
#pragma once

#include "documents/forms.h"
#include "usecase/audit.h"
#include "usecase/desk.h"
#include "usecase/jobs.h"

#include <functional>
#include <span>

namespace chengban::usecase {

enum class FileKind { pdf, docx, xlsx };

struct DocumentFile {
    std::string bytes;
    std::string content_type;
    std::string name; // for saving
};

// One file of all PDFs, or a zip of Word files.
enum class BatchKind { pdf, zip };

struct Paper {
    documents::Form form = documents::Form::completion_report;
    documents::Document document;
    std::string subject;   // of the record: «order/0190…»
    std::string number;    // empty: none was given yet
    std::string file_name; // without its ending
};

class PaperCopies {
public:
    PaperCopies(Desk& desk, Audit& audit) : desk_(desk), audit_(audit) {}

    // Not found when the paper has no table and a spreadsheet is wanted.
    Outcome<DocumentFile> file(Paper paper, const workorder::Actor& reader, FileKind kind);

    using Make = std::function<Outcome<Paper>(const std::string& id)>;
    // What cannot be made is left out and named, with its reason: {"documents":n,"left_out":[…]}.
    JobResult print(std::span<const std::string> ids, BatchKind kind,
                    const workorder::Actor& reader, const Make& make, JobControl& control);

    // Who takes a copy, and when: the words that stand on it.
    std::string mark_of(const workorder::Actor& reader) const;
    // Unavailable when the record is not durable: then nobody gets the copy.
    Outcome<Done> record(std::string subject, const workorder::Actor& reader, json::object details);

private:
    documents::FileFacts facts() const;

    Desk& desk_;
    Audit& audit_;
};

std::string_view content_type(FileKind kind);

// Tokens of a number or a name that may stand in a file's name; what could name another folder is
// left out.
std::string safe_file_name(std::string_view text);

json::object listed(documents::Form form, const std::string& number, bool numbered);

} // namespace chengban::usecase

template <>
struct chengban::EnumTable<chengban::usecase::FileKind> {
    using E = chengban::usecase::FileKind;
    static constexpr std::array rows{EnumRow<E>{E::pdf, "pdf", "PDF", "PDF"},
                                     EnumRow<E>{E::docx, "docx", "Word 文件", "Word file"},
                                     EnumRow<E>{E::xlsx, "xlsx", "Excel 表格", "spreadsheet"}};
};
template <>
struct chengban::EnumTable<chengban::usecase::BatchKind> {
    using E = chengban::usecase::BatchKind;
    static constexpr std::array rows{EnumRow<E>{E::pdf, "pdf", "合并为一个 PDF", "one PDF"},
                                     EnumRow<E>{E::zip, "zip", "压缩包", "zip"}};
};
