// Every page of the desk: its address, its name in the rail, its icon, and for whose desk it is there. To
// add a page, add a row here, its words in i18n, and a component in pages/. `roles` only tidies the rail:
// what a person may do is decided by the server, answer by answer.
import type { Component } from 'vue'
import type { MessageKey } from '@/i18n'

type Loader = () => Promise<{ default: Component }>
export type Group = 'work' | 'casework' | 'figures' | 'rules' | 'house'

export interface PageRow {
  name: string
  path: string
  title: MessageKey
  component: Loader
  icon?: string
  group?: Group // absent: reachable, not in the rail
  roles?: readonly string[] // absent: everybody
  hint?: string // key after «g»
  cases?: boolean // shows orders: not for those who read none
  starts?: readonly string[] // whose day begins here instead of at home
}

// Neither the three administrators (B10) nor a keeper of knowledge see an order by virtue of their office.
const administrators = ['system_administrator', 'security_administrator', 'audit_administrator']
const blind = [...administrators, 'knowledge_keeper']
export const readsOrders = (role: string): boolean => role !== '' && !blind.includes(role)
const exporters = ['dispatcher', 'reviewer', 'supervisor', 'office_clerk', 'handler', 'section_head', 'leader_in_charge', 'principal', 'administrative_principal', 'bureau_leader'] as const
const center = ['dispatcher', 'reviewer', 'supervisor', 'follow_up_caller'] as const
const bureau = [...center, 'office_clerk', 'bureau_leader'] as const
const staff = [...bureau, 'handler', 'section_head', 'leader_in_charge', 'principal', 'administrative_principal', 'knowledge_keeper'] as const

export const pages: readonly PageRow[] = [
  { name: 'home', cases: true, path: '/', title: 'nav.home', icon: 'home', group: 'work', hint: 'h', component: () => import('./HomePage.vue') },
  { name: 'queue', cases: true, path: '/queues/:queue/:id?', title: 'nav.queues', icon: 'inbox', group: 'work', hint: 'q', component: () => import('./QueuePage.vue') },
  { name: 'intake', path: '/intake', title: 'nav.intake', icon: 'plus', group: 'work', hint: 'n', roles: ['dispatcher'], component: () => import('./IntakePage.vue') },
  { name: 'order', path: '/orders/:id', title: 'nav.order', component: () => import('./OrderPage.vue') },
  { name: 'wall', cases: true, path: '/wall', title: 'nav.wall', icon: 'chart', group: 'figures', hint: 'w', component: () => import('./WallPage.vue') },
  { name: 'rulebook', path: '/rulebook', title: 'nav.rulebook', icon: 'book', group: 'rules', hint: 'r', component: () => import('./RulebookPage.vue') },
  { name: 'calendar', path: '/calendar', title: 'nav.calendar', icon: 'calendar', group: 'rules', hint: 'c', component: () => import('./CalendarPage.vue') },
  { name: 'organisation', path: '/organisation/:unit?', title: 'nav.organisation', icon: 'tree', group: 'house', hint: 'o', component: () => import('./OrganisationPage.vue') },
  // chapters 3 to 6
  { name: 'knowledge', path: '/knowledge/:id?', title: 'nav.knowledge', icon: 'book', group: 'work', hint: 'k', roles: staff, component: () => import('./KnowledgePage.vue') },
  { name: 'knowledge_desk', starts: ['knowledge_keeper'], path: '/knowledge-desk', title: 'nav.knowledge_desk', icon: 'note', group: 'work', roles: ['knowledge_keeper', 'dispatcher', 'reviewer', 'supervisor'], component: () => import('./KnowledgeDeskPage.vue') },
  { name: 'follow_up', path: '/follow-up', title: 'nav.follow_up', icon: 'phone', group: 'casework', hint: 'f', roles: bureau, component: () => import('./FollowUpPage.vue') },
  { name: 'sampling', path: '/sampling-plans/:id?', title: 'nav.sampling', icon: 'filter', group: 'casework', hint: 'y', roles: bureau, component: () => import('./SamplingPage.vue') },
  { name: 'surveys', path: '/surveys', title: 'nav.surveys', icon: 'upload', group: 'casework', hint: 'm', roles: ['dispatcher', 'supervisor', 'follow_up_caller'], component: () => import('./SurveysPage.vue') },
  { name: 'reviews', path: '/reviews', title: 'nav.reviews', icon: 'refresh', group: 'casework', hint: 'v', cases: true, component: () => import('./ReviewsPage.vue') },
  { name: 'supervision', path: '/supervision', title: 'nav.supervision', icon: 'supervise', group: 'casework', hint: 's', cases: true, component: () => import('./SupervisionPage.vue') },
  { name: 'key_orders', path: '/key-orders', title: 'nav.key_orders', icon: 'flag', group: 'casework', hint: 'z', cases: true, component: () => import('./KeyOrdersPage.vue') },
  { name: 'appraisal', path: '/appraisal', title: 'nav.appraisal', icon: 'audit', group: 'figures', hint: 'p', roles: staff, component: () => import('./AppraisalPage.vue') },
  { name: 'periods', path: '/appraisal-periods/:id?', title: 'nav.periods', icon: 'lock', group: 'figures', roles: staff, component: () => import('./PeriodsPage.vue') },
  { name: 'forecast', path: '/forecast', title: 'nav.forecast', icon: 'half', group: 'figures', hint: 't', cases: true, component: () => import('./ForecastPage.vue') },
  { name: 'bulletins', path: '/bulletins/:id?', title: 'nav.bulletins', icon: 'note', group: 'figures', hint: 'b', roles: staff, component: () => import('./BulletinsPage.vue') },
  { name: 'jobs', path: '/jobs', title: 'nav.jobs', icon: 'jobs', group: 'house', hint: 'j', roles: bureau, component: () => import('./JobsPage.vue') },
  { name: 'exports', path: '/exports', title: 'nav.exports', icon: 'download', group: 'house', hint: 'e', roles: exporters, component: () => import('./ExportsPage.vue') },
  { name: 'accounts', path: '/accounts/:tab?', title: 'nav.accounts', icon: 'people', group: 'house', hint: 'a', roles: administrators, starts: ['system_administrator', 'security_administrator'], component: () => import('./AccountsPage.vue') },
  { name: 'audit', path: '/audit', title: 'nav.audit', icon: 'audit', group: 'house', hint: 'l', roles: ['audit_administrator'], starts: ['audit_administrator'], component: () => import('./AuditPage.vue') },
  { name: 'my-sign-in', path: '/my-sign-in', title: 'nav.my_sign_in', component: () => import('./MySignInPage.vue') },
]

export const groups: readonly { name: Group; title: MessageKey }[] = [
  { name: 'work', title: 'group.work' },
  { name: 'casework', title: 'group.casework' },
  { name: 'figures', title: 'group.figures' },
  { name: 'rules', title: 'group.rules' },
  { name: 'house', title: 'group.house' },
]

export const pagesFor = (role: string): PageRow[] =>
  pages.filter((page) => page.group && (!page.roles || page.roles.includes(role)) && (!page.cases || readsOrders(role)))

export const homeOf = (role: string): string => pages.find((page) => page.starts?.includes(role))?.name ?? 'home'
