// Steps that stories share: what a person does on an order's page, and what the hotline's gateway does through
// the API. Only the words and labels that a person sees are used to find things.
import { expect } from './harness.mjs'
import { cast } from './people.mjs'

export const unit = 'district-310115'
let made = 0
export const number = () => `DESK${Date.now()}${String(++made).padStart(3, '0')}`

// Registers an order straight through the API, as the hotline's gateway does; the stories go on from there.
// Each is of a citizen and a house of its own: repeats and clusters would bring the machine's events between.
export async function register(page, more = {}) {
  const own = ++made
  const answer = await page.request.post('/api/v1/work-orders', {
    headers: { 'Idempotency-Key': `desk-${number()}` },
    data: { hotline_number: number(), title: '电梯多次停运', claim: '来电人反映小区电梯一周内停运三次，物业一直没有修好，老人上下楼困难，要求尽快维修。', kind: 'complaint', limit_class: 'general', district: '310115', category: 'facilities', field: 'property', citizen_name: '王小明', citizen_phone: `139${String(Date.now() + own).slice(-8)}`, address: `浦东新区演示路 ${own} 弄 2 号`, ...more },
  })
  expect(answer.status() === 201, `registered: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()).order
}
export const view = async (page, id) => (await page.request.get(`/api/v1/work-orders/${id}`)).json()
export async function command(page, id, name, data) {
  const { version } = await view(page, id)
  const answer = await page.request.post(`/api/v1/work-orders/${id}/${name}`, { headers: { 'Idempotency-Key': `desk-${number()}`, 'If-Match': `"${version}"` }, data })
  expect(answer.ok(), `${name}: ${await answer.text()}`)
  return answer.json()
}
export const field = (page, name) => page.locator(`[data-field="${name}"]`)
export const choose = (page, name, text) => pickFrom(page, field(page, name), text)
// From the list that a box opens, once another one has closed.
export async function pickFrom(page, box, text) {
  await page.waitForFunction(() => [...document.querySelectorAll('.el-select-dropdown')].every((list) => list.offsetParent === null))
  await box.locator('.el-select__wrapper').click()
  await page.locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: text }).first().click()
}
export const radio = (page, name, text) => field(page, name).locator('.el-radio', { hasText: new RegExp(`^\\s*${text}\\s*$`) }).click()
export const action = (page, name) => page.locator('.panel .actions button', { hasText: new RegExp(`^\\s*${name}\\s*$`) }).first()
export async function act(page, name) {
  const button = action(page, name)
  await page.locator('.panel .actions button').first().waitFor()
  if (await button.count()) return button.click()
  await page.locator('.panel .actions button', { hasText: '更多' }).click()
  await page.locator('.el-dropdown-menu__item:visible', { hasText: new RegExp(`^\\s*${name}`) }).click()
}
export const submit = (page) => page.locator('.action .foot button').first().click()
export const state = (page, text) => page.locator('.panel .head .pill', { hasText: text }).waitFor()

export async function dispatched(world, more) {
  const people = await cast(world.base)
  const center = await world.open(people.one('dispatcher'))
  const id = await register(center, more)
  await command(center, id, 'dispatch', { unit })
  return { people, center, id }
}
