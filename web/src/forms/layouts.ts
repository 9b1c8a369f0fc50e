// How the forms of single commands are laid out: sections in the order of the work, hints, which texts
// are read by the citizen (live lint), what stands open at first. Fields not named here follow at the end.
import { serverNow } from '@/api/client'
import type { OrderView, Post } from '@/api/model'
import { toInstant } from '@/composables/time'
import type { MessageKey } from '@/i18n'

export type Values = Record<string, unknown>

export interface Layout {
  sections?: { title?: MessageKey; fields: string[] }[]
  hints?: Record<string, MessageKey>
  linted?: string[]
  shownIf?: Record<string, (values: Values) => boolean>
  initial?: (order: OrderView | undefined, post: Post) => Values
  tone?: 'primary' | 'danger'
}

const opinion: Layout = { sections: [{ fields: ['agree', 'reason'] }] }
const entryContent: Layout = {
  sections: [
    { fields: ['kind', 'title', 'category', 'question', 'answer', 'keywords'] },
    { title: 'layout.entry_basis', fields: ['source', 'published_on', 'valid_from', 'valid_to', 'review_on'] },
  ],
  hints: { question: 'hint.entry_question', answer: 'hint.entry_answer', published_on: 'hint.entry_published', valid_to: 'hint.entry_valid_to', keywords: 'hint.entry_keywords' },
}

const layouts: Record<string, Layout> = {
  register: {
    sections: [
      { title: 'layout.intake_order', fields: ['hotline_number', 'source', 'called_at', 'transferred_at', 'city_due'] },
      { title: 'layout.intake_claim', fields: ['title', 'claim', 'kind', 'limit_class', 'category', 'district', 'field', 'tags'] },
      { title: 'layout.intake_citizen', fields: ['citizen_name', 'citizen_phone', 'address', 'anonymous'] },
      { title: 'layout.intake_special', fields: ['designated_by_hotline', 'major_or_complicated', 'confidentiality'] },
    ],
  },
  dispatch: {
    sections: [{ fields: ['unit', 'limit_class', 'note'] }],
    initial: (order) => ({ limit_class: order?.limit_class?.value ?? '' }),
  },
  record_contact: {
    sections: [
      { title: 'layout.contact_call', fields: ['at', 'channel', 'caller', 'whom', 'reached'] },
      { title: 'layout.contact_told', fields: ['learnt', 'told_acceptance', 'told_procedure', 'told_limit', 'told_extension'] },
    ],
    hints: { reached: 'hint.reached' },
    shownIf: {
      told_acceptance: (values) => values.reached === true,
      told_procedure: (values) => values.reached === true,
      told_limit: (values) => values.reached === true,
      told_extension: (values) => values.reached === true,
    },
    initial: (order, post) => ({ at: now(order), caller: post.person, channel: 'phone' }),
  },
  record_answer: {
    sections: [
      { title: 'layout.answer_how', fields: ['at', 'channel', 'by', 'answered'] },
      { title: 'layout.answer_what', fields: ['content', 'reaction', 'why_not'] },
    ],
    linted: ['content'],
    shownIf: {
      content: (values) => values.answered !== false,
      reaction: (values) => values.answered !== false,
      why_not: (values) => values.answered === false,
    },
    initial: (order, post) => ({ at: now(order), by: post.person, channel: 'phone', answered: true }),
  },
  apply_extension: { sections: [{ fields: ['ground', 'days', 'why'] }], hints: { why: 'hint.extension_why' } },
  apply_return: {
    sections: [
      { title: 'layout.return_event', fields: ['event_time_place', 'people', 'matter'] },
      { title: 'layout.return_why', fields: ['reason', 'policy_basis', 'verification', 'next_unit'] },
      { title: 'layout.return_designated', fields: ['special_circumstances', 'sealed_application', 'leaves_housing_system'] },
    ],
    hints: { special_circumstances: 'hint.return_designated' },
  },
  apply_filing: { sections: [{ fields: ['matter', 'summary', 'facts', 'law_policy', 'conclusion', 'evidence'] }] },
  submit_completion: {
    sections: [
      { title: 'layout.report', fields: ['problem', 'facts_evidence', 'process_result', 'answer_to_citizen'] },
      { title: 'layout.reply', fields: ['reply_summary'] },
      { title: 'layout.findings', fields: ['fact_finding', 'fact_reason', 'claim_assessment', 'claim_reason', 'outcome', 'outcome_reason'] },
      { title: 'layout.site', fields: ['site_visit', 'site_visit_day', 'site_visit_people', 'site_visit_reason'] },
      { title: 'layout.investigation', fields: ['investigation', 'standard'] },
    ],
    linted: ['reply_summary'],
    hints: { reply_summary: 'hint.reply_summary', investigation: 'hint.investigation', standard: 'hint.standard' },
    shownIf: {
      site_visit_day: (values) => values.site_visit === 'visited',
      site_visit_people: (values) => values.site_visit === 'visited',
      site_visit_reason: (values) => values.site_visit === 'not_visited',
    },
  },
  consent_extension: opinion,
  review_extension: opinion,
  sign_filing: opinion,
  review_filing: opinion,
  record_filing: opinion,
  answer_extension: { sections: [{ fields: ['agree', 'days', 'reason', 'event_id'] }] },
  decide_return: {
    sections: [{ fields: ['agree', 'next_unit', 'to_hotline', 'hotline_agreed', 'reason'] }],
    shownIf: {
      next_unit: (values) => values.agree === true && values.to_hotline !== true,
      to_hotline: (values) => values.agree === true,
      hotline_agreed: (values) => values.agree === true && values.to_hotline === true,
    },
  },
  set_plan: { initial: (_order, post) => ({ responsible: post.person }) },
  acknowledge: { initial: (_order, post) => ({ handler: post.role === 'handler' ? post.person : '' }) },
  'draft_entry.content': entryContent,
  'propose_entry.content': entryContent,
  'revise_entry.content': entryContent,
  draft_bulletin: { hints: { day: 'hint.bulletin_day' } },
  open_supervision: { sections: [{ fields: ['trigger', 'demands', 'due', 'evidence', 'event_id'] }] },
  submit_supervision_report: { sections: [{ fields: ['problem', 'facts_evidence', 'opinion_grounds', 'reply'] }] },
  record_cause: {
    sections: [{ fields: ['cause', 'explanation', 'rectified_by', 'grounds'] }],
    shownIf: { rectified_by: (values) => values.cause === 'own_fault', grounds: (values) => values.cause === 'objective' },
  },
  record_follow_up: { initial: (order) => ({ at: now(order), reached: true }), shownIf: { answers: (values) => values.reached !== false } },
  record_survey: { initial: (order) => ({ at: now(order), reached: true }), shownIf: { answers: (values) => values.reached !== false } },
  record_meeting: { initial: (order) => ({ at: now(order) }) },
  decline_supervision: { tone: 'danger' },
  cancel_supervision: { tone: 'danger' },
  reject_supervision_report: { tone: 'danger' },
  recall: { tone: 'danger' },
  reject_completion: { tone: 'danger' },
  void_filing: { tone: 'danger' },
}

// Now by the server's clock, and never before what is already on the order's record.
function now(order: OrderView | undefined): string {
  const last = order?.timeline.at(-1)?.recorded_at
  return toInstant(new Date(Math.max(serverNow(), last ? Date.parse(last) : 0)))
}

export const layoutOf = (command: string): Layout => layouts[command] ?? {}
