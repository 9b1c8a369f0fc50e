// A form that a page writes down as a list of fields, for what has no command schema at hand.
export type Values = Record<string, unknown>

export interface Choice {
  value: string
  label: string
  note?: string
}

export interface PlainField {
  name: string
  label: string
  control: 'text' | 'area' | 'number' | 'day' | 'instant' | 'select' | 'many' | 'words' | 'switch'
  required?: boolean
  choices?: readonly Choice[] | ((values: Values) => readonly Choice[])
  hint?: string
  min?: number
  max?: number // of a number; the longest of a text
  shownIf?: (values: Values) => boolean
}

// What a dialog (AskDialog) asks for and does.
export interface Ask {
  title: string
  fields: PlainField[]
  initial?: Values
  hint?: string
  danger?: boolean
  preview?: boolean
  act: (body: Values, dryRun: boolean) => Promise<unknown>
}

export const choicesOf = (field: PlainField, values: Values): readonly Choice[] =>
  typeof field.choices === 'function' ? field.choices(values) : (field.choices ?? [])

// Everything that must be there is there; the rest is for the server to say.
export const isFilled = (fields: readonly PlainField[], values: Values): boolean =>
  fields.every((field) => {
    if (!field.required || (field.shownIf && !field.shownIf(values))) return true
    const value = values[field.name]
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && String(value).trim() !== ''
  })

// What is sent: only what is shown, nothing empty.
export function filled(fields: readonly PlainField[], values: Values): Values {
  const body: Values = {}
  for (const field of fields) {
    if (field.shownIf && !field.shownIf(values)) continue
    const value = values[field.name]
    if (value === undefined || value === null || value === '') continue
    body[field.name] = typeof value === 'string' ? value.trim() : value
  }
  return body
}
