// The tokens of the audit in words; what is not known here is shown as it is.
import { joined, t, type MessageKey } from '@/i18n'

const whats: Record<string, MessageKey> = {
  sign_in: 'audit.sign_in', session_end: 'audit.session_end', session_use: 'audit.session_use', confirm: 'audit.confirm', choose_post: 'audit.choose_post',
  identity_read: 'audit.identity_read', phone_search: 'audit.phone_search', export: 'audit.export', refused: 'audit.refused', alarm: 'audit.alarm', audit_read: 'audit.audit_read',
  password_change: 'audit.password_change', second_factor_enrolled: 'audit.factor_enrolled', recovery_codes_renewed: 'audit.codes_renewed', second_factor_removed: 'audit.factor_removed',
  setup: 'audit.setup', account_created: 'audit.account_created', account_approved: 'audit.account_approved', account_disabled: 'audit.account_disabled', account_enabled: 'audit.account_enabled',
  account_unlocked: 'audit.account_unlocked', password_set: 'audit.password_set', sessions_ended: 'audit.sessions_ended',
  key_issued: 'audit.key_issued', key_approved: 'audit.key_approved', key_rotated: 'audit.key_rotated', key_revoked: 'audit.key_revoked', key_use: 'audit.key_use', sign_in_settings: 'audit.settings',
  file_refused: 'audit.file_refused', verification: 'audit.verification',
  audit_opened: 'audit.opened', audit_closed: 'audit.closed', audit_gap: 'audit.gap',
}
const outcomes: Record<string, MessageKey> = {
  done: 'audit.done', refused: 'audit.was_refused', forbidden: 'audit.forbidden', not_found: 'audit.not_found', wrong_code: 'audit.wrong_code', wrong_password: 'audit.wrong_password',
  wrong_role: 'audit.wrong_role', no_post: 'audit.no_post', stopped: 'audit.stopped', noticed: 'audit.noticed', virus_found: 'audit.virus_found', scanner_silent: 'audit.scanner_silent', altered: 'audit.altered_outcome',
}
const details: Record<string, MessageKey> = {
  fields: 'audit.d_fields', reason: 'reason.label', as: 'audit.d_as', rows: 'audit.d_rows', format: 'audit.d_format', address: 'audit.d_address', peer: 'audit.d_address',
  route: 'audit.d_route', read: 'audit.d_read', in_an_hour: 'audit.d_in_an_hour', person: 'org.person', what: 'audit.what', subject: 'audit.subject', finding: 'audit.d_finding',
}
const values: Record<string, MessageKey> = {
  citizen_name: 'fact.citizen', citizen_phone: 'fact.phone', address: 'fact.address', with_reason: 'audit.v_with_reason', handler_of_open_order: 'audit.v_handler',
}
export const whatRows = Object.entries(whats)
export const whatWords = (what: string): string => (whats[what] ? t(whats[what]!) : what)
export const outcomeWords = (outcome?: string): string => (outcome ? (outcomes[outcome] ? t(outcomes[outcome]!) : outcome) : '–')

export function detailWords(found?: Record<string, unknown>): string {
  const one = (value: unknown): string => (Array.isArray(value) ? joined(value.map(one)) : values[String(value)] ? t(values[String(value)]!) : String(value))
  return Object.entries(found ?? {})
    .filter(([name, value]) => details[name] && value !== '' && value !== null && (Array.isArray(value) || typeof value !== 'object'))
    .map(([name, value]) => `${t(details[name]!)} ${one(value)}`)
    .join(' · ')
}
