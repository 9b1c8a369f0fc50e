// A list of orders read page by page with the server's cursor, for any number of rows. Live changes
// replace rows in place; what changed since this person last opened it is marked.
import { computed, reactive, ref, shallowRef, triggerRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { call, get } from '@/api/client'
import type { OrderRow, Page } from '@/api/model'

export type ListQuery = Record<string, string>

export interface OrderList {
  rows: ShallowRef<OrderRow[]>
  loading: Ref<boolean>
  problem: ShallowRef<unknown>
  done: ComputedRef<boolean>
  stale: Ref<boolean>
  reload: (query: ListQuery) => Promise<void>
  more: () => Promise<void>
  touch: (id: string) => void
}

const pageSize = 100

export function useOrderList(): OrderList {
  const rows = shallowRef<OrderRow[]>([])
  const loading = ref(false)
  const problem = shallowRef<unknown>(null)
  const cursor = ref<string | null>(null)
  const started = ref(false)
  const stale = ref(false) // something changed that may belong here
  let query: ListQuery = {}
  let turn = 0

  async function read(mine: number): Promise<void> {
    loading.value = true
    try {
      const wanted = { ...query, cursor: cursor.value ?? undefined, limit: pageSize }
      // A citizen's number goes into a body, where no proxy on the way keeps it.
      const page = query.phone
        ? (await call<Page<OrderRow>>('POST', '/work-orders/search', { body: wanted })).data
        : await get<Page<OrderRow>>('/work-orders', wanted)
      if (mine !== turn) return
      rows.value = started.value ? [...rows.value, ...page.items] : page.items
      started.value = true
      cursor.value = page.next_cursor
      problem.value = null
    } catch (error) {
      if (mine === turn) problem.value = error
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  async function reload(wanted: ListQuery): Promise<void> {
    query = wanted
    cursor.value = null
    started.value = false
    stale.value = false
    await read(++turn)
  }
  async function more(): Promise<void> {
    if (!loading.value && started.value && cursor.value) await read(turn)
  }
  // An order changed: its row is read again; when it is none of ours, the list offers a refresh.
  const waiting = new Set<string>()
  function touch(id: string): void {
    if (!rows.value.some((row) => row.id === id)) {
      stale.value = true
      return
    }
    if (waiting.size === 0) setTimeout(() => void refresh(), 400)
    waiting.add(id)
  }
  async function refresh(): Promise<void> {
    const ids = [...waiting]
    waiting.clear()
    for (const id of ids.slice(0, 20)) {
      const old = rows.value.find((row) => row.id === id)
      if (!old) continue
      const page = await get<Page<OrderRow>>('/work-orders', { hotline_number: old.hotline_number, limit: 5 }).catch(() => null)
      const fresh = page?.items.find((row) => row.id === id)
      if (!fresh) continue
      rows.value[rows.value.findIndex((row) => row.id === id)] = fresh
      triggerRef(rows)
    }
    if (ids.length > 20) stale.value = true
  }
  return { rows, loading, problem, done: computed(() => started.value && !cursor.value), stale, reload, more, touch }
}

// Which version of an order this person last saw; kept in this browser, newest first.
const seenMax = 3000
const seen = reactive(new Map<string, number>())
let seenName = ''

export function openSeen(person: string): void {
  seenName = `chengban.seen.${person}`
  seen.clear()
  for (const [id, version] of JSON.parse(localStorage.getItem(seenName) ?? '[]') as [string, number][]) seen.set(id, version)
}
export function markSeen(id: string, version: number): void {
  seen.delete(id)
  seen.set(id, version)
  localStorage.setItem(seenName, JSON.stringify([...seen].slice(-seenMax)))
}
export const isUnseen = (row: { id: string; version: number }): boolean => {
  const last = seen.get(row.id)
  return last !== undefined && row.version > last
}
