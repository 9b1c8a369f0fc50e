// dist/ as one file that the program carries: every file, and beside it name.br and name.gz where that is
// smaller. A file is «path\nsize\n» and its bytes (src/cli/desk_pack.cc reads it).
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = new URL('../dist', import.meta.url).pathname
const entries = await readdir(dist, { recursive: true, withFileTypes: true })
const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name))
const parts = []
const put = (name, bytes) => parts.push(Buffer.from(`${name}\n${bytes.length}\n`), bytes)
let plain = 0
let small = 0
for (const path of paths.sort()) {
  const name = relative(dist, path)
  const bytes = await readFile(path)
  put(name, bytes)
  plain += bytes.length
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
  if (/\.(js|css|html|svg|json)$/.test(name) && br.length < bytes.length * 0.9) {
    put(`${name}.br`, br)
    put(`${name}.gz`, gzipSync(bytes, { level: 9 }))
    small += br.length
  } else {
    small += bytes.length
  }
}
await writeFile(`${dist}.pack`, Buffer.concat(parts))
console.log(`desk: ${paths.length} files, ${Math.round(plain / 1024)} kB, compressed ${Math.round(small / 1024)} kB`)
