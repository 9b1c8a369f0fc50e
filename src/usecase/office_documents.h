// Documents of what is no single order: bulletins (16), half-year tables (12.4), admonitions and
// reprimands (14.10), knowledge sheets (15), the appraisal table (17), samples and calls (11). Each
// obeys the action of the table of permissions that lets people read the thing itself, carries who
// took it and when, and is on record (18).
#pragma once

#include "appraisal/report.h"
#include "usecase/document_numbers.h"
#include "usecase/paper_copies.h"

namespace chengban::usecase {

class Bulletins;
class KnowledgeBase;

enum class PaperSource {
    bulletin,
    half_year_review,
    admonition,
    appraisal_period,
    knowledge_entry,
    knowledge_task,
    sampling_plan,
    follow_up_call,
};

struct PaperRequest {
    PaperSource source = PaperSource::bulletin;
    std::string id;
    std::optional<documents::Form> form;          // empty: the first it has
    appraisal::Scope by = appraisal::Scope::unit; // whose lines an appraisal table shows
    std::int64_t drawing = 0;                     // of a sampling plan; 0: the last
};

struct PaperBatch {
    PaperSource source = PaperSource::bulletin;
    BatchKind kind = BatchKind::pdf;
    std::vector<std::string> ids;
    static constexpr auto fields() {
        using T = PaperBatch;
        return std::tuple{field("source", &T::source, "来源", "what they are about"),
                          defaulted("kind", &T::kind, "文件", "kind of file"),
                          field("ids", &T::ids, "编号", "ids", {1, 500})};
    }
};

class OfficeDocuments {
public:
    OfficeDocuments(Desk& desk, Audit& audit, KnowledgeBase& knowledge, Bulletins& bulletins);

    // {"form":…,"number":…,"formats":[…]}: what this reader may print of it.
    Outcome<json::array> list(const PaperRequest& wanted, const workorder::Actor& reader);
    Outcome<DocumentFile> file(const PaperRequest& wanted, const workorder::Actor& reader,
                               FileKind kind);
    // Gives the paper its number; by the unit whose paper it is.
    Outcome<std::string> issue(const PaperRequest& wanted, const workorder::Actor& actor);
    // The first paper of each thing, as one file.
    JobResult print(const PaperBatch& batch, const workorder::Actor& reader, JobControl& control);

    // 17: the table of any days, without a period of its own and without a number.
    Outcome<DocumentFile> appraisal_of_days(const appraisal::Period& days, appraisal::Scope by,
                                            const workorder::Actor& reader, FileKind kind);
    // 17: the whole export, all scopes, as CSV or with real numbers.
    Outcome<DocumentFile> appraisal_export(const appraisal::Period& days,
                                           const workorder::Actor& reader, bool as_csv);

private:
    // What can be printed of a thing, and how.
    struct Subject {
        std::vector<documents::Form> forms;
        std::string name;     // in the file's name
        std::string number;   // one of its own, as bulletins have
        UnitId issuer;        // who numbers its papers; empty: nobody
        std::string numbered; // what the number is for
        std::function<documents::Document(documents::Form, const std::string& number)> fill;
    };
    Outcome<Subject> subject(const PaperRequest& wanted, const workorder::Actor& reader);
    Outcome<Subject> bulletin(const PaperRequest& wanted, const workorder::Actor& reader);
    Outcome<Subject> half_year(const PaperRequest& wanted, const workorder::Actor& reader);
    Outcome<Subject> admonition(const PaperRequest& wanted, const workorder::Actor& reader);
    Outcome<Subject> period(const PaperRequest& wanted, const workorder::Actor& reader);
    Outcome<Subject> entry(const PaperRequest& wanted, const workorder::Actor& reader);
    Outcome<Subject> task(const PaperRequest& wanted, const workorder::Actor& reader);
    Outcome<Subject> plan(const PaperRequest& wanted, const workorder::Actor& reader);
    Outcome<Subject> call(const PaperRequest& wanted, const workorder::Actor& reader);
    Outcome<Paper> paper(const PaperRequest& wanted, const workorder::Actor& reader);
    std::string number_of(const Subject& subject, documents::Form form);
    std::vector<std::string> hotline_numbers(const std::vector<OrderId>& orders,
                                             const workorder::Actor& reader);

    Desk& desk_;
    PaperCopies copies_;
    NumberDesk numbers_;
    KnowledgeBase& knowledge_;
    Bulletins& bulletins_;
};

// What the table of permissions asks of whoever reads such a thing, and of whoever numbers its
// papers.
std::string_view reading_action(PaperSource source);
std::string_view numbering_action(PaperSource source);

} // namespace chengban::usecase

template <>
struct chengban::EnumTable<chengban::usecase::PaperSource> {
    using E = chengban::usecase::PaperSource;
    static constexpr std::array rows{
        EnumRow<E>{E::bulletin, "bulletin", "通报", "bulletin"},
        EnumRow<E>{E::half_year_review, "half_year_review", "半年梳理", "half-year review"},
        EnumRow<E>{E::admonition, "admonition", "约谈通报", "admonition"},
        EnumRow<E>{E::appraisal_period, "appraisal_period", "考核期", "appraisal period"},
        EnumRow<E>{E::knowledge_entry, "knowledge_entry", "知识条目", "knowledge entry"},
        EnumRow<E>{E::knowledge_task, "knowledge_task", "查无纠错", "knowledge task"},
        EnumRow<E>{E::sampling_plan, "sampling_plan", "抽查方案", "sampling plan"},
        EnumRow<E>{E::follow_up_call, "follow_up_call", "回访任务", "follow-up call"}};
};
