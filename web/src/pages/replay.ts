// What the server says of versions of the rulebook and of a draft judged against history (B7).
import type { Citation } from '@/api/model'

export interface Change {
  key: string // dotted name of the setting
  before: string
  after: string
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
