#include "usecase/citizen_mask.h"

#include "lint/mask.h"
#include "workorder/codec.h"

namespace chengban::usecase {

namespace {

// B10: house numbers by role.
bool sees_house_number(const workorder::WorkOrder& order, const workorder::Actor& reader,
                       const rulebook::PrivacyRules& privacy,
                       const people::Organisation& organisation) {
    if (!order.unit.empty() && reader.unit == order.unit) {
        return privacy.house_number_to_unit;
    }
    return reader.unit == organisation.center().id ? privacy.house_number_to_center
                                                   : privacy.house_number_to_others;
}

} // namespace

CitizenMask::CitizenMask(Desk& desk, const workorder::WorkOrder& order,
                         const std::map<TextId, std::string>& texts,
                         const workorder::Actor& reader) {
    if (order.facts.citizen_name) {
        const auto found = texts.find(order.facts.citizen_name->ref.id);
        citizen_name_ = found == texts.end() ? std::string() : found->second;
    }
    const Library& library = desk.library();
    const Rules rules = order.rulebook_version == 0
                            ? library.rulebook_in_force(day_of(desk.clock().now()))
                            : library.rulebook(order.rulebook_version);
    house_number_ = sees_house_number(order, reader, rules->book.privacy, *library.organisation());
}

std::string CitizenMask::shown(std::string_view path, std::string_view plain) const {
    if (path.ends_with("citizen_phone")) {
        return lint::mask_phone(plain);
    }
    if (path.ends_with("citizen_name")) {
        return lint::mask_name(plain);
    }
    const std::string text = path.ends_with("address") && !house_number_
                                 ? lint::mask_house_numbers(plain)
                                 : std::string(plain);
    return lint::mask_personal_data(text, citizen_name_);
}

void CitizenMask::fill(workorder::Event& event, const std::map<TextId, std::string>& texts) const {
    workorder::each_text(event, [&](const std::string& path, Text& text) {
        const auto found = texts.find(text.ref.id);
        text.plain = found == texts.end() ? "（已删除）" : shown(path, found->second);
    });
}

} // namespace chengban::usecase
