// What the organisation page reads, and its acts as forms. Who may do what is the server's answer; `may`
// only leaves out the buttons that would always be refused.
import { call, newKey } from '@/api/client'
import type { Citation } from '@/api/model'
import type { Ask, Choice, PlainField, Values } from './plain'
import { joined, pick, say, t, type Words } from '@/i18n'
import { useReference } from '@/stores/reference'

export interface Section extends Words {
  section: string
}
export interface UnitRow extends Words {
  id: string
  kind: string
  district_code: string
  closed: boolean
  takes_orders: boolean
  places: string[]
  sections: Section[]
  leader_in_charge?: string
  leader_name?: string
  responsible_section?: string
}
export interface Finding extends Words {
  unit: string
  rule: string
  citation?: Citation
  person?: string
}
export interface OrganisationView extends Words {
  version: number
  date: string
  units: UnitRow[]
  findings: Finding[]
}
export interface HeldPost extends Words {
  person: string
  name: string
  unit: string
  role: string
  section?: string
  from: string
  until?: string
}

const office = ['office_clerk']
const security = ['security_administrator']
const may: Record<string, readonly string[]> = { unit: office, person: [...office, ...security], post: security }
export const mayChange = (what: 'unit' | 'person' | 'post', role: string): boolean => may[what]!.includes(role)

export const unitLeaders = ['section_head', 'leader_in_charge', 'principal', 'administrative_principal']

export function peopleChoices(posts: readonly HeldPost[], unit?: string, role?: string): Choice[] {
  const found = new Map<string, { label: string; notes: string[] }>()
  for (const post of posts) {
    if ((unit && post.unit !== unit) || (role && post.role !== role)) continue
    const one = found.get(post.person) ?? { label: post.name, notes: [] }
    one.notes.push(say(post))
    found.set(post.person, one)
  }
  return [...found].map(([value, one]) => ({ value, label: one.label, note: joined(one.notes) }))
}

const listChoices = (list: string, keep?: (value: string) => boolean): Choice[] =>
  (useReference().lists[list] ?? []).filter((item) => !keep || keep(item.value)).map((item) => ({ value: item.value, label: say(item) }))

// The acts, each with the version that the person has read.
export class OrganisationActs {
  constructor(
    private readonly version: number,
    private readonly posts: readonly HeldPost[],
    private readonly today: string,
  ) {}

  private send(command: string, fixed: Values = {}): Ask['act'] {
    return (body, dryRun) =>
      call('POST', `/organisation/${command}`, { query: dryRun ? { dry_run: true } : undefined, body: { ...fixed, ...body }, key: newKey(), version: this.version })
  }
  private from(name = 'from', label = t('org.from')): PlainField {
    return { name, label, control: 'day', required: true }
  }
  private names(): PlainField[] {
    return [
      { name: 'name_zh', label: t('org.name_zh'), control: 'text', required: true, max: 60 },
      { name: 'name_en', label: t('org.name_en'), control: 'text', required: true, max: 120 },
    ]
  }
  private sectionField(unit: UnitRow, required: boolean): PlainField {
    return { name: 'section', label: t('org.section'), control: 'select', required, choices: unit.sections.map((one) => ({ value: one.section, label: say(one) })) }
  }

  addUnit(): Ask {
    const handles = (kind: string): boolean => !['office', 'center'].includes(kind)
    return {
      title: t('org.add_unit'),
      fields: [
        { name: 'unit', label: t('org.token'), control: 'text', required: true, max: 64, hint: t('org.token_hint') },
        { name: 'kind', label: t('org.kind'), control: 'select', required: true, choices: listChoices('unit_kind', handles) },
        ...this.names(),
        { name: 'district_code', label: t('org.district_code'), control: 'text', max: 6, shownIf: (values) => values.kind === 'district' },
        { name: 'places', label: t('org.places'), control: 'words', hint: t('org.places_hint'), shownIf: (values) => values.kind === 'district' },
        this.from(),
      ],
      initial: { from: this.today },
      preview: true,
      act: this.send('add_unit'),
    }
  }
  renameUnit(unit: UnitRow): Ask {
    return { title: t('org.rename_unit'), fields: [...this.names(), this.from()], initial: { name_zh: unit.zh, name_en: unit.en, from: this.today }, preview: true, act: this.send('rename_unit', { unit: unit.id }) }
  }
  closeUnit(unit: UnitRow): Ask {
    return { title: t('org.close_unit'), hint: t('org.close_unit_hint'), danger: true, fields: [this.from('on', t('org.on'))], initial: { on: this.today }, preview: true, act: this.send('close_unit', { unit: unit.id }) }
  }
  setSection(unit: UnitRow, section?: Section): Ask {
    const token: PlainField = { name: 'section', label: t('org.section_token'), control: 'text', required: true, max: 60, hint: t('org.token_hint') }
    return {
      title: section ? t('org.rename_section') : t('org.add_section'),
      fields: [...(section ? [] : [token]), ...this.names(), this.from()],
      initial: { name_zh: section?.zh ?? '', name_en: section?.en ?? '', from: this.today },
      preview: true,
      act: this.send('set_section', { unit: unit.id, ...(section ? { section: section.section } : {}) }),
    }
  }
  closeSection(unit: UnitRow, section: Section): Ask {
    return { title: `${t('org.close_section')} · ${pick(section)}`, danger: true, fields: [this.from('on', t('org.on'))], initial: { on: this.today }, preview: true, act: this.send('close_section', { unit: unit.id, section: section.section }) }
  }
  nameLeader(unit: UnitRow): Ask {
    return {
      title: t('org.name_leader'),
      hint: t('org.name_leader_hint'),
      fields: [{ name: 'person', label: t('org.leader'), control: 'select', choices: peopleChoices(this.posts, unit.id, 'leader_in_charge') }, this.from()],
      initial: { person: unit.leader_in_charge ?? '', from: this.today },
      preview: true,
      act: this.send('name_leader', { unit: unit.id }),
    }
  }
  nameSection(unit: UnitRow): Ask {
    return {
      title: t('org.name_section'),
      fields: [{ ...this.sectionField(unit, false), label: t('org.responsible_section') }, this.from()],
      initial: { section: unit.responsible_section ?? '', from: this.today },
      preview: true,
      act: this.send('name_responsible_section', { unit: unit.id }),
    }
  }
  setPerson(person?: HeldPost): Ask {
    const token: PlainField = { name: 'person', label: t('org.person_token'), control: 'text', required: true, max: 64, hint: t('org.token_hint') }
    return {
      title: person ? t('org.rename_person') : t('org.add_person'),
      hint: person ? undefined : t('org.add_person_hint'),
      fields: [...(person ? [] : [token]), { name: 'name', label: t('org.person_name'), control: 'text', required: true, max: 60 }, this.from()],
      initial: { name: person?.name ?? '', from: this.today },
      preview: true,
      act: this.send('set_person', person ? { person: person.person } : {}),
    }
  }
  appoint(unit: UnitRow): Ask {
    const same = (values: Values): Choice[] => peopleChoices(this.posts, unit.id, String(values.role ?? ''))
    return {
      title: t('org.appoint'),
      fields: [
        { name: 'person', label: t('org.person'), control: 'select', required: true, choices: peopleChoices(this.posts) },
        { name: 'role', label: t('org.role'), control: 'select', required: true, choices: listChoices('role', (role) => !['hotline', 'system'].includes(role)) },
        { ...this.sectionField(unit, false), shownIf: () => unit.sections.length > 0 },
        { name: 'replaces', label: t('org.replaces'), control: 'select', choices: same, hint: t('org.replaces_hint'), shownIf: (values) => same(values).length > 0 },
        this.from(),
        { name: 'until', label: t('org.until'), control: 'day' },
      ],
      initial: { from: this.today },
      preview: true,
      act: this.send('appoint', { unit: unit.id }),
    }
  }
  // A person who is new to the organisation has no post yet, so no list names them.
  appointByToken(unit: UnitRow): Ask {
    const ask = this.appoint(unit)
    const token: PlainField = { name: 'person', label: t('org.person_token'), control: 'text', required: true, max: 64, hint: t('org.appoint_new_hint') }
    return { ...ask, title: t('org.appoint_new'), fields: [token, ...ask.fields.slice(1)] }
  }
  endPost(post: HeldPost): Ask {
    return {
      title: `${t('org.end_post')} · ${post.name} ${pick(post)}`,
      danger: true,
      fields: [this.from('on', t('org.end_on'))],
      initial: { on: this.today },
      preview: true,
      act: this.send('end_post', { person: post.person, unit: post.unit, role: post.role, ...(post.section ? { section: post.section } : {}) }),
    }
  }
  leaver(post: HeldPost): Ask {
    return { title: `${t('org.leaver')} · ${post.name}`, hint: t('org.leaver_hint'), danger: true, fields: [this.from('on', t('org.left_on'))], initial: { on: this.today }, preview: true, act: this.send('record_leaver', { person: post.person }) }
  }
}
