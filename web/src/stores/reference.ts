// What changes rarely and is shown everywhere: clauses, units, commands with their fields, words of the
// closed lists. Read once per session, when first needed.
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { get } from '@/api/client'
import type { Clause, CommandInfo, Organisation, Rulebook, Token, Unit } from '@/api/model'

export interface ListItem extends Token {
  kinds?: string[] // the order kinds it is offered for; absent = all
  meaning?: { zh: string; en: string }
}

export const useReference = defineStore('reference', () => {
  const rulebook = shallowRef<Rulebook | null>(null)
  const organisation = shallowRef<Organisation | null>(null)
  const commands = shallowRef<Map<string, CommandInfo>>(new Map())
  const lists = shallowRef<Record<string, ListItem[]>>({})
  const ready = ref(false)
  let loading: Promise<void> | null = null

  async function read(): Promise<void> {
    const [book, units, infos, words] = await Promise.all([
      get<Rulebook>('/rulebook'),
      get<Organisation>('/organisation'),
      get<{ items: CommandInfo[] }>('/commands'),
      get<Record<string, ListItem[]>>('/vocabulary'),
    ])
    rulebook.value = book
    organisation.value = units
    commands.value = new Map(infos.items.map((info) => [info.name, info]))
    lists.value = words
    ready.value = true
  }
  function load(): Promise<void> {
    loading ??= read().catch((error: unknown) => {
      loading = null
      throw error
    })
    return loading
  }
  function reset(): void {
    loading = null
    ready.value = false
  }

  const clause = (id: string): Clause | undefined => rulebook.value?.clauses.find((one) => one.id === id)
  const unit = (id: string): Unit | undefined => organisation.value?.units.find((one) => one.id === id)
  const word = (list: string, value: string): ListItem | undefined =>
    lists.value[list]?.find((item) => item.value === value)

  return { rulebook, organisation, commands, lists, ready, load, reset, clause, unit, word }
})
