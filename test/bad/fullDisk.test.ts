import { spawn } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as arrivals from '../../store/arrivals'
import { verify } from '../../sync/proof/verify'
import { receive, resume } from '../../sync/receive'
import { built, type Ended, start } from '../cli/built'
import { onMariadb } from '../store/open'
import { csv, openWorld, type World } from '../sync/world'

const large = (): Buffer => Buffer.concat([csv('PO-LARGE'), Buffer.from(`${'x'.repeat(100)}\n`.repeat(8000))])

// of a server's disk the server speaks
;(onMariadb ? describe.skip : describe)('bad inputs, group 11, case 5: a full disk', () => {
  let world: World
  beforeAll(async () => { world = await openWorld() })
  const count = async (table: string): Promise<number> => (await world.store.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]!.n

  test('what SQLite has no page for any more leaves nothing half done, and is taken once there is room', async () => {
    const limited = (pages: string) => world.store.write(async (tx) => { await tx.query(`PRAGMA max_page_count = ${pages}`) })
    const [{ page_count: pages } = { page_count: 0 }] = await world.store.query<{ page_count: number }>('PRAGMA page_count')
    await limited(String(pages + 50))
    await expect(receive(world.as('inbox'), { channel: 'test', transportId: 'full', bytes: large(), fileName: 'full.csv' })).rejects.toThrow(/full/)
    expect([await count('documents'), await count('document_parts').catch(() => 0), await count('orders'), await count('events WHERE stream LIKE \'order/%\'')]).toEqual([0, 0, 0, 0])
    // a small one has room, and goes on
    expect((await receive(world.as('inbox'), { channel: 'test', transportId: 'small', bytes: csv('PO-1'), fileName: 'small.csv' })).items).toMatchObject([{ outcome: 'order' }])
    await limited('1073741823')
    expect((await receive(world.as('inbox'), { channel: 'test', transportId: 'full', bytes: large(), fileName: 'full.csv' })).arrival.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect((await verify(world.context)).defects).toEqual([])
  })

  describe('as the command line meets it', () => {
    const cli = built()
    /** In a process that may write no file larger than so many KiB: the system refuses the write itself. */
    const startSmall = (kib: number, args: readonly string[], env: Record<string, string>): Promise<Ended> => new Promise((done) => {
      const child = spawn('sh', ['-c', `ulimit -f ${kib * 2}; exec "$0" "$@"`, process.execPath, cli, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
      const said = { out: '', err: '' }
      child.stdout.setEncoding('utf8').on('data', (text: string) => { said.out += text })
      child.stderr.setEncoding('utf8').on('data', (text: string) => { said.err += text })
      child.on('close', (code, signal) => { done({ code, signal, ...said }) })
    })

    test('a file that cannot grow ends the command with its reason, and the same file is one order afterwards', async () => {
      const file = join(world.store.folder, 'orders.csv')
      writeFileSync(file, Buffer.concat([csv('PO-2'), ...Array.from({ length: 400 }, (_, no) => Buffer.from(`${csv(`PO-2${no}`).toString().split('\n')[1]}\n`))]))
      const env = { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder }
      const largest = Math.max(...readdirSync(world.store.folder).map((name) => statSync(join(world.store.folder, name)).size))
      const before = [await count('orders')]
      const refused = await startSmall(Math.ceil(largest / 1024) + 48, ['receive', file], env)
      expect(refused).toMatchObject({ code: 1, signal: null, err: expect.stringMatching(/full|disk I\/O|written/) as string })
      expect(refused.err).not.toMatch(/\n\s+at /)
      const taken = await start(cli, ['receive', file], env).ended
      expect(taken.code).not.toBe(1)
      expect(await count('orders')).toBe(before[0]! + 401)
      // what was kept of it before the disk was full goes on, and finds its orders there
      const waiting = await arrivals.pending(world.store)
      expect(await resume(world.as('inbox'))).toHaveLength(waiting.length)
      expect([await count('orders'), (await arrivals.pending(world.store)).length]).toEqual([before[0]! + 401, 0])
      expect((await verify(world.context)).defects).toEqual([])
    }, 60_000)
  })
})
