// Signatures, lists, calendars, and who may sign in: the stories that need more than one person.
import { readFile, writeFile } from 'node:fs/promises'
import { axe, desk, expect, startEmptyStore, story } from './harness.mjs'
import { cast } from './people.mjs'
import { act, choose, command, dispatched, number, pickFrom, radio, state, submit, unit, view } from './steps.mjs'
import { authenticator } from './totp.mjs'
import { workbook } from './xlsx.mjs'

const photo = { name: '现场照片.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') }

// Acknowledged, contacted and answered through the API; the story goes on in the desk.
async function answered(page, id, person) {
  const local = new Date(Date.now() + 8 * 3_600_000).toISOString().replace('Z', '+08:00')
  await command(page, id, 'acknowledge', { handler: person })
  await command(page, id, 'record_contact', { at: local, channel: 'phone', caller: person, whom: '反映人', reached: true, learnt: '电梯一周停运三次', told_acceptance: true, told_procedure: true, told_limit: true })
  await command(page, id, 'record_answer', { at: local, channel: 'phone', by: person, answered: true, content: '您好，电梯已修复并恢复运行。', reaction: '表示满意' })
}
async function upload(page) {
  await act(page, '添加附件')
  await page.locator('section[aria-label="添加附件"] input[type=file]').first().setInputFiles(photo)
  await page.locator('ol li', { hasText: photo.name }).first().waitFor()
}

story('A filing is applied for with evidence and signed by two different people, the head of the section and the principal', async (world) => {
  const { people, id } = await dispatched(world)
  const handler = await world.open(people.one('handler', unit))
  await handler.goto(`/orders/${id}`)
  await act(handler, '签收')
  await submit(handler)
  await state(handler, '办理中')
  await upload(handler)
  await act(handler, '申请存电')
  await choose(handler, 'matter', '已经法院判决')
  const parts = { summary: '反映人多次要求返还已经判决驳回的维修费用。', facts: '该诉求已由浦东新区人民法院判决驳回，判决已生效。', law_policy: '《民事诉讼法》关于生效判决效力的规定。', conclusion: '依法不再重复处理，已向反映人说明。' }
  for (const [name, text] of Object.entries(parts)) await handler.fill(`#field-${name}`, text)
  await choose(handler, 'evidence', photo.name)
  await handler.keyboard.press('Escape')
  await submit(handler)
  await handler.locator('.tag', { hasText: '存电' }).waitFor()
  for (const role of ['section_head', 'principal']) {
    const signer = await world.open(people.one(role, unit))
    await signer.goto(`/orders/${id}`)
    await act(signer, '审签存电')
    await radio(signer, 'agree', '是')
    await signer.fill('#field-reason', '情况属实，同意存电')
    await submit(signer)
    await signer.locator('ol li', { hasText: '审签存电' }).first().waitFor()
  }
  const signed = (await view(handler, id)).timeline.filter((event) => event.type === 'sign_filing')
  expect(signed.length === 2 && signed[0].actor.person.id !== signed[1].actor.person.id, 'two signatures of two people')
  const reviewer = await world.open(people.one('reviewer'))
  await reviewer.goto(`/orders/${id}`)
  await act(reviewer, '中心审核存电')
  await radio(reviewer, 'agree', '是')
  await reviewer.fill('#field-reason', '符合存电范围')
  await submit(reviewer)
  await reviewer.locator('ol li', { hasText: '中心审核存电' }).first().waitFor()
})

story('A leader approves a completion without a site visit on a phone', async (world) => {
  const { people, id } = await dispatched(world)
  const who = people.one('handler', unit)
  const handler = await world.open(who)
  await answered(handler, id, who.person)
  await command(handler, id, 'submit_completion', {
    problem: '反映小区电梯一周内停运三次。', facts_evidence: '维保记录显示三次停运。', process_result: '责成物业更换主板，电梯已恢复运行。', answer_to_citizen: '已电话答复反映人，表示满意。',
    reply_summary: '您好，电梯已更换主板并恢复运行。', fact_finding: 'substantiated', claim_assessment: 'reasonable', outcome: 'resolved', site_visit: 'not_visited', site_visit_reason: '维保单位当日已提供完整检修记录和照片',
    standard: Object.fromEntries(['facts_objective', 'law_right', 'handled_timely', 'decision_fair', 'reply_clear', 'no_bad_effects'].map((name) => [name, true])),
  })
  const leader = await world.open({ ...people.one('leader_in_charge', unit), size: [390, 844] })
  await leader.goto(`/orders/${id}`)
  await state(leader, '待审批')
  await leader.locator('.approvals', { hasText: '分管领导' }).waitFor()
  await act(leader, '审批办结')
  await leader.fill('#field-opinion', '检修记录齐全，同意')
  await submit(leader)
  await state(leader, '已办结')
  expect((await view(leader, id)).state.value === 'completed', 'read back: completed')
})

story('A list comes in as a workbook; the same numbers a second time change nothing', async ({ base, open }) => {
  const people = await cast(base)
  const page = await open(people.one('dispatcher'))
  const numbers = Array.from({ length: 12 }, () => number())
  const file = { name: '转办清单.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: workbook([['工单编号', '标题', '诉求内容', '联系电话'], ...numbers.map((one) => [one, '楼道堆物', '来电人反映楼道长期堆放杂物，要求清理。', '13800002222'])]) }
  for (const words of ['新受理 12', '已存在 12']) {
    await page.goto('/intake')
    await page.locator('input[type=file]').setInputFiles(file)
    await page.waitForURL(/\/jobs/)
    await page.locator('li', { hasText: '导入工单' }).first().locator('text=完成').waitFor()
    const line = await page.locator('li', { hasText: '导入工单' }).first().innerText()
    expect(line.includes(words), `${words}: ${line}`)
  }
  await page.goto(`/queues/all?hotline_number=${numbers[3]}`)
  await page.locator('.line', { hasText: '楼道堆物' }).waitFor()
})

story('A long list leaves the house with another person’s consent, once', async ({ base, open }) => {
  const people = await cast(base)
  const page = await open(people.one('dispatcher'))
  await page.goto('/exports')
  await page.locator('button', { hasText: '申请导出' }).first().click()
  await choose(page, 'queue', /^\s*全部\s*\d/)
  await page.fill('#field-reason', '核对全年工单底册')
  await page.locator('.el-dialog:visible .el-button--primary').click()
  await page.locator('.pill.requested').first().waitFor()
  const mine = page.locator('main li', { hasText: '核对全年工单底册' }).first()
  expect((await mine.locator('button').count()) === 0, 'nothing can be fetched, or agreed to by oneself, before the consent')
  const clerk = await open(people.one('office_clerk'))
  await clerk.goto('/exports')
  const line = clerk.locator('main li', { hasText: '核对全年工单底册' }).first()
  await line.locator('button', { hasText: /^\s*同意/ }).click()
  await clerk.locator('.el-dialog:visible .el-button--primary').click()
  await line.waitFor({ state: 'detached' })
  await page.reload()
  await mine.locator('text=还可领取').waitFor()
  const waiting = page.waitForEvent('download')
  await mine.locator('button', { hasText: '领取' }).click()
  expect((await waiting).suggestedFilename().endsWith('.xlsx'), 'a workbook')
  await mine.locator('.pill.fetched').waitFor()
  expect((await mine.locator('button').count()) === 0, 'a second time there is nothing to fetch')
})

story('A substitute signs in the leader’s place while the leader is away, and it is shown as such', async (world) => {
  const { people, id } = await dispatched(world, { limit_class: 'complex' })
  const handlerPost = people.one('handler', unit)
  const leaderPost = people.one('leader_in_charge', unit)
  const head = people.one('section_head', unit)
  const nameOf = (post) => people.all.find((one) => one.person === post.person).name
  const handler = await world.open(handlerPost)
  await command(handler, id, 'acknowledge', { handler: handlerPost.person })
  await command(handler, id, 'apply_extension', { ground: 'technical_conditions', days: 15, why: '主板须向厂家订制，时限内不能到货。' })
  const leader = await world.open(leaderPost)
  await leader.goto(`/organisation/${unit}`)
  await leader.locator('button', { hasText: '登记外出' }).click()
  await choose(leader, 'person', nameOf(leaderPost))
  const slot = leader.locator('.el-dialog:visible .el-form-item', { hasText: '的代理人' })
  await pickFrom(leader, slot, nameOf(head))
  await leader.locator('.el-dialog:visible button', { hasText: '先检查' }).click()
  await leader.locator('.el-dialog:visible .fine').waitFor()
  await leader.locator('.el-dialog:visible .el-button--primary').click()
  await leader.locator('.absences li', { hasText: nameOf(leaderPost) }).locator('text=代').first().waitFor()
  // The head of the section changes to the post that is now theirs to fill.
  const page = await world.open(head)
  await page.goto('/')
  await page.locator('.who').click()
  await page.locator('.el-dropdown-menu__item:visible', { hasText: `代 ${nameOf(leaderPost)}` }).click()
  await page.locator('.who', { hasText: `代 ${nameOf(leaderPost)}` }).waitFor()
  await page.goto(`/orders/${id}`)
  await act(page, '分管领导审批延期')
  await radio(page, 'agree', '是')
  await page.fill('#field-reason', '代为审批，同意')
  await submit(page)
  await page.locator('ol li', { hasText: `代 ${nameOf(leaderPost)}` }).first().waitFor()
  await leader.locator('button', { hasText: '销假' }).click()
  await leader.locator('.el-message-box .el-button--primary').click()
  await leader.locator('.absences li button', { hasText: '销假' }).waitFor({ state: 'detached' })
})

story('A person’s open orders go to a successor: tried first, then done, each on its record', async (world) => {
  const { people, id } = await dispatched(world)
  const handlers = people.all.filter((one) => one.role === 'handler' && one.unit === unit && !one.substitute_for)
  const [from, to] = [handlers.at(-1), handlers.at(-2)]
  const handler = await world.open({ person: from.person, unit, role: 'handler' })
  await command(handler, id, 'acknowledge', { handler: from.person })
  const head = await world.open(people.one('section_head', unit))
  await head.goto(`/organisation/${unit}`)
  await head.locator('tr', { hasText: from.name }).locator('button').click()
  await head.locator('.el-dropdown-menu__item:visible', { hasText: '移交名下工单' }).click()
  await choose(head, 'to', to.name)
  await head.fill('#field-reason', '调离本岗位，工单移交')
  const dialog = head.locator('.el-dialog:visible')
  await dialog.locator('button', { hasText: '先检查' }).click()
  await dialog.locator('[role=status]', { hasText: /可移交 [1-9]/ }).waitFor()
  expect((await view(head, id)).handler.id === from.person, 'a try changes nothing')
  await dialog.locator('.el-button--primary').click()
  await dialog.locator('[role=status]', { hasText: /已移交 [1-9]/ }).waitFor()
  expect((await view(head, id)).handler.id === to.person, 'the successor has it')
})

story('The office puts a missing responsible section on record', async ({ base, open }) => {
  const people = await cast(base)
  const clerk = await open(people.one('office_clerk'))
  const { findings } = await (await clerk.request.get('/api/v1/organisation')).json()
  const lacking = findings.find((one) => one.rule === 'district_lacks_responsible_section')
  expect(lacking, 'the demonstration has a district without a responsible section')
  await clerk.goto(`/organisation/${lacking.unit}`)
  await clerk.locator('.finding', { hasText: '责任科室' }).waitFor()
  await clerk.locator('dd', { hasText: '未登记' }).last().locator('button', { hasText: '变更' }).click()
  await clerk.locator('.el-dialog:visible').waitFor()
  await pickFrom(clerk, clerk.locator('[data-field="section"]'), /./)
  const dialog = clerk.locator('.el-dialog:visible')
  await dialog.locator('button', { hasText: '先检查' }).click()
  await dialog.locator('.fine').waitFor()
  await dialog.locator('.el-button--primary').click()
  await clerk.locator('.finding', { hasText: '责任科室' }).waitFor({ state: 'detached' })
})

story('Two people on one order see each other by name', async (world) => {
  const { people, id } = await dispatched(world)
  const head = people.one('section_head', unit)
  const first = await world.open(head)
  await first.goto(`/orders/${id}`)
  await first.locator('.panel h1').waitFor()
  const second = await world.open(people.one('handler', unit))
  await second.goto(`/orders/${id}`)
  await second.locator('.here', { hasText: people.all.find((one) => one.person === head.person).name }).waitFor()
})

story('An order prints on A4 sheets: nothing of the desk around it, all limits, who printed it and when', async (world) => {
  const { people, id } = await dispatched(world)
  const page = await world.open({ ...people.one('handler', unit), theme: 'dark' })
  await page.goto(`/orders/${id}`)
  await page.locator('.timeline li').first().waitFor()
  const sheet = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(sheet)
  expect(Math.round(width) === 595 && Math.round(height) === 842, `A4: ${width} × ${height}`)
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  await page.locator('.print-only', { hasText: '打印：' }).waitFor()
  expect((await page.locator('nav:visible, [role=search]:visible, .actions:visible').count()) === 0, 'only the order')
  expect((await page.locator('details.ended:not([open])').count()) === 0, 'nothing is folded away')
  expect((await page.evaluate(() => document.documentElement.dataset.theme)) === 'light', 'black on white from the dark desk')
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  expect((await page.evaluate(() => document.documentElement.dataset.theme)) === 'dark', 'and back')
})

// ---- accounts, on a store of their own

let house = null
const houseOf = async (world) => (house ??= await settle(world))
export const closeHouse = () => house?.server.stop()

const passwords = { sys: 'ochre kettle marsh 7', sec: 'violet anvil harbour 9', aud: 'cobalt lantern meadow 4', lin: 'amber thistle quarry 2' }

// Signs in with an initial password, chooses another, enrols a second factor where it is asked for.
async function firstSignIn(page, name, secret) {
  await page.goto('/sign-in')
  await page.locator('form input[autocomplete=username]').fill(name)
  await page.locator('form input[type=password]').fill(secret)
  await page.keyboard.press('Enter')
  await page.locator('input[autocomplete=new-password]').first().waitFor()
  for (const input of await page.locator('input[autocomplete=new-password]').all()) await input.fill(passwords[name])
  await page.keyboard.press('Enter')
}
async function enrol(page) {
  await page.locator('img[alt="动态口令二维码"]').waitFor()
  const next = authenticator(await page.locator('p code').innerText())
  await page.locator('input[autocomplete=one-time-code]').fill(await next())
  await page.keyboard.press('Enter')
  const codes = await page.locator('.stack li code').allInnerTexts()
  expect(codes.length === 0 || codes.length >= 8, 'recovery codes')
  await page.locator('button', { hasText: '已抄好' }).click()
  return next
}
async function settle(world) {
  const rules = await readFile(new URL('../../rulebooks/shanghai-housing-2022.toml', import.meta.url), 'utf8')
  const next = rules
    .replace(/^version = 1$/m, 'version = 2')
    .replace(/^effective_from = \S+/m, 'effective_from = 2035-01-01')
    .replace(/^(general *= *\{[^}]*working_days = )5/m, '$14')
    .replace(/^red_per_mille = 750$/m, 'red_per_mille = 805')
  await writeFile(`${world.store}-rulebook.toml`, next)
  const server = await startEmptyStore(world.program, `${world.store}-house`, `${world.store}-rulebook.toml`)
  const door = await desk(world.browser, server.base, {})
  await door.goto('/')
  await door.locator('h1', { hasText: '首次运行' }).waitFor()
  const wrong = await axe(door)
  expect(wrong.length === 0, `the first run: ${wrong.join('; ')}`)
  await door.locator('form input').first().fill(server.setupCode)
  for (const [office, name] of [['system_administrator', 'sys'], ['security_administrator', 'sec'], ['audit_administrator', 'aud']]) await door.locator(`[data-field="${office}-name"] input, input[data-field="${office}-name"]`).fill(name)
  await door.locator('button', { hasText: '设立三位管理员' }).click()
  await door.locator('dl code').nth(2).waitFor()
  const secrets = await door.locator('dl code').allInnerTexts()
  await door.context().close()
  return { server, secrets: { sys: secrets[0], sec: secrets[1], aud: secrets[2] } }
}
// An administrator at their desk, signed in through the page the first time.
async function administrator(world, open, name) {
  const found = await houseOf(world)
  const page = await open({ base: found.server.base })
  await firstSignIn(page, name, found.secrets[name])
  await enrol(page)
  await page.locator('main h1').waitFor()
  return page
}

story('From an empty store to a person with a second factor: set-up, account, approval, first password, one-time code', async (world) => {
  const system = await administrator(world, world.open, 'sys')
  const { server } = await houseOf(world)
  await system.locator('h1', { hasText: '账号与登录' }).waitFor()
  expect((await system.locator('nav .link', { hasText: '工单' }).count()) === 0, 'an administrator’s rail has no orders')
  await system.locator('button', { hasText: '建立账号' }).click()
  const posts = await (await system.request.get('/api/v1/organisation/posts')).json()
  const person = posts.items.find((post) => post.role === 'dispatcher')
  await choose(system, 'person', person.name)
  await system.fill('#field-name', 'lin')
  await system.locator('.el-dialog:visible .el-button--primary').click()
  const shown = system.locator('.el-dialog:visible', { hasText: '初始口令' }).last()
  const secret = await shown.locator('code').innerText()
  await shown.locator('button', { hasText: '已妥善保存' }).click()
  await system.locator('tr', { hasText: 'lin' }).locator('text=待批准').waitFor()

  // Nobody comes in before another administrator approved it.
  const early = await world.open({ base: server.base })
  await early.goto('/sign-in')
  await early.locator('form input[autocomplete=username]').fill('lin')
  await early.locator('form input[type=password]').fill(secret)
  await early.keyboard.press('Enter')
  await early.locator('.problems').waitFor()

  const security = await administrator(world, world.open, 'sec')
  await security.goto('/accounts')
  await security.locator('tr', { hasText: 'lin' }).locator('button', { hasText: '批准' }).click()
  await security.locator('tr', { hasText: 'lin' }).locator('text=启用').first().waitFor()

  const page = await world.open({ base: server.base })
  await firstSignIn(page, 'lin', secret)
  await page.locator('.who', { hasText: person.name }).waitFor()
  await page.locator('.who').click()
  await page.locator('.el-dropdown-menu__item:visible', { hasText: '我的登录' }).click()
  await page.locator('button', { hasText: '启用动态口令' }).click()
  const next = await enrol(page)
  await page.locator('.pill.on').waitFor()
  await page.locator('.who').click()
  await page.locator('.el-dropdown-menu__item:visible', { hasText: '退出' }).click()
  await page.waitForURL(/sign-in/)
  await page.locator('form input[autocomplete=username]').fill('lin')
  await page.locator('form input[type=password]').fill(passwords.lin)
  await page.keyboard.press('Enter')
  await page.locator('input[autocomplete=one-time-code]').fill(await next())
  await page.keyboard.press('Enter')
  await page.locator('.who', { hasText: person.name }).waitFor()

  // A key for a machine: issued by one, approved by the other, and good for what its scopes say.
  await system.goto('/accounts/keys')
  await system.locator('button', { hasText: '签发密钥' }).click()
  await system.fill('#field-name', '热线网关')
  await system.locator('.el-dialog:visible .el-button--primary').click()
  const issued = system.locator('.el-dialog:visible', { hasText: '热线网关' }).last()
  const key = await issued.locator('code').innerText()
  await issued.locator('button', { hasText: '已妥善保存' }).click()
  const ask = (method, path) => fetch(`${server.base}/api/v1${path}`, { method, headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }, ...(method === 'POST' ? { body: '{}' } : {}) })
  expect((await ask('GET', '/queues')).status === 401, 'not before it is approved')
  await security.goto('/accounts/keys')
  await security.locator('tr', { hasText: '热线网关' }).locator('button', { hasText: '批准' }).click()
  await security.locator('tr', { hasText: '热线网关' }).locator('.pill.active').waitFor()
  await security.waitForTimeout(1100) // what is remembered of a key is asked again each second
  expect((await ask('GET', '/queues')).ok, 'it reads')
  expect((await ask('POST', '/work-orders')).status === 403, 'and does no more')

  // The audit administrator reads who did all that.
  const auditor = await administrator(world, world.open, 'aud')
  await auditor.locator('h1', { hasText: '审计' }).waitFor()
  await auditor.locator('tr', { hasText: '批准账号' }).first().waitFor()
  await auditor.locator('tr', { hasText: '建立账号' }).first().waitFor()
  await auditor.locator('.choice', { hasText: '登录' }).click()
  await auditor.locator('tr', { hasText: '登录' }).nth(1).waitFor()
  const stateOf = (desk) => desk.context().storageState()
  house.lin = { next, state: await stateOf(page) }
  house.states = { sys: await stateOf(system), sec: await stateOf(security) }
})

story('Single sign-on is set up by one administrator; a subject is bound by one and approved by the other', async (world) => {
  const { server, states } = await houseOf(world)
  expect(states, 'the administrators of the story before')
  const security = await world.open({ base: server.base, state: states.sec })
  await security.goto('/accounts/single-sign-on')
  await security.locator('.empty', { hasText: '没有启用单点登录' }).waitFor()
  await security.locator('button', { hasText: /^\s*设置/ }).click()
  const dialog = security.locator('.el-dialog:visible')
  await security.fill('#field-issuer', 'http://sso.example')
  await security.fill('#field-client_id', 'chengban')
  await dialog.locator('.el-button--primary').click()
  await dialog.locator('[data-field="issuer"] .refusal').waitFor() // not in the open
  await security.fill('#field-issuer', 'https://sso.example')
  await dialog.locator('.el-button--primary').click()
  await security.locator('dd', { hasText: 'https://sso.example' }).waitFor()
  await dialog.waitFor({ state: 'hidden' }) // a window that fades has no contrast
  const wrong = await axe(security)
  expect(wrong.length === 0, `axe: ${wrong.join('; ')}`)

  const system = await world.open({ base: server.base, state: states.sys })
  await system.goto('/accounts/single-sign-on')
  await system.locator('button', { hasText: '绑定主体' }).click()
  await choose(system, 'account', 'lin')
  await system.fill('#field-subject', 'e-1024')
  await system.locator('.el-dialog:visible .el-button--primary').click()
  await system.locator('tr', { hasText: 'e-1024' }).locator('.pill.awaiting_approval').waitFor()
  expect((await system.locator('tr button', { hasText: '批准' }).count()) === 0, 'whoever binds does not approve')
  await security.reload()
  await security.locator('tr', { hasText: 'e-1024' }).locator('button', { hasText: '批准' }).click()
  await security.locator('tr', { hasText: 'e-1024' }).locator('.pill.bound').waitFor()
})

story('Two published versions of the rules are compared in words that a person reads', async (world) => {
  const { server, states } = await houseOf(world)
  const page = await world.open({ base: server.base, state: states.sec })
  await page.goto('/rulebook')
  await page.locator('.page-head .el-select').nth(1).click()
  await page.locator('.el-select-dropdown__item:visible', { hasText: '2' }).click()
  const row = (setting) => page.locator('tr', { has: page.locator('code', { hasText: setting }) })
  await row('limits.general').locator('ins', { hasText: '4 个工作日' }).waitFor()
  expect((await row('limits.general').locator('del').innerText()) === '5 个工作日', 'the older version is what was before')
  const band = await row('bands.red_per_mille').innerText()
  expect(band.includes('75%') && band.includes('80.5%'), `a share is a percentage: ${band}`)
  expect((await row('limits.general').locator('.citation').count()) === 1, 'with its clause')
})

story('A session is ended from elsewhere; its desk asks to sign in again', async (world) => {
  const { server, lin } = await houseOf(world)
  expect(lin, 'the person of the story before')
  const first = await world.open({ base: server.base, state: lin.state })
  const second = await world.open({ base: server.base })
  await second.goto('/sign-in')
  await second.locator('form input[autocomplete=username]').fill('lin')
  await second.locator('form input[type=password]').fill(passwords.lin)
  await second.keyboard.press('Enter')
  await second.locator('input[autocomplete=one-time-code]').fill(await lin.next())
  await second.keyboard.press('Enter')
  await second.locator('.who').waitFor()
  await first.goto('/my-sign-in')
  const others = first.locator('.sessions li button', { hasText: '结束' })
  await others.first().waitFor()
  await others.last().click()
  await others.waitFor({ state: 'detached' })
  await second.waitForTimeout(1200) // what is remembered of a session is asked again each second
  await second.goto('/organisation')
  await second.waitForURL(/sign-in/)
  await first.goto('/organisation')
  await first.locator('.who').waitFor()
})

story('A draft of the rules is tried against history: what differs, per unit, and nothing is published', async ({ base, open }) => {
  const people = await cast(base)
  const page = await open(people.one('office_clerk'))
  const text = await readFile(new URL('../../rulebooks/shanghai-housing-2022.toml', import.meta.url), 'utf8')
  const draft = text.replace(/^version = 1$/m, 'version = 2').replace(/^(general *= *\{[^}]*working_days = )5/m, '$13')
  expect(draft !== text, 'the draft has another limit')
  await page.goto('/rulebook')
  await page.locator('input[type=file]').setInputFiles({ name: 'draft.toml', mimeType: 'text/plain', buffer: Buffer.from(draft) })
  await page.locator('.figures strong').first().waitFor()
  const [commands, , moved] = (await page.locator('.figures strong').allInnerTexts()).map(Number)
  expect(commands > 100 && moved > 0, `judged ${commands}, moved ${moved}`)
  await page.locator('ins', { hasText: '3' }).first().waitFor()
  await page.locator('.bars li', { hasText: '浦东新区' }).first().waitFor()
  expect((await axe(page)).length === 0, `axe: ${(await axe(page)).join('; ')}`)
  expect((await (await page.request.get('/api/v1/rulebooks')).json()).items.length === 1, 'nothing is published')
  await page.locator('input[type=file]').setInputFiles({ name: 'broken.toml', mimeType: 'text/plain', buffer: Buffer.from('version = "x"') })
  await page.locator('.problems li').first().waitFor()
})

story('A calendar is published: what moves is shown first, then every open limit moves', async ({ base, open }) => {
  const people = await cast(base)
  const page = await open(people.one('office_clerk'))
  await page.goto('/calendar')
  await page.locator('button', { hasText: '登记新的放假通知' }).click()
  const rows = page.locator('textarea')
  const taken = await rows.inputValue()
  // The next weekday that the calendar does not speak of yet.
  let day = new Date(Date.now() + 8 * 3_600_000)
  do day = new Date(day.getTime() + 86_400_000)
  while ([0, 6].includes(day.getUTCDay()) || taken.includes(day.toISOString().slice(0, 10)))
  const date = day.toISOString().slice(0, 10)
  await rows.fill(`${taken}\n${date},holiday,临时放假`)
  await page.locator('button', { hasText: '预览影响' }).click()
  await page.locator('[role=status]', { hasText: /将变动 \d+ 个时限/ }).waitFor()
  const href = await page.locator('.moves a').first().getAttribute('href')
  const id = href.split('/').pop()
  const before = (await view(page, id)).calendar_version
  await page.locator('button', { hasText: /^\s*发布/ }).click()
  await page.locator('.el-message-box .el-button--primary').click()
  await page.locator('.el-message', { hasText: '日历已发布' }).waitFor()
  const found = page.locator(`.day.holiday[title="临时放假"]`)
  await found.waitFor()
  for (let i = 0; i < 100 && (await view(page, id)).calendar_version === before; ++i) await page.waitForTimeout(200)
  const order = await view(page, id)
  expect(order.calendar_version > before, 'the order has the new calendar')
  expect(order.timeline.some((event) => event.type === 'apply_calendar'), 'and it stands on its record')
})
