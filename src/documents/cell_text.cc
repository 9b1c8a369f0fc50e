#include "documents/cell_text.h"

#include "documents/wording.h"

#include <fmt/format.h>

namespace chengban::documents {

std::string cell_text(const tabular::OutCell& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        return *text;
    }
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        return std::to_string(*number);
    }
    if (const auto* percent = std::get_if<tabular::Percent>(&value)) {
        return fmt::format("{}.{:02}%", percent->hundredths / 100, percent->hundredths % 100);
    }
    if (const auto* decimal = std::get_if<tabular::Decimal>(&value)) {
        return tabular::decimal_text(*decimal);
    }
    if (const auto* instant = std::get_if<Instant>(&value)) {
        return time_words(*instant);
    }
    if (const auto* day = std::get_if<Day>(&value)) {
        return day_words(*day);
    }
    return "–";
}

Align alignment(const Cell& cell) {
    const bool number = std::holds_alternative<std::int64_t>(cell.value) ||
                        std::holds_alternative<tabular::Percent>(cell.value) ||
                        std::holds_alternative<tabular::Decimal>(cell.value);
    return cell.align == Align::justify && number ? Align::right : cell.align;
}

} // namespace chengban::documents
