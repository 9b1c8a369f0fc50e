// A citizen's identity in plain (18, I 38, B10): masked everywhere else, read here field by field,
// counted, and on durable record before it is shown.
#pragma once

#include "usecase/desk.h"
#include "usecase/read_watch.h"

namespace chengban::usecase {

enum class IdentityField { citizen_name, citizen_phone, address, title, claim };

} // namespace chengban::usecase

template <>
struct chengban::EnumTable<chengban::usecase::IdentityField> {
    using E = chengban::usecase::IdentityField;
    static constexpr std::array rows{
        EnumRow<E>{E::citizen_name, "citizen_name", "姓名", "name"},
        EnumRow<E>{E::citizen_phone, "citizen_phone", "联系电话", "phone"},
        EnumRow<E>{E::address, "address", "地址", "address"},
        EnumRow<E>{E::title, "title", "标题原文", "title in full"},
        EnumRow<E>{E::claim, "claim", "诉求原文", "claim in full"}};
};

namespace chengban::usecase {

struct IdentityRequest {
    std::vector<IdentityField> wanted; // what is needed, no more
    std::string reason;                // the handler of an open order needs none

    static constexpr auto fields() {
        using T = IdentityRequest;
        return std::tuple{field("fields", &T::wanted, "查看项目", "fields", {1, 5}),
                          defaulted("reason", &T::reason, "查看理由", "reason", {0, 500})};
    }
};

// A reason is kept in the audit in plain: it may not name whom it is about, and has a length when
// it is needed.
Problem wrong_reason(const std::string& reason, bool needed, std::int32_t length_min,
                     std::string_view citizen_name);

// {"citizen_phone":"138…",…}; a field the order does not have, or that was erased, is null.
Outcome<json::object> read_identity(Desk& desk, Audit& audit, ReadWatch& watch,
                                    const workorder::Actor& reader, const OrderId& order,
                                    const IdentityRequest& request);

// The rulebook's numbers of an hour, for the use cases that count reads.
ReadLimit identity_limit(const rulebook::Rulebook& rulebook);
ReadLimit order_limit(const rulebook::Rulebook& rulebook);

} // namespace chengban::usecase
