// Columns of the order table: name, width, what stands in them, and by which the server can sort.
import type { OrderRow } from '@/api/model'
import { pick, say, type MessageKey } from '@/i18n'
import { useReference } from '@/stores/reference'
import { nearText } from './time'

export type ColumnName =
  | 'next_due' | 'hotline_number' | 'title' | 'state' | 'kind' | 'limit_class' | 'category' | 'district'
  | 'unit' | 'handler' | 'received_at' | 'updated_at' | 'completed_at'

export interface ColumnRow {
  name: ColumnName
  title: MessageKey
  width: string
  sort?: string
  text: (row: OrderRow) => string
}

const time = (instant?: string): string => (instant ? nearText(instant) : '–')
// District authorities are told apart by the district alone.
export const shortUnit = (name: string): string => name.replace(/住房保障和房屋管理局$| District Housing Authority$/, '')

const listWord = (list: string, value: string): string => {
  const found = useReference().word(list, value)
  return found ? say(found) : value
}

export const columnRows: readonly ColumnRow[] = [
  { name: 'title', title: 'column.title', width: 'minmax(190px, 1.2fr)', text: (row) => row.title },
  { name: 'state', title: 'column.state', width: '108px', text: (row) => pick(row.state) },
  { name: 'next_due', title: 'column.next_due', width: 'minmax(324px, 1.8fr)', sort: 'next_due', text: (row) => pick(row.next_due) },
  { name: 'unit', title: 'column.unit', width: 'minmax(110px, 0.5fr)', text: (row) => shortUnit(pick(row.unit)) || '–' },
  { name: 'handler', title: 'column.handler', width: '76px', text: (row) => row.handler?.name ?? '–' },
  { name: 'kind', title: 'column.kind', width: '84px', text: (row) => say(row.kind) },
  { name: 'limit_class', title: 'column.limit_class', width: '84px', text: (row) => say(row.limit_class) || '–' },
  { name: 'category', title: 'column.category', width: '120px', text: (row) => listWord('category', row.category) || '–' },
  { name: 'district', title: 'column.district', width: '84px', text: (row) => listWord('district', row.district) || '–' },
  { name: 'hotline_number', title: 'column.hotline_number', width: '150px', text: (row) => row.hotline_number },
  { name: 'received_at', title: 'column.received_at', width: '110px', sort: 'received_at', text: (row) => time(row.received_at) },
  { name: 'updated_at', title: 'column.updated_at', width: '110px', sort: 'updated_at', text: (row) => time(row.updated_at) },
  { name: 'completed_at', title: 'column.completed_at', width: '110px', sort: 'completed_at', text: (row) => time(row.completed_at) },
]
export const usualColumns: ColumnName[] = ['title', 'state', 'next_due', 'unit', 'handler', 'limit_class', 'received_at', 'hotline_number']

// The table's columns as an export knows them: it says the limit of completion, and not when a row last changed.
export const exportedColumns = (shown: readonly ColumnName[]): string[] =>
  columnRows.filter((row) => shown.includes(row.name) && row.name !== 'updated_at').map((row) => (row.name === 'next_due' ? 'completion_due' : row.name))
