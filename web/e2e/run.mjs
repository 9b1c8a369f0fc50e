// All stories: node e2e/run.mjs PROGRAM STORE [NAME]. Prints a line each and the counts.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { axe, expect, launch, runStories, shots, sideways, startServer, story } from './harness.mjs'
import { seedChapters } from './chapters.seed.mjs'
import { cast } from './people.mjs'
import { pageList } from './pages.mjs'
import './day.mjs'
import { closeHouse } from './people.stories.mjs'
import './chapters.stories.mjs'

const [program, store, only] = process.argv.slice(2)
const server = program.startsWith('http') ? { base: program, stop: () => undefined } : await startServer(program, store, 400)
const browser = await launch()
const people = await cast(server.base)
await seedChapters(server.base)

// Light and Chinese on every page; the other themes and the phone on those that differ most.
const differing = ['sign-in', 'home', 'queue-order', 'order-trace', 'order-complete', 'wall', 'rulebook', 'calendar',
  'organisation-unit', 'organisation-roster', 'accounts-settings', 'audit-record', 'exports-ask',
  'knowledge', 'follow-up-call', 'bulletin-figures', 'appraisal', 'forecast']
const coloured = ['queue-order', 'order-trace', 'wall'] // where colour says most
for (const [language, theme, size] of [['zh', 'light', [1280, 720]], ['en', 'dark', [1280, 720]], ['zh', 'contrast', [390, 844]], ['zh', 'colour', [853, 480]]]) {
  story(`axe and raw keys: ${language} ${theme} ${size.join('×')}`, async ({ open }) => {
    const wrong = []
    const desks = new Map() // one per person
    for (const row of pageList(people).filter((one) => theme === 'light' || (theme === 'colour' ? coloured : differing).includes(one.name))) {
      const who = row.who.person ?? ''
      if (!desks.has(who)) desks.set(who, await open({ ...row.who, language, theme, size }))
      const page = desks.get(who)
      await row.go(page).catch((error) => {
        throw new Error(`${row.name}: ${error.message}`)
      })
      await page.waitForTimeout(100)
      for (const line of await axe(page)) wrong.push(`${row.name}: ${line}`)
      const text = await page.locator('body').innerText()
      const raw = row.name === 'rulebook' ? [] : (text.match(/\b[a-z_]{2,}\.[a-z_]{2,}\b/g) ?? [])
      if (raw.length > 0) wrong.push(`${row.name}: raw keys ${raw.join(' ')}`)
      if (await sideways(page)) wrong.push(`${row.name}: the page scrolls sideways`)
    }
    expect(wrong.length === 0, wrong.slice(0, 12).join('\n      '))
  })
}

// 1280×720 at 150 %: what the pages are for is on the screen or a scroll away, and nothing covers it.
story('at 150 % scaling no page scrolls sideways and its main act is within reach', async ({ open }) => {
  const main = { home: '.figure', queue: '.orders .line', 'order-complete': '.action .foot .el-button--primary', intake: '.card .row > .el-button--primary', wall: '.big a', 'knowledge-picker': '.el-dialog:visible li .el-button' }
  const wrong = []
  const desks = new Map()
  for (const row of pageList(people).filter((one) => main[one.name])) {
    if (!desks.has(row.who.person)) desks.set(row.who.person, await open({ ...row.who, size: [853, 480] }))
    const page = desks.get(row.who.person)
    await row.go(page)
    await page.locator(main[row.name]).first().click({ trial: true, timeout: 5000 }).catch(() => wrong.push(`${row.name}: its main act is out of reach`))
    if (await sideways(page)) wrong.push(`${row.name}: the page scrolls sideways`)
  }
  expect(wrong.length === 0, wrong.join('\n      '))
})

story('the first paint is quick and the first script small', async ({ base, open }) => {
  const page = await open(people.one('dispatcher'))
  let bytes = 0
  page.on('response', async (response) => {
    if (/\.js$/.test(response.url())) bytes += Number((await response.allHeaders())['content-length'] ?? 0)
  })
  const start = performance.now()
  await page.goto(`${base}/queues/all_open`)
  await page.waitForSelector('.line')
  const shown = performance.now() - start
  expect(bytes > 0 && bytes <= 400 * 1024, `scripts of the queue page: ${Math.round(bytes / 1024)} kB compressed`)
  expect(shown <= 15_000, `rows after ${Math.round(shown)} ms`)
  console.log(`      rows after ${Math.round(shown)} ms, ${Math.round(bytes / 1024)} kB of scripts`)
})

story('pictures for the README', async ({ open }) => {
  const folder = process.env.DESK_IMAGES ?? shots
  await mkdir(folder, { recursive: true })
  for (const row of pageList(people).filter((one) => ['home', 'queue-order', 'order-complete', 'order-trace', 'wall'].includes(one.name))) {
    const page = await open({ ...row.who })
    await row.go(page)
    await page.waitForTimeout(600)
    await page.screenshot({ path: join(folder, `${row.name}.jpg`), type: 'jpeg', quality: 82 })
  }
})

const start = Date.now()
const { passed, failed } = await runStories({ browser, base: server.base, program, store }, only)
await browser.close()
server.stop()
closeHouse()
console.log(`${passed} passed, ${failed.length} failed, 0 skipped (${Math.round((Date.now() - start) / 1000)} s)`)
process.exit(failed.length === 0 && passed > 0 ? 0 : 1)
