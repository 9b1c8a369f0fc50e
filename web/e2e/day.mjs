// The working day, role by role, against the real server: what a person does, by what a person sees.
import { axe, expect, story } from './harness.mjs'
import { cast } from './people.mjs'

const unit = 'district-310115'
let made = 0
const number = () => `DESK${Date.now()}${String(++made).padStart(3, '0')}`

// Registers an order straight through the API, as the hotline's gateway does; the stories go on from there.
async function register(page, more = {}) {
  const answer = await page.request.post('/api/v1/work-orders', {
    headers: { 'Idempotency-Key': `desk-${number()}` },
    data: { hotline_number: number(), title: '电梯多次停运', claim: '来电人反映小区电梯一周内停运三次，物业一直没有修好，老人上下楼困难，要求尽快维修。', kind: 'complaint', limit_class: 'general', district: '310115', category: 'facilities', field: 'property', citizen_name: '王小明', citizen_phone: '13912345678', address: '浦东新区演示路 1 弄 2 号', ...more },
  })
  expect(answer.status() === 201, `registered: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()).order
}
const view = async (page, id) => (await page.request.get(`/api/v1/work-orders/${id}`)).json()
async function command(page, id, name, data) {
  const { version } = await view(page, id)
  const answer = await page.request.post(`/api/v1/work-orders/${id}/${name}`, { headers: { 'Idempotency-Key': `desk-${number()}`, 'If-Match': `"${version}"` }, data })
  expect(answer.ok(), `${name}: ${await answer.text()}`)
  return answer.json()
}
const field = (page, name) => page.locator(`[data-field="${name}"]`)
async function choose(page, name, text) {
  await field(page, name).locator('.el-select__wrapper').click()
  await page.locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: text }).first().click()
}
const radio = (page, name, text) => field(page, name).locator('.el-radio', { hasText: new RegExp(`^\\s*${text}\\s*$`) }).click()
const action = (page, name) => page.locator('.panel .actions button', { hasText: new RegExp(`^\\s*${name}\\s*$`) }).first()
async function act(page, name) {
  const button = action(page, name)
  await page.locator('.panel .actions button').first().waitFor()
  if (await button.count()) return button.click()
  await page.locator('.panel .actions button', { hasText: '更多' }).click()
  await page.locator('.el-dropdown-menu__item:visible', { hasText: new RegExp(`^\\s*${name}`) }).click()
}
const submit = (page) => page.locator('.action .foot button').first().click()
const state = (page, text) => page.locator('.panel .head .pill', { hasText: text }).waitFor()

async function dispatched(world, more) {
  const people = await cast(world.base)
  const center = await world.open(people.one('dispatcher'))
  const id = await register(center, more)
  await command(center, id, 'dispatch', { unit })
  return { people, center, id }
}

story('The dispatcher takes an order in and dispatches it by the suggestion', async ({ base, open }) => {
  const people = await cast(base)
  const page = await open(people.one('dispatcher'))
  await page.goto('/intake')
  const wanted = number()
  await page.fill('#field-hotline_number', wanted)
  await page.fill('#field-title', '地下车库渗水')
  await page.fill('#field-claim', '来电人反映地下车库多处渗水，已影响停车，要求物业维修。')
  await page.fill('#field-citizen_phone', '13800001111')
  await page.locator('button', { hasText: '登记' }).first().click()
  await page.waitForURL(/\/orders\//)
  await state(page, '待派单')
  await act(page, '派单')
  await choose(page, 'unit', '浦东新区')
  await radio(page, 'limit_class', '一般')
  await submit(page)
  await state(page, '待签收')
  const text = await page.locator('.timeline, .card ol').last().innerText()
  expect(text.includes('浦东新区'), 'the timeline says to whom')
  // The same number again leads to the same order.
  const first = page.url()
  await page.goto('/intake')
  await page.fill('#field-hotline_number', wanted)
  await page.fill('#field-title', '重复')
  await page.fill('#field-claim', '重复的转办单')
  await page.locator('button', { hasText: '登记' }).first().click()
  await page.waitForURL(/\/orders\//)
  expect(page.url() === first, 'the order already there')
})

story('Two hundred orders are dispatched in bulk: suggested, previewed, sent, and taken back in time', async ({ base, open }) => {
  const people = await cast(base)
  const page = await open(people.one('dispatcher'))
  for (let i = 0; i < 200; i += 20) await Promise.all(Array.from({ length: 20 }, () => register(page)))
  await page.goto('/queues/received?q=%E7%94%B5%E6%A2%AF%E5%A4%9A%E6%AC%A1%E5%81%9C%E8%BF%90')
  await page.waitForSelector('.line')
  // The list reads on while one scrolls; then everything is ticked.
  for (let i = 0; i < 60 && (await page.locator('.foot', { hasText: '已到末尾' }).count()) === 0; ++i) {
    await page.locator('.orders').evaluate((box) => box.scrollTo(0, box.scrollHeight))
    await page.waitForTimeout(60)
  }
  await page.keyboard.press('t')
  await page.locator('.head .el-checkbox').click()
  const ticked = await page.locator('.ticked strong').innerText()
  expect(Number(ticked.replace(/\D/g, '')) >= 200, `200 are ticked: ${ticked}`)
  await page.keyboard.press('b')
  const dialog = page.locator('.el-dialog')
  await dialog.locator('.el-select__wrapper').click()
  await page.locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: '浦东新区' }).click()
  await dialog.locator('button', { hasText: '预览' }).click()
  await dialog.locator('.ok', { hasText: '可以派单' }).first().waitFor()
  await dialog.locator('button', { hasText: /^\s*派单/ }).click()
  await dialog.locator('.ok', { hasText: '已派单' }).first().waitFor({ timeout: 60_000 })
  const sent = await dialog.locator('.ok').count()
  expect(sent >= 200, `every row has its result: ${sent}`)
  await dialog.locator('button', { hasText: '撤回' }).click()
  await page.locator('.el-message', { hasText: '已撤回' }).waitFor({ timeout: 60_000 })
})

story('A handler acknowledges, contacts, answers and completes; the first try is refused with every reason at its field', async (world) => {
  const { people, id } = await dispatched(world)
  const page = await world.open(people.one('handler', unit))
  await page.goto(`/orders/${id}`)
  await act(page, '签收')
  await submit(page)
  await state(page, '办理中')
  await page.keyboard.press('c')
  await radio(page, 'reached', '是')
  await page.fill('#field-whom', '反映人本人')
  await page.fill('#field-learnt', '电梯一周停运三次，已通知维保单位。')
  for (const name of ['told_acceptance', 'told_procedure', 'told_limit']) await field(page, name).locator('.el-switch').click()
  await submit(page)
  await page.locator('ol li', { hasText: '登记联系' }).first().waitFor()
  await act(page, '登记答复')
  await page.fill('#field-content', '您好，电梯已于今日修复并恢复运行，维保单位已增加巡检。')
  await page.fill('#field-reaction', '表示满意')
  await submit(page)
  await page.locator('ol li', { hasText: '登记答复' }).first().waitFor()

  await act(page, '提交办结')
  const report = { problem: '反映小区电梯一周内停运三次。', facts_evidence: '经现场查看，电梯主板老化，维保记录显示三次停运。', process_result: '责成物业更换主板，电梯已恢复运行。', answer_to_citizen: '已电话答复反映人，表示满意。' }
  for (const [name, text] of Object.entries(report)) await page.fill(`#field-${name}`, text)
  await page.fill('#field-reply_summary', '您好，电梯将于近期修复，请联系 13912345678。')
  await page.locator('.reply mark').first().waitFor()
  const marks = await page.locator('.reply mark').allInnerTexts()
  expect(marks.some((mark) => mark.includes('13912345678')), `the number is marked in the text: ${marks}`)
  await radio(page, 'fact_finding', '属实')
  await radio(page, 'outcome', '实际解决')
  await submit(page)
  await page.locator('.action .problems').waitFor()
  const refused = await page.locator('.action .refusal').count()
  expect(refused >= 3, `all reasons at once, each at its field: ${refused}`)
  expect((await page.locator('.action .problems .citation').count()) >= 3, 'each with its clause')
  await page.locator('.action .problems .citation').first().click()
  await page.locator('.el-popover:visible blockquote').waitFor()
  await page.keyboard.press('Escape')

  // What was typed survives a reload.
  await page.reload()
  await act(page, '提交办结')
  expect((await page.inputValue('#field-problem')) === report.problem, 'the draft is there')
  await page.fill('#field-reply_summary', '您好，电梯已更换主板并恢复运行，维保单位已增加巡检。')
  await radio(page, 'claim_assessment', '诉求合理合法')
  await radio(page, 'site_visit', '无实际现场')
  for (const box of await field(page, 'standard').locator('.el-checkbox').all()) await box.click()
  await submit(page)
  await state(page, '已办结')
  const order = await view(page, id)
  expect(order.state.value === 'completed', 'read back: completed')
  expect(order.timeline.some((event) => event.type === 'completed'), 'read back: the event')
})

story('An extension goes from the handler over the leader and the center to the hotline, and moves the limit', async (world) => {
  const { people, center, id } = await dispatched(world, { limit_class: 'complex' })
  const handler = await world.open(people.one('handler', unit))
  await handler.goto(`/orders/${id}`)
  await act(handler, '签收')
  await submit(handler)
  await state(handler, '办理中')
  const before = (await view(handler, id)).deadlines.find((one) => one.kind === 'completion').due
  await act(handler, '申请延期')
  await radio(handler, 'ground', '处置的技术条件')
  await choose(handler, 'days', '30')
  await handler.fill('#field-why', '电梯主板须向厂家订制，到货需要二十五天，时限内无法更换。')
  await submit(handler)
  await handler.locator('.tag', { hasText: '延期' }).waitFor()
  const leader = await world.open({ ...people.one('leader_in_charge', unit), size: [390, 844] })
  await leader.goto('/queues/awaiting_me')
  await leader.locator('.line').first().waitFor()
  await leader.goto(`/orders/${id}`)
  await act(leader, '分管领导审批延期')
  await radio(leader, 'agree', '是')
  await leader.fill('#field-reason', '情况属实，同意')
  await submit(leader)
  await leader.locator('.tag', { hasText: '分管领导已同意' }).waitFor()
  const reviewer = await world.open(people.one('reviewer'))
  await reviewer.goto(`/orders/${id}`)
  await act(reviewer, '中心审核延期')
  await radio(reviewer, 'agree', '是')
  await reviewer.fill('#field-reason', '同意上报')
  await submit(reviewer)
  await reviewer.locator('.tag', { hasText: '中心已审核' }).waitFor()
  await center.goto(`/orders/${id}`)
  await act(center, '登记热线延期审批')
  await radio(center, 'agree', '是')
  await center.fill('#field-reason', '热线同意延期 30 天')
  await submit(center)
  await center.locator('.tag', { hasText: '已批准' }).waitFor()
  const after = (await view(center, id)).deadlines.find((one) => one.kind === 'completion').due
  expect(Date.parse(after) - Date.parse(before) >= 30 * 86_400_000, `the limit moved: ${before} → ${after}`)
  await center.locator('.clocks button', { hasText: '办结' }).click()
  await center.locator('.el-drawer .month .day').nth(20).waitFor()
})

story('A return is closed before contact, with the clause; after contact it goes to the center, which refuses it', async (world) => {
  const { people, id } = await dispatched(world)
  const handler = await world.open(people.one('handler', unit))
  await handler.goto(`/orders/${id}`)
  // Closed, and it says why and by which clause.
  await handler.locator('.panel .actions button', { hasText: '更多' }).click()
  const closed = await handler.locator('.el-dropdown-menu__item.is-disabled:visible', { hasText: '申请退单' }).innerText()
  expect(closed.includes('联系') && closed.includes('（七）'), `closed with its reason and article: ${closed}`)
  await handler.keyboard.press('Escape')
  await handler.keyboard.press('c')
  await radio(handler, 'reached', '是')
  await handler.fill('#field-whom', '反映人本人')
  await handler.fill('#field-learnt', '反映人同意转交')
  for (const name of ['told_acceptance', 'told_procedure', 'told_limit']) await field(handler, name).locator('.el-switch').click()
  await submit(handler)
  await handler.locator('ol li', { hasText: '登记联系' }).first().waitFor()
  await act(handler, '申请退单')
  const parts = { event_time_place: '11月20日，演示路 1 弄', people: '反映人、物业', matter: '电梯停运', reason: '电梯属特种设备，由市场监管部门负责监督', policy_basis: '《特种设备安全法》', verification: '已电话核实', next_unit: '市场监管部门' }
  for (const [name, text] of Object.entries(parts)) await handler.fill(`#field-${name}`, text)
  await submit(handler)
  await handler.locator('.tag', { hasText: '退单' }).waitFor()
  const reviewer = await world.open(people.one('reviewer'))
  await reviewer.goto(`/orders/${id}`)
  await act(reviewer, '审核退单')
  await radio(reviewer, 'agree', '否')
  await reviewer.fill('#field-reason', '维修责任在物业，仍由你单位处置')
  await submit(reviewer)
  await reviewer.locator('.tag', { hasText: '未批准' }).waitFor()
})

story('Two people on one order: the second learns of the change and loses nothing', async (world) => {
  const { people, id } = await dispatched(world)
  const one = await world.open(people.one('handler', unit))
  const two = await world.open(people.one('section_head', unit))
  await one.goto(`/orders/${id}`)
  await two.goto(`/orders/${id}`)
  await act(one, '签收')
  await submit(one)
  await state(one, '办理中')
  await state(two, '办理中') // live, without reload
  await two.locator('.panel .actions button', { hasText: '更多' }).click()
  await two.locator('.el-dropdown-menu__item:visible', { hasText: /^\s*备注/ }).click()
  await two.fill('#field-note', '写到一半的备注')
  await one.keyboard.press('n')
  await one.fill('#field-note', '先写的备注')
  await submit(one)
  await two.locator('.changed').waitFor()
  expect((await two.inputValue('#field-note')) === '写到一半的备注', 'nothing typed is lost')
  await submit(two)
  await two.locator('.action .problems').waitFor()
  await submit(two)
  await two.locator('ol li', { hasText: '写到一半的备注' }).first().waitFor()
})

story('A lost session keeps what was typed', async (world) => {
  const { people, id } = await dispatched(world)
  const page = await world.open(people.one('handler', unit))
  await page.goto(`/orders/${id}`)
  await page.locator('.panel .actions button').first().waitFor()
  await page.keyboard.press('n')
  await page.fill('#field-note', '会话失效前写的')
  await page.context().clearCookies()
  await submit(page)
  await page.waitForURL(/sign-in/)
  await page.context().request.post('/api/v1/demonstration/session', { data: people.one('handler', unit) })
  await page.goto(new URL(decodeURIComponent(new URL(page.url()).searchParams.get('back')), world.base).href)
  await page.locator('.panel .actions button').first().waitFor()
  await page.keyboard.press('n')
  expect((await page.inputValue('#field-note')) === '会话失效前写的', 'the draft is back')
})

story('A whole order by keyboard alone', async ({ base, open }) => {
  const people = await cast(base)
  const page = await open(people.one('dispatcher'))
  await page.goto('/')
  await page.locator('main h1').waitFor()
  // Presses Tab until the element is in focus, as a person would.
  const tabTo = async (selector, most = 120) => {
    for (let i = 0; i < most; ++i) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`the keyboard does not reach ${selector}`)
  }
  const type = async (selector, text) => {
    await tabTo(selector)
    await page.keyboard.insertText(text)
  }
  await page.keyboard.press('g')
  await page.keyboard.press('n')
  await page.waitForURL(/intake/)
  const wanted = number()
  await type('#field-hotline_number', wanted)
  await page.locator('body').press('Shift+Tab')
  await page.evaluate(() => document.querySelector('main').focus())
  await type('#field-title', '楼道照明长期不亮')
  await type('#field-claim', '来电人反映楼道照明长期不亮，夜间出行不便，要求维修。')
  await page.keyboard.press('Control+Enter')
  await page.waitForURL(/orders/)
  await page.locator('.panel .actions button').first().waitFor()
  await page.keyboard.press('d')
  await page.locator('.action').waitFor()
  await tabTo('#field-unit')
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('浦东新区')
  await page.waitForTimeout(200)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  for (let i = 0; i < 30 && !(await page.evaluate(() => document.activeElement?.closest('[data-field="limit_class"]'))); ++i) await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Control+Enter')
  await state(page, '待签收')
  const id = page.url().split('/').pop()

  const handler = await open(people.one('handler', unit))
  await handler.goto(`/orders/${id}`)
  await handler.locator('.panel .actions button').first().waitFor()
  await handler.keyboard.press('1')
  await handler.locator('.action').waitFor()
  await handler.keyboard.press('Control+Enter')
  await state(handler, '办理中')
  await handler.keyboard.press('c')
  await handler.locator('.action').waitFor()
  const handlerTab = async (selector, most = 120) => {
    for (let i = 0; i < most; ++i) {
      if (await handler.evaluate((found) => document.activeElement?.closest(found) !== null, selector)) return
      await handler.keyboard.press('Tab')
    }
    throw new Error(`the keyboard does not reach ${selector}`)
  }
  await handlerTab('#field-whom')
  await handler.keyboard.insertText('反映人本人')
  await handlerTab('[data-field="reached"]')
  await handler.keyboard.press('Space')
  await handlerTab('#field-learnt')
  await handler.keyboard.insertText('照明灯具损坏两处')
  for (const name of ['told_acceptance', 'told_procedure', 'told_limit']) {
    await handlerTab(`[data-field="${name}"]`)
    await handler.keyboard.press('Space')
  }
  await handler.keyboard.press('Control+Enter')
  await handler.locator('ol li', { hasText: '登记联系' }).first().waitFor()
  const order = await view(handler, id)
  expect(order.timeline.some((event) => event.type === 'record_contact' && event.data.reached && event.data.told_limit), 'the contact is on record')
})

story('The ? sheet shows the keys, and a switch turns them off', async ({ base, open }) => {
  const people = await cast(base)
  const page = await open(people.one('dispatcher'))
  await page.goto('/queues/all_open')
  await page.waitForSelector('.line')
  await page.keyboard.press('?')
  await page.locator('.sheet li').first().waitFor()
  expect((await page.locator('.sheet li').count()) > 10, 'the sheet lists the keys of this page')
  expect((await axe(page)).length === 0, `axe: ${(await axe(page)).join('; ')}`)
  await page.locator('.off .el-switch').click()
  await page.keyboard.press('Escape')
  await page.locator('.sheet').waitFor({ state: 'hidden' })
  await page.keyboard.press('j')
  expect(!/queues\/all_open\/./.test(page.url()), 'j does nothing now')
})

story('A saved view keeps its filters, and the list is exported as it is shown', async ({ base, open }) => {
  const people = await cast(base)
  const page = await open(people.one('dispatcher'))
  // Urgent orders are few; a list above the rulebook's rows waits for another person's consent.
  await page.goto('/queues/all_open?limit_class=urgent&layout=table')
  await page.waitForSelector('.line')
  await page.locator('.tools .tool').last().click()
  await page.locator('.el-dropdown-menu__item:visible', { hasText: '保存为视图' }).click()
  await page.locator('.el-dialog input').fill('紧急诉求')
  await page.keyboard.press('Enter')
  await page.locator('nav .link', { hasText: '紧急诉求' }).waitFor()
  await page.reload()
  await page.locator('nav .link', { hasText: '紧急诉求' }).click()
  await page.locator('.chip.set', { hasText: '紧急' }).waitFor()
  await page.locator('.tools .tool').last().click()
  await page.locator('.el-dropdown-menu__item:visible', { hasText: '导出 CSV' }).click()
  await page.locator('.el-dialog:visible textarea').fill('核对紧急诉求办理情况')
  const waiting = page.waitForEvent('download')
  await page.locator('.el-dialog:visible .el-button--primary').click()
  const file = await waiting
  const stream = await file.createReadStream()
  let text = ''
  for await (const bytes of stream) text += bytes.toString('utf8')
  expect(text.startsWith('\ufeff热线工单编号,标题'), `a table for Excel: ${text.slice(0, 200)}`)
  const shown = (await (await page.request.get('/api/v1/work-orders?queue=all_open&limit_class=urgent&limit=500')).json()).items
  expect(shown.length > 0 && shown.every((one) => text.includes(one.hotline_number)), 'every row that is shown')
})
