// Photographs for people: every page at the sizes, languages and themes asked for.
//   node e2e/look.mjs PROGRAM STORE [PAGE] — into $DESK_SHOTS
import { join } from 'node:path'
import { launch, desk, shots, startServer } from './harness.mjs'
import { cast } from './people.mjs'
import { seedChapters } from './chapters.seed.mjs'
import { pageList } from './pages.mjs'
import { mkdir } from 'node:fs/promises'

const [program, store, only, looks = '1280x720:zh:light'] = process.argv.slice(2)
const server = program.startsWith('http') ? { base: program, stop: () => undefined } : await startServer(program, store, 600)
const browser = await launch()
await mkdir(shots, { recursive: true })
const people = await cast(server.base)
await seedChapters(server.base)
for (const look of looks.split(',')) {
  const [size, language, theme] = look.split(':')
  for (const row of pageList(people)) {
    if (only && only !== 'all' && !row.name.includes(only)) continue
    const page = await desk(browser, server.base, { ...row.who, size: size.split('x').map(Number), language, theme })
    await row.go(page)
    await page.waitForTimeout(700)
    await page.screenshot({ path: join(shots, `${row.name}-${size}-${language}-${theme}.png`) })
    if (page.complaints.length > 0) console.log(row.name, look, page.complaints.slice(0, 5))
    await page.context().close()
  }
}
await browser.close()
server.stop()
