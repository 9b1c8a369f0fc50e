// Cuts a text at the places of its findings. Places are code points; JavaScript counts UTF-16 units.
export interface Place {
  begin: number
  end: number
}
export interface Piece<F> {
  text: string
  finding?: F
}

export function cutMarks<F extends Place>(text: string, findings: readonly F[]): Piece<F>[] {
  const points = Array.from(text)
  const pieces: Piece<F>[] = []
  let at = 0
  for (const finding of [...findings].sort((a, b) => a.begin - b.begin)) {
    if (finding.begin < at || finding.end > points.length) continue
    if (finding.begin > at) pieces.push({ text: points.slice(at, finding.begin).join('') })
    pieces.push({ text: points.slice(finding.begin, finding.end).join(''), finding })
    at = finding.end
  }
  if (at < points.length) pieces.push({ text: points.slice(at).join('') })
  return pieces
}
