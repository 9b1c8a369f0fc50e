// One way to read from the server: loading, data, problem; an older answer never overwrites a newer one.
import { onBeforeUnmount, ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Loader<T> {
  data: ShallowRef<T | null>
  problem: ShallowRef<unknown>
  loading: Ref<boolean>
  load: () => Promise<void>
}

export function useLoader<T>(read: (signal: AbortSignal) => Promise<T>): Loader<T> {
  const data = shallowRef<T | null>(null)
  const problem = shallowRef<unknown>(null)
  const loading = ref(false)
  let running: AbortController | null = null

  async function load(): Promise<void> {
    running?.abort()
    const mine = new AbortController()
    running = mine
    loading.value = true
    try {
      const found = await read(mine.signal)
      if (running !== mine) return
      data.value = found
      problem.value = null
    } catch (error) {
      if (running !== mine || mine.signal.aborted) return
      problem.value = error
    } finally {
      if (running === mine) loading.value = false
    }
  }
  onBeforeUnmount(() => running?.abort())
  return { data, problem, loading, load }
}
