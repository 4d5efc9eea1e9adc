import { lookup } from 'node:dns'
import { isIP } from 'node:net'
import { type ImapFlow } from 'imapflow'
import { z } from 'zod'
import { AddressRefused, checkedLookup, checkHost } from '../address'
import { type Connector, type SystemConfig } from '../connector'
import { Fault } from '../fault'

/** A mail that lies in a mailbox. */
export interface MailboxMail {
  name: string
  /** Mailbox, its UIDVALIDITY and the mail's UID (RFC 9051, 2.3.1.1): the same mail is taken once however often one looks. */
  transportId: string
  /** As it came in, byte for byte. */
  bytes: Buffer
  /** Moves it out of the way, once it is kept here. */
  taken(): Promise<void>
}

/** A mail that is not taken, with why and what to do. */
export interface RefusedMail { name: string; refused: string }

const optionsSchema = z.strictObject({
  user: z.string().min(1),
  /** Where mails come in. */
  folder: z.string().min(1).default('INBOX'),
  /** Where those go that were taken; made where it is not there. */
  archive: z.string().min(1).default('Taken'),
  allowPrivate: z.boolean().default(false),
})

const TIMEOUT_MS = 30_000
const MAX_BYTES = 64 * 1024 * 1024

/** A mailbox that orders come into (`url: imaps://mail.example.com`, or `imap://…`, which turns to TLS before the password). The job `receive` reads it; nothing is sent there. */
export function mailbox(config: SystemConfig): Connector {
  return {
    name: config.name, repeat: 'ask', settle: 0, timeout: config.timeout ?? TIMEOUT_MS, follows: [],
    check: () => within(config, async (client, { folder, archive }) => {
      await opened(client, config, folder)
      await client.mailboxCreate(archive)
    }),
    find: async () => undefined,
    send: async ({ action, kind }) => { throw new Fault('refused', `${config.name} is a mailbox that is read: no ${action} of ${kind} goes there`) },
    changes: () => nothing(),
    list: () => ({ orderedBy: 'ourId', rows: nothing() }),
  }
}

/** The mails of a mailbox, the oldest first. Whoever has kept one says so by `taken`; one of which nobody has said it comes again, under the same transport id. Larger ones than `maxBytes` (default: 64 MiB) are refused. Throws a Fault where the server cannot be read. */
export async function* readMailbox(config: SystemConfig, { maxBytes = MAX_BYTES } = {}): AsyncGenerator<MailboxMail | RefusedMail> {
  const { user, folder, archive } = optionsOf(config)
  const client = await connected(config)
  try {
    const validity = await faulty(config, () => opened(client, config, folder))
    const uids = await faulty(config, () => client.search({ all: true }, { uid: true }))
    if (!uids) throw new Fault('again', `${config.name} does not say what is in ${folder}`)
    for (const uid of uids) {
      const name = `${uid}.eml`
      const found = await faulty(config, () => client.fetchOne(String(uid), { size: true }, { uid: true }))
      // somebody took it away meanwhile
      if (!found) continue
      if ((found.size ?? 0) > maxBytes) {
        yield { name, refused: `The mail ${uid} in ${folder} has ${found.size} bytes; at most ${maxBytes} are taken: ask for what is attached by another way, and move it away` }
        continue
      }
      const { source } = await faulty(config, () => client.fetchOne(String(uid), { source: true }, { uid: true })) || {}
      if (!source) continue
      yield {
        name, bytes: source, transportId: `${user} ${folder} ${validity} ${uid}`,
        taken: () => faulty(config, async () => {
          await client.mailboxCreate(archive).catch((error: unknown) => { throw unmoved(config, name, archive, error) })
          // where somebody else has moved it meanwhile there is nothing left to do
          if (!await client.messageMove(String(uid), archive, { uid: true }) && await client.fetchOne(String(uid), { uid: true }, { uid: true })) throw unmoved(config, name, archive)
        }),
      }
    }
  } finally {
    await client.logout().catch(() => { client.close() })
  }
}

const unmoved = ({ name: system }: SystemConfig, name: string, archive: string, error?: unknown): Fault =>
  new Fault('refused', `${system}: ${name} is taken and cannot be moved to ${archive}${error === undefined ? '' : ` (${(error as ImapError).responseText ?? (error as Error).message})`}: it is read again each time. Name another folder in options.archive, or make room there`)

/** UIDVALIDITY of a folder that is opened. */
async function opened(client: ImapFlow, config: SystemConfig, folder: string): Promise<string> {
  const known = await client.mailboxOpen(folder).catch((error: unknown) => {
    if (responseOf(error) === 'NO') throw new Fault('refused', `${config.name} has no folder ${folder} that ${optionsOf(config).user} may read: name it in options.folder`)
    throw error
  })
  return String(known.uidValidity)
}

async function within(config: SystemConfig, work: (client: ImapFlow, options: z.infer<typeof optionsSchema>) => Promise<void>): Promise<void> {
  const client = await connected(config)
  try {
    await faulty(config, () => work(client, optionsOf(config)))
  } finally {
    await client.logout().catch(() => { client.close() })
  }
}

/** imapflow is loaded when a mailbox is first read. */
async function connected(config: SystemConfig): Promise<ImapFlow> {
  const options = optionsOf(config)
  const { hostname, port, secure } = serverOf(config)
  const { ImapFlow: Client } = await import('imapflow')
  return faulty(config, async () => {
    const address = await addressOf(hostname, options.allowPrivate)
    const wait = config.timeout ?? TIMEOUT_MS
    const client = new Client({
      host: address, port, secure, servername: hostname, logger: false, emitLogs: false, disableAutoIdle: true, connectionTimeout: wait, greetingTimeout: wait, socketTimeout: wait,
      // a password goes in clear to this machine only
      ...(secure ? {} : { doSTARTTLS: !isLoopback(address) }), ...(isIP(hostname) === 0 ? {} : { servername: undefined }),
      auth: { user: options.user, ...(config.tokens ? { accessToken: await config.tokens.current() } : { pass: config.secret ?? '' }) },
    })
    // what breaks between two calls is told by the next one
    client.on('error', () => undefined)
    await client.connect()
    return client
  })
}

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

/** The address that is connected to is the one that was judged. */
function addressOf(hostname: string, allowPrivate: boolean): Promise<string> {
  checkHost(hostname, allowPrivate)
  if (isIP(hostname) !== 0) return Promise.resolve(hostname)
  return new Promise((resolve, reject) => { checkedLookup(allowPrivate, lookup)(hostname, {}, (error, address) => { if (error) reject(error); else resolve(address as string) }) })
}

function serverOf({ name, url }: SystemConfig): { hostname: string; port: number; secure: boolean } {
  const { protocol, hostname, port } = URL.parse(url) ?? {}
  if ((protocol !== 'imaps:' && protocol !== 'imap:') || !hostname) throw new Fault('refused', `${name}: ${url} is no mail server; write it as imaps://mail.example.com`)
  return { hostname: hostname.replace(/^\[|\]$/g, ''), port: port ? Number(port) : protocol === 'imaps:' ? 993 : 143, secure: protocol === 'imaps:' }
}

function optionsOf({ name, options = {} }: SystemConfig): z.infer<typeof optionsSchema> {
  const read = optionsSchema.safeParse(options)
  if (!read.success) throw new Fault('refused', `${name}: ${read.error.issues.map(({ path, message }) => `options.${path.join('.')}: ${message}`).join('; ')}`)
  return read.data
}

interface ImapError { authenticationFailed?: boolean; responseStatus?: string; responseText?: string; code?: string; message?: string }
const responseOf = (error: unknown): string | undefined => (error as ImapError).responseStatus

/** Reading changes nothing: whatever broke may be tried again, but for who we are and what is not allowed. */
async function faulty<T>(config: SystemConfig, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Fault) throw error
    if (error instanceof AddressRefused) throw new Fault('refused', `${config.name}: ${error.message}`, { cause: error })
    const { authenticationFailed, responseText, code, message } = error as ImapError
    if (authenticationFailed) throw new Fault('login', `${config.name} does not let ${optionsOf(config).user} in${responseText ? `: ${responseText}` : ''}. Set the password anew: order-to-cash connect ${config.name}`, { code: 'AUTHENTICATIONFAILED' })
    throw new Fault('again', `${config.name}: ${responseText ?? message ?? String(error)}`, { code, cause: error })
  }
}

async function* nothing(): AsyncGenerator<never> { yield* [] }
