import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runJob } from '../../../jobs/run'
import { mailbox, readMailbox } from '../../../connectors/channels/imap'
import { type SystemConfig } from '../../../connectors/connector'
import * as arrivals from '../../../store/arrivals'
import * as cases from '../../../store/cases'
import * as config from '../../../store/config'
import * as secrets from '../../../store/secrets'
import { receive } from '../../../sync/receive'
import { csv, openWorld, type World } from '../../sync/world'
import { type MailServer, startMailServer } from './server'

let server: MailServer
let world: World
let minute = 0
beforeAll(async () => {
  [server, world] = await Promise.all([startMailServer(), openWorld()])
  await world.store.write(async (tx) => {
    await config.saveSystem(tx, { company: 'OC', name: 'orders-mail', role: 'mail', body: { connector: 'imap', url: `imap://127.0.0.1:${server.ports.imap}`, mode: 'live', environment: 'test', options: { user: 'orders', allowPrivate: true } } })
    await secrets.put(tx, 'OC', 'orders-mail', server.password, '2026-03-02T08:00:00.000Z')
    await config.savePartner(tx, { company: 'OC', code: 'NORDBAU', name: 'Nordbau GmbH', identifiers: [{ scheme: 'buyer', value: 'NORDBAU' }, { scheme: 'email', value: 'einkauf@nordbau.example' }], version: 2, roles: ['customer'], currency: 'EUR', profile: {} })
    await config.put(tx, { company: 'OC', kind: 'schedule', key: 'mail', version: 1, digest: '', origin: 'test', body: { kind: 'schedule', key: 'mail', job: 'receive', cron: '* * * * *', options: { mailbox: 'orders-mail' } } })
  })
}, 120_000)
afterAll(async () => { await server.close() })

const mail = (reference: string, { from = 'einkauf@nordbau.example', attached = csv(reference) }: { from?: string; attached?: Buffer } = {}): string => [
  `From: Einkauf <${from}>`, 'To: orders@our.example', `Subject: Bestellung ${reference}`, `Message-ID: <${reference}@nordbau.example>`, 'Date: Mon, 02 Mar 2026 08:00:00 +0100', 'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="b"', '', '--b', 'Content-Type: text/plain; charset=utf-8', '', 'Anbei unsere Bestellung.', '--b',
  `Content-Type: text/csv; name="${reference}.csv"`, 'Content-Transfer-Encoding: base64', `Content-Disposition: attachment; filename="${reference}.csv"`, '', ...(attached.toString('base64').match(/.{1,76}/g) ?? []), '--b--', ''].join('\r\n')

const run = () => runJob(world.context, 'OC', 'mail', new Date(Date.parse('2026-03-02T08:00:00.000Z') + 60_000 * ++minute).toISOString())
const settings = (changed: Partial<SystemConfig> = {}): SystemConfig => ({ name: 'orders-mail', role: 'mail', connector: 'imap', url: `imap://127.0.0.1:${server.ports.imap}`, secret: server.password, options: { user: 'orders', allowPrivate: true }, ...changed })

test('an order that is attached to a mail is taken once, and the mail is moved out of the way (R-INT-01)', async () => {
  await server.deliver(mail('PO-1'))
  expect(await run()).toMatchObject({ outcome: 'done', counts: { files: 1, order: 1 } })
  expect(await world.order('PO-1')).toMatchObject({ status: 'toShip', channel: 'mail/orders-mail', sender: { scheme: 'email', value: 'einkauf@nordbau.example' } })
  expect([await server.subjects('INBOX'), await server.subjects('Taken')]).toEqual([[], ['Bestellung PO-1']])
  expect(await run()).toMatchObject({ outcome: 'done', counts: { files: 0 } })
})

test('one that was kept, and not moved before the process died, is the same arrival the next time (R-INT-07)', async () => {
  await server.deliver(mail('PO-2'))
  const before = [...(await arrivals.countByOutcome(world.store)).values()].reduce((sum, count) => sum + count, 0)
  // the store goes away after the mail was kept: as a kill before the mail is moved
  let broken = false
  const write: World['store']['write'] = async (work) => {
    if (broken) throw new Error('the process is gone')
    const written = await world.store.write(work)
    broken = true
    return written
  }
  const context = { ...world.context, store: { ...world.store, write } }
  for await (const one of readMailbox(settings())) {
    if ('refused' in one) continue
    await expect(receive(context, { channel: 'mail/orders-mail', transportId: one.transportId, bytes: one.bytes, fileName: one.name })).rejects.toThrow('the process is gone')
  }
  expect(await server.subjects('INBOX')).toEqual(['Bestellung PO-2'])
  expect(await run()).toMatchObject({ outcome: 'done', counts: { resumed: 1, files: 1, repeated: 1 } })
  expect((await world.order('PO-2')).status).toBe('toShip')
  expect(await server.subjects('INBOX')).toEqual([])
  expect([...(await arrivals.countByOutcome(world.store)).values()].reduce((sum, count) => sum + count, 0)).toBe(before + 1)
})

test('the same order by a second mail is a duplicate; of a stranger it waits for a person (R-INT-07, R-CHK-03)', async () => {
  await server.deliver(mail('PO-1'))
  await server.deliver(mail('PO-3', { from: 'somebody@else.example' }))
  expect(await run()).toMatchObject({ outcome: 'done', counts: { files: 2, duplicate: 1 } })
  const { status, findings } = await world.order('PO-3')
  expect([status, findings.map(({ code }) => code)]).toEqual(['held', expect.arrayContaining(['origin-unverified']) as string[]])
})

test('what is no order is kept and out of the way too, and holds up none behind it', async () => {
  await server.deliver(['From: a@b.example', 'Subject: Newsletter', 'Message-ID: <n@b.example>', '', 'Buy more!', ''].join('\r\n'))
  await server.deliver(Buffer.from([0xff, 0xfe, 0x00, 0x41]))
  await server.deliver(mail('PO-4'))
  expect(await run()).toMatchObject({ counts: { files: 3, order: 1 } })
  expect(await server.subjects('INBOX')).toEqual([])
})

test('one that is too large stays where it is, with why', async () => {
  await server.deliver(mail('PO-11'))
  const found = []
  for await (const one of readMailbox(settings(), { maxBytes: 100 })) found.push('refused' in one ? one.refused : one.name)
  expect(found).toEqual([expect.stringMatching(/^The mail \d+ in INBOX has \d+ bytes; at most 100 are taken: ask for what is attached by another way/)])
  expect(await run()).toMatchObject({ counts: { files: 1, order: 1 } })
})

test('two that look at once take each mail once', async () => {
  for (const reference of ['PO-5', 'PO-6', 'PO-7', 'PO-8']) await server.deliver(mail(reference))
  const both = await Promise.all([run(), run()])
  expect(both.map(({ outcome }) => outcome)).toEqual(['done', 'done'])
  for (const reference of ['PO-5', 'PO-6', 'PO-7', 'PO-8']) expect((await world.order(reference)).status).toBe('toShip')
  expect(await server.subjects('INBOX')).toEqual([])
})

test('where mails cannot be moved away all are taken all the same, and the run says what is wrong', async () => {
  const known = (await config.system(world.store, 'OC', 'orders-mail'))!
  await world.store.write((tx) => config.saveSystem(tx, { ...known, body: { ...known.body, options: { user: 'orders', allowPrivate: true, archive: 'no/../where' } } }))
  for (const reference of ['PO-12', 'PO-13']) await server.deliver(mail(reference))
  const failed = await run().catch((error: Error) => ({ outcome: 'failed', error: error.message }))
  expect(JSON.stringify(failed)).toMatch(/failed.*no\/\.\.\/where/)
  for (const reference of ['PO-12', 'PO-13']) expect((await world.order(reference)).status).toBe('toShip')
  await world.store.write((tx) => config.saveSystem(tx, known))
  expect(await run()).toMatchObject({ outcome: 'done', counts: { files: 2, repeated: 2 } })
  expect(await server.subjects('INBOX')).toEqual([])
})

test('a mailbox that is off, or of another environment, is not touched', async () => {
  await server.deliver(mail('PO-9'))
  const known = (await config.system(world.store, 'OC', 'orders-mail'))!
  const becomes = (body: object) => world.store.write((tx) => config.saveSystem(tx, { ...known, body: { ...known.body, ...body } }))
  for (const body of [{ mode: 'off' }, { mode: 'shadow' }, { environment: 'production' }]) {
    await becomes(body)
    expect(await run()).toMatchObject({ outcome: 'done', counts: { files: 0 } })
  }
  await becomes({})
  expect(await run()).toMatchObject({ outcome: 'done', counts: { files: 1 } })
})

test('a wrong password, a folder that is not there, a server that is away: each says what to do, and no password', async () => {
  const check = async (changed: Partial<SystemConfig>) => mailbox(settings(changed)).check().then(() => 'well', (error: Error & { kind: string }) => `${error.kind}: ${error.message}`)
  expect(await check({})).toBe('well')
  const said = await Promise.all([
    check({ secret: 'wrong' }), check({ options: { user: 'orders', allowPrivate: true, folder: 'Nowhere' } }), check({ url: 'imap://127.0.0.1:1' }), check({ url: 'https://127.0.0.1' }), check({ options: { user: 'orders' } }), check({ options: {} }),
  ])
  expect(said).toEqual([
    expect.stringMatching(/^login: orders-mail does not let orders in.*order-to-cash connect orders-mail$/), expect.stringMatching(/^refused: orders-mail has no folder Nowhere that orders may read/), expect.stringMatching(/^again: orders-mail: .*ECONNREFUSED/),
    expect.stringMatching(/^refused: .*write it as imaps:/), expect.stringMatching(/^refused: .*private or reserved address/), expect.stringMatching(/^refused: orders-mail: options\.user/),
  ])
  expect(said.join()).not.toContain(server.password)
})

test('TLS is held to: a certificate of nobody that is known is refused, one of ours is taken; the command line checks and reads it', async () => {
  const url = `imaps://localhost:${server.ports.imaps}`
  await expect(mailbox(settings({ url })).check()).rejects.toThrow(/self-signed|certificate/)
  const known = (await config.system(world.store, 'OC', 'orders-mail'))!
  await world.store.write((tx) => config.saveSystem(tx, { ...known, body: { ...known.body, url } }))
  await server.deliver(mail('PO-10'))
  const cli = (...argv: string[]) => promisify(execFile)(process.execPath, [join(__dirname, '../../../dist/cli.js'), ...argv], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: server.certificate, ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder, ORDER_TO_CASH_ENVIRONMENT: 'test' } })
  expect((await cli('check')).stdout).toMatch(/orders-mail .*live +yes/)
  await cli('run', 'mail')
  expect((await world.order('PO-10')).status).toBe('toShip')
  expect(await cases.list(world.store, 'OC', { kind: 'file-refused' })).toEqual([])
})
