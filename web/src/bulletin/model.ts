// What the server answers about clause 16.
import type { Span } from '@/composables/days'
import { dayText } from '@/composables/time'

export interface Section {
  heading: string
  text: string
}
export interface Share {
  token: string
  now: number
  before: number
}
export interface UnitFigures {
  unit: string
  received: number
  completed: number
  late: number
  overdue: number
}
export interface Cell {
  category: string
  district: string
  count: number
  expected_milli: number
  chance_ppm: number
  orders: string[]
}
export interface Period {
  from: string
  to: string // exclusive
}
export interface Figures {
  period: Period
  before: Period
  received: number
  received_before: number
  completed: number
  completed_late: number
  overdue: number
  kinds: Share[]
  categories: Share[]
  districts: Share[]
  units: UnitFigures[]
  concentrated: Cell[]
  early_signs: Cell[]
}
export interface Bulletin {
  id: string
  version: number
  state: string
  type: string
  figures?: Figures
  title: string
  sections: Section[]
  year: number
  number: number
  drafted_by: string
  created_at: string
  issued_at?: string
  issued_by: string
}

// The days of a period as a filter of the order list wants them.
export const daysOf = (period: Period): Span => ({ first: dayText(period.from), last: dayText(Date.parse(period.to) - 1) })
export const rangeOf = (period: Period): string => `${daysOf(period).first}..${daysOf(period).last}`
