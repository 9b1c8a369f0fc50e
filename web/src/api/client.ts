// One door to the server. Refusals arrive as RFC 9457 documents and are thrown as ApiProblem with
// every reason, its field and its clause; a lost session and a lost network are told apart.
export interface Reason {
  field: string
  code: string
  clause?: string
  zh: string
  en: string
}

export interface ProblemDocument {
  type?: string
  title?: string
  status: number
  detail?: string
  incident?: string
  clauses?: string[]
  fields?: Reason[]
}

export class ApiProblem extends Error {
  constructor(
    readonly problem: ProblemDocument,
    readonly etag: string | null = null,
  ) {
    super(problem.detail ?? problem.title ?? String(problem.status))
  }
  get status(): number {
    return this.problem.status
  }
  get reasons(): Reason[] {
    return this.problem.fields ?? []
  }
}

// The server could not be reached: nothing is known about what happened to the request.
export class NetworkProblem extends Error {}

export interface Answer<T> {
  data: T
  etag: string | null
  status: number
}

export interface CallOptions {
  query?: Record<string, string | number | boolean | undefined | null>
  body?: unknown
  file?: Blob
  key?: string // Idempotency-Key: the same key for every retry of the same wish
  version?: number // If-Match
  signal?: AbortSignal
}

type Listener = () => void
const signedOut = new Set<Listener>()
export const onSignedOut = (listener: Listener): void => void signedOut.add(listener)

// How far the server's clock is ahead of this machine's, by its last answer; whole seconds, never too far.
let ahead = 0
export const serverNow = (): number => Date.now() + ahead

let preferred = 'zh-CN'
export const preferLanguage = (tag: string): void => void (preferred = tag)

// crypto.randomUUID needs a secure context; a desk on a plain intranet address has none.
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function queryString(query: CallOptions['query']): string {
  const pairs = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') pairs.set(name, String(value))
  }
  const text = pairs.toString()
  return text ? `?${text}` : ''
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text()
  let document: ProblemDocument = { status: response.status, title: response.statusText }
  try {
    document = { ...document, ...(JSON.parse(text) as ProblemDocument) }
  } catch {
    document.detail = text.slice(0, 200)
  }
  return new ApiProblem(document, response.headers.get('ETag'))
}

export async function call<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  options: CallOptions = {},
): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': preferred }
  if (method !== 'GET') headers['X-Chengban-Request'] = 'desk' // what another site's form cannot send
  let body: BodyInit | undefined
  if (options.file) {
    headers['Content-Type'] = options.file.type || 'application/octet-stream'
    body = options.file
  } else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json'
    body = JSON.stringify(options.body)
  }
  if (options.key) headers['Idempotency-Key'] = options.key
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`
  let response: Response
  try {
    response = await fetch(`/api/v1${path}${queryString(options.query)}`, {
      method,
      headers,
      body,
      credentials: 'same-origin',
      signal: options.signal,
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new NetworkProblem(String(error))
  }
  const date = Date.parse(response.headers.get('Date') ?? '')
  if (!Number.isNaN(date)) ahead = date - Date.now()
  if (!response.ok) {
    const problem = await problemOf(response)
    // A wrong password when confirming is a 401 too, and no reason to leave.
    const lost = response.status === 401 && problem.reasons.some((one) => ['not_signed_in', 'post_ended'].includes(one.code))
    if (lost) signedOut.forEach((listener) => listener())
    throw problem
  }
  const empty = response.status === 204 || response.headers.get('Content-Length') === '0'
  const data = (empty ? undefined : await response.json()) as T
  return { data, etag: response.headers.get('ETag'), status: response.status }
}

export const get = <T>(path: string, query?: CallOptions['query'], signal?: AbortSignal): Promise<T> =>
  call<T>('GET', path, { query, signal }).then((answer) => answer.data)

// A file made by the server, kept by the browser under the server's name for it.
export async function download(path: string, query?: CallOptions['query'], method = 'GET'): Promise<void> {
  const response = await fetch(`/api/v1${path}${queryString(query)}`, { method, headers: { 'X-Chengban-Request': 'desk' }, credentials: 'same-origin' })
  if (!response.ok) throw await problemOf(response)
  const name = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('Content-Disposition') ?? '')
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = name?.[1] ? decodeURIComponent(name[1]) : 'chengban'
  link.click()
  URL.revokeObjectURL(link.href)
}
