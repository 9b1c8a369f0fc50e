import { describe, expect, it } from 'vitest'
import { readable } from './instants'

describe('instants inside the server’s words', () => {
  it('are dates and times of the reader’s language', () => {
    expect(readable('截止 2026-12-09T17:30:05.123+08:00，实际 2026-12-10T08:00:00+08:00', 'zh', 2026)).toBe('截止 12月9日 17:30，实际 12月10日 08:00')
    expect(readable('due 2026-12-09T17:30:00+08:00, done 2027-01-03T08:05:00+08:00', 'en', 2026)).toBe('due 9 Dec 17:30, done 3 Jan 2027 08:05')
  })
  it('put a limit at midnight on the day that it ends, nothing else', () => {
    expect(readable('截止 2027-01-01T00:00:00+08:00', 'zh', 2026)).toBe('截止 12月31日 24:00')
    expect(readable('it closed at 2026-12-10T00:00:00+08:00', 'en', 2026)).toBe('it closed at 9 Dec 24:00')
    expect(readable('2026-12-10T00:00:00+08:00 起无人值班', 'zh', 2026)).toBe('12月10日 00:00 起无人值班')
  })
  it('leave everything else alone', () => {
    expect(readable('2026-12-09 的 TEST', 'zh', 2026)).toBe('2026-12-09 的 TEST')
  })
})
