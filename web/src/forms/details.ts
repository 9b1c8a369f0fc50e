// An event's own facts as label and text: labels from the contract, words from the closed lists.
import type { FieldSchema, TimelineEvent } from '@/api/model'
import { instantText } from '@/composables/time'
import { pick, t } from '@/i18n'
import type { useReference } from '@/stores/reference'
import { formFields } from './fields'

export interface Detail {
  label: string
  text: string
  long: boolean
}

// Facts that several commands lead to speak in the words of the one that has their fields.
const commandOf: Record<string, string> = { dispatched: 'dispatch', completed: 'submit_completion' }
const hidden = new Set(['media_type', 'size', 'simulated', 'lint_exceptions', 'digest', 'standard', 'attachment', 'generation'])

export function eventDetails(event: TimelineEvent, reference: ReturnType<typeof useReference>): Detail[] {
  const info = reference.commands.get(commandOf[event.type] ?? event.type)
  const fields = new Map((info ? formFields(info) : []).map((field) => [field.name, field]))
  const details: Detail[] = []
  for (const [name, value] of Object.entries(event.data)) {
    const field = fields.get(name)
    // A part of the command: its own fields one by one (evidence of a supervision, a citizen's answers).
    if (field?.control === 'part' && value && typeof value === 'object') {
      const own = name === 'evidence' && event.explanation ? { explanation: pick(event.explanation) } : {}
      details.push(...partDetails(`${info!.name}.${name}`, field.schema, { ...(value as Record<string, unknown>), ...own }, reference))
      continue
    }
    if (hidden.has(name) || value === null || value === '' || typeof value === 'object') continue
    let text = String(value)
    if (field?.list) text = pick(reference.word(field.list, text)) || text
    else if (field?.control === 'person' && text === event.actor.person.id) text = event.actor.person.name ?? text
    else if (typeof value === 'boolean') {
      if (!value && !field?.required) continue
      text = value ? t('common.yes') : t('common.no')
    } else if (field?.control === 'unit') text = pick(reference.unit(text)) || text
    else if (/^\d{4}-\d\d-\d\dT/.test(text)) text = instantText(text)
    if (!field || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) continue // a key of the system says nothing to people
    details.push({ label: field.label, text, long: text.length > 40 })
  }
  return details
}

function partDetails(name: string, schema: FieldSchema, values: Record<string, unknown>, reference: ReturnType<typeof useReference>): Detail[] {
  return formFields({ name, zh: '', schema }).flatMap((field) => {
    const value = values[field.name]
    if (value === undefined || value === null || value === '' || typeof value === 'object') return []
    const text = typeof value === 'boolean' ? t(value ? 'common.yes' : 'common.no') : (field.list && pick(reference.word(field.list, String(value)))) || String(value)
    return [{ label: field.label, text, long: text.length > 40 }]
  })
}
