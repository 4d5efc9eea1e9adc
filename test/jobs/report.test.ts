import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { runJob } from '../../jobs/run'
import * as config from '../../store/config'
import { lastBefore } from '../../sync/reporting/last'
import { sheetsOf } from '../sync/sheets'
import { openWorld, type World } from '../sync/world'
import { attachments, mailServer } from './mailServer'

describe('reports are written and mailed by a schedule (R-RPT-06)', () => {
  let world: World
  let server: Awaited<ReturnType<typeof mailServer>>
  const smtp = process.env.ORDER_TO_CASH_SMTP
  const schedule = (options: object) => world.store.write(async (tx) => {
    await config.put(tx, { company: 'OC', kind: 'schedule', key: 'monthly', version: 1, digest: '', origin: 'test', body: { kind: 'schedule', key: 'monthly', job: 'report', cron: '0 7 1 * *', options } })
  })
  const due = '2026-04-01T05:00:00.000Z'
  beforeEach(async () => {
    server = await mailServer()
    process.env.ORDER_TO_CASH_SMTP = `smtp://127.0.0.1:${server.port}`
    world = await openWorld()
    await world.take('PO-1')
    world.clock.at = new Date('2026-03-31T23:30:00.000Z')
    await world.take('PO-2')
  })
  afterEach(async () => {
    if (smtp === undefined) delete process.env.ORDER_TO_CASH_SMTP
    else process.env.ORDER_TO_CASH_SMTP = smtp
    await server.close()
  })

  test('over the month that is over, once for its time, to everybody who is named', async () => {
    await schedule({ reports: ['new', 'kpi'], last: 'month', mailTo: ['sales@example.com', 'owner@example.com'], mailFrom: 'o2c@example.com' })
    expect(await runJob(world.context, 'OC', 'monthly', due)).toMatchObject({ outcome: 'done', counts: { reports: 2, mailed: 1 } })
    expect(await runJob(world.context, 'OC', 'monthly', due)).toEqual({ outcome: 'done-before' })
    expect(server.mails.map(({ to }) => to)).toEqual([['sales@example.com', 'owner@example.com']])
    const name = 'OC-report-2026-03-01_2026-03-31.xlsx'
    const sent = attachments(server.mails[0]!.text).get(name)!
    expect(sent).toEqual(readFileSync(join(world.store.folder, 'reports', name)))
    // the order of 1 April in Berlin is not of March
    expect(sheetsOf(sent).get('new')!.slice(-1)).toEqual([['2026-03-02', 'EUR', 1, 125]])
  })

  test('what the mail server does not take stands in its folder, the run has failed, and goes out once when it is asked for again', async () => {
    await schedule({ reports: ['status'], mailTo: 'sales@example.com' })
    server.state.refuse = true
    const failed = await runJob(world.context, 'OC', 'monthly', due)
    expect(failed).toMatchObject({ outcome: 'failed', error: expect.stringContaining('did not take the mail to sales@example.com') as string })
    expect(readdirSync(join(world.store.folder, 'reports'))).toEqual(['OC-report-2026-04-01.xlsx'])
    server.state.refuse = false
    expect(await runJob(world.context, 'OC', 'monthly', due)).toMatchObject({ outcome: 'done' })
    expect(await runJob(world.context, 'OC', 'monthly', due)).toEqual({ outcome: 'done-before' })
    expect(server.mails).toHaveLength(1)
  })

  test('a worker that dies between the mail and the end of its run sends none twice that it knows of, and one that it does not know of under the same Message-ID', async () => {
    await schedule({ reports: ['status'], mailTo: 'sales@example.com' })
    const logged: string[] = []
    const log: World['context']['log'] = (_level, event) => { logged.push(event) }
    /** By a worker that comes when the lease of the one before is over; it dies so many writes after its mail was taken. (Default: not) */
    let workers = 0
    const works = async (scheduledFor: string, writesAfterMail = Infinity) => {
      const [after, before] = [++workers * 120_000, server.mails.length]
      let left = writesAfterMail
      const store = Object.create(world.store, { write: { value: async (work: Parameters<typeof world.store.write>[0]) => {
        if (server.mails.length > before && left-- <= 0) throw new Error('killed')
        return world.store.write(work)
      } } }) as typeof world.store
      return runJob({ ...world.context, store, log, owner: `worker-${workers}`, machine: { nowMs: () => Date.now() + after, chance: () => 0, sleep: async () => undefined, expiry: (ms) => AbortSignal.timeout(ms) } }, 'OC', 'monthly', scheduledFor)
    }
    const ids = () => server.mails.map(({ text }) => /^Message-ID: (<[0-9a-f]{40}@example\.com>)\r?$/m.exec(text)?.[1])
    // it went, and nobody noted that
    await expect(works(due, 0)).rejects.toThrow('killed')
    expect(ids()).toEqual([expect.any(String)])
    // another sends it again, notes that it went, and dies before its run has ended
    await expect(works(due, 1)).rejects.toThrow('killed')
    expect(ids()).toEqual([ids()[0], ids()[0]])
    expect(logged.filter((event) => event === 'mailed-perhaps-before')).toHaveLength(1)
    expect(await works(due)).toMatchObject({ outcome: 'done', counts: { mailed: 1 } })
    expect(ids()).toHaveLength(2)
    // that of another time is another mail
    await works('2026-05-01T05:00:00.000Z')
    expect(new Set(ids()).size).toBe(2)
  })

  test('a schedule that names a report which there is not says so', async () => {
    await schedule({ reports: ['margins'] })
    expect(await runJob(world.context, 'OC', 'monthly', due)).toMatchObject({ outcome: 'failed', error: expect.stringMatching(/^the options of the schedule: reports\.0: .*new/) as string })
  })
})

test('the day, week and month before a date, over the end of a year and of a leap February', () => {
  expect([lastBefore('2026-03-01', 'day'), lastBefore('2026-01-01', 'week'), lastBefore('2026-03-02', 'week'), lastBefore('2026-01-15', 'month'), lastBefore('2028-03-01', 'month')]).toEqual([
    { from: '2026-02-28', to: '2026-02-28' }, { from: '2025-12-22', to: '2025-12-28' }, { from: '2026-02-23', to: '2026-03-01' }, { from: '2025-12-01', to: '2025-12-31' }, { from: '2028-02-01', to: '2028-02-29' },
  ])
})
