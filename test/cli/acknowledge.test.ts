import { join } from 'node:path'
import { run } from './terminal'

const cli = (...argv: string[]) => run(argv)

const inbox = join(__dirname, '..', '..', 'examples', 'inbox')

describe('acknowledging at the command line (R-INT-02)', () => {
  test('a fault is named with its place, and its message is not accepted', async () => {
    const { exit, out } = await cli('acknowledge', join(inbox, '0716-cascade-batch.edi'), '--as', '999', '--control', '77')
    expect(exit).toBe(0)
    expect(out).toContain('*000000077*')
    expect(out).toContain('~IK3*PO1*10**8~CTX*PO101>1~IK4*2*330*6*1GROSS~IK5*R*5~')
  })
  test('noise has nothing to answer', async () => {
    expect(await cli('acknowledge', join(inbox, '0713-scan-0417.bin'), '--as', '997')).toMatchObject({ exit: 2, out: '' })
  })
  test('without a kind it says which there are', async () => {
    expect(await cli('acknowledge', join(inbox, '0716-cascade-batch.edi'))).toMatchObject({ exit: 1, err: expect.stringContaining('997|999|TA1|CONTRL') as string })
  })
})
