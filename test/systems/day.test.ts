import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { requireTryton } from '../../examples/tryton/installed'

const ROOT = resolve(__dirname, '..', '..')
/** X12, CSV, tabs, EDIFACT, UBL and IDoc: three approvals, a duplicate, a short stock, goods of two warehouses and two orders of what is made among them. */
const FILES = ['0605-cascade-850.edi', '0625-mariner-orders.csv', '0631-veldhuis.tsv', '0652-veldhuis-vh2003.edi', '0655-ostsee-werft.edi', '0704-heliomed-orders.edi', '0722-veldhuis-peppol.xml', '0726-kramer-sap.xml']
/** With the seven baskets of the web shop and the two deals of the CRM. */
const ORDERS = 23

/** The tree of `npm start -- --erp tryton`, with kills; what Tryton holds is counted in Tryton, over JSON-RPC. */
describe('a business day with Tryton as the ERP', () => {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-tryton-day-'))
  const [data, inbox] = [join(folder, 'data'), join(folder, 'inbox')]
  const days: Day[] = []
  const start = (): Day => {
    const day = startDay(data, inbox)
    days.push(day)
    return day
  }
  beforeAll(() => {
    mkdirSync(inbox)
    for (const file of FILES) cpSync(join(ROOT, 'examples', 'inbox', file), join(inbox, file))
  })
  afterAll(() => {
    for (const { child } of days) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  test('killed while it sends, its Tryton killed while goods issues are posted, it goes on to the end (R-SYS-02)', async () => {
    const first = start()
    await first.says(/goes to ERP/)
    await until(() => sent(data, 'order') >= 2)
    const tryton = trytonOf(first.child.pid!)
    first.child.kill('SIGKILL')
    await first.ended
    expect(tryton).toHaveLength(1)
    // nobody must be left who could still write
    await until(() => !isRunning(tryton[0]!))

    const second = start()
    await second.says(/Shipments are posted/)
    await until(() => sent(data, 'despatch') >= 1)
    process.kill(trytonOf(second.child.pid!)[0]!, 'SIGKILL')
    expect({ code: await second.ended, output: second.output() }).toMatchObject({ code: 0 })
    const said = second.output()
    expect(said).toContain('Tryton went down; it is started again')
    expect(said).toMatch(/has the quantity \d+ \w+ instead of \d+ \w+/)
    expect(said).toMatch(/payment PAY-\d+ in finance .* → repaired by rule/)
    expect(said).toMatch(/finance does not have its order any more .* → repaired by rule/)
    expect(said).toContain('0 differences found that nobody planted')
    expect(said).toMatch(/once +yes/)
  }, 900_000)

  test('the next start is Tuesday and takes nothing twice: every order once in Tryton, each goods issue too (R-ENT-06, R-STA-08)', async () => {
    cpSync(data, join(folder, 'before'), { recursive: true })
    const tuesday = start()
    expect({ code: await tuesday.ended, output: tuesday.output() }).toMatchObject({ code: 0, output: expect.stringContaining('2026-03-03') as string })
    expect(run(['scripts/compare-days.mjs', join(folder, 'before'), data])).toContain('every order is in every system once')
    expect(run(['dist/cli.js', 'orders', '--store', `sqlite:${join(data, 'order-to-cash.db')}`, '--json']).trim().split('\n')).toHaveLength(ORDERS)
  }, 900_000)

  test('a folder whose days had another ERP is not taken', async () => {
    const other = startDay(data, inbox, 'sandbox')
    days.push(other)
    expect(await other.ended).toBe(1)
    expect(other.output()).toMatch(/had another ERP/)
  })
})

test('where Tryton is not installed, it is said what to type', async () => {
  await expect(requireTryton(join(tmpdir(), 'no-python'))).rejects.toThrow(/apt-get install --no-install-recommends tryton-server/)
})

interface Day { child: ChildProcess; ended: Promise<number | null>; output(): string; says(text: RegExp): Promise<void> }

function startDay(data: string, inbox: string, erp = 'tryton'): Day {
  const child = spawn(process.execPath, ['dist/examples/day.js', '--erp', erp, '--exit', '--data', data, '--inbox', inbox, '--port', '0'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString() })
  const ended = new Promise<number | null>((done) => { child.once('exit', (code) => { done(code) }) })
  return {
    child, ended, output: () => output,
    says: async (text) => {
      let over = false
      void ended.then(() => { over = true })
      await until(() => over || text.test(output))
      expect(output).toMatch(text)
    },
  }
}

const trytonOf = (day: number): number[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => parentOf(pid) === day && commandOf(pid).includes('trytond'))
const isRunning = (pid: number): boolean => commandOf(pid).includes('trytond')
const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`)
const parentOf = (pid: number): number => Number(read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1])

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    // it ended while we looked
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return ''
    throw error
  }
}

/** Messages of that kind that the ERP took, in the store of a day that runs. */
function sent(data: string, kind: string): number {
  const database = new DatabaseSync(join(data, 'order-to-cash.db'), { readOnly: true })
  try {
    return Number(database.prepare('SELECT count(*) AS n FROM messages WHERE system = ? AND kind = ? AND state = ?').get('erp', kind, 'done')!['n'])
  } finally {
    database.close()
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => { setTimeout(done, 50) })
}

const run = (args: string[]): string => execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
