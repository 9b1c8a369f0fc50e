// Sensitive acts ask for the password again (B10). The server says when; this asks the person and then
// does the same thing once more. The dialog itself stands in App.vue.
import { shallowRef } from 'vue'
import { ApiProblem } from '@/api/client'

interface Asking {
  done: () => void
  cancel: () => void
}
export const asking = shallowRef<Asking | null>(null)

const isAsked = (error: unknown): boolean => error instanceof ApiProblem && error.reasons.some((one) => one.code === 'confirm_first')

export async function confirmed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isAsked(error)) throw error
    await new Promise<void>((done, cancel) => (asking.value = { done, cancel: () => cancel(error) }))
    return work()
  }
}
