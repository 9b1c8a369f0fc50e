// From the contract's schema to what a form shows. Which words belong to which field is known by the
// field's name; a few names mean different lists in different commands.
import type { CommandInfo, FieldSchema } from '@/api/model'
import { pick } from '@/i18n'

export type Control = 'text' | 'area' | 'number' | 'switch' | 'select' | 'radio' | 'unit' | 'person' | 'instant' | 'day' | 'files' | 'file' | 'list' | 'group' | 'lint' | 'part' | 'units' | 'yes_no'

export interface FormField {
  name: string
  label: string
  control: Control
  required: boolean
  schema: FieldSchema
  list?: string // name of the vocabulary list
}

const lists: Record<string, string> = {
  'attach.kind': 'evidence_kind',
  'note_deadline_passed.kind': 'deadline',
  'conclude_consultation.outcome': 'consultation_outcome',
  'spot_check_filing.finding': 'spot_check',
  'apply_filing.matter': 'filing_matter',
  'draft_entry.content.kind': 'entry_kind',
  'propose_entry.content.kind': 'entry_kind',
  'revise_entry.content.kind': 'entry_kind',
  'issue_task.kind': 'task_kind',
  'draft_bulletin.kind': 'bulletin_kind',
  'propose_supervision.trigger': 'supervision_trigger',
  'open_supervision.trigger': 'supervision_trigger',
  'record_cause.cause': 'repeat_cause',
  'check_review.verdict': 'review_verdict',
  'note_attention.reason': 'attention_reason',
  'propose_admonition.ground': 'admonition_ground',
  'record_admonition.measure': 'admonition_measure',
}
// What a citizen answers (11.1–11.3); a part that was not asked stays empty, which is not «no».
const answerLists: Record<string, string> = { resolution: 'resolution', attitude: 'satisfaction', speed: 'satisfaction', result: 'satisfaction', overall: 'satisfaction' }
const yesNo = new Set(['first_contact', 'procedure_told', 'limit_told'])
const sameName = new Set(['kind', 'limit_class', 'source', 'channel', 'ground', 'fact_finding', 'claim_assessment', 'outcome', 'site_visit', 'confidentiality', 'category', 'district'])
const people = new Set(['by', 'caller', 'handler', 'responsible'])
const units = new Set(['unit', 'next_unit', 'suggested_unit', 'proposed_unit'])
const attachments = new Set(['sealed_application', 'sealed_report'])
const never = new Set(['simulated'])

function controlOf(name: string, schema: FieldSchema, list: string | undefined): Control {
  if (name === 'lint_exceptions') return 'lint'
  if (schema.type === 'object') return Object.values(schema.properties ?? {}).every((one) => one.type === 'boolean') ? 'group' : 'part'
  if (schema.type === 'boolean') return yesNo.has(name) ? 'yes_no' : 'switch'
  if (schema.type === 'integer') return 'number'
  if (schema.format === 'date-time') return 'instant'
  if (schema.format === 'date') return 'day'
  if (schema.type === 'array') return name === 'evidence' ? 'files' : name === 'units' ? 'units' : 'list'
  if (list) return (schema.enum?.length ?? 99) <= 5 ? 'radio' : 'select'
  if (schema.pattern) {
    if (people.has(name)) return 'person'
    if (units.has(name)) return 'unit'
    if (attachments.has(name)) return 'file'
  }
  return (schema.maxLength ?? 0) > 200 ? 'area' : 'text'
}

export function formFields(info: CommandInfo): FormField[] {
  const required = new Set(info.schema.required ?? [])
  return Object.entries(info.schema.properties ?? {})
    .filter(([name]) => !never.has(name))
    .map(([name, schema]) => {
      const answers = info.name.endsWith('.answers') ? answerLists[name] : undefined
      const list = lists[`${info.name}.${name}`] ?? answers ?? (sameName.has(name) && (schema.enum || !schema.pattern) && (schema.enum || name === 'category' || name === 'district') ? name : undefined)
      return {
        name,
        label: pick({ zh: schema.title, en: sentence(schema.description ?? name) }),
        control: controlOf(name, schema, list),
        required: required.has(name),
        schema,
        list,
      }
    })
}

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const commandName = (command: string, zh: string): string => pick({ zh, en: sentence(command.replaceAll('_', ' ')) })

// What is sent: nothing empty, numbers as numbers.
export function cleanBody(values: Record<string, unknown>): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    if (value === '' || value === null || value === undefined) continue
    if (Array.isArray(value) && value.length === 0) continue
    body[name] = value
  }
  return body
}
