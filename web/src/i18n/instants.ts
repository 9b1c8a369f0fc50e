// Refusals and flags name instants as the machine writes them; a reader sees a date and a time. A limit at
// midnight belongs to the day that it ends.
import type { Language } from './index'

const written = /(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?\+08:00/g
const endsDay = /(截止|时限|closed at|limit was|due|by) ?$/
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export function readable(text: string, language: Language, thisYear = new Date().getFullYear()): string {
  if (!text.includes('T')) return text
  return text.replace(written, (_whole, year: string, month: string, day: string, hour: string, minute: string, at: number) => {
    const midnight = hour === '00' && minute === '00' && endsDay.test(text.slice(0, at))
    const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day) - (midnight ? 1 : 0)))
    const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
    const time = midnight ? '24:00' : `${hour}:${minute}`
    if (language === 'zh') return `${y === thisYear ? '' : `${y}年`}${m + 1}月${d}日 ${time}`
    return `${d} ${months[m]}${y === thisYear ? '' : ` ${y}`} ${time}`
  })
}
