// What the server answers, as far as the desk reads it. Commands and their fields are not here: they
// come from the contract (contract.d.ts, made at build time) and from GET /commands.
import type { Casework } from '@/casework/model'
import type { Words } from '@/i18n'
import type { components } from './contract'

export type Schemas = components['schemas']

export interface Token extends Words {
  value: string
}
export interface Named extends Words {
  id: string
  name?: string
}
export interface Citation extends Words {
  clause: string
  article?: string
}
export type BandName = 'blue' | 'yellow' | 'red' | 'overdue'

export interface NextDue extends Words {
  at: string
  kind: Token
  band: Token
}
export interface OrderRow {
  id: string
  version: number
  hotline_number: string
  title: string
  state: Token
  kind: Token
  limit_class?: Token
  category: string
  district: string
  round: number
  confidential: boolean
  supervised: boolean
  extended: boolean
  provisional: boolean
  tags: string[]
  unit?: Named
  handler?: Named
  received_at: string
  updated_at: string
  dispatched_at?: string
  completed_at?: string
  completion_due?: string
  city_due?: string
  next_due?: NextDue
}
export interface Page<T> {
  items: T[]
  next_cursor: string | null
}
export interface QueueCount extends Words {
  name: string
  count: number
  more: boolean
}
export interface Bucket {
  unit: string
  handler: string
  state: string
  due_day?: string
  count: number
}

export interface TraceDay extends Words {
  day: string
  counted: boolean
  why: string
  ordinal?: number
  name?: string
  assumed?: boolean
}
export interface Deadline extends Words {
  kind: string
  citation: Citation
  start: string
  due: string
  provisional: boolean
  is_window: boolean
  calendar_version: number
  ended?: { how: Token; at: string }
  band?: Token
  remaining?: Words
  trace: TraceDay[] | null
  explanation?: Words
}
export interface ActorView {
  person: Named
  unit: Named
  role: Token
  substitute_for?: Named
}
export interface Flag extends Words {
  rule: string
  citation: Citation
}
export interface RefusalReason extends Words {
  code: string
  field: string
  citation?: Citation
}
export interface NextAction extends Words {
  command: string
  citation: Citation
  open: boolean
  closed_because?: RefusalReason[]
}
export interface ApprovalView extends Words {
  approval: Token
  citation: Citation
  given: boolean
  by?: ActorView
  at?: string
}
export interface TimelineEvent {
  seq: number
  type: string
  zh: string
  en?: string
  actor: ActorView
  occurred_at: string
  recorded_at: string
  data: Record<string, unknown>
  explanation?: Words // of the evidence, where the machine wrote it
  flags?: Flag[]
}
export interface OrderFacts {
  source: Token
  hotline_number: string
  kind: Token
  title: string | null
  claim: string | null
  district: string
  category: string
  field: string
  tags: string[]
  anonymous: boolean
  designated_by_hotline: boolean
  confidentiality: Token
  major_or_complicated: boolean
  called_at?: string
  transferred_at?: string
  citizen_name?: string | null
  citizen_phone?: string | null
  address?: string | null
}
export interface OrderView {
  id: string
  version: number
  state: Token
  round: number
  registered_at: string
  completed_at?: string
  repeats: number
  supervised: boolean
  rework: boolean
  rulebook: { name: string; version: number }
  calendar_version: number
  limit_class?: Token
  unit?: Named
  handler?: Named
  extension: { stage: Token; days: number }
  return: { stage: Token }
  filing: { stage: Token }
  approvals?: ApprovalView[]
  facts: OrderFacts
  deadlines: Deadline[]
  next_actions: NextAction[]
  timeline: TimelineEvent[]
  casework?: Casework
}
export interface Advice extends Words {
  rule: string
  field: string
  citation: Citation
}
export interface CommandAnswer {
  order: string
  version: number
  already_there: boolean
  advice: Advice[]
  flags: Flag[]
  approvals: (Words & { approval: string; citation: Citation })[]
}

export interface Post {
  duty?: string // what is owed before anything else: none, change_password, enrol_second_factor
  issuer?: string // of the single sign-on that opened the session
  posts?: Post[] // all of this person's, when they signed in with an account
  person: string
  unit: string
  role: string
  role_zh: string
  name?: string
  unit_zh?: string
  account?: string
  substitute_for?: string // B9: whose post this is, while they are away
  substitute_for_name?: string
}
export interface Clause extends Words {
  id: string
  article: string
  of_regulation: boolean
}
export interface Rulebook extends Words {
  name: string
  version: number
  effective_from: string
  clauses: Clause[]
  interpretations: (Words & { number: number; clause: string; setting: string })[]
  document: string
}
export interface Unit extends Words {
  id: string
  kind: string
  district_code: string
}
export interface Organisation {
  units: Unit[]
  findings: (Words & { unit: string; rule: string })[]
}

// JSON schema as GET /commands gives it: titles are Chinese, descriptions English.
export interface FieldSchema {
  type: 'string' | 'integer' | 'boolean' | 'array' | 'object'
  title?: string
  description?: string
  enum?: string[]
  format?: 'date' | 'date-time'
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  items?: FieldSchema
  properties?: Record<string, FieldSchema>
  required?: string[]
}
export interface CommandInfo {
  name: string
  zh: string
  en?: string
  schema: FieldSchema
}
export interface Job {
  id: string
  kind: string
  state: string
  done: number
  total: number
  summary?: Record<string, unknown>
  [name: string]: unknown
}
