// Who is here, in which post. The server knows the truth; this is what it last said.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { ApiProblem, call, get } from '@/api/client'
import { dropDraftsOf } from '@/api/drafts'
import { startLive, stopLive } from '@/api/live'
import type { Post } from '@/api/model'
import { readsOrders } from '@/pages/registry'

const acting = (post: Post) => ({ unit: post.unit, role: post.role, ...(post.substitute_for ? { substitute_for: post.substitute_for } : {}) })

export const useSession = defineStore('session', () => {
  const post = ref<Post | null>(null)
  const asked = ref(false)
  const duty = computed(() => post.value?.duty ?? 'none')
  const role = computed(() => post.value?.role ?? '')

  function enter(found: Post): void {
    post.value = found
    asked.value = true
    if (duty.value === 'none' && readsOrders(found.role)) startLive()
  }

  // True when signed in. Asks the server once.
  async function find(): Promise<boolean> {
    if (!asked.value) {
      try {
        enter(await get<Post>('/session'))
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status !== 401) throw error
      }
      asked.value = true
    }
    return post.value !== null
  }

  // After something of the session itself changed.
  async function again(): Promise<void> {
    enter(await get<Post>('/session'))
  }

  // Another of one's own posts, without signing in again.
  async function choosePost(wanted: Post): Promise<void> {
    enter((await call<Post>('POST', '/session/post', { body: acting(wanted) })).data)
  }

  async function enterDemonstration(wanted: Post): Promise<void> {
    const body = { person: wanted.person, ...acting(wanted) }
    enter((await call<Post>('POST', '/demonstration/session', { body })).data)
    asked.value = true
  }

  function forget(): void {
    post.value = null
    stopLive()
  }

  async function leave(): Promise<void> {
    await call<void>('DELETE', '/session')
    dropDraftsOf(post.value?.person ?? '')
    forget()
  }

  return { post, role, duty, find, enter, again, choosePost, enterDemonstration, forget, leave }
})
