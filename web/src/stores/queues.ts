// The named queues with their counts.
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { ApiProblem, get } from '@/api/client'
import type { QueueCount } from '@/api/model'

const icons: Record<string, string> = {
  mine: 'mine', my_unit: 'tree', awaiting_me: 'sign', due_today: 'alarm', due_tomorrow: 'clock',
  due_this_week: 'half', overdue: 'overdue', all_open: 'list', received: 'send', consulting: 'phone',
  dispatched: 'inbox', handling: 'note', awaiting_approval: 'audit', completed: 'done', all: 'columns',
  supervision: 'supervise', supervision_proposed: 'alarm', attention: 'eye',
}
const quietMs = 1500

export const useQueues = defineStore('queues', () => {
  const items = shallowRef<QueueCount[]>([])
  let timer: ReturnType<typeof setTimeout> | null = null

  async function load(): Promise<void> {
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

  const count = (name: string): QueueCount | undefined => items.value.find((item) => item.name === name)
  // Empty queues that a post never fills are noise; the ones everybody knows stay.
  const always = ['awaiting_me', 'due_today', 'due_this_week', 'overdue', 'all_open', 'completed', 'all']
  const visible = computed(() => items.value.filter((item) => item.count > 0 || always.includes(item.name)))
  const icon = (name: string): string => icons[name] ?? 'list'

  return { items, visible, load, refreshSoon, count, icon }
})
