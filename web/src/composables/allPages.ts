// A list that is short enough to be shown whole, read page by page.
import { get } from '@/api/client'

export async function allPages<T>(path: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = []
  let cursor = ''
  do {
    const page = await get<{ items: T[]; next_cursor: string }>(path, { cursor }, signal)
    items.push(...page.items)
    cursor = page.next_cursor
  } while (cursor)
  return items
}
