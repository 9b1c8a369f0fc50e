// Commands on what is not an order, as forms: their schemas are part of the contract.
import type { CommandInfo, FieldSchema } from '@/api/model'
import schemas from '@/api/schemas.json'

const known = schemas as unknown as Record<string, FieldSchema>

// `part`: one object of the command is the form, the rest is known already (the unit, the orders).
export function streamInfo(name: string, part?: string): CommandInfo {
  const schema = known[name]
  if (!schema) throw new Error(`the contract has no command «${name}»`)
  return { name: part ? `${name}.${part}` : name, zh: '', schema: part ? schema.properties![part]! : schema }
}

export const hasStreamForm = (name: string): boolean => name in known
