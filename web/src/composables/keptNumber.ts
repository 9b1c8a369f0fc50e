// A citizen's number that is searched for stands in no address, history or shared link: the page keeps it
// in its memory, and the address carries a name that means nothing elsewhere.
import { newKey } from '@/api/client'

const kept = new Map<string, string>()

export function keepNumber(phone: string): string {
  const name = newKey().slice(0, 8)
  kept.set(name, phone)
  return name
}
export const keptNumber = (name: unknown): string | undefined => (typeof name === 'string' ? kept.get(name) : undefined)

// A mobile or an area code with its number, however it was typed.
export function asNumber(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '').replace(/^\+?86(?=[01])/, '')
  return /^(1[3-9]\d{9}|0\d{9,11})$/.test(digits) ? digits : undefined
}
