// Reference numbers: one stream for each unit, form and year, counted from 1 without a gap. The
// same event is issued under the same number for ever.
#pragma once

#include "documents/forms.h"
#include "usecase/stream_desk.h"

namespace chengban::usecase {

struct TakeNumber {
    static constexpr std::string_view name = "take_number";
    documents::Form form = documents::Form::completion_report;
    UnitId unit;
    std::int32_t year = 0;
    std::string subject; // what the paper is about: an order and the event of it
    static constexpr auto fields() {
        using T = TakeNumber;
        return std::tuple{field("form", &T::form, "文种", "form"),
                          field("unit", &T::unit, "单位", "unit"),
                          field("year", &T::year, "年份", "year", {k_year_min, k_year_max}),
                          field("subject", &T::subject, "事由", "subject", {1, 200})};
    }
};

struct DocumentNumbers {
    static constexpr std::string_view kind = "document_number";
    using Command = std::variant<TakeNumber>;
    using Event = std::variant<TakeNumber>;
    std::string id;           // unit.year.form
    std::int64_t version = 0; // the last number
    documents::Form form = documents::Form::completion_report;
    UnitId unit;
    std::int32_t year = 0;
    Instant created_at;
    static constexpr auto fields() {
        using T = DocumentNumbers;
        return std::tuple{field("form", &T::form, "文种", "form"),
                          field("unit", &T::unit, "单位", "unit"),
                          field("year", &T::year, "年份", "year", {k_year_min, k_year_max})};
    }
};

// 热线督办〔2026〕3号
std::string number_text(documents::Form form, std::int32_t year, std::int64_t number);

class NumberDesk {
public:
    NumberDesk(store::Store& store, Clock& clock);

    // The number of this subject, taken now or before; by its own unit alone.
    Outcome<std::string> take(const workorder::Actor& actor, const TakeNumber& wanted);
    // Empty: not issued yet.
    std::optional<std::string> taken(documents::Form form, const std::string& subject);

private:
    StreamDesk<DocumentNumbers> desk_;
};

} // namespace chengban::usecase
