// The papers that belong to no single order, filled from what they are about; pure. What nobody
// recorded stays empty and shows as a blank on paper.
#pragma once

#include "bulletin/wording.h"
#include "casework/admonition.h"
#include "casework/half_year.h"
#include "documents/forms.h"
#include "knowledge/task.h"
#include "people/organisation.h"
#include "usecase/order_papers.h"
#include "usecase/stream_desk.h"

namespace chengban::usecase {

// 16: as issued, with its tables from the frozen figures; a draft shows no number.
documents::Bulletin bulletin_paper(const bulletin::Bulletin& one, const bulletin::Names& names,
                                   const people::Organisation& organisation);

// 12.4: the orders of one matter that the reader may know, the newest last; how many they may not.
struct RepeatHistory {
    std::vector<OrderHistory> orders;
    std::int64_t hidden = 0;
};
struct HalfYearFacts {
    casework::HalfYearReview review; // with its texts
    std::vector<RepeatHistory> matters;
    std::optional<Stamp> submitted;
    std::string number;
};
documents::HalfYearTable half_year_paper(const HalfYearFacts& facts,
                                         const people::Organisation& organisation);

// 14.10: while it is proposed with blanks for what is not decided. `orders` are those it names.
documents::Admonition admonition_paper(const casework::Admonition& one,
                                       const std::vector<std::string>& hotline_numbers,
                                       const std::string& number,
                                       const people::Organisation& organisation);
documents::Reprimand reprimand_paper(const casework::Admonition& one,
                                     const std::vector<std::string>& hotline_numbers,
                                     const std::string& number,
                                     const people::Organisation& organisation);

// 15.2, 15.4: `written` is the edition that the sheet is about, `current` what it replaces.
struct SheetFacts {
    std::string number;
    std::string hotline_number;
    std::optional<knowledge::Content> written;
    std::optional<knowledge::Content> current;
    std::optional<Stamp> submitted;
    std::optional<Stamp> accepted;
};
documents::KnowledgeSheet entry_sheet(const knowledge::Entry& entry, const SheetFacts& facts,
                                      const people::Organisation& organisation);
documents::KnowledgeSheet task_sheet(const knowledge::Task& task, const SheetFacts& facts,
                                     const people::Organisation& organisation);

} // namespace chengban::usecase
