// Chapters 3 to 6 as people work with them: follow-up, knowledge, bulletins, appraisal, documents.
import { saved } from './archive.mjs'
import { expect, story } from './harness.mjs'
import { cast } from './people.mjs'
import { choose, command, dispatched, field, register, submit, unit, view } from './steps.mjs'

const day = (plus) => new Date(Date.now() + 8 * 3600_000 + plus * 86_400_000).toISOString().slice(0, 10)
const read = async (page, path) => (await page.request.get(`/api/v1${path}`)).json()
const button = (page, text) => page.locator('button:visible, .el-button:visible', { hasText: text }).first()
async function pickDay(page, label, value) {
  const input = page.locator(`.range input[aria-label="${label}"]`).first()
  await input.fill(value)
  await input.press('Enter')
}

story('A sample is drawn, proven and called; a dissatisfied citizen is on the order', async ({ base, open }) => {
  const people = await cast(base)
  const supervisor = await open(people.one('supervisor'))
  await supervisor.goto('/sampling-plans')
  await button(supervisor, '新建方案').click()
  await supervisor.fill('#plan-title', '全面抽查')
  await supervisor.fill('#plan-rate', '20')
  await supervisor.locator('#plan-title').click()
  await button(supervisor, '保存').click()
  await supervisor.locator('h2', { hasText: '全面抽查' }).waitFor()
  const plan = supervisor.url().split('/').pop()

  const caller = await open(people.one('follow_up_caller'))
  await caller.goto(`/sampling-plans/${plan}`)
  await pickDay(caller, '首日', day(-30))
  await pickDay(caller, '末日', day(-1))
  await caller.fill('#draw-seed', '12345')
  await button(caller, '抽取').click()
  await caller.locator('[role=status]', { hasText: '新增回访' }).waitFor()
  await button(caller, '重抽核对').click()
  await caller.locator('.proof', { hasText: '一致' }).waitFor()
  await caller.locator('a', { hasText: '去回访' }).click()
  await caller.locator('.rows .line').first().click()
  await caller.locator('.script').waitFor()
  const id = new URL(caller.url()).searchParams.get('call')

  // Nobody answers at first: on record, and the server says what is still missing.
  const before = (await read(caller, `/follow-up-calls/${id}`)).attempts.length
  await button(caller, '未接通').click()
  await caller.locator('.attempts li').nth(before).waitFor()
  for (const name of ['first_contact', 'procedure_told', 'limit_told']) await field(caller, name).locator('button', { hasText: '是' }).click()
  await field(caller, 'resolution').locator('button', { hasText: '未解决也未解释' }).click()
  await field(caller, 'attitude').locator('button', { hasText: /^满意/ }).click()
  for (const name of ['speed', 'result']) await field(caller, name).locator('button', { hasText: '不满意' }).click()
  await caller.fill('#call-remark', '维修拖了两周，结果没有人告知。')
  await button(caller, '保存回访结果').click()
  await caller.waitForFunction((was) => !location.search.includes(was), id)
  const call = await read(caller, `/follow-up-calls/${id}`)
  expect(call.state === 'answered', `the call is answered: ${call.state}`)
  const order = await read(caller, `/work-orders/${call.drawn.order}`)
  const recorded = order.timeline.findLast((event) => event.type === 'record_follow_up')
  expect(recorded?.data.answers?.result === 'dissatisfied' && recorded.data.call === id, `the answers are on the order: ${JSON.stringify(recorded?.data)}`)
})

story('The hotline’s monthly list comes in with a result for every row, and twice changes nothing', async ({ base, open }) => {
  const people = await cast(base)
  const page = await open(people.one('supervisor'))
  const { items } = await read(page, '/work-orders?queue=completed&limit=2&sort=received_at')
  const month = day(-35).slice(0, 7)
  const csv = `热线工单编号,测评时间,综合满意度\n${items.map((one) => `${one.hotline_number},${month}-20 10:00,不满意`).join('\n')}\nNOSUCH,${month}-20 10:00,不满意\n`
  await page.goto('/surveys')
  for (const wanted of ['登记 2', '已登记过 2']) {
    await page.locator('input[type=file]').setInputFiles({ name: '不满意件.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await page.locator('[role=status] b', { hasText: wanted }).waitFor()
  }
  await page.locator('.table tbody tr', { hasText: 'NOSUCH' }).waitFor()
  const rows = await page.locator('.table tbody tr').allInnerTexts()
  expect(rows.length === 3, `a result for each row: ${rows.join(' | ')}`)
})

story('A keeper’s entry is accepted by the center and stands in a handler’s reply, with its validity', async ({ base, open }) => {
  const people = await cast(base)
  const keeper = await open(people.one('knowledge_keeper'))
  await keeper.goto('/knowledge-desk')
  await button(keeper, '拟写条目').click()
  const title = `外墙渗漏维修 ${Date.now()}`
  const words = '外墙渗漏属于共用部位维修，由物业服务企业组织修复，费用从专项维修资金列支。'
  await keeper.fill('#field-title', title)
  await button(keeper, '保存').click()
  await keeper.locator('.refusal').first().waitFor()
  expect((await keeper.locator('.refusal').count()) >= 2, 'each thing that is missing beside its field')
  await keeper.fill('#field-answer', words)
  await keeper.fill('#field-source', '《上海市住宅物业管理规定》')
  await button(keeper, '保存').click()
  await keeper.waitForURL(/knowledge\//)
  const id = keeper.url().split('/').pop()
  await button(keeper, '报送中心').click()
  await keeper.locator('.stream-form .el-button', { hasText: '报送中心' }).click()
  await keeper.locator('h2', { hasText: '待审核' }).waitFor()

  const center = await open(people.one('supervisor'))
  await center.goto(`/knowledge/${id}`)
  await button(center, '审核发布').click()
  await center.locator('.stream-form .el-button', { hasText: '审核发布' }).click()
  await center.locator('.validity', { hasText: '有效' }).first().waitFor()

  const handler = await open(people.one('handler', unit))
  const { items } = await read(handler, '/work-orders?queue=handling&limit=1')
  await handler.goto(`/orders/${items[0].id}`)
  await button(handler, '提交办结').click()
  await handler.locator('.reply .insert .el-button').first().click()
  await handler.locator('.el-dialog input').first().fill('外墙渗漏')
  await handler.locator('.el-dialog li', { hasText: title }).locator('.el-button', { hasText: '插入' }).click()
  expect((await handler.inputValue('#field-reply_summary')).includes(words), 'the answer stands in the reply')
  await handler.locator('.reply .used', { hasText: title }).locator('.validity', { hasText: '有效' }).waitFor()
  // What has expired is found when asked for, and flagged.
  await handler.locator('.reply .insert .el-button').first().click()
  await handler.locator('.el-dialog:visible input').first().fill('加装电梯')
  await handler.locator('.el-dialog:visible .el-checkbox').click()
  const old = handler.locator('.el-dialog li', { hasText: '旧口径' })
  await old.locator('.validity.bad', { hasText: '已失效' }).waitFor()
  await old.locator('.el-button', { hasText: '仍要插入' }).click()
  await handler.locator('.reply .used .validity.bad').waitFor()
})

story('The center drafts a weekly bulletin from the data, edits and issues it; it is read with its figures', async ({ base, open }) => {
  const people = await cast(base)
  const page = await open(people.one('supervisor'))
  await page.goto('/bulletins')
  await button(page, '起草通报').click()
  await field(page, 'kind').locator('.el-radio', { hasText: '周报' }).click()
  await button(page, '由数据起草').click()
  await page.waitForURL(/bulletins\/.+/)
  await page.locator('.paper').waitFor()
  await button(page, '修改').click()
  const title = `一周工单情况 ${Date.now()}`
  await page.fill('#bulletin-title', title)
  await button(page, '保存').click()
  await page.locator('.paper h2', { hasText: title }).waitFor()
  await button(page, '签发').click()
  await page.locator('.paper .numbers', { hasText: /第 \d+ 期/ }).waitFor()
  expect((await page.locator('.bar .el-button', { hasText: '修改' }).count()) === 0, 'what is issued is not edited')
  const id = new URL(page.url()).pathname.split('/').pop()
  const leader = await open(people.one('bureau_leader'))
  await leader.goto(`/bulletins/${id}?tab=figures`)
  await leader.locator('.total').first().waitFor()
  const kept = await read(leader, `/bulletins/${id}`)
  expect(kept.state === 'issued' && kept.title === title, 'kept as it was issued')
  await leader.locator('.table tbody button').first().click()
  await leader.waitForURL(/queues\/all\?/)
})

story('A rate opens into its orders, and a period is cut, frozen and recounted', async ({ base, open }) => {
  const people = await cast(base)
  const page = await open(people.one('office_clerk'))
  await page.goto(`/appraisal?first=${day(-45)}&last=${day(-1)}`)
  await page.locator('.cards .big').nth(1).click()
  await page.locator('.el-drawer li').first().waitFor()
  await page.locator('.el-drawer .choice', { hasText: /^计入/ }).click()
  await page.locator('.el-drawer .choice[aria-pressed=true]', { hasText: /^计入/ }).waitFor()
  const report = await read(page, `/appraisal?first=${day(-45)}&last=${day(-1)}`)
  const wanted = report.lines[0].figures.find((one) => one.measure === 'on_time').denominator
  await page.locator('.el-drawer [role=status]', { hasText: `共 ${wanted} 件` }).waitFor()
  await page.locator('.el-drawer li a').first().click()
  await page.waitForURL(/orders\//)

  await page.goto('/appraisal-periods')
  await button(page, '建立考核期').click()
  const title = `专项考核 ${Date.now()}`
  await page.fill('#period-title', title)
  await pickDay(page, '首日', day(-40))
  await pickDay(page, '末日', day(-12))
  await page.locator('.body .el-button--primary', { hasText: '建立考核期' }).click()
  await page.locator('h2', { hasText: title }).waitFor()
  await button(page, '关闭并封存').click()
  await page.locator('.ask .el-button--primary').click()
  await page.locator('.state.closed').waitFor()
  await button(page, '重算核对').click()
  await page.locator('.proof', { hasText: '均相符' }).waitFor()
})

story('The papers of an order as files, and of many at once', async ({ base, open }) => {
  const people = await cast(base)
  const page = await open(people.one('handler', unit))
  const { items } = await read(page, '/work-orders?queue=completed&limit=1')
  await page.goto(`/orders/${items[0].id}`)
  await page.locator('.papers summary').click()
  await page.locator('.papers li').first().waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('.papers li', { hasText: '办结汇报' }).locator('.el-button', { hasText: 'PDF' }).click()])
  expect(file.suggestedFilename().endsWith('.pdf'), file.suggestedFilename())
  await page.locator('.papers li', { hasText: '办结汇报' }).locator('.el-button', { hasText: '编号' }).click()
  await page.locator('.papers li', { hasText: '办结汇报' }).locator('.number', { hasText: /〔\d{4}〕\d+号/ }).waitFor()
  await page.goto('/queues/completed?layout=table')
  await page.locator('.line input[type=checkbox]').first().click()
  await page.locator('.line input[type=checkbox]').nth(1).click()
  await button(page, '批量打印').click()
  const [many] = await Promise.all([page.waitForEvent('download'), page.locator('.el-dialog .el-button--primary').click()])
  expect(many.suggestedFilename().endsWith('.pdf'), many.suggestedFilename())
  await page.locator('.el-dialog [role=status]', { hasText: '已生成 2 份' }).waitFor()
})

story('A supervision is opened, signed for, reported under seal, issued and closed', async (world) => {
  const { people, id } = await dispatched(world)
  const handler = await world.open(people.one('handler', unit))
  await command(handler, id, 'acknowledge', {})
  const sealed = await handler.request.post(`/api/v1/work-orders/${id}/attachments?kind=sealed_document&file_name=${encodeURIComponent('督办报告.txt')}`, { headers: { 'Idempotency-Key': `sealed-${id}`, 'X-Chengban-Request': 'desk', 'Content-Type': 'text/plain' }, data: '盖章报告扫描件' })
  expect(sealed.ok(), `attached: ${await sealed.text()}`)

  const supervisor = await world.open(people.one('supervisor'))
  await supervisor.goto(`/orders/${id}?do=open_supervision`)
  await supervisor.locator('.action').waitFor()
  await choose(supervisor, 'trigger', '应解决未解决')
  await supervisor.fill('#field-demands', '三日内查明停运原因并修复')
  await submit(supervisor)
  await supervisor.locator('.action .refusal').first().waitFor() // without evidence it is refused, and says why
  await supervisor.fill('#field-explanation', '电梯一周停运三次，维修责任清楚，应予解决')
  await submit(supervisor)
  await supervisor.locator('.casework .stage.opened').waitFor()
  await supervisor.locator('.casework', { hasText: '应予解决' }).waitFor()

  const principal = await world.open(people.one('principal', unit))
  await principal.goto('/supervision?tab=open')
  await principal.goto(`/orders/${id}?do=sign_supervision`)
  await principal.locator('.action').waitFor()
  await submit(principal)
  await principal.locator('.casework', { hasText: '单位领导已签阅' }).waitFor()

  await handler.goto(`/orders/${id}?do=submit_supervision_report`)
  const report = { problem: '电梯一周内停运三次', facts_evidence: '主板老化，有维保记录', opinion_grounds: '责成物业更换主板', reply: '已电话答复反映人' }
  for (const [name, text] of Object.entries(report)) await handler.fill(`#field-${name}`, text)
  await submit(handler)
  await handler.locator('.casework .stage.reported').waitFor()

  const issuer = await world.open(people.all.some((one) => one.role === 'administrative_principal' && one.unit === unit) ? people.one('administrative_principal', unit) : people.one('principal', unit))
  await issuer.goto(`/orders/${id}?do=issue_supervision_report`)
  await issuer.locator('.action').waitFor()
  await issuer.fill('#field-date', day(0))
  await issuer.press('#field-date', 'Enter')
  await choose(issuer, 'sealed_report', '督办报告')
  await submit(issuer)
  await issuer.locator('.casework .stage.issued').waitFor()

  await supervisor.goto(`/orders/${id}?do=close_supervision`)
  await supervisor.fill('#field-conclusion', '已修复，反映人认可')
  await submit(supervisor)
  await supervisor.locator('.casework .stage.closed').waitFor()
  const { casework } = await view(supervisor, id)
  expect(casework.supervision.stage.value === 'closed' && casework.ownership.length >= 2, 'read back: closed, and who held it')
})

story('Two calls of one citizen are counted as repeats, and a person corrects it, with a reason', async (world) => {
  const people = await cast(world.base)
  const page = await world.open(people.one('dispatcher'))
  const phone = `139${String(Date.now()).slice(-8)}`
  const text = { citizen_phone: phone, title: '地下车库反复积水', claim: '来电人反映地下车库每逢下雨就积水，物业抽水后不查原因，多次反映没有结果，要求查明渗漏点并修复。', address: '浦东新区演示路 9 弄 3 号' }
  const first = await register(page, text)
  const second = await register(page, text)
  const counted = async (wanted) => {
    for (let i = 0; i < 100; ++i) {
      if ((await view(page, second)).repeats === wanted) return
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    throw new Error(`repeats ${(await view(page, second)).repeats}, not ${wanted}`)
  }
  await counted(2)
  await page.goto(`/orders/${second}`)
  const row = page.locator(`.matter li`, { has: page.locator(`a[href$="${first}"]`) })
  await row.locator('.why', { hasText: '系统关联' }).waitFor()
  const because = async (reason) => {
    await page.locator('.el-dialog:visible textarea').fill(reason)
    await page.locator('.el-dialog:visible .el-button--primary').click()
  }
  await row.locator('.el-button', { hasText: '解除关联' }).click()
  await because('两处车库，不是同一事项')
  await counted(1)
  await page.locator('.matter h3', { hasText: '可能是同一事项' }).waitFor()
  await row.locator('.why', { hasText: '同一来电号码' }).waitFor()
  await row.locator('.el-button', { hasText: '关联到本事项' }).click()
  await because('核实后确为同一车库')
  await counted(2)
  await row.locator('.why', { hasText: '人工关联' }).waitFor()
  // B1: handled together, each keeping its own citizen and clocks; and taken apart again.
  await row.locator('.el-button', { hasText: '并入本单办理' }).click()
  await because('同一车库，一并办理')
  await row.locator('.tag', { hasText: '已并单' }).waitFor()
  expect((await view(page, second)).repeats === 2, 'a merged order still counts')
  await row.locator('.el-button', { hasText: '撤销并单' }).click()
  await because('分开答复')
  await row.locator('.el-button', { hasText: '并入本单办理' }).waitFor()
})

story('What two units reported on one matter stands side by side, and where it differs is marked', async (world) => {
  const people = await cast(world.base)
  const page = await world.open(people.one('supervisor'))
  const { items } = await read(page, '/work-orders?queue=completed&limit=40&sort=received_at')
  const seen = new Map() // what was reported, and an order that says so
  for (const one of items) {
    if (seen.size > 1) break
    const report = (await view(page, one.id)).timeline.findLast((event) => event.type === 'submit_completion')?.data
    if (report) seen.set(`${report.fact_finding} ${report.outcome}`, seen.get(`${report.fact_finding} ${report.outcome}`) ?? one.id)
  }
  expect(seen.size > 1, 'the demonstration has reports that differ')
  const [now, before] = [...seen.values()]
  await command(page, now, 'open_supervision', { trigger: 'contradicting_feedback', evidence: { orders: [before], explanation: '同一事项两次反馈不一致' } })
  await page.goto(`/orders/${now}`)
  await page.locator('.casework .el-button', { hasText: '对比前后反馈' }).first().click()
  const table = page.locator('.el-dialog:visible table')
  await table.locator('tr.differs', { hasText: '前后不一致' }).first().waitFor()
  expect((await table.locator('thead th').count()) === 2, 'a column for each report')
})

story('A half year is filled, signed, numbered and reviewed; its table and the papers of all units open', async (world) => {
  const people = await cast(world.base)
  const signer = people.one('principal', 'district-310101')
  const page = await world.open(signer)
  await page.goto('/reviews?tab=half')
  const card = page.locator('li.card').first()
  await card.locator('p', { hasText: '重复事项 1 个，工单 3 张' }).first().waitFor() // a citizen who called three times
  await button(page, '提交梳理').click()
  await page.fill('#field-causes', '维保单位只重启不检修')
  await page.fill('#field-rectification', '已责成更换主板并复核')
  await page.locator('.stream-form .el-button--primary').click()
  await card.locator('p', { hasText: '已责成更换主板' }).waitFor()
  const papers = card.locator('.papers')
  await papers.locator('summary').click()
  await papers.locator('.el-button', { hasText: '编号' }).click()
  await papers.locator('.number', { hasText: /热线梳理〔\d{4}〕\d+号/ }).waitFor()
  for (const format of ['PDF', 'DOCX', 'XLSX']) {
    const file = await saved(page, () => papers.locator('li', { hasText: '半年重复来电梳理表' }).locator('.el-button', { hasText: format }).click())
    if (file.text && format === 'DOCX') expect(['DEMO-REPEAT-1', '已责成更换主板', '顾**', '热线梳理〔'].every((words) => file.text.includes(words)) && !file.text.includes('顾先生'), 'filled, signed, masked')
  }
  const center = await world.open(people.one('supervisor'))
  await center.goto('/reviews?tab=half')
  await center.locator('li.card', { hasText: '待审核' }).first().locator('.el-button', { hasText: '审核' }).click()
  await center.locator('.stream-form .el-radio, .stream-form .el-switch', { hasText: '是' }).first().click()
  await center.fill('#field-opinion', '同意，请持续跟踪')
  await center.locator('.stream-form .el-button--primary').click()
  await center.locator('li.card .state.accepted').first().waitFor()
  await saved(center, () => button(center, '打印文书').click())
})

story('The campaign’s board counts its orders, and opens into them', async (world) => {
  const people = await cast(world.base)
  const page = await world.open(people.one('supervisor'))
  await page.goto('/key-orders')
  const board = page.locator('.boards .card', { hasText: '专项活动' }).first()
  const open = board.locator('.figures .open')
  await open.locator('strong', { hasText: /^[1-9]/ }).waitFor()
  await open.locator('a').click()
  await page.locator('.line', { hasText: '专项活动期间反映电梯困人' }).first().waitFor()
})

story('A bulletin, the appraisal table of a period and of any days leave as documents that open', async (world) => {
  const people = await cast(world.base)
  const reader = await world.open(people.one('handler', unit))
  const { items } = await read(reader, '/bulletins?state=issued&limit=1')
  await reader.goto(`/bulletins/${items[0].id}`)
  await reader.locator('.papers summary').click()
  const row = reader.locator('.papers li').first()
  await row.locator('.number', { hasText: /〔\d{4}〕\d+号/ }).waitFor()
  await saved(reader, () => row.locator('.el-button', { hasText: 'PDF' }).click())
  const word = await saved(reader, () => row.locator('.el-button', { hasText: 'DOCX' }).click())
  expect(/〔\d{4}〕第\d+期/.test(word.text.replace(/<[^>]*>/g, '')), 'the issue stands in the masthead')

  const clerk = await world.open(people.one('office_clerk'))
  await clerk.goto('/appraisal-periods')
  await clerk.locator('.list a', { hasText: '考核' }).last().click()
  await clerk.locator('.papers summary').click()
  await clerk.locator('.papers .el-radio-button', { hasText: '按经办人' }).click()
  const table = clerk.locator('.papers li', { hasText: '考核结果表' })
  await saved(clerk, () => table.locator('.el-button', { hasText: 'PDF' }).click())
  const sheet = await saved(clerk, () => table.locator('.el-button', { hasText: 'XLSX' }).click())
  expect(/<c [^>]*s="\d+"[^>]*><v>[0-9.]+<\/v>/.test(sheet.text), 'rates are numbers with a format')
  await clerk.goto(`/appraisal?first=${day(-45)}&last=${day(-1)}`)
  await clerk.locator('.cards .big').first().waitFor()
  await saved(clerk, () => clerk.locator('.el-button[aria-label="考核结果表 PDF"]').click())
  await saved(clerk, () => button(clerk, 'XLSX').click())
})
