// What the pages of chapters 3 to 6 show in the pictures: entries of the knowledge base in every standing,
// a task of the hotline's, bulletins. Made through the API, as people would; done twice it changes nothing.
import { request } from 'playwright-core'
import { cast } from './people.mjs'

const day = (plus) => new Date(Date.now() + 8 * 3600_000 + plus * 86_400_000).toISOString().slice(0, 10)

// A person's requests; `give` is one command that a second run does not repeat.
export async function clerk(base, who) {
  const api = await request.newContext({ baseURL: base })
  const entered = await api.post('/api/v1/demonstration/session', { data: who })
  if (!entered.ok()) throw new Error(`${who.person}: ${await entered.text()}`)
  let made = 0
  return {
    api,
    get: async (path) => (await api.get(`/api/v1${path}`)).json(),
    give: async (path, data, { key, version } = {}) => {
      const headers = { 'Idempotency-Key': key ?? `seed-${who.person}-${Date.now()}-${++made}`, ...(version === undefined ? {} : { 'If-Match': `"${version}"` }) }
      const answer = await api.post(`/api/v1${path}`, { headers, data })
      if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
      return answer.json()
    },
  }
}

const contents = [
  { kind: 'entry', title: '电梯困人、停运如何处置', question: '小区电梯停运了找谁修？', answer: '电梯停运由物业服务企业组织维保单位检修；发生困人的，维保单位应当在三十分钟内赶到现场。需要动用专项维修资金的，由业主依法表决后使用。', source: '《上海市电梯安全管理办法》', category: 'facilities', keywords: ['电梯', '停运', '困人'], valid_from: day(-400), review_on: day(200) },
  { kind: 'entry', title: '住宅专项维修资金应急使用', question: '维修资金急用怎么办？', answer: '发生危及房屋安全等紧急情况的，可以按照应急程序使用专项维修资金，由物业管理区域所在地的房屋管理部门指导。', source: '《上海市住宅物业管理规定》', category: 'property_service', keywords: ['维修资金', '应急'], published_on: day(-20), valid_from: day(-20), valid_to: day(900), review_on: day(300) },
  { kind: 'snippet', title: '感谢监督', question: '', answer: '感谢您对房屋管理工作的关心和监督。', source: '中心惯用语', category: '', keywords: [], valid_from: day(-100), review_on: day(265) },
  { kind: 'entry', title: '既有多层住宅加装电梯补贴（旧口径）', question: '加装电梯补贴多少？', answer: '按施工金额的一定比例给予补贴，具体以各区当年公布的标准为准。', source: '原加装电梯补贴办法', category: 'facilities', keywords: ['加装电梯', '补贴'], valid_from: day(-900), valid_to: day(-30), review_on: day(100) },
]

export async function seedChapters(base) {
  const people = await cast(base)
  const keeper = people.one('knowledge_keeper')
  const writing = await clerk(base, keeper)
  const center = await clerk(base, people.one('supervisor'))
  const there = await writing.get('/knowledge/desk?limit=1')
  if (there.items.length === 0) {
    const ids = []
    for (const content of contents) {
      const { id } = await writing.give('/knowledge/entries', { unit: keeper.unit, content })
      await writing.give(`/knowledge/entries/${id}/submit_entry`, {})
      await center.give(`/knowledge/entries/${id}/accept_entry`, {})
      ids.push(id)
    }
    const waiting = await writing.give('/knowledge/entries', { unit: keeper.unit, content: { ...contents[1], title: '群租认定标准', question: '什么算群租？', answer: '以原始设计为居住空间的房间为最小出租单位，人均承租居住面积不低于五平方米。', category: 'group_rental' } })
    await writing.give(`/knowledge/entries/${waiting.id}/submit_entry`, {})
    await center.give('/knowledge/tasks', { kind: 'correction', unit: keeper.unit, entry: ids.at(-1), words: '热线反映：加装电梯补贴口径已失效，请核实更新。' })
    await center.give('/knowledge/tasks', { kind: 'missing_entry', unit: keeper.unit, words: '市民询问充电设施进小区流程，知识库查无。' })
  }
  if ((await center.get('/bulletins?limit=1')).items.length === 0) {
    const weekly = await center.give('/bulletins', { kind: 'weekly' })
    await center.give(`/bulletins/${weekly.id}/issue_bulletin`, {}, { version: weekly.version })
    await center.give('/bulletins', { kind: 'monthly', day: day(0) })
  }
  await writing.api.dispose()
  await center.api.dispose()
}
