import { createCipheriv, createDecipheriv, createHmac, createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync, randomBytes, scryptSync, sign, type KeyObject } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from './digest'
import { keepOrRead } from './keyFile'

/** The keys of a store: what proves its events, signs what leaves it, and hides its secrets. */
export interface Keys {
  /** Folder they lie in. */
  readonly folder: string
  /** Tells one sealing key from another without showing it. */
  readonly fingerprint: string
  /** HMAC-SHA-256 (hex) over an event's digest: whoever can edit the database but has not this key cannot make a new one. */
  seal(digest: string): string
  /** Ed25519 signature over the bytes; anyone can check it with {@link publicKeyPem}. */
  sign(bytes: Uint8Array): Buffer
  readonly publicKeyPem: string
  /** That key and those of before it, as PEM: what none of them signed was not signed here. */
  readonly publicKeys: readonly string[]
  /** AES-256-GCM; the text for the database holds version, nonce, tag and cipher text. `context` (whose secret it is) must be the same when read. */
  encrypt(secret: string, context: string): string
  /** Throws where the key, the context or the text is not the one it was encrypted with. */
  decrypt(text: string, context: string): string
}

/** What the keys of a store are made of. */
export interface KeyMaterial {
  /** 64 hex digits. */
  seal: string
  /** Ed25519, PKCS 8, PEM. */
  sign: string
}

export const newKeyMaterial = (): KeyMaterial => ({ seal: randomBytes(32).toString('hex'), sign: newSigningKey() })

/**
 * Reads the keys of a folder and makes those that are missing (mode 0600, created exclusively, so that processes starting together agree).
 * Secrets are hidden with `ORDER_TO_CASH_KEY` where it is set, else with a key file of their own, so that one is changed without the others.
 */
export function openKeys(folder: string, passphrase: string | undefined = process.env.ORDER_TO_CASH_KEY): Keys {
  const seal = keepOrRead(join(folder, 'seal.key'), () => `${randomBytes(32).toString('hex')}\n`).trim()
  if (Buffer.from(seal, 'hex').length !== 32) throw new Error(`${join(folder, 'seal.key')} does not hold 64 hex digits. Put the right file back; a new one would make every event look changed.`)
  const keys = keysOf({ seal, sign: keepOrRead(join(folder, 'sign.key'), newSigningKey) }, folder, passphrase)
  keepPublicKey(folder, keys.publicKeyPem)
  return keys
}

const PUBLIC_KEY = 'sign.pub'
const keyOfBefore = (pem: string): string => `sign-${sha256(pem).slice(0, 16)}.pub`

/** The key of before stays under its fingerprint, so that what it signed is still known as ours. */
function keepPublicKey(folder: string, pem: string): void {
  const path = join(folder, PUBLIC_KEY)
  const there = keepOrRead(path, () => pem, 0o644)
  if (there === pem) return
  keepOrRead(join(folder, keyOfBefore(there)), () => there, 0o644)
  const draft = `${path}.${process.pid}.tmp`
  writeFileSync(draft, pem, { mode: 0o644 })
  renameSync(draft, path)
}

/** Those of before lie in the folder of the keys, where nobody comes who can only change the database or the proofs. */
function publicKeysIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter((name) => /^sign(-[0-9a-f]+)?\.pub$/.test(name)).map((name) => readFileSync(join(folder, name), 'utf8'))
}

/** The keys made of their material; without a passphrase secrets are hidden with a key file in `folder`. */
export function keysOf({ seal, sign: signing }: KeyMaterial, folder: string, passphrase: string | undefined): Keys {
  const sealingKey = createSecretKey(Buffer.from(seal, 'hex'))
  const signingKey = createPrivateKey(signing)
  const publicKeyPem = createPublicKey(signingKey).export({ type: 'spki', format: 'pem' }).toString()
  let hiding: Buffer | undefined
  const hidingKey = (): Buffer => (hiding ??= passphrase
    ? ofPassphrase(passphrase)
    : Buffer.from(keepOrRead(join(folder, 'secrets.key'), () => `${randomBytes(32).toString('hex')}\n`).trim(), 'hex'))

  return {
    folder,
    fingerprint: sha256(`seal ${seal}`).slice(0, 16),
    seal: (digest) => createHmac('sha256', sealingKey).update(digest).digest('hex'),
    sign: (bytes) => sign(null, bytes, signingKey),
    publicKeyPem,
    get publicKeys() { return [...new Set([publicKeyPem, ...publicKeysIn(folder)])] },
    encrypt: (secret, context) => encrypt(hidingKey(), secret, context),
    decrypt: (text, context) => decrypt(hidingKey(), text, context),
  }
}

const ofPassphrase = (passphrase: string): Buffer => scryptSync(passphrase, 'order-to-cash secrets', 32)

const CHEST = 'the keys of this store'

/** The material as a text for the store itself: for machines without a common disk, which only have the passphrase in common. */
export const lockAway = (material: KeyMaterial, passphrase: string): string => encrypt(ofPassphrase(passphrase), JSON.stringify(material), CHEST)

/** Throws where it was locked away with another passphrase. */
export const takeOut = (text: string, passphrase: string): KeyMaterial => JSON.parse(decrypt(ofPassphrase(passphrase), text, CHEST)) as KeyMaterial

function newSigningKey(): string {
  const { privateKey }: { privateKey: KeyObject } = generateKeyPairSync('ed25519')
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

const VERSION = 'v1'

function encrypt(key: Buffer, secret: string, context: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return [VERSION, nonce.toString('base64'), cipher.getAuthTag().toString('base64'), text.toString('base64')].join('.')
}

function decrypt(key: Buffer, text: string, context: string): string {
  const [version, nonce, tag, body] = text.split('.')
  if (version !== VERSION || nonce === undefined || tag === undefined || body === undefined) throw new Error(`the stored secret of ${named(context)} is not in a form that this version knows`)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64')).setAAD(Buffer.from(context)).setAuthTag(Buffer.from(tag, 'base64'))
    return decipher.update(body, 'base64', 'utf8') + decipher.final('utf8')
  } catch (cause) {
    throw new Error(`the stored secret of ${named(context)} cannot be read with this key: give the key that it was stored with (ORDER_TO_CASH_KEY, in n8n the Key of the credential), or connect it again`, { cause })
  }
}

/** A context as people say it: what is bound into the cipher text is a list where it is about a system. */
const named = (context: string): string => context.replace(/^\["[^"]*","([^"]*)","([^"]*)"\]$/, '$2 in $1')
