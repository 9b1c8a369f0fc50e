// Dispatch of many orders: one command per order, each with its own result, never all or nothing.
#pragma once

#include "usecase/jobs.h"

#include "usecase/desk.h"

namespace chengban::usecase {

struct BulkDispatchItem {
    OrderId order;
    UnitId unit;
    std::optional<LimitClass> limit_class;
    static constexpr auto fields() {
        using T = BulkDispatchItem;
        return std::tuple{field("order", &T::order, "工单", "order"),
                          field("unit", &T::unit, "承办单位", "unit"),
                          field("limit_class", &T::limit_class, "时限类别", "limit class")};
    }
};

struct BulkDispatch {
    std::vector<BulkDispatchItem> items;
    bool preview = false; // decide on each, write nothing
    static constexpr auto fields() {
        return std::tuple{field("items", &BulkDispatch::items, "工单", "orders", {1, 2000}),
                          defaulted("preview", &BulkDispatch::preview, "预览", "preview")};
    }
};

// summary {"dispatched","refused","items":[{"order","ok","version"|"reasons"}]}
JobResult bulk_dispatch(Desk& desk, const workorder::Actor& actor, const BulkDispatch& wanted,
                        JobControl& control);

} // namespace chengban::usecase
