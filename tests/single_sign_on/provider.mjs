// A real OpenID provider (oidc-provider) over https, for tests/single_sign_on_flow.sh. Whoever
// arrives is signed in as control.json says, read anew each time:
//   { "sub", "claims", "acr", "amr", "spoil": { "payload", "without", "header", "signer", "signature" }, "delay", "break" }
// `spoil` alters the ID token after the provider made it and signs it again, with the provider's own key or
// with that of the file «signer»: what no honest provider sends, the server must refuse.
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { setTimeout } from 'node:timers/promises'
import { SignJWT, decodeJwt, decodeProtectedHeader, importPKCS8 } from 'jose'
import Provider from 'oidc-provider'

const [folder, portText, deskAddress, algorithm] = process.argv.slice(2)
const port = Number(portText)
const control = () => JSON.parse(readFileSync(`${folder}/control.json`, 'utf8'))

// The signing key is in the folder, so that the flow can change it and start us again.
const pem = readFileSync(`${folder}/signing.pem`, 'utf8')
const jwk = { ...createPrivateKey(pem).export({ format: 'jwk' }), use: 'sig', alg: algorithm, kid: readFileSync(`${folder}/signing.kid`, 'utf8').trim() }

const client = (id, extra = {}) => ({
  client_id: id,
  client_secret: readFileSync(`${folder}/client.secret`, 'utf8').trim(),
  redirect_uris: [`${deskAddress}/sign-in`],
  post_logout_redirect_uris: [`${deskAddress}/sign-in`],
  response_types: ['code'],
  grant_types: ['authorization_code'],
  id_token_signed_response_alg: algorithm,
  ...extra,
})
const provider = new Provider(`https://localhost:${port}`, {
  clients: [client('chengban'), client('by-form', { token_endpoint_auth_method: 'client_secret_post' }), client('public', { client_secret: undefined, token_endpoint_auth_method: 'none' })],
  jwks: { keys: [jwk] },
  enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256'] },
  claims: { openid: ['sub', 'employee_number', 'amr'], acr: null, auth_time: null, iss: null, sid: null },
  conformIdTokenClaims: false,
  acrValues: ['urn:mfa'],
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ['a test is not a secret'] },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...control().claims }) }),
  async loadExistingGrant(context) {
    const grant = new context.oidc.provider.Grant({ clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId })
    grant.addOIDCScope('openid')
    await grant.save()
    return grant
  },
})

async function spoiled(token, spoil) {
  const payload = { ...decodeJwt(token), ...spoil.payload }
  for (const name of spoil.without ?? []) delete payload[name]
  const header = { ...decodeProtectedHeader(token), ...spoil.header }
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  if (header.alg === 'none') return `${part(header)}.${part(payload)}.`
  if (header.alg === 'HS256') return new SignJWT(payload).setProtectedHeader(header).sign(Buffer.from(pem))
  const signer = spoil.signer ? readFileSync(`${folder}/${spoil.signer}`, 'utf8') : pem
  const made = await new SignJWT(payload).setProtectedHeader(header).sign(await importPKCS8(signer, header.alg))
  const at = made.lastIndexOf('.') + 10
  return spoil.signature ? made.slice(0, at) + (made[at] === 'A' ? 'B' : 'A') + made.slice(at + 1) : made
}

provider.use(async (context, next) => {
  const { delay, break: broken, spoil } = control()
  if (delay) await setTimeout(delay)
  if (broken) {
    context.status = 500
    context.body = 'out of order'
    return
  }
  if (context.path.startsWith('/interaction/')) {
    const { sub, acr, amr } = control()
    await provider.interactionFinished(context.req, context.res, { login: { accountId: sub, acr, amr } }, { mergeWithLastSubmission: false })
    context.respond = false
    return
  }
  await next()
  if (spoil && context.path === '/token' && context.body?.id_token) context.body.id_token = await spoiled(context.body.id_token, spoil)
})

createServer({ key: readFileSync(`${folder}/tls.key`), cert: readFileSync(`${folder}/tls.crt`) }, provider.callback()).listen(port, '127.0.0.1', () => console.log('ready'))
