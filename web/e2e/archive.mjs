// What stands in a Word or Excel file: its parts by name, as text.
import { readFile } from 'node:fs/promises'
import { inflateRawSync } from 'node:zlib'

export function parts(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  if (end < 0) throw new Error('no archive')
  const found = new Map()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; --left) {
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)]
    const [name, extra, comment] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)]
    const local = bytes.readUInt32LE(at + 42)
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const raw = bytes.subarray(begin, begin + packed)
    found.set(bytes.toString('utf8', at + 46, at + 46 + name), (method === 0 ? raw : inflateRawSync(raw)).toString('utf8'))
    at += 46 + name + extra + comment
  }
  return found
}

// A file that the page saves when `act` is done, opened: PDF by its first bytes, the others as archives.
export async function saved(page, act) {
  const [file] = await Promise.all([page.waitForEvent('download'), act()])
  const name = file.suggestedFilename()
  const bytes = await readFile(await file.path())
  if (name.endsWith('.pdf')) {
    if (bytes.toString('latin1', 0, 5) !== '%PDF-') throw new Error(`${name} is no PDF`)
    return { name, bytes }
  }
  const part = name.endsWith('.docx') ? 'word/document.xml' : 'xl/worksheets/sheet1.xml'
  const text = parts(bytes).get(part)
  if (!text?.startsWith('<?xml')) throw new Error(`${name} does not open`)
  return { name, text }
}
