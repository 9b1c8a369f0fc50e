// Absences with their substitutes (B9) and the duty roster (B3) of one unit: what is read, and the acts.
import { call, newKey } from '@/api/client'
import type { Ask, Choice, PlainField, Values } from './plain'
import { pick, say, t, type MessageKey, type Words } from '@/i18n'
import { useReference } from '@/stores/reference'
import { peopleChoices, unitLeaders, type HeldPost, type UnitRow } from './organisation'

export interface Substitution extends Words {
  role: string
  section?: string
  substitute: string
  name: string
  from: string
  until?: string
}
export interface Absence extends Words {
  absence: number
  person: string
  name: string
  kind: string
  from: string
  until?: string
  away_now: boolean
  substitutions: Substitution[]
}
export interface Turn extends Words {
  kind: 'officer' | 'leader'
  person: string
  name?: string
  from: string
  until: string
  phone?: string
}
export interface UnitDutyView {
  version: number
  absences: Absence[]
  roster: Turn[]
}

const kinds: Record<string, MessageKey> = { leave: 'duty.leave', business_trip: 'duty.business_trip', training: 'duty.training', other: 'duty.other' }
export const turnKinds: Record<Turn['kind'], MessageKey> = { officer: 'duty.officer', leader: 'duty.leader' }
export const turnChoices = (): Choice[] => Object.entries(turnKinds).map(([value, key]) => ({ value, label: t(key) }))

export const sendDuty = (unit: string, command: string, version: number | undefined, body: unknown, dryRun = false): Promise<unknown> =>
  call('POST', `/units/${unit}/duty/${command}`, { query: dryRun ? { dry_run: true } : undefined, body, key: newKey(), version })

// A post that signs, as it stands in a field's name.
const slot = (post: { role: string; section?: string }): string => `${post.role}/${post.section ?? ''}`

export function recordAbsence(unit: UnitRow, posts: readonly HeldPost[], now: string): Ask {
  const own = posts.filter((post) => post.unit === unit.id)
  const signing = own.filter((post) => unitLeaders.includes(post.role))
  const slots = [...new Map(signing.map((post) => [slot(post), post])).entries()]
  const substitutes: PlainField[] = slots.map(([name, post]) => ({
    name,
    label: t('duty.substitute_as', { role: pick(post) }),
    control: 'select',
    choices: (values: Values) => peopleChoices(own).filter((one) => one.value !== values.person),
    shownIf: (values: Values) => signing.some((one) => one.person === values.person && slot(one) === name),
  }))
  return {
    title: t('duty.record_absence'),
    hint: t('duty.absence_hint'),
    fields: [
      { name: 'person', label: t('org.person'), control: 'select', required: true, choices: peopleChoices(own) },
      { name: 'kind', label: t('duty.kind'), control: 'select', required: true, choices: Object.entries(kinds).map(([value, key]) => ({ value, label: t(key) })) },
      { name: 'from', label: t('org.from'), control: 'instant', required: true },
      { name: 'until', label: t('org.until'), control: 'instant', hint: t('duty.until_hint') },
      ...substitutes,
    ],
    initial: { kind: 'leave', from: now },
    preview: true,
    act: (body, dryRun) => {
      const chosen = slots.filter(([name]) => body[name]).map(([name, post]) => ({ role: post.role, ...(post.section ? { section: post.section } : {}), substitute: body[name] }))
      const { person, kind, from, until } = body
      return sendDuty(unit.id, 'record_absence', undefined, { person, kind, from, ...(until ? { until } : {}), substitutes: chosen }, dryRun)
    },
  }
}

export function nameSubstitute(unit: UnitRow, posts: readonly HeldPost[], absence: Absence, version: number): Ask {
  const own = posts.filter((post) => post.unit === unit.id)
  const held = own.filter((post) => post.person === absence.person && unitLeaders.includes(post.role))
  return {
    title: t('duty.name_substitute', { name: absence.name }),
    hint: t('duty.substitute_hint'),
    fields: [
      { name: 'post', label: t('org.role'), control: 'select', required: true, choices: held.map((post) => ({ value: slot(post), label: say(post) })) },
      { name: 'substitute', label: t('duty.substitute'), control: 'select', choices: peopleChoices(own).filter((one) => one.value !== absence.person) },
    ],
    initial: held[0] ? { post: slot(held[0]) } : {},
    preview: true,
    act: (body, dryRun) => {
      const [role, section] = String(body.post).split('/')
      return sendDuty(unit.id, 'name_substitute', version, { absence: absence.absence, role, ...(section ? { section } : {}), ...(body.substitute ? { substitute: body.substitute } : {}) }, dryRun)
    },
  }
}

export function changeDuty(unit: UnitRow, posts: readonly HeldPost[], turn: Turn, version: number): Ask {
  return {
    title: t('duty.change'),
    fields: [
      { name: 'person', label: t('org.person'), control: 'select', required: true, choices: peopleChoices(posts, unit.id) },
      { name: 'phone', label: t('duty.phone'), control: 'text', max: 30 },
    ],
    initial: { person: turn.person, phone: turn.phone ?? '' },
    preview: true,
    act: (body, dryRun) => sendDuty(unit.id, 'change_duty', version, { kind: turn.kind, from: turn.from, ...body }, dryRun),
  }
}

export const roleWords = (role: string): string => {
  const word = useReference().word('role', role)
  return word ? pick(word) : role
}
