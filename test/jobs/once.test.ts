import { dueNow } from '../../jobs/runDue'
import { runJob } from '../../jobs/run'
import * as config from '../../store/config'
import * as runs from '../../store/runs'
import { openWorld } from '../sync/world'

/** Four workers look at the schedule together whenever their clocks show one of these times; at the next they are others, as after a restart. */
async function live(times: readonly string[]): Promise<string[]> {
  const world = await openWorld({ timeout: 10_000 })
  await world.store.write((tx) => config.put(tx, {
    company: 'OC', kind: 'schedule', key: 'night', version: 1, digest: '', origin: 'test', body: { kind: 'schedule', key: 'night', job: 'receive', cron: '30 2 * * *', zone: 'Europe/Berlin', options: { channel: 'none' } },
  }))
  world.clock.at = new Date(times[0]!)
  // the first job of all: what was due before it is nobody's
  await runJob(world.context, 'OC', 'receive', world.clock.at.toISOString())
  for (const [look, time] of times.entries()) {
    world.clock.at = new Date(time)
    await Promise.all([1, 2, 3, 4].map(async (no) => {
      const context = world.as('system', `worker-${no}-${look}`)
      for (const due of await dueNow(context)) if (due.key === 'night') await runJob(context, due.company, due.key, due.scheduledFor)
    }))
  }
  return (await runs.list(world.store, 'OC', { job: 'night' })).map((run) => `${run.scheduledFor} ${run.outcome}`).reverse()
}

// each instant is four workers that begin and end
jest.setTimeout(120_000)

describe('a job at half past two in Berlin runs once a night on four workers', () => {
  test('over the night in which that time comes twice, and with clocks that are set back', async () => {
    expect(await live(['2026-10-23T20:00Z', '2026-10-24T00:40Z', '2026-10-25T00:20Z', '2026-10-25T00:35Z', '2026-10-25T00:10Z', '2026-10-25T01:20Z', '2026-10-25T01:35Z', '2026-10-26T01:20Z', '2026-10-26T01:31Z', '2026-10-26T00:50Z', '2026-10-26T02:00Z']))
      .toEqual(['2026-10-24T00:30:00.000Z done', '2026-10-25T00:30:00.000Z done', '2026-10-26T01:30:00.000Z done'])
  })

  test('over the night in which that time is leapt over', async () => {
    expect(await live(['2026-03-27T20:00Z', '2026-03-28T01:31Z', '2026-03-29T00:59Z', '2026-03-29T01:00Z', '2026-03-29T01:31Z', '2026-03-29T02:31Z', '2026-03-30T00:29Z', '2026-03-30T00:31Z']))
      .toEqual(['2026-03-28T01:30:00.000Z done', '2026-03-29T01:30:00.000Z done', '2026-03-30T00:30:00.000Z done'])
  })

  test('where nobody was awake for days it is caught up once', async () => {
    expect(await live(['2026-03-01T20:00Z', '2026-03-02T01:31Z', '2026-03-06T12:00Z', '2026-03-06T12:01Z', '2026-03-07T01:31Z']))
      .toEqual(['2026-03-02T01:30:00.000Z done', '2026-03-06T01:30:00.000Z done', '2026-03-07T01:30:00.000Z done'])
  })

  test('after a clock was a year ahead for a while it does not wait for that year', async () => {
    expect(await live(['2026-03-01T20:00Z', '2026-03-02T01:31Z', '2027-03-02T12:00Z', '2026-03-02T12:01Z', '2026-03-03T01:29Z', '2026-03-03T01:31Z', '2026-03-02T23:00Z', '2026-03-03T01:32Z', '2026-03-04T01:31Z']))
      .toEqual(['2026-03-02T01:30:00.000Z done', '2026-03-03T01:30:00.000Z done', '2026-03-04T01:30:00.000Z done', '2027-03-02T01:30:00.000Z done'])
  })
})
