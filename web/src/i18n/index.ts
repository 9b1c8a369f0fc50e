// Words of the desk itself. What the server says (states, refusals, clauses) arrives in both languages;
// `pick` chooses. A test compares the keys below with every t('…') in the source.
import { reactive } from 'vue'
import { en } from './en'
import { readable } from './instants'
import { zh } from './zh'

export type Language = 'zh' | 'en'
export type MessageKey = keyof typeof zh

const messages: Record<Language, Record<MessageKey, string>> = { zh, en }
const state = reactive<{ language: Language }>({ language: 'zh' })

export const language = (): Language => state.language

export function setLanguage(value: Language): void {
  state.language = value
  document.documentElement.lang = value === 'zh' ? 'zh-CN' : 'en'
}

export function t(key: MessageKey, values?: Record<string, string | number>): string {
  const text = messages[state.language][key]
  if (!values) return text
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  )
}

export interface Words {
  zh?: string | null
  en?: string | null
}

// The server's own words in the reader's language.
export function pick(words: Words | null | undefined): string {
  if (!words) return ''
  return readable((state.language === 'zh' ? words.zh : words.en) || words.zh || words.en || '', state.language)
}

// The same with a capital letter where it stands alone: in a list, on a button, as a heading.
export function say(words: Words | null | undefined): string {
  const text = pick(words)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

// Several things in one line.
export const joined = (items: readonly string[]): string => items.join(state.language === 'zh' ? '、' : ', ')
