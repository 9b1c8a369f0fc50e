// From the kept counts (unit × handler × state × due day) to what the charts show. Sums only, no rule.
import type { Bucket } from '@/api/model'

export interface DayLoad {
  day: string
  count: number
}

const plusDays = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

// The next days, one bar each; what is overdue is told apart from them, it would dwarf them.
export function dueByDay(buckets: readonly Bucket[], today: string, span: number): DayLoad[] {
  const counts = new Map<string, number>()
  for (const bucket of buckets) {
    if (bucket.due_day) counts.set(bucket.due_day, (counts.get(bucket.due_day) ?? 0) + bucket.count)
  }
  return Array.from({ length: span }, (_unused, index) => plusDays(today, index)).map((day) => ({ day, count: counts.get(day) ?? 0 }))
}

export interface UnitLoad {
  unit: string
  overdue: number
  today: number
  week: number
  later: number
}

// Open work per unit, the busiest first.
export function loadByUnit(buckets: readonly Bucket[], today: string): UnitLoad[] {
  const week = plusDays(today, 7)
  const loads = new Map<string, UnitLoad>()
  for (const bucket of buckets) {
    if (!bucket.due_day || !bucket.unit) continue
    const load = loads.get(bucket.unit) ?? { unit: bucket.unit, overdue: 0, today: 0, week: 0, later: 0 }
    loads.set(bucket.unit, load)
    if (bucket.due_day < today) load.overdue += bucket.count
    else if (bucket.due_day === today) load.today += bucket.count
    else if (bucket.due_day < week) load.week += bucket.count
    else load.later += bucket.count
  }
  const total = (load: UnitLoad): number => load.overdue + load.today + load.week + load.later
  return [...loads.values()].sort((a, b) => total(b) - total(a))
}

export function byState(buckets: readonly Bucket[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const bucket of buckets) sums.set(bucket.state, (sums.get(bucket.state) ?? 0) + bucket.count)
  return sums
}
