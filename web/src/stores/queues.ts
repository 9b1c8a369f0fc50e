// The named queues with their counts, and the views a person saved in this browser.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiProblem, get, newKey } from '@/api/client'
import type { QueueCount } from '@/api/model'
import { useSession } from './session'

export interface SavedView {
  id: string
  name: string
  queue: string
  query: Record<string, string>
}

const icons: Record<string, string> = {
  mine: 'mine', my_unit: 'tree', awaiting_me: 'sign', due_today: 'alarm', due_tomorrow: 'clock',
  due_this_week: 'half', overdue: 'overdue', all_open: 'list', received: 'send', consulting: 'phone',
  dispatched: 'inbox', handling: 'note', awaiting_approval: 'audit', completed: 'done', all: 'columns',
  supervision: 'supervise', supervision_proposed: 'alarm', attention: 'eye',
}
const quietMs = 1500

export const useQueues = defineStore('queues', () => {
  const session = useSession()
  const items = shallowRef<QueueCount[]>([])
  const views = ref<SavedView[]>([])
  let timer: ReturnType<typeof setTimeout> | null = null

  const storeName = (): string => `chengban.views.${session.post?.person ?? ''}`

  async function load(): Promise<void> {
    views.value = JSON.parse(localStorage.getItem(storeName()) ?? '[]') as SavedView[]
    try {
      items.value = (await get<{ items: QueueCount[] }>('/queues')).items
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 403) throw error
      items.value = [] // a post that sees no orders has no queues
    }
  }
  // Many changes in a burst cost one read.
  function refreshSoon(): void {
    timer ??= setTimeout(() => {
      timer = null
      load().catch(() => undefined) // the next change tries again
    }, quietMs)
  }
  function save(view: Omit<SavedView, 'id'>): SavedView {
    const saved = { ...view, id: newKey().slice(0, 8) }
    views.value = [...views.value, saved]
    localStorage.setItem(storeName(), JSON.stringify(views.value))
    return saved
  }
  function remove(id: string): void {
    views.value = views.value.filter((view) => view.id !== id)
    localStorage.setItem(storeName(), JSON.stringify(views.value))
  }

  const count = (name: string): QueueCount | undefined => items.value.find((item) => item.name === name)
  // Empty queues that a post never fills are noise; the ones everybody knows stay.
  const always = ['awaiting_me', 'due_today', 'due_this_week', 'overdue', 'all_open', 'completed', 'all']
  const visible = computed(() => items.value.filter((item) => item.count > 0 || always.includes(item.name)))
  const icon = (name: string): string => icons[name] ?? 'list'

  return { items, views, visible, load, refreshSoon, save, remove, count, icon }
})
