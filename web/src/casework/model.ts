// What the server answers about clauses 12 to 14 and B1–B3.
import type { Citation, Named, OrderRow, Token } from '@/api/model'
import type { Words } from '@/i18n'

export interface SupervisionGround {
  trigger: Token
  citation: Citation
  orders: string[]
  at: string
  count?: number
}
export interface Holding {
  holder: Token
  unit?: Named
  from: string
  until?: string
}
export interface Casework {
  supervision: { stage: Token; grounds: SupervisionGround[]; signed_by_leader: boolean; answer_owed: boolean }
  attention: Token[]
  repeat_cause?: Token
  assisting: (Named & { contributed: boolean })[]
  review_orders: string[]
  reviews?: string
  reminders: number
  linked_filing?: string
  matter?: string
  ownership: Holding[]
}
export interface MatterMember extends OrderRow {
  order: string
  by_hand: boolean
  reason: string
  merged_into?: string
}
export interface MatterSuggestion extends OrderRow, Words {
  order: string
  same_phone: boolean
  same_place: boolean
  similarity_per_mille: number
  common: string[]
  parted: boolean
  zh: string
}
export interface MatterView {
  repeats: number
  hidden: number
  matter?: string
  version?: number
  orders: MatterMember[]
  suggestions: MatterSuggestion[]
}
export interface HalfYear {
  id: string
  version: number
  unit: string
  period: string
  state: Token
  due: string
  late: boolean
  matters: { matter: string; count: number; orders: string[] }[]
  orders: number
  submitted_at?: string
  causes?: string
  rectification?: string
  opinion?: string
}
export interface Admonition {
  id: string
  version: number
  state: Token
  ground: Token
  unit: string
  period: string
  evidence: string
  created_at: string
  orders: string[]
  rate_per_mille?: number
  floor_per_mille?: number
  measure?: Token
  held_at?: string
  reason?: string
  subject?: string
  attendees?: string
  result?: string
}
export interface Board extends Words {
  profile: string
  citation: Citation
  rules: {
    tags: string[]
    sources: string[]
    completion: Record<string, Words>
    approvals: Token[]
    attachments: Token[]
    report_every?: Words
    from?: string
    to?: string
  }
  filter: { tag: string }
  open: number
  overdue: number
  due_today: number
  awaiting_approval: number
  completed: number
}
export interface Suggestion {
  unit?: string
  reasons?: Words[]
  precedents?: { order: string; unit: string; decision: string; at: string }[]
}
export const arrangers: readonly string[] = ['dispatcher', 'reviewer', 'supervisor', 'office_clerk']
