// Keys for everything. A key acts only when nobody is typing, no input method is composing and no dialog
// is open; a person can switch all of them off. What is registered is what the «?» sheet shows.
import { onBeforeUnmount, reactive } from 'vue'
import type { MessageKey } from '@/i18n'
import { useSettings } from '@/stores/settings'

export interface Shortcut {
  keys: string // «j», «g h», «Escape»
  title: MessageKey
  run: () => void
  typing?: boolean // also while typing (Escape)
}

const active = reactive<Shortcut[]>([])
export const activeShortcuts = (): readonly Shortcut[] => active

let pending = ''
let pendingAt = 0

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null
  return !!element?.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable="true"], [role="combobox"]')
}

export function handleKey(event: KeyboardEvent, enabled: boolean): void {
  // 229 is what browsers send while an input method composes.
  if (!enabled || event.isComposing || event.keyCode === 229) return
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  const typing = isTyping(event.target)
  if (document.querySelector('.el-overlay:not([style*="display: none"])')) return
  const now = event.timeStamp
  const prefix = pending && now - pendingAt < 1200 ? `${pending} ` : ''
  pending = ''
  const wanted = prefix + event.key
  const found = [...active].reverse().find((one) => one.keys === wanted && (!typing || one.typing))
  if (found) {
    event.preventDefault()
    found.run()
    return
  }
  if (!typing && !prefix && active.some((one) => one.keys.startsWith(`${event.key} `))) {
    pending = event.key
    pendingAt = now
  }
}

let listening = false

// For the life of the calling component; the newest owner of a key wins.
export function useShortcuts(list: Shortcut[]): void {
  if (!listening) {
    const settings = useSettings()
    document.addEventListener('keydown', (event) => handleKey(event, settings.shortcuts))
    listening = true
  }
  active.push(...list)
  onBeforeUnmount(() => {
    for (const one of list) active.splice(active.findIndex((other) => other.keys === one.keys && other.title === one.title), 1)
  })
}
