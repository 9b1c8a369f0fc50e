// What the server answers about clause 17 and B8.
import type { Span } from '@/composables/days'
import type { Words } from '@/i18n'

export interface MeasureInfo extends Words {
  measure: string
  formula_zh: string
  formula_en: string
  cohort_zh: string
  cohort_en: string
  clause: string
  floor_per_mille?: number
  floor_clause?: string
}
export interface Figure {
  measure: string
  numerator: string
  denominator: number
  excluded: (Words & { exclusion: string; count: number })[]
  percent?: string
  grade?: string
  below_floor?: boolean
}
export interface Line {
  scope: 'total' | 'unit' | 'section' | 'handler'
  unit?: string
  unit_zh?: string
  unit_en?: string
  group?: string
  section?: string
  section_zh?: string
  handler?: string
  handler_name?: string
  figures: Figure[]
  own_outcomes: (Words & { outcome: string; count: number; percent: string })[]
  changed?: string[]
}
export interface Report {
  days: Span
  at: string
  rulebook_version: number
  measures: MeasureInfo[]
  lines: Line[]
}
export interface AppraisalPeriod {
  id: string
  version: number
  title: string
  days: Span
  state: string
  created_at: string
  closed_at?: string
}
export interface PeriodView extends Report {
  id: string
  version: number
  title: string
  state: string
  closing?: { cut: string; seal: number; seal_root: string; rulebook_version: number; rounds: number; facts_digest: string }
  corrections?: Line[]
}
export interface DrilledOrder {
  standing: 'counted' | 'excluded'
  gained: string
  unit: string
  exclusion?: string
  hidden?: boolean
  order?: string
  round?: number
  hotline_number?: string
  title?: string
  handler?: string
  end?: string
  received_at?: string
  due?: string | null
  completed_at?: string | null
}
export const rates = ['on_time', 'first_contact', 'resolution', 'satisfaction'] as const
export const figureOf = (line: Line, measure: string): Figure | undefined => line.figures.find((one) => one.measure === measure)

export interface Loads {
  open: number
  overdue: number
  today: number
  tomorrow: number
  this_week: number
  later: number
  without_limit: number
}
export interface UnitForecast extends Loads {
  unit: string
  unit_zh: string
  unit_en: string
  people: (Loads & { handler: string; handler_name: string })[]
}
