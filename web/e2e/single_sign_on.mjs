// One story that needs a provider beside the desk: tests/single_sign_on_flow.sh starts both and calls
// node web/e2e/single_sign_on.mjs BASE BUTTON
import { axe, launch } from './harness.mjs'

const [base, button] = process.argv.slice(2)
const browser = await launch()
const context = await browser.newContext({ baseURL: base, ignoreHTTPSErrors: true, locale: 'zh-CN' })
const page = await context.newPage()
page.setDefaultTimeout(45_000)
try {
  await page.goto('/queues/all_open')
  await page.getByRole('button', { name: button }).waitFor()
  const wrong = await axe(page)
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  await page.getByRole('button', { name: button }).click()
  await page.waitForURL(`${base}/queues/all_open`) // where the person wanted to go
  await page.locator('#app nav').first().waitFor()
  const session = await (await context.request.get('/api/v1/session')).json()
  if (!session.issuer) throw new Error(`no single sign-on: ${JSON.stringify(session)}`)
  await page.goBack()
  if (page.url().includes('code=')) throw new Error(`the code is still in the history: ${page.url()}`)

  // To confirm who is here, the provider asks anew; the session goes on with another token.
  const address = await page.evaluate(async () => {
    sessionStorage.setItem('chengban.single-sign-on', JSON.stringify({ back: '/queues/overdue', confirm: true }))
    const answer = await fetch('/api/v1/single-sign-on', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"confirm":true}' })
    return (await answer.json()).address
  })
  await page.goto(address)
  await page.waitForURL(`${base}/queues/overdue`)
  const confirmed = await (await context.request.get('/api/v1/session')).json()
  if (confirmed.session === session.session || confirmed.signed_in_at !== session.signed_in_at) throw new Error(`not confirmed: ${JSON.stringify(confirmed)}`)

  // Signed out here, one is asked whether to sign out there too, and comes back to the way in.
  await page.locator('.who').click()
  await page.locator('.el-dropdown-menu__item:visible', { hasText: '退出' }).click()
  await page.getByRole('button', { name: '同时退出统一认证' }).click()
  await page.waitForURL(/\/session\/end\?client_id=/)
  await page.getByRole('button', { name: /Yes/ }).click()
  await page.waitForURL((url) => url.href.startsWith(`${base}/sign-in`))
  if ((await context.request.get('/api/v1/session')).status() !== 401) throw new Error('still signed in here')
  console.log('the desk signs in at the provider, and out')
} finally {
  await browser.close()
}
