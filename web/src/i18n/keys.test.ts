import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from './en'
import { zh } from './zh'

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(vue|ts)$/.test(name) && !name.includes('i18n/') && !name.endsWith('.test.ts') && !name.endsWith('contract.d.ts'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
const keys = Object.keys(zh)
const prefixes = new Set(keys.map((key) => key.split('.')[0]))
// Every quoted «page.word» whose first part is a page of the message files: a t('…') or a title in a table.
const used = new Set(
  sources.flatMap((text) => [...text.matchAll(/'([a-z_]+)\.([a-z0-9_]+)'/g)].filter((match) => prefixes.has(match[1]!)).map((match) => `${match[1]}.${match[2]}`)),
)

describe('messages', () => {
  it('has every key that the code uses', () => {
    expect([...used].filter((key) => !keys.includes(key))).toEqual([])
  })
  it('has no key that nothing uses', () => {
    expect(keys.filter((key) => !used.has(key))).toEqual([])
  })
  it('says the same in both languages', () => {
    expect(Object.keys(en)).toEqual(keys)
  })
  it('has the same values to fill in', () => {
    const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort()
    for (const key of keys) expect([key, holes(en[key as keyof typeof en])]).toEqual([key, holes(zh[key as keyof typeof zh])])
  })
  it('is Chinese where Chinese is meant', () => {
    const latin = Object.entries(zh).filter(([, text]) => !/[\u4e00-\u9fff]/.test(text) && !/^\{/.test(text))
    expect(latin.map(([key]) => key)).toEqual([])
  })
})
