// From the contract the server is held to: src/api/contract.d.ts, and the schemas of commands in
// src/api/schemas.json, from which forms are made. Run by `npm run types`.
import { load } from 'js-yaml'
import { readFile, writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'

const contract = new URL('../../src/api/openapi.yaml', import.meta.url)
const here = (name) => new URL(`../src/api/${name}`, import.meta.url)

async function put(target, text) {
  const before = await readFile(target, 'utf8').catch(() => '')
  if (before !== text) await writeFile(target, text)
}

// Commands on an order come with GET /commands; here stand those on everything else.
function streamSchemas({ paths, components }) {
  const names = new Set()
  for (const [path, methods] of Object.entries(paths)) {
    if (path.startsWith('/api/v1/work-orders')) continue
    const schema = methods.post?.requestBody?.content?.['application/json']?.schema ?? {}
    for (const one of [schema, ...(schema.anyOf ?? [])]) if (one.$ref) names.add(one.$ref.split('/').pop())
  }
  return Object.fromEntries([...names].sort().map((name) => [name, components.schemas[name]]))
}

await put(here('contract.d.ts'), astToString(await openapiTS(contract, { alphabetize: false })))
await put(here('schemas.json'), JSON.stringify(streamSchemas(load(await readFile(contract, 'utf8')))))
