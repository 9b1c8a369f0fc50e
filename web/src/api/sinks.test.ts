// Check 27: what people typed reaches the page as text alone. Vue escapes it; these are the ways around
// that, none of which the desk takes.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mount } from '@vue/test-utils'
import { defineComponent, h } from 'vue'

const sinks = /v-html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|srcdoc|\beval\(|new Function|javascript:|\.domProps|:is="[^"]*\(/
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.test.ts') && !name.endsWith('.d.ts'))

describe('the desk', () => {
  it('has no way from text to markup or code', () => {
    expect(sources.length).toBeGreaterThan(80)
    for (const name of sources) {
      const line = readFileSync(join('src', name), 'utf8').split('\n').find((one) => sinks.test(one))
      expect([name, line]).toEqual([name, undefined])
    }
    for (const bad of ['<p v-html="x" />', 'a.innerHTML = x', 'eval(x)', '<a href="javascript:x">']) expect(sinks.test(bad)).toBe(true)
  })
  it('follows no address that came as data but its own and the provider’s', () => {
    const bound = sources.flatMap((name) => [...readFileSync(join('src', name), 'utf8').matchAll(/(?::href|:src|window\.open\()="?([^"\s]*)/g)].map((match) => `${name} ${match[1]}`))
    for (const one of bound) expect(one).not.toMatch(/claim|title|reply|content|remark|note/)
  })
  it('shows a citizen’s words as they are', () => {
    const words = '<img src=x onerror=alert(1)><script>alert(1)</script>'
    const page = mount(defineComponent({ render: () => h('p', words) }))
    expect(page.element.children.length).toBe(0)
    expect(page.text()).toBe(words)
  })
})
