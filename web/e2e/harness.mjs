// The real program, a real demonstration store, Debian's Chromium. A story is a function that gets a page of
// its own; what it leaves open is closed, what it breaks is photographed.
import { execFileSync, spawn } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const axeSource = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
export const shots = process.env.DESK_SHOTS ?? '/tmp/desk-shots'

export const startServer = (program, store, orders) => serve(program, ['demo', '--store', store, '--orders', String(orders), '--port', '0'])

// A store as an office begins with it: nobody has an account, and the setup code is the operator's.
// `rulebook`: the file of a second version.
export async function startEmptyStore(program, store, rulebook) {
  execFileSync(program, ['create', '--store', store])
  execFileSync(program, ['publish', 'rulebook', rulebook, '--store', store])
  const server = await serve(program, ['serve', '--store', store, '--port', '0'])
  return { ...server, setupCode: execFileSync(program, ['setup-code', '--store', store], { encoding: 'utf8' }).trim() }
}

async function serve(program, options) {
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'inherit'] })
  const base = await new Promise((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (bytes) => {
      text += bytes
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text)
      if (found) resolve(found[0])
    })
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)))
  })
  return { base, stop: () => child.kill('SIGTERM') }
}

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--font-render-hinting=none'],
  })

// A desk of one person: a context with its own cookies, at a size, in a language and theme.
export async function desk(browser, base, { person, unit, role, size = [1280, 720], language = 'zh', theme = 'light', scheme, state }) {
  const context = await browser.newContext({ baseURL: base, viewport: { width: size[0], height: size[1] }, locale: 'zh-CN', timezoneId: 'UTC', colorScheme: scheme ?? 'light', acceptDownloads: true, storageState: state })
  await context.addInitScript((settings) => {
    if (!localStorage.getItem('chengban.settings')) localStorage.setItem('chengban.settings', JSON.stringify(settings))
  }, { language, theme })
  if (person) {
    const answer = await context.request.post('/api/v1/demonstration/session', { data: { person, unit, role } })
    if (!answer.ok()) throw new Error(`sign-in of ${person}: ${await answer.text()}`)
  }
  const page = await context.newPage()
  page.setDefaultTimeout(Number(process.env.DESK_PATIENCE ?? 45_000)) // a busy machine is no fault of the page
  page.complaints = []
  page.on('pageerror', (error) => page.complaints.push(String(error)))
  page.on('console', (message) => {
    // A refusal is an answer, not a fault of the page.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) page.complaints.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !/^(data|blob):/.test(request.url())) page.complaints.push(`left the intranet: ${request.url()}`)
  })
  return page
}

// What axe finds serious or worse, as lines.
export async function axe(page) {
  // What fades has no contrast yet.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity).map((one) => one.finished)))
  await page.evaluate(axeSource)
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }))
  return result.violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .flatMap((one) => one.nodes.slice(0, 4).map((node) => `${one.id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`))
}

// The page itself, not a table within it.
export const sideways = (page) => page.evaluate(() => [document.documentElement, document.querySelector('main')].some((box) => box && box.scrollWidth > box.clientWidth + 1))

const stories = []
export const story = (name, run) => stories.push({ name, run })

export function expect(condition, words) {
  if (!condition) throw new Error(words)
}

export async function runStories(world, only) {
  let passed = 0
  const failed = []
  await mkdir(shots, { recursive: true })
  for (const { name, run } of stories) {
    if (only && !name.includes(only)) continue
    const pages = []
    const open = async (options) => {
      const page = await desk(world.browser, options.base ?? world.base, options)
      pages.push(page)
      return page
    }
    const start = Date.now()
    try {
      await run({ ...world, open })
      for (const page of pages) expect(page.complaints.length === 0, `the page complained: ${page.complaints.slice(0, 5).join(' | ')}`)
      passed += 1
      console.log(`ok    ${name} (${Date.now() - start} ms)`)
    } catch (error) {
      failed.push(name)
      console.log(`FAIL  ${name}: ${error.message}`)
      for (const [index, page] of pages.entries()) await page.screenshot({ path: join(shots, `fail-${failed.length}-${index}.png`) }).catch(() => undefined)
    }
    for (const page of pages) await page.context().close()
  }
  return { passed, failed }
}
