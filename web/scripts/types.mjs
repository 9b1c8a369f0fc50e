// src/api/contract.d.ts from the contract the server is held to. Run by `npm run types`.
import { readFile, writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'

const contract = new URL('../../src/api/openapi.yaml', import.meta.url)
const target = new URL('../src/api/contract.d.ts', import.meta.url)
const text = astToString(await openapiTS(contract, { alphabetize: false }))
const before = await readFile(target, 'utf8').catch(() => '')
if (before !== text) await writeFile(target, text)
