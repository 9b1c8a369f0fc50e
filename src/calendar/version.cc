#include "calendar/version.h"

namespace chengban::calendar {

std::vector<RowChange> diff(const Calendar& before, const Calendar& after) {
    std::vector<RowChange> changes;
    auto old_row = before.rows().begin();
    auto new_row = after.rows().begin();
    const auto old_end = before.rows().end();
    const auto new_end = after.rows().end();
    while (old_row != old_end || new_row != new_end) {
        if (new_row == new_end || (old_row != old_end && old_row->day < new_row->day)) {
            changes.push_back({old_row->day, *old_row, std::nullopt});
            ++old_row;
        } else if (old_row == old_end || new_row->day < old_row->day) {
            changes.push_back({new_row->day, std::nullopt, *new_row});
            ++new_row;
        } else {
            if (*old_row != *new_row) {
                changes.push_back({old_row->day, *old_row, *new_row});
            }
            ++old_row;
            ++new_row;
        }
    }
    return changes;
}

Result<Due> standing(const Calendar& calendar, const OpenLimit& limit) {
    Due base{limit.start, false};
    if (limit.amount) {
        const Result<Due> counted = due(calendar, limit.start, *limit.amount, limit.counting);
        if (!counted) {
            return counted;
        }
        base = *counted;
    }
    if (!limit.extension) {
        return base;
    }
    Result<Due> extended = extend(calendar, base.at, *limit.extension, limit.counting);
    if (extended) {
        extended->provisional = extended->provisional || base.provisional;
    }
    return extended;
}

std::vector<Moved> preview(const Calendar& current, const Calendar& draft,
                           std::span<const OpenLimit> limits) {
    std::vector<Moved> moves;
    for (const OpenLimit& limit : limits) {
        const Result<Due> after = standing(draft, limit);
        if (after && after->at == limit.due) {
            continue;
        }
        const Result<Due> before = standing(current, limit);
        Moved& moved = moves.emplace_back();
        moved.id = limit.id;
        moved.old_due = limit.due;
        moved.was_provisional = before && before->provisional;
        if (after) {
            moved.new_due = after->at;
            moved.is_provisional = after->provisional;
        } else {
            moved.new_due = limit.due;
            moved.problem = after.error();
        }
    }
    return moves;
}

} // namespace chengban::calendar
