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
  await page.waitForURL('**/queues/all_open') // where the person wanted to go
  await page.locator('#app nav').first().waitFor()
  const session = await (await context.request.get('/api/v1/session')).json()
  if (!session.issuer) throw new Error(`no single sign-on: ${JSON.stringify(session)}`)
  await page.goBack()
  if (page.url().includes('code=')) throw new Error(`the code is still in the history: ${page.url()}`)
  console.log('the desk signs in at the provider')
} finally {
  await browser.close()
}
