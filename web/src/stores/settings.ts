// How a person likes the desk; kept in this browser.
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { preferLanguage } from '@/api/client'
import { setLanguage, type Language } from '@/i18n'

export type Theme = 'light' | 'dark' | 'contrast' | 'colour'
export type Density = 'comfortable' | 'compact'

interface Stored {
  language: Language
  theme: Theme
  density: Density
  shortcuts: boolean
  railFolded: boolean
  split: number
}
const key = 'chengban.settings'
const initial: Stored = {
  language: 'zh',
  theme: 'light',
  density: 'comfortable',
  shortcuts: true,
  railFolded: false,
  split: 36,
}

function read(): Stored {
  try {
    return { ...initial, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Stored>) }
  } catch {
    return { ...initial }
  }
}

export const useSettings = defineStore('settings', () => {
  const stored = read()
  const language = ref(stored.language)
  const theme = ref(stored.theme)
  const density = ref(stored.density)
  const shortcuts = ref(stored.shortcuts)
  const railFolded = ref(stored.railFolded)
  const split = ref(stored.split)

  function show(wanted: Theme): void {
    document.documentElement.dataset.theme = wanted
    document.documentElement.classList.toggle('dark', wanted === 'dark')
  }
  function apply(): void {
    setLanguage(language.value)
    preferLanguage(language.value === 'zh' ? 'zh-CN' : 'en')
    document.documentElement.dataset.density = density.value
    show(theme.value)
  }
  // Paper is white.
  window.addEventListener('beforeprint', () => show('light'))
  window.addEventListener('afterprint', () => show(theme.value))
  watch(
    [language, theme, density, shortcuts, railFolded, split],
    () => {
      apply()
      const now: Stored = {
        language: language.value,
        theme: theme.value,
        density: density.value,
        shortcuts: shortcuts.value,
        railFolded: railFolded.value,
        split: split.value,
      }
      localStorage.setItem(key, JSON.stringify(now))
    },
    { flush: 'sync' },
  )
  apply()
  return { language, theme, density, shortcuts, railFolded, split }
})
