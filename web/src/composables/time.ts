// Instants as a desk reads them, always at +08:00 whatever the machine's zone is.
import { language, t } from '@/i18n'

const shift = 8 * 3600 * 1000
const pad = (value: number): string => String(value).padStart(2, '0')

// A Date whose UTC parts are Shanghai's wall clock.
export const wall = (instant: string | number): Date => new Date(new Date(instant).getTime() + shift)

export const dayText = (instant: string | number): string => {
  const at = wall(instant)
  return `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`
}

export const timeText = (instant: string | number): string => {
  const at = wall(instant)
  return `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}`
}

export const instantText = (instant: string | number): string => `${dayText(instant)} ${timeText(instant)}`

// A limit as the regulation counts it: a day's end is its 24:00, not the next day's 00:00.
export const limitText = (instant: string | number): string => (timeText(instant) === '00:00' ? `${dayText(new Date(instant).getTime() - 1000)} 24:00` : instantText(instant))

// «今天 14:05», «昨天 09:10», «11-20 08:00», «2025-12-30 10:00».
export function nearText(instant: string, now: number = Date.now()): string {
  const day = dayText(instant)
  const time = timeText(instant)
  if (day === dayText(now)) return `${t('time.today')} ${time}`
  if (day === dayText(now - 86_400_000)) return `${t('time.yesterday')} ${time}`
  return day.slice(0, 4) === dayText(now).slice(0, 4) ? `${day.slice(5)} ${time}` : `${day} ${time}`
}

// RFC 3339 at +08:00 to the millisecond, as the server wants it.
export const toInstant = (date: Date): string => {
  const at = wall(date.getTime())
  return `${dayText(date.getTime())}T${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())}.${String(at.getUTCMilliseconds()).padStart(3, '0')}+08:00`
}

export function weekday(day: string): string {
  const index = new Date(`${day}T00:00:00Z`).getUTCDay()
  return (language() === 'zh' ? ['日', '一', '二', '三', '四', '五', '六'] : ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'])[index]!
}

export function durationText(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 60) return t('time.minutes', { count: minutes })
  const hours = Math.round(minutes / 60)
  return hours < 48 ? t('time.hours', { count: hours }) : t('time.days', { count: Math.round(hours / 24) })
}
