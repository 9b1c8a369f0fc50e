import { peoplePages } from './people.pages.mjs'

// Every page of the desk and how to come to it: axe and the camera go through this list.
const firstOrder = async (page, query) => {
  const answer = await page.request.get(`/api/v1/work-orders?limit=1&${query}`)
  return (await answer.json()).items[0]
}

// To another page without loading the desk again. Over a page that is not there, so that what is shown is
// always made anew.
async function turnTo(page, path) {
  const turn = (to) => page.evaluate((address) => {
    history.pushState(null, '', address)
    dispatchEvent(new PopStateEvent('popstate', { state: null }))
  }, to)
  await turn('/not-there')
  await page.locator('main .missing').waitFor()
  await turn(path)
  await page.locator('main .missing').waitFor({ state: 'detached' })
}

export const pageList = ({ one }) => {
  const dispatcher = one('dispatcher')
  const handler = one('handler', 'district-310115')
  const leader = one('leader_in_charge', 'district-310115')
  const open = (path) => async (page) => {
    if (/^http/.test(page.url()) && !page.url().includes('/sign-in')) await turnTo(page, path)
    else await page.goto(path)
    await page.locator('h1').filter({ visible: true }).first().waitFor()
  }
  return [
    { name: 'sign-in', who: {}, go: open('/sign-in') },
    { name: 'home', who: dispatcher, go: async (page) => { await open('/')(page); await page.waitForSelector('.chart svg') } },
    { name: 'home-handler', who: handler, go: open('/') },
    { name: 'home-leader', who: leader, go: open('/') },
    { name: 'queue', who: dispatcher, go: open('/queues/overdue') },
    { name: 'queue-table', who: dispatcher, go: open('/queues/all_open?layout=table') },
    { name: 'queue-order', who: dispatcher, go: async (page) => { const row = await firstOrder(page, 'queue=due_this_week'); await open(`/queues/due_this_week/${row.id}`)(page); await page.waitForSelector('.panel h1') } },
    { name: 'queue-empty', who: handler, go: open('/queues/received') },
    { name: 'order', who: handler, go: async (page) => { const row = await firstOrder(page, 'queue=handling'); await open(`/orders/${row.id}`)(page) } },
    { name: 'order-trace', who: dispatcher, go: async (page) => { const row = await firstOrder(page, 'queue=handling'); await open(`/orders/${row.id}`)(page); await page.locator('.clocks button', { hasText: /办结 ·|Completion ·|办结|Completion/ }).last().click(); await page.waitForSelector('.month') } },
    { name: 'order-contact', who: handler, go: async (page) => { const row = await firstOrder(page, 'queue=handling'); await open(`/orders/${row.id}`)(page); await page.keyboard.press('c'); await page.waitForSelector('.action') } },
    { name: 'order-complete', who: handler, go: async (page) => { const row = await firstOrder(page, 'queue=handling'); await open(`/orders/${row.id}`)(page); await page.click('.actions button:has-text("提交办结"), .actions button:has-text("Submit completion")'); await page.waitForSelector('.action') ; await page.fill('#field-reply_summary', '您好，经核实，该问题将于近期解决，联系人王先生 13912345678。'); await page.waitForSelector('mark') } },
    { name: 'intake', who: dispatcher, go: open('/intake') },
    { name: 'wall', who: dispatcher, go: async (page) => { await open('/wall')(page); await page.waitForSelector('.chart svg') } },
    { name: 'rulebook', who: handler, go: open('/rulebook?clause=7.2') },
    { name: 'calendar', who: one('office_clerk'), go: open('/calendar') },
    { name: 'jobs', who: dispatcher, go: open('/jobs') },
    ...peoplePages(one, open),
    // chapters 3 to 6
    { name: 'knowledge', who: handler, go: async (page) => { await open('/knowledge?expired=true')(page); await page.locator('.line').first().click(); await page.waitForSelector('.panel h1') } },
    { name: 'knowledge-desk', who: one('supervisor'), go: open('/knowledge-desk') },
    { name: 'knowledge-draft', who: one('knowledge_keeper'), go: async (page) => { await open('/knowledge-desk')(page); await page.locator('.page-head .el-button--primary').click(); await page.waitForSelector('.stream-form') } },
    { name: 'knowledge-tasks', who: one('supervisor'), go: async (page) => { await open('/knowledge-desk?tab=tasks')(page); await page.waitForSelector('.words') } },
    { name: 'knowledge-frequent', who: one('supervisor'), go: open('/knowledge-desk?tab=frequent') },
    { name: 'knowledge-picker', who: handler, go: async (page) => { const row = await firstOrder(page, 'queue=handling'); await open(`/orders/${row.id}`)(page); await page.click('.actions button:has-text("提交办结"), .actions button:has-text("Submit completion")'); await page.locator('.reply .insert .el-button').first().click(); await page.waitForSelector('.el-dialog li') } },
    { name: 'follow-up', who: one('follow_up_caller'), go: open('/follow-up') },
    { name: 'follow-up-call', who: one('follow_up_caller'), go: async (page) => { const { items } = await (await page.request.get('/api/v1/follow-up-calls?state=waiting&limit=1')).json(); await open(`/follow-up?call=${items[0].id}`)(page); await page.waitForSelector('.script') } },
    { name: 'sampling', who: one('supervisor'), go: async (page) => { await open('/sampling-plans')(page); await page.waitForSelector('.drawings') } },
    { name: 'sampling-form', who: one('supervisor'), go: async (page) => { await open('/sampling-plans')(page); await page.locator('.page-head .el-button--primary').click(); await page.waitForSelector('#plan-title') } },
    { name: 'surveys', who: one('supervisor'), go: open('/surveys') },
    { name: 'bulletin', who: one('bureau_leader'), go: async (page) => { await open('/bulletins')(page); await page.waitForSelector('.paper') } },
    { name: 'bulletin-figures', who: one('supervisor'), go: async (page) => { await open('/bulletins?tab=figures')(page); await page.waitForSelector('.chart svg') } },
    { name: 'reviews', who: one('supervisor'), go: async (page) => { await open('/reviews')(page); await page.waitForSelector('.card li, .empty') } },
    { name: 'reviews-sample', who: one('supervisor'), go: async (page) => { await open('/reviews?tab=sample')(page); await page.locator('.body .el-button--primary').click(); await page.waitForSelector('.digest') } },
    { name: 'reviews-half', who: one('section_head', 'district-310115'), go: open('/reviews?tab=half') },
    { name: 'supervision', who: one('supervisor'), go: async (page) => { await open('/supervision')(page); await page.waitForSelector('.casework, .empty') } },
    { name: 'supervision-open', who: one('bureau_leader'), go: async (page) => { await open('/supervision?tab=open')(page); await page.waitForSelector('.casework, .empty') } },
    { name: 'admonitions', who: one('office_clerk'), go: open('/supervision?tab=admonitions') },
    { name: 'key-orders', who: dispatcher, go: async (page) => { await open('/key-orders')(page); await page.waitForSelector('.figures') } },
    { name: 'order-supervised', who: one('supervisor'), go: async (page) => { const row = await firstOrder(page, 'queue=supervision'); await open(`/orders/${row.id}`)(page); await page.waitForSelector('.casework'); if (!(await page.locator('details.matter').evaluate((one) => one.open))) await page.locator('.matter summary').click(); await page.locator('.matter .body p').first().waitFor() } },
    { name: 'order-dispatch', who: dispatcher, go: async (page) => { const row = await firstOrder(page, 'queue=received'); await open(`/orders/${row.id}?do=dispatch`)(page); await page.waitForSelector('.action') } },
    { name: 'appraisal', who: one('office_clerk'), go: async (page) => { await open('/appraisal')(page); await page.waitForSelector('.fraction') } },
    { name: 'appraisal-orders', who: one('office_clerk'), go: async (page) => { await open('/appraisal')(page); await page.locator('.cards .big').nth(1).click(); await page.waitForSelector('.el-drawer li') } },
    { name: 'periods', who: one('office_clerk'), go: async (page) => { await open('/appraisal-periods')(page); await page.waitForSelector('.fraction') } },
    { name: 'forecast', who: one('bureau_leader'), go: async (page) => { await open('/forecast')(page); await page.waitForSelector('tbody tr') } },
    { name: 'missing', who: dispatcher, go: async (page) => { await page.goto('/no/such/page'); await page.waitForSelector('main h3') } },
  ]
}
