import { createPinia, setActivePinia } from 'pinia'
import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { loadDraft, saveDraft, dropDraft, dropDraftsOf, dropOldDrafts } from '@/api/drafts'
import { queryString } from '@/api/client'
import { setLanguage } from '@/i18n'
import { handleKey, useShortcuts } from './shortcuts'
import { instantText, nearText, toInstant } from './time'

beforeEach(() => {
  setActivePinia(createPinia())
  localStorage.clear()
  document.body.innerHTML = ''
  setLanguage('zh')
})

describe('time at +08:00', () => {
  it('shows Shanghai’s wall clock whatever the zone of the machine', () => {
    expect(instantText('2026-12-09T16:30:00Z')).toBe('2026-12-10 00:30')
    expect(toInstant(new Date('2026-12-09T16:30:05Z'))).toBe('2026-12-10T00:30:05.000+08:00')
  })
  it('says today and yesterday by Shanghai’s days', () => {
    const now = Date.parse('2026-12-10T00:10:00+08:00')
    expect(nearText('2026-12-09T23:50:00+08:00', now)).toBe('昨天 23:50')
    expect(nearText('2026-12-10T00:05:00+08:00', now)).toBe('今天 00:05')
    expect(nearText('2025-12-10T00:05:00+08:00', now)).toBe('2025-12-10 00:05')
  })
})

describe('drafts', () => {
  it('belong to a person, an order and a form', () => {
    saveDraft('a', 'o', 'f', 3, { text: 'x' })
    expect(loadDraft('a', 'o', 'f')?.values).toEqual({ text: 'x' })
    expect(loadDraft('b', 'o', 'f')).toBeNull()
    dropDraft('a', 'o', 'f')
    expect(loadDraft('a', 'o', 'f')).toBeNull()
  })
  it('go with the person who leaves, and nobody else’s do', () => {
    saveDraft('a', 'o', 'register', 0, { citizen_phone: '13812345678' })
    saveDraft('ab', 'o', 'register', 0, { text: 'x' })
    dropDraftsOf('a')
    expect(loadDraft('a', 'o', 'register')).toBeNull()
    expect(JSON.stringify(localStorage)).not.toContain('13812345678')
    expect(loadDraft('ab', 'o', 'register')).not.toBeNull()
  })
  it('go after thirty days, and a broken one goes at once', () => {
    saveDraft('a', 'o', 'f', 3, {})
    localStorage.setItem('chengban.draft.broken', '{')
    dropOldDrafts(Date.now())
    expect(Object.keys(localStorage)).toEqual(['chengban.draft.a.o.f'])
    dropOldDrafts(Date.now() + 31 * 24 * 3600_000)
    expect(Object.keys(localStorage)).toEqual([])
  })
})

describe('shortcuts', () => {
  const ran: string[] = []
  const Owner = defineComponent({
    setup() {
      useShortcuts([
        { keys: 'j', title: 'key.next', run: () => ran.push('j') },
        { keys: 'g h', title: 'nav.home', run: () => ran.push('g h') },
      ])
      return () => h('input')
    },
  })
  const press = (key: string, init: KeyboardEventInit & { target?: EventTarget; keyCode?: number } = {}): void => {
    const event = new KeyboardEvent('keydown', { key, cancelable: true, ...init })
    Object.defineProperty(event, 'target', { value: init.target ?? document.body })
    if (init.keyCode) Object.defineProperty(event, 'keyCode', { value: init.keyCode })
    handleKey(event, true)
  }
  it('act alone and in pairs, never while typing, composing or switched off', () => {
    const owner = mount(Owner, { attachTo: document.body })
    ran.length = 0
    press('j')
    press('g')
    press('h')
    expect(ran).toEqual(['j', 'g h'])
    press('j', { target: owner.find('input').element })
    press('j', { isComposing: true })
    press('j', { keyCode: 229 })
    press('j', { ctrlKey: true })
    handleKey(new KeyboardEvent('keydown', { key: 'j' }), false)
    expect(ran).toEqual(['j', 'g h'])
    owner.unmount()
    press('j')
    expect(ran).toEqual(['j', 'g h'])
  })
})

describe('query strings', () => {
  it('leave out what is empty and quote what is Chinese', () => {
    expect(queryString({ a: '', b: undefined, q: '漏水', open: false })).toBe('?q=%E6%BC%8F%E6%B0%B4&open=false')
    expect(queryString({})).toBe('')
  })
})
