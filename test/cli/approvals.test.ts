import { runJob } from '../../jobs/run'
import * as config from '../../store/config'
import { openWorld, type World } from '../sync/world'
import { run, type Said } from './terminal'

describe('R-APR-04: every step shows who has it, since when, and who decided what and why', () => {
  let world: World
  const cli = (...argv: string[]): Promise<Said> => run(argv, { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })
  const at = (instant: string): void => { world.clock.at = new Date(`2026-03-${instant}:00.000Z`) }
  const approve = (order: string, who: string, reason: string): Promise<Said> => run(['approve', order, '--reason', reason, '--as', who], { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })

  test('at two levels, one of them decided by a deputy, with the version of the rules', async () => {
    world = await openWorld()
    await world.store.write((tx) => config.put(tx, {
      company: 'OC', kind: 'rules', key: 'review', version: 7, digest: '', origin: 'test',
      body: { approvalHours: 8, deputies: { director: 'salesManager' }, rules: {}, approvals: [{ name: 'large', when: { amount: '1000' }, levels: [{ roles: ['director'] }, { roles: ['finance'] }] }] },
    }))
    await world.take('PO-1', { quantity: '100' })
    for (const instant of ['02T16:01', '03T00:02']) {
      at(instant)
      await runJob(world.context, 'OC', 'approvals', world.clock.at.toISOString())
    }
    const waiting = (await cli('order', 'PO-1')).out
    expect(waiting).toMatch(/1-director +director +open +2026-03-02 09:00 +2026-03-02 17:00/)
    expect(waiting).toMatch(/2-salesManager +salesManager +open +2026-03-03 01:02 +2026-03-03 09:02/)
    expect(await approve('PO-1', 'manager', 'he is on holiday')).toMatchObject({ exit: 2, err: expect.stringContaining('Waits for finance') as string })
    expect((await approve('PO-1', 'cfo', 'rated A')).exit).toBe(0)

    const { out } = await cli('order', 'PO-1', '--timeline')
    const steps = out.slice(out.indexOf('Received by test')).split('\n').filter((line) => /Reviewed|Approv/.test(line)).map((line) => line.trim().replace(/ {2,}/g, ' | '))
    expect(steps).toEqual([
      expect.stringMatching(/^\d \| 2026-03-02 09:00 \| inbox \| .*Reviewed \(rules of version 7\): Level 1 of 2/), expect.stringMatching(/^\d \| 2026-03-02 09:00 \| inbox \| .*Approval asked of director \(1-director\): Level 1 of 2 of "large"/),
      expect.stringMatching(/^\d \| 2026-03-03 01:02 \| system \| .*Approval asked of salesManager in place of director \(2-salesManager\): Level 1 of 2/),
      expect.stringMatching(/ \| manager \| .*Approved \(2-salesManager\): he is on holiday$/), expect.stringMatching(/ \| manager \| .*Reviewed \(rules of version 7\)/), expect.stringMatching(/ \| manager \| .*Approval asked of finance \(3-finance\): Level 2 of 2/),
      expect.stringMatching(/ \| cfo \| .*Approved \(3-finance\): rated A$/), expect.stringMatching(/ \| cfo \| .*Reviewed \(rules of version 7\)/),
    ])
    expect((await cli('order', 'PO-1', '--lang', 'zh', '--timeline')).out).toContain('已评审（规则版本 7）')
  })
})
