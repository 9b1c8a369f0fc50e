// Named queues and filtered lists of orders, with counts. Relative dates («today», «this week») are
// resolved here, at the reader's moment.
#pragma once

#include "usecase/desk.h"

namespace chengban::usecase {

struct QueueInfo {
    std::string_view name;
    std::string_view zh;
    std::string_view en;
};
// mine, my_unit, awaiting_me, due_today, due_tomorrow, due_this_week, overdue, all_open, received,
// consulting, dispatched, handling, awaiting_approval, completed, all
std::span<const QueueInfo> queue_infos();

struct ListRequest {
    std::string queue;                                        // name of a queue, empty = all
    std::vector<std::pair<std::string, std::string>> filters; // name, value (comma-separated lists)
    std::string
        sort; // next_due (default), received_at, updated_at, completed_at; «-» first = descending
    std::string cursor;
    std::int32_t limit = 50;
};
// Names of filters that ListRequest knows.
std::span<const std::string_view> filter_names();

// «-received_at»: the first page in that order; empty when there is no such order.
std::optional<store::PageRequest> sorted_page(std::string_view sort);
// Queue and filters as the store understands them; every refusal names the parameter.
Outcome<store::OrderFilter> order_filter(Desk& desk, const workorder::Actor& reader,
                                         const ListRequest& request);
// {"items":[…],"next_cursor":…}; every refusal names the parameter.
Outcome<json::object> list_orders(Desk& desk, const workorder::Actor& reader,
                                  const ListRequest& request);
// Every queue with its count; «999+» as {"count":999,"more":true}.
json::array queue_counts(Desk& desk, const workorder::Actor& reader);
// Counts by unit, state and due day, as kept with each commit.
json::array bucket_counts(Desk& desk, const workorder::Actor& reader);

json::object row_json(const store::OrderRow& row, Desk& desk, Instant now);

} // namespace chengban::usecase
