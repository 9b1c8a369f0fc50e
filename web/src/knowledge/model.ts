// What the server answers about clause 15.
export interface Content {
  kind: string
  title: string
  question: string
  answer: string
  source: string
  category: string
  keywords: string[]
  published_on?: string
  valid_from: string
  valid_to?: string
  review_on: string
}
export interface Entry {
  id: string
  version: number
  unit: string
  state: string
  stage: string
  draft?: Content
  published?: { number: number; content: Content; at: string; accepted_by: string }
  submission?: { due?: string; provisional?: boolean; late?: boolean }
  was_late: boolean
  send_back_reason: string
  proposal_reason: string
  orders: string[]
  retired: boolean
  retire_reason: string
  review_due: boolean
  validity?: string
  created_at: string
  updated_at: string
}
export interface Task {
  id: string
  version: number
  state: string
  task: { kind: string; unit: string; words: string; entry?: string; order?: string }
  issued_at: string
  due: string
  provisional: boolean
  overdue?: boolean
  remaining_zh?: string
  remaining_en?: string
  result?: { words: string; entry?: string; late?: boolean }
  finished_at?: string
  reopen_reason: string
}
export interface Frequent {
  category: string
  title: string
  count: number
  orders: string[]
  answered_by?: string
}
export interface Keepers {
  unit: string
  unit_zh: string
  unit_en: string
  keepers: { person: string; name: string }[]
  lacks_keeper: boolean
}

export const centerRoles: readonly string[] = ['dispatcher', 'reviewer', 'supervisor']

// What stands in a list for an entry: the edition in use, else what is being written.
export const contentOf = (entry: Entry): Content | undefined => entry.published?.content ?? entry.draft
// From a fresh form: valid from today, looked through again in a year.
export const freshContent = (today: string): Record<string, unknown> => ({ kind: 'entry', valid_from: today, review_on: `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`.replace('-02-29', '-02-28') })
