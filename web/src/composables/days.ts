// Days as «2026-11-25» and spans of them, counted on the calendar of the server's clock.
import { serverNow } from '@/api/client'
import type { MessageKey } from '@/i18n'
import { dayText } from './time'

export interface Span {
  first: string
  last: string
}
export const today = (): string => dayText(serverNow())
export const plusDays = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

const monthStart = (day: string): string => `${day.slice(0, 7)}-01`
const monthEnd = (day: string): string => {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}
export const monthOf = (day: string): Span => ({ first: monthStart(day), last: monthEnd(day) })
export const lastMonth = (): Span => monthOf(plusDays(monthStart(today()), -1))

const quarterOf = (day: string): Span => {
  const year = day.slice(0, 4)
  const start = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1
  const pad = (month: number): string => String(month).padStart(2, '0')
  return { first: `${year}-${pad(start)}-01`, last: monthEnd(`${year}-${pad(start + 2)}-01`) }
}
export const presets: readonly { title: MessageKey; span: () => Span }[] = [
  { title: 'days.this_month', span: () => monthOf(today()) },
  { title: 'days.last_month', span: lastMonth },
  { title: 'days.this_quarter', span: () => quarterOf(today()) },
  { title: 'days.last_30', span: () => ({ first: plusDays(today(), -29), last: today() }) },
  { title: 'days.this_year', span: () => ({ first: `${today().slice(0, 4)}-01-01`, last: `${today().slice(0, 4)}-12-31` }) },
]
