import { createRouter, createWebHistory, type Router } from 'vue-router'
import { onSignedOut } from './api/client'
import { t } from './i18n'
import { homeOf, pages } from './pages/registry'
import { useSession } from './stores/session'

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/sign-in', name: 'sign-in', component: () => import('./pages/SignInPage.vue'), meta: { open: true, title: 'nav.sign_in' } },
      {
        path: '/',
        component: () => import('./shell/DeskShell.vue'),
        children: [
          ...pages.map((page) => ({
            path: page.path === '/' ? '' : page.path.slice(1),
            name: page.name,
            component: page.component,
            meta: { title: page.title },
          })),
          { path: ':missing(.*)*', name: 'missing', component: () => import('./pages/MissingPage.vue'), meta: { title: 'nav.missing' } },
        ],
      },
    ],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
  router.beforeEach(async (to) => {
    const session = useSession()
    if (to.meta.open) return true
    if (!(await session.find()) || session.duty !== 'none') return { name: 'sign-in', query: { back: to.fullPath } }
    return to.name !== 'home' || homeOf(session.role) === 'home' || { name: homeOf(session.role) }
  })
  router.afterEach((to) => {
    const title = to.meta.title as Parameters<typeof t>[0] | undefined
    document.title = title ? `${t(title)} · ${t('app.name')}` : t('app.name')
  })
  onSignedOut(() => {
    const session = useSession()
    if (!session.post) return
    session.forget()
    void router.push({ name: 'sign-in', query: { back: router.currentRoute.value.fullPath, lost: '1' } })
  })
  return router
}
