// What the server answers about clause 11.
import type { Words } from '@/i18n'

export interface RateRow {
  unit?: string
  kind?: string
  outcome?: string
  per_mille: number
}
export interface PlanBody {
  title: string
  per_mille: number
  minimum: number
  rates: RateRow[]
  left_out: string[]
}
export interface Drawing {
  drawing: number
  first: string
  last: string
  seed: number
  cut: string
  seal?: number
  candidates: number
  drawn: number
  candidates_digest: string
  sample_digest: string
}
export interface SamplingPlan {
  id: string
  version: number
  plan: PlanBody
  active: boolean
  created_at: string
  drawings: Drawing[]
}
export interface CallRow {
  id: string
  version: number
  state: string
  drawn: { order: string; unit: string; plan: string; drawing: number; reserves: string[]; replaces?: string }
  attempts: { at: string; by: string }[]
  created_at: string
  ended_at?: string
  hotline_number?: string
  title?: string
  completed_at?: string
}
export interface CallView extends CallRow {
  script: (Words & { clause: string; answers: string[] })[]
  not_unreachable_because: (Words & { code: string; clause: string })[]
}
export type Answers = Record<string, string | boolean>
