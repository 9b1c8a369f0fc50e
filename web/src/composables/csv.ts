// Results that the server writes as CSV (RFC 4180), read for a table on the page.
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const body = text.startsWith('\ufeff') ? text.slice(1) : text
  for (let at = 0; at < body.length; ++at) {
    const one = body[at]!
    if (quoted) {
      if (one !== '"') cell += one
      else if (body[at + 1] === '"') cell += body[++at]!
      else quoted = false
    } else if (one === '"') quoted = true
    else if (one === ',') {
      row.push(cell)
      cell = ''
    } else if (one === '\n' || one === '\r') {
      if (one === '\r' && body[at + 1] === '\n') ++at
      rows.push([...row, cell])
      row = []
      cell = ''
    } else cell += one
  }
  if (cell || row.length > 0) rows.push([...row, cell])
  return rows
}
