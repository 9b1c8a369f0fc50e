import { describe, expect, it } from 'vitest'
import type { Bucket } from '@/api/model'
import { dueByDay, loadByUnit } from './figures'
import { parseDocument } from './rulebookDocument'

const bucket = (unit: string, due_day: string | undefined, count: number): Bucket => ({ unit, handler: '', state: 'handling', due_day, count })
const buckets = [bucket('a', '2026-11-20', 3), bucket('a', '2026-11-25', 2), bucket('b', '2026-11-26', 4), bucket('b', '2027-01-01', 1), bucket('b', undefined, 9)]

describe('figures of the home page', () => {
  it('gives every day of the span its bar, and leaves out what was due before', () => {
    expect(dueByDay(buckets, '2026-11-25', 3)).toEqual([
      { day: '2026-11-25', count: 2 },
      { day: '2026-11-26', count: 4 },
      { day: '2026-11-27', count: 0 },
    ])
  })
  it('crosses the end of a year', () => {
    expect(dueByDay([], '2026-12-31', 2).map((one) => one.day)).toEqual(['2026-12-31', '2027-01-01'])
  })
  it('splits a unit’s load by when it falls due; undated work is not counted as due', () => {
    expect(loadByUnit(buckets, '2026-11-25')).toEqual([
      { unit: 'a', overdue: 3, today: 2, week: 0, later: 0 },
      { unit: 'b', overdue: 0, today: 0, week: 4, later: 1 },
    ])
  })
})

describe('the rulebook as a document', () => {
  it('finds parts, words, articles and settings', () => {
    const parts = parseDocument('# 标题\n\n## 时限\n\n见解释 4\n- 紧急工单办结：5 个工作日〔（五）2，解释 21〕  `limits.urgent`\n')
    expect(parts).toEqual([
      {
        title: '时限',
        lines: [
          { text: '见解释 4', cite: '', name: '' },
          { text: '紧急工单办结：5 个工作日', cite: '〔（五）2，解释 21〕', name: 'limits.urgent' },
        ],
      },
    ])
  })
})
