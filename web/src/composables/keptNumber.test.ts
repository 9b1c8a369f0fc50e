import { afterEach, describe, expect, it, vi } from 'vitest'
import { asNumber, keepNumber, keptNumber } from './keptNumber'
import { useOrderList } from './orderList'

afterEach(() => vi.unstubAllGlobals())

describe('a citizen’s number that is searched for', () => {
  it('is known however it was typed', () => {
    for (const text of ['13812345678', '138 1234 5678', '+86 138-1234-5678', '021-6473 1234']) expect(asNumber(text)).toMatch(/^(13812345678|02164731234)$/)
    for (const text of ['SH20261234', '12345', '漏水', '138123456789']) expect(asNumber(text)).toBeUndefined()
  })
  it('stands in the address as a name that means nothing', () => {
    const name = keepNumber('13812345678')
    expect(name).not.toContain('5678')
    expect(keptNumber(name)).toBe('13812345678')
    expect(keptNumber('13812345678')).toBeUndefined()
  })
  it('is asked for in a body, everything else in the address', async () => {
    const asked: [string, string][] = []
    vi.stubGlobal('fetch', (address: string, request: RequestInit) => {
      asked.push([address, String(request.body ?? '')])
      return Promise.resolve(new Response('{"items":[],"next_cursor":null}', { headers: { 'Content-Type': 'application/json' } }))
    })
    const list = useOrderList()
    await list.reload({ queue: 'all', phone: '13812345678' })
    await list.reload({ queue: 'all' })
    expect(asked[0]![0]).toBe('/api/v1/work-orders/search')
    expect(JSON.parse(asked[0]![1])).toEqual({ queue: 'all', phone: '13812345678', limit: 100 })
    expect(asked[1]).toEqual(['/api/v1/work-orders?queue=all&limit=100', ''])
  })
})
