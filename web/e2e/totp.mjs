// RFC 6238 once more, so that a story can be somebody's authenticator.
import { createHmac } from 'node:crypto'

function bytesOf(base32) {
  let bits = ''
  for (const letter of base32.replace(/[\s=]/g, '')) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)))
}

export function codeAt(key, step) {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', bytesOf(key)).update(counter).digest()
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

// An authenticator never shows a step twice to the same server: each call takes a later one, within the
// server's tolerance of one step.
export function authenticator(key) {
  let last = 0
  return async () => {
    for (;;) {
      const now = Math.floor(Date.now() / 30_000)
      const step = Math.max(now - 1, last + 1)
      if (step <= now + 1) {
        last = step
        return codeAt(key, step)
      }
      await new Promise((done) => setTimeout(done, 1000))
    }
  }
}
