// What the server says of versions of the rulebook and of a draft judged against history (B7).
import type { Citation } from '@/api/model'
import type { Words } from '@/i18n'

export interface Change {
  key: string // dotted name of the setting
  label?: Words
  before: string // in the words of the file
  after: string
  before_words?: Words // as a person reads it; absent where the setting was not there
  after_words?: Words
  citation?: Citation
}
export interface Version {
  version: number
  effective_from: string
  in_force: boolean
}
export interface Replay {
  commands: number
  differing: number
  moved_limits: number
  moved_by_kind: Record<string, number>
  moved_by_unit: Record<string, number>
  by_unit: Record<string, number>
  by_clause: Record<string, number>
  differences: { order: string; at: string; command: string; unit: string; before: string; after: string; clauses: string[] }[]
  hidden: number
  changes: Change[]
}
