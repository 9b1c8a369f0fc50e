import { describe, expect, it } from 'vitest'
import { parseCsv } from './csv'

describe('CSV', () => {
  it('reads quotes, commas and line ends inside cells', () => {
    expect(parseCsv('\ufeff行,结果\r\n1,"不满意,「拖」"\r\n2,"说 ""好"""\n')).toEqual([
      ['行', '结果'],
      ['1', '不满意,「拖」'],
      ['2', '说 "好"'],
    ])
  })
  it('keeps empty cells and a last row without a line end', () => {
    expect(parseCsv('a,,c\n"x\ny",')).toEqual([['a', '', 'c'], ['x\ny', '']])
  })
})
