// The papers of one order, filled from its history; pure. What the history does not say stays empty
// and shows as a blank on paper.
#pragma once

#include "documents/forms.h"
#include "people/organisation.h"
#include "rulebook/rulebook.h"
#include "workorder/order.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace chengban::usecase {

struct OrderHistory {
    workorder::WorkOrder order;
    std::vector<workorder::Event> events; // texts in plain, identity masked
};

// The event that a form is about, from 1; issuing it twice about the same event gives one number.
// Empty: the history has nothing for this form.
std::optional<std::size_t> subject_of(const OrderHistory& history, documents::Form form);

struct PaperContext {
    const people::Organisation& organisation;
    const rulebook::Rulebook& rulebook;
    std::string number;        // empty while it is not issued
    std::string notice_number; // of the supervision that a report answers
    // Another order, as far as the reader may know it.
    std::function<std::optional<OrderHistory>(const OrderId&)> other;
};
documents::Document paper_of(const OrderHistory& history, documents::Form form,
                             const PaperContext& context);

// Whose letterhead and numbering a form has.
UnitId issuer_of(const OrderHistory& history, documents::Form form,
                 const people::Organisation& organisation);

} // namespace chengban::usecase
