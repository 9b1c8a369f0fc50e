// B2: who held the order, and for how long.
#pragma once

#include "workorder/order.h"

#include <span>
#include <vector>

namespace chengban::workorder {

enum class Holder { with_hotline, with_center, with_unit, disputed };

struct Holding {
    Holder holder = Holder::with_center;
    UnitId unit; // of `with_unit` and `disputed`: a return is applied for and not decided
    Instant from;
    std::optional<Instant> until; // empty: still

    bool operator==(const Holding&) const = default;
};

// From the citizen's call, where its time is known, to completion or the order's leaving. What the
// hotline sends back begins another holding.
std::vector<Holding> ownership(const OrderId& order, std::span<const Event> events);

} // namespace chengban::workorder

template <>
struct chengban::EnumTable<chengban::workorder::Holder> {
    using E = chengban::workorder::Holder;
    static constexpr std::array rows{
        EnumRow<E>{E::with_hotline, "hotline", "市民服务热线", "hotline"},
        EnumRow<E>{E::with_center, "center", "市物业管理事务中心", "center"},
        EnumRow<E>{E::with_unit, "unit", "承办单位", "handling unit"},
        EnumRow<E>{E::disputed, "disputed", "退单争议", "in dispute"}};
};
