// Saved views of queues: a person's own, and those a colleague shares with the unit. The server keeps them.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { call, get, newKey } from '@/api/client'
import { useSession } from './session'

export interface ViewWish {
  title: string
  queue: string
  filters: { name: string; value: string }[]
  sort: string
  layout: 'list' | 'table'
  shared: boolean
}
export interface QueueView extends ViewWish {
  id: string
  version: number
  own: boolean
  owner_name: string
}
type Query = Record<string, string>

// What a queue page shows and a view keeps are the same, said as an address and as a record.
export function addressOf(view: QueueView): { name: string; params: Query; query: Query } {
  const query: Query = Object.fromEntries(view.filters.map((one) => [one.name, one.value]))
  if (view.sort) query.sort = view.sort
  if (view.layout === 'table') query.layout = view.layout
  return { name: 'queue', params: { queue: view.queue }, query: { ...query, view: view.id } }
}
export function wishOf(title: string, queue: string, query: Query, shared: boolean): ViewWish {
  const { view: _view, sort, layout, ...rest } = query
  const filters = Object.entries(rest).map(([name, value]) => ({ name, value }))
  return { title, queue, filters, sort: sort ?? '', layout: layout === 'table' ? 'table' : 'list', shared }
}

export const useViews = defineStore('views', () => {
  const session = useSession()
  const items = shallowRef<QueueView[]>([])

  const read = async (): Promise<void> => void (items.value = (await get<{ items: QueueView[] }>('/queue-views')).items)

  // Earlier desks kept views in the browser: they go to the server once. One that the server no longer
  // understands is let go, for it could not be shown either.
  async function takeOver(): Promise<void> {
    const place = `chengban.views.${session.post?.person ?? ''}`
    const kept = localStorage.getItem(place)
    if (!kept) return
    for (const old of JSON.parse(kept) as { id: string; name: string; queue: string; query: Query }[]) {
      await call('POST', '/queue-views', { body: wishOf(old.name, old.queue, old.query, false), key: `browser-view-${old.id}` }).catch((error: { status?: number }) => {
        if (error.status !== 422) throw error
      })
    }
    localStorage.removeItem(place)
  }
  async function load(): Promise<void> {
    await takeOver().catch(() => undefined) // the next visit tries again
    await read()
  }
  async function keep(wish: ViewWish, id?: string): Promise<string> {
    const { data } = await call<{ id: string }>('POST', id ? `/queue-views/${id}/change` : '/queue-views', { body: wish, key: newKey() })
    await read()
    return data.id
  }
  async function remove(id: string): Promise<void> {
    await call('POST', `/queue-views/${id}/remove`, { key: newKey() })
    await read()
  }
  return { items, load, keep, remove }
})
