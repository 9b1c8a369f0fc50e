import { describe, expect, it } from 'vitest'
import type { OrderView, TimelineEvent } from '@/api/model'
import { happenedSince, mayGoOn } from './since'

const event = (seq: number, role: string, type = 'note_limit_passed'): TimelineEvent =>
  ({ seq, type, zh: type, actor: { person: { id: role }, unit: { id: 'u' }, role: { value: role } }, occurred_at: '', recorded_at: '', data: {} }) as unknown as TimelineEvent
const order = (version: number, timeline: TimelineEvent[], more: object = {}): OrderView =>
  ({ id: 'o', version, state: { value: 'handling' }, facts: { title: '漏水' }, deadlines: [{ kind: 'completion', due: '2026-10-16T00:00:00+08:00', band: { value: 'yellow' } }], next_actions: [{ command: 'add_note', open: true }], timeline, ...more }) as unknown as OrderView

const before = order(3, [event(3, 'handler')])

describe('a form that was begun before something happened', () => {
  it('goes on when only the machine wrote', () => {
    const after = order(5, [event(3, 'handler'), event(4, 'system'), event(5, 'hotline', 'remind')])
    expect(happenedSince(before, after).map((one) => one.seq)).toEqual([4, 5])
    expect(mayGoOn(before, after, 'add_note')).toBe(true)
  })
  it('goes on when time alone moved a band', () => {
    const after = order(4, [event(4, 'system')], { deadlines: [{ kind: 'completion', due: '2026-10-16T00:00:00+08:00', band: { value: 'red' } }] })
    expect(mayGoOn(before, after, 'add_note')).toBe(true)
  })
  it('stops when a person did something', () => {
    expect(mayGoOn(before, order(5, [event(4, 'system'), event(5, 'section_head', 'add_note')]), 'add_note')).toBe(false)
  })
  it('stops when the machine changed what the form shows', () => {
    const moved = order(4, [event(4, 'system')], { deadlines: [{ kind: 'completion', due: '2026-10-20T00:00:00+08:00' }] })
    expect(mayGoOn(before, moved, 'add_note')).toBe(false)
    const closed = order(4, [event(4, 'system')], { next_actions: [{ command: 'add_note', open: false }] })
    expect(mayGoOn(before, closed, 'add_note')).toBe(false)
  })
  it('stops when nothing is known to have happened', () => {
    expect(mayGoOn(before, before, 'add_note')).toBe(false)
  })
})
