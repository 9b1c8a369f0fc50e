// A list of things that are not orders (entries, tasks, bulletins, calls …), page by page.
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { get, type CallOptions } from '@/api/client'

interface Answer<T> {
  items: T[]
  next_cursor?: string | null
}
export interface StreamList<T, A extends Answer<T>> {
  items: ShallowRef<T[]>
  answer: ShallowRef<A | null> // the first page, with what stands beside its items
  loading: Ref<boolean>
  problem: ShallowRef<unknown>
  more: ComputedRef<boolean>
  load: (query?: CallOptions['query']) => Promise<void>
  next: () => Promise<void>
}

export function useStreamList<T, A extends Answer<T> = Answer<T>>(path: string, pageSize = 50): StreamList<T, A> {
  const items = shallowRef<T[]>([])
  const answer = shallowRef<A | null>(null) as ShallowRef<A | null>
  const loading = ref(false)
  const problem = shallowRef<unknown>(null)
  const cursor = ref('')
  let query: CallOptions['query'] = {}
  let turn = 0

  async function read(first: boolean): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const page = await get<A>(path, { ...query, limit: pageSize, cursor: first ? undefined : cursor.value })
      if (mine !== turn) return
      items.value = first ? page.items : [...items.value, ...page.items]
      if (first) answer.value = page
      cursor.value = page.next_cursor ?? ''
      problem.value = null
    } catch (error) {
      if (mine === turn) problem.value = error
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  const load = (wanted?: CallOptions['query']): Promise<void> => {
    if (wanted) query = wanted
    return read(true)
  }
  return { items, answer, loading, problem, more: computed(() => cursor.value !== ''), load, next: () => read(false) }
}
