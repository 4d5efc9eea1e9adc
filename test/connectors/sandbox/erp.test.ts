import { conformance, TIMES } from '../conformance'
import { deliver } from '../delivery'
import { subjects } from './subjects'

conformance(subjects.erp)

test('without waiting for settle a late commit doubles in an ERP that takes no key: what the rule is for', async () => {
  const control = await subjects.erp.open()
  try {
    await control.faults([{ match: subjects.erp.write, fault: 'late-commit', delayMs: 2 * TIMES.timeout, times: 1 }])
    const result = await deliver(control.connector(TIMES), subjects.erp.message('f1'), 0)
    expect(result.endings).toEqual(['unknown', 'done'])
    await new Promise<void>((resolve) => { setTimeout(resolve, 2 * TIMES.timeout) })
    expect(await control.countOf('f1')).toBe(2)
  } finally {
    await control.close()
  }
})
