// The server's rulebook document («## part», «- words〔article〕 `setting`») cut into parts and lines.
export interface DocumentLine {
  text: string
  cite: string
  name: string
}
export interface DocumentPart {
  title: string
  lines: DocumentLine[]
}

export function parseDocument(text: string): DocumentPart[] {
  const parts: DocumentPart[] = []
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    if (line.startsWith('## ')) parts.push({ title: line.slice(3), lines: [] })
    const part = parts.at(-1)
    if (!part || !line || line.startsWith('#')) continue
    const name = /`([^`]+)`\s*$/.exec(line)?.[1] ?? ''
    const rest = line.replace(/\s*`[^`]+`\s*$/, '').replace(/^- /, '')
    const cite = /〔[^〕]*〕\s*$/.exec(rest)?.[0].trim() ?? ''
    part.lines.push({ text: cite ? rest.slice(0, rest.length - cite.length).trim() : rest, cite, name })
  }
  return parts
}
