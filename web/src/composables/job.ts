// Long work that this page waits for: started, watched, and its summary kept.
import { onBeforeUnmount, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { get } from '@/api/client'
import type { Words } from '@/i18n'

export interface JobView {
  id: string
  name: string
  state: string
  done: number
  total: number
  has_result?: boolean
  failure?: Words
  summary?: Record<string, unknown> & { refused?: unknown }
}
export interface RunningJob {
  job: ShallowRef<JobView | null>
  busy: Ref<boolean>
  problem: ShallowRef<unknown>
  run: (start: () => Promise<{ job: string }>) => Promise<JobView | null>
}

const stepMs = 200

export function useJob(): RunningJob {
  const job = shallowRef<JobView | null>(null)
  const busy = ref(false)
  const problem = shallowRef<unknown>(null)
  let alive = true
  onBeforeUnmount(() => void (alive = false))

  async function run(start: () => Promise<{ job: string }>): Promise<JobView | null> {
    busy.value = true
    problem.value = null
    job.value = null
    try {
      const started = await start()
      let now = await get<JobView>(`/jobs/${started.job}`)
      job.value = now
      while (['waiting', 'running'].includes(now.state) && alive) {
        await new Promise((resolve) => setTimeout(resolve, stepMs))
        now = await get<JobView>(`/jobs/${started.job}`)
        job.value = now
      }
      return now
    } catch (error) {
      problem.value = error
      return null
    } finally {
      busy.value = false
    }
  }
  return { job, busy, problem, run }
}
