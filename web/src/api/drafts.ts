// What was typed survives a reload, a crash and a lost session: kept in this browser per person, order
// and form, until the form was accepted or the draft thrown away. Old drafts go after thirty days.
const prefix = 'chengban.draft.'
const keepMs = 30 * 24 * 3600 * 1000

export interface Draft<T> {
  at: number
  version: number // of the order it was typed on
  values: T
}

const nameOf = (person: string, order: string, form: string): string => `${prefix}${person}.${order}.${form}`

export function loadDraft<T>(person: string, order: string, form: string): Draft<T> | null {
  try {
    const text = localStorage.getItem(nameOf(person, order, form))
    return text ? (JSON.parse(text) as Draft<T>) : null
  } catch {
    return null
  }
}

export function saveDraft<T>(person: string, order: string, form: string, version: number, values: T): void {
  try {
    localStorage.setItem(nameOf(person, order, form), JSON.stringify({ at: Date.now(), version, values }))
  } catch {
    // A full store loses the convenience, never the form itself.
  }
}

export function dropDraft(person: string, order: string, form: string): void {
  localStorage.removeItem(nameOf(person, order, form))
}

// Whoever leaves takes what was typed along: nothing of a citizen stays in the browser for the next one.
// A session that merely ended keeps it, so that nobody types twice.
export function dropDraftsOf(person: string): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(`${prefix}${person}.`)) localStorage.removeItem(key)
}

export function dropOldDrafts(now: number): void {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(prefix)) continue
    try {
      const draft = JSON.parse(localStorage.getItem(key) ?? '') as Draft<unknown>
      if (now - draft.at > keepMs) localStorage.removeItem(key)
    } catch {
      localStorage.removeItem(key)
    }
  }
}
