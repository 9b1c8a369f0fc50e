// Numbers and addresses by which a person or an office can be reached or known. Private to the
// room.
#pragma once

#include "base/enums.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace chengban::lint {

enum class PersonalDatum {
    identity_number, // mainland, 18 digits with a right check digit, or 15 with a possible date
    mobile,          // 1[3-9] and nine digits, with or without +86
    bank_card,       // 16–19 digits with a right check digit
    plate,
    landline,
    service_line, // 400 and 800 numbers
    email
};

struct FoundDatum {
    PersonalDatum kind;
    std::size_t begin = 0; // code points
    std::size_t end = 0;

    bool operator==(const FoundDatum&) const = default;
};

// In order of position, without overlaps. Digits may be full-width, and separated by blanks and
// hyphens in the usual groups.
std::vector<FoundDatum> find_personal_data(std::u32string_view text);

} // namespace chengban::lint

template <>
struct chengban::EnumTable<chengban::lint::PersonalDatum> {
    using E = chengban::lint::PersonalDatum;
    static constexpr std::array rows{
        EnumRow<E>{E::identity_number, "identity_number", "身份证号码", "identity number"},
        EnumRow<E>{E::mobile, "mobile", "手机号码", "mobile number"},
        EnumRow<E>{E::bank_card, "bank_card", "银行卡号", "bank card number"},
        EnumRow<E>{E::plate, "plate", "车牌号", "car plate"},
        EnumRow<E>{E::landline, "landline", "固定电话", "telephone number"},
        EnumRow<E>{E::service_line, "service_line", "服务热线", "service line"},
        EnumRow<E>{E::email, "email", "电子邮箱", "e-mail address"}};
};
