import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(__dirname, '..', '..')

/** `npm start` beside `npm start -- --faults examples/faults.yaml`. */
describe('a day on which every system has its faults', () => {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-faults-'))
  afterAll(() => { rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) })

  test('ends with the same orders, documents and messages as one without, each once in every system (R-ENT-06, R-SYS-02)', async () => {
    const [plain, bad] = await Promise.all([day('plain'), day('bad', '--faults', join(ROOT, 'examples', 'faults.yaml'))])
    expect([plain.code, bad.code]).toEqual([0, 0])
    for (const title of ['Orders', 'Documents received', 'Messages']) expect(table(bad.output, title)).toEqual(table(plain.output, title))
    expect(bad.output).toContain('every order is in every system once')
    expect(bad.output).not.toMatch(/\b0 had to wait and went again[^]*\b0 had to wait and went again[^]*\b0 had to wait and went again/)
  }, 240_000)

  function day(name: string, ...more: string[]): Promise<{ code: number | null; output: string }> {
    const child = spawn(process.execPath, ['dist/examples/day.js', '--exit', '--data', join(folder, name), '--port', '0', ...more], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString() })
    return new Promise((done) => { child.once('exit', (code) => { done({ code, output }) }) })
  }
})

/** The rows of a table of the day's end. */
function table(output: string, title: string): string[] {
  const rows = output.slice(output.indexOf(`\n${title}\n`) + title.length + 2)
  return rows.slice(0, rows.indexOf('\n\n')).split('\n')
}
