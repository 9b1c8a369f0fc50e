// Live updates. An event is only a hint that an order changed; whoever shows it reads it again. One
// connection per tab; the browser reconnects by itself and resumes after the last event it saw.
export interface Change {
  id: string
  version: number
  event: string
}
type Listener = (change: Change) => void

const listeners = new Set<Listener>()
let source: EventSource | null = null

export function startLive(): void {
  stopLive()
  source = new EventSource('/api/v1/events')
  source.addEventListener('work_order', (message) => {
    const change = JSON.parse((message as MessageEvent<string>).data) as Change
    listeners.forEach((listener) => listener(change))
  })
}

export function stopLive(): void {
  source?.close()
  source = null
}

// Returns how to stop listening.
export function onChange(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
