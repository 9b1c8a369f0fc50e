import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CommandInfo } from '@/api/model'
import { setLanguage } from '@/i18n'
import { cleanBody, formFields } from './fields'
import { cutMarks } from './marks'

beforeEach(() => {
  setActivePinia(createPinia())
  setLanguage('zh')
})

const contact: CommandInfo = {
  name: 'record_contact',
  zh: '登记联系',
  schema: {
    type: 'object',
    required: ['at', 'caller', 'reached'],
    properties: {
      at: { type: 'string', format: 'date-time', title: '联系时间', description: 'time of contact' },
      channel: { type: 'string', enum: ['phone', 'visit'], title: '联系方式', description: 'channel' },
      caller: { type: 'string', pattern: '^x$', title: '联系人员', description: 'caller' },
      reached: { type: 'boolean', title: '是否联系上', description: 'reached' },
      learnt: { type: 'string', maxLength: 2000, title: '了解情况', description: 'what was learnt' },
      simulated: { type: 'boolean', title: '模拟', description: 'simulated' },
    },
  },
}

describe('a form from the contract', () => {
  it('chooses a control for every field and leaves the machine’s own out', () => {
    expect(formFields(contact).map((field) => [field.name, field.control, field.required])).toEqual([
      ['at', 'instant', true],
      ['channel', 'radio', false],
      ['caller', 'person', true],
      ['reached', 'switch', true],
      ['learnt', 'area', false],
    ])
  })
  it('labels in the reader’s language', () => {
    expect(formFields(contact)[4]!.label).toBe('了解情况')
    setLanguage('en')
    expect(formFields(contact)[4]!.label).toBe('What was learnt')
  })
  it('sends nothing empty, but sends what is false', () => {
    expect(cleanBody({ a: '', b: null, c: [], d: false, e: 0, f: 'x', g: undefined })).toEqual({ d: false, e: 0, f: 'x' })
  })
})

describe('marks in a text', () => {
  it('cuts by code points, not by UTF-16 units', () => {
    const pieces = cutMarks('𠮷家将解决', [{ begin: 2, end: 5 }])
    expect(pieces).toEqual([{ text: '𠮷家' }, { text: '将解决', finding: { begin: 2, end: 5 } }])
  })
  it('keeps the text whole whatever the findings', () => {
    const findings = [{ begin: 3, end: 9 }, { begin: 0, end: 2 }, { begin: 1, end: 3 }]
    expect(cutMarks('一二三四五', findings).map((piece) => piece.text).join('')).toBe('一二三四五')
  })
})
