import { setTimeout as elapse } from 'node:timers/promises'
import { resolve } from 'node:path'
import { openRig, type Rig } from '../../../bench/workers/rig'

const RATE = 20

describe('three workers, and an ERP that takes so many calls a second', () => {
  let rig: Rig
  beforeAll(async () => { rig = await openRig(resolve(__dirname, '../../..')) }, 120_000)
  afterAll(() => rig?.close())

  test('all of them together keep to it, each takes part, and other systems do not wait', async () => {
    await rig.set({ rate: `${RATE}/s` }, 'erp')
    const workers = [1, 2, 3].map(() => rig.startWorker())
    for (let tries = 0; tries < 300 && workers.some((worker) => !worker.log().includes('Working by schedule')); tries++) await elapse(100)
    await rig.take(100)
    const began = Date.now()
    let others = 0
    for (let tries = 0; tries < 600 && await rig.open() > 0; tries++) {
      const [row] = await rig.store.query<{ n: number }>("SELECT count(*) AS n FROM messages WHERE system <> 'erp' AND state <> 'done'")
      if (Number(row!.n) === 0 && others === 0) others = Date.now() - began
      await elapse(100)
    }
    const took = Date.now() - began
    expect(await rig.open()).toBe(0)
    const calls = Object.values(await rig.calls('erp'))
    expect(Math.max(...calls)).toBeLessThanOrEqual(RATE)
    // a look, its customer there, the create and reading back for each order
    expect(calls.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(400)
    expect(took).toBeGreaterThan(400 / RATE * 1000)
    expect(others).toBeLessThan(took)
    for (const worker of workers) expect(worker.log()).toMatch(/"event":"message".*"system":"erp"|"system":"erp".*"state":"done"/)
  })
})
