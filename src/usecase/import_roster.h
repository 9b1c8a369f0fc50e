// B3: a unit's duty roster from a sheet, as units keep it: date, shift, name, telephone. One roster
// is one document, so a sheet with a fault is refused whole, with the place of every fault.
#pragma once

#include "people/duty.h"
#include "tabular/headers.h"

namespace chengban::usecase {

std::span<const tabular::ColumnSpec> roster_columns();

// The days of the sheet, from the first to the last, with all their turns.
Result<people::SetRoster> read_roster(std::unique_ptr<tabular::RowSource> source,
                                      const UnitId& unit, const people::Organisation& organisation,
                                      const rulebook::DutyRules& rules);

} // namespace chengban::usecase
