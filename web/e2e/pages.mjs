import { peoplePages } from './people.pages.mjs'

// Every page of the desk and how to come to it: axe and the camera go through this list.
const firstOrder = async (page, query) => {
  const answer = await page.request.get(`/api/v1/work-orders?limit=1&${query}`)
  return (await answer.json()).items[0]
}

export const pageList = ({ one }) => {
  const dispatcher = one('dispatcher')
  const handler = one('handler', 'district-310115')
  const leader = one('leader_in_charge', 'district-310115')
  const open = (path) => async (page) => {
    await page.goto(path)
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
    { name: 'missing', who: dispatcher, go: async (page) => { await page.goto('/no/such/page'); await page.waitForSelector('main h3') } },
  ]
}
