import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runJob } from '../../jobs/run'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import { openWorld, type World } from '../sync/world'
import { attachments, mailServer } from './mailServer'

describe('the proof of the night is sent away by mail', () => {
  let world: World
  let server: Awaited<ReturnType<typeof mailServer>>
  const smtp = process.env.ORDER_TO_CASH_SMTP
  beforeAll(async () => {
    server = await mailServer()
    world = await openWorld()
    await world.take('PO-1')
    const body = { kind: 'schedule', key: 'proof', job: 'proof', cron: '30 1 * * *', options: { mailTo: ['audit@example.com', 'owner@example.com'], mailFrom: 'o2c@example.com' } }
    await world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'schedule', key: 'proof', version: 1, digest: '', body, origin: 'test' }))
  })
  afterAll(async () => {
    if (smtp === undefined) delete process.env.ORDER_TO_CASH_SMTP
    else process.env.ORDER_TO_CASH_SMTP = smtp
    await server.close()
  })
  const night = (day: number) => runJob(world.context, 'OC', 'proof', `2026-03-0${day}T00:30:00.000Z`)
  const waiting = async () => (await cases.list(world.store, 'OC', { state: 'open', kind: 'proof-not-sent' })).map((one) => one.text)

  test('without a mail server it stands in its folder, and a case says what is to be set up', async () => {
    delete process.env.ORDER_TO_CASH_SMTP
    expect(await night(3)).toMatchObject({ outcome: 'problems', counts: { mailed: 0, notMailed: 1 } })
    expect(await waiting()).toEqual([expect.stringContaining('ORDER_TO_CASH_SMTP')])
  })

  test('what the server refuses is a case that names it and shows no password', async () => {
    process.env.ORDER_TO_CASH_SMTP = `smtp://o2c:hidden-word@127.0.0.1:${server.port}`
    server.state.refuse = true
    expect(await night(4)).toMatchObject({ outcome: 'problems', counts: { mailed: 0, notMailed: 2 } })
    const texts = await waiting()
    expect(texts).toEqual([expect.stringContaining('mailbox is full'), expect.stringContaining('mailbox is full')])
    expect(texts.join()).not.toContain('hidden-word')
  })

  test('the next night brings all of them, and a stranger can check what was in the mail', async () => {
    server.state.refuse = false
    expect(await night(5)).toMatchObject({ outcome: 'done', counts: { mailed: 3, notMailed: 0 } })
    expect(await waiting()).toEqual([])
    expect(server.mails.map((mail) => mail.to)).toEqual(Array.from({ length: 3 }, () => ['audit@example.com', 'owner@example.com']))
    const files = attachments(server.mails[0]!.text)
    expect([...files.keys()].sort()).toEqual(['OC-2026-03-03.heads', 'OC-2026-03-03.json', 'OC-2026-03-03.sig', 'proof.pub'])
    const folder = join(world.store.folder, 'from-the-mail')
    mkdirSync(folder)
    for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes)
    expect(readFileSync(join(folder, 'OC-2026-03-03.json'))).toEqual(readFileSync(join(world.store.folder, 'proofs', 'OC-2026-03-03.json')))
    for (const name of files.keys()) expect([name, readFileSync(join(folder, name), 'utf8')]).toEqual([name, readFileSync(join(world.store.folder, 'proofs', name), 'utf8')])
    expect(spawnSync(process.execPath, [join(__dirname, '../../docs/verify.mjs'), join(folder, 'OC-2026-03-03.json')], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: expect.stringMatching(/^good/) as string })
  })
})
