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
}

const center = ['dispatcher', 'reviewer', 'supervisor', 'follow_up_caller'] as const
const bureau = [...center, 'office_clerk', 'bureau_leader'] as const

export const pages: readonly PageRow[] = [
  { name: 'home', path: '/', title: 'nav.home', icon: 'home', group: 'work', hint: 'h', component: () => import('./HomePage.vue') },
  { name: 'queue', path: '/queues/:queue/:id?', title: 'nav.queues', icon: 'inbox', group: 'work', hint: 'q', component: () => import('./QueuePage.vue') },
  { name: 'intake', path: '/intake', title: 'nav.intake', icon: 'plus', group: 'work', hint: 'n', roles: ['dispatcher'], component: () => import('./IntakePage.vue') },
  { name: 'order', path: '/orders/:id', title: 'nav.order', component: () => import('./OrderPage.vue') },
  { name: 'wall', path: '/wall', title: 'nav.wall', icon: 'chart', group: 'figures', hint: 'w', component: () => import('./WallPage.vue') },
  { name: 'rulebook', path: '/rulebook', title: 'nav.rulebook', icon: 'book', group: 'rules', hint: 'r', component: () => import('./RulebookPage.vue') },
  { name: 'calendar', path: '/calendar', title: 'nav.calendar', icon: 'calendar', group: 'rules', hint: 'c', component: () => import('./CalendarPage.vue') },
  { name: 'organisation', path: '/organisation', title: 'nav.organisation', icon: 'tree', group: 'house', hint: 'o', component: () => import('./OrganisationPage.vue') },
  // chapters 3 to 6
  { name: 'knowledge', path: '/knowledge/:id?', title: 'nav.knowledge', icon: 'book', group: 'work', hint: 'k', component: () => import('./KnowledgePage.vue') },
  { name: 'knowledge_desk', path: '/knowledge-desk', title: 'nav.knowledge_desk', icon: 'note', group: 'work', roles: ['knowledge_keeper', 'dispatcher', 'reviewer', 'supervisor'], component: () => import('./KnowledgeDeskPage.vue') },
  { name: 'follow_up', path: '/follow-up', title: 'nav.follow_up', icon: 'phone', group: 'casework', hint: 'f', roles: bureau, component: () => import('./FollowUpPage.vue') },
  { name: 'sampling', path: '/sampling-plans/:id?', title: 'nav.sampling', icon: 'filter', group: 'casework', hint: 'l', roles: bureau, component: () => import('./SamplingPage.vue') },
  { name: 'surveys', path: '/surveys', title: 'nav.surveys', icon: 'upload', group: 'casework', hint: 'm', roles: ['dispatcher', 'supervisor', 'follow_up_caller'], component: () => import('./SurveysPage.vue') },
  { name: 'reviews', path: '/reviews', title: 'nav.reviews', icon: 'refresh', group: 'casework', hint: 'v', component: () => import('./ReviewsPage.vue') },
  { name: 'supervision', path: '/supervision', title: 'nav.supervision', icon: 'supervise', group: 'casework', hint: 's', component: () => import('./SupervisionPage.vue') },
  { name: 'key_orders', path: '/key-orders', title: 'nav.key_orders', icon: 'flag', group: 'casework', hint: 'y', component: () => import('./KeyOrdersPage.vue') },
  { name: 'appraisal', path: '/appraisal', title: 'nav.appraisal', icon: 'audit', group: 'figures', hint: 'p', component: () => import('./AppraisalPage.vue') },
  { name: 'periods', path: '/appraisal-periods/:id?', title: 'nav.periods', icon: 'lock', group: 'figures', component: () => import('./PeriodsPage.vue') },
  { name: 'forecast', path: '/forecast', title: 'nav.forecast', icon: 'half', group: 'figures', hint: 't', component: () => import('./ForecastPage.vue') },
  { name: 'bulletins', path: '/bulletins/:id?', title: 'nav.bulletins', icon: 'note', group: 'figures', hint: 'b', component: () => import('./BulletinsPage.vue') },
  { name: 'jobs', path: '/jobs', title: 'nav.jobs', icon: 'jobs', group: 'house', hint: 'j', roles: bureau, component: () => import('./JobsPage.vue') },
]

export const groups: readonly { name: Group; title: MessageKey }[] = [
  { name: 'work', title: 'group.work' },
  { name: 'casework', title: 'group.casework' },
  { name: 'figures', title: 'group.figures' },
  { name: 'rules', title: 'group.rules' },
  { name: 'house', title: 'group.house' },
]

export const pagesFor = (role: string): PageRow[] =>
  pages.filter((page) => page.group && (!page.roles || page.roles.includes(role)))
