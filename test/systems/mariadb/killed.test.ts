import { type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { mulberry } from '../../chance'
import { built, type Ended, start } from '../../cli/built'
import { type MariadbServer, startMariadb } from './server'

const ORDERS = Number(process.env.DAY_ORDERS ?? 60)
const SEED = Number(process.env.SEED ?? 1011)
const KILLS = 6
/** Files that one command takes in. */
const BATCH = 4
const KINDS = [['erp', 'order', ''], ['wms', 'fulfilment', '/1'], ['finance', 'order', '']] as const

/** The real command line, a worker and the simulated systems as processes of their own, on a server that is killed in the middle of it all. */
describe(`a day on a MariaDB that is killed ${KILLS} times`, () => {
  const cli = built()
  let server: MariadbServer
  let env: Record<string, string>
  const children: ChildProcess[] = []
  beforeAll(async () => { server = await startMariadb() }, 120_000)
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await server?.close()
  })

  const run = (...args: string[]): Promise<Ended> => start(cli, args, env).ended
  const must = async (...args: string[]): Promise<string> => {
    const { code, out, err } = await run(...args)
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${err}${out}`)
    return out
  }

  test('every file that was taken in is one order, every order is in every system once, and verify is content (R-ENT-06, R-SYS-02, R-INT-07)', async () => {
    const chance = mulberry(SEED)
    const { systems, token } = await openCompany()
    const files = post(join(server.folder, 'post'))
    const worker = start(cli, ['worker'], env)
    children.push(worker.child)

    let done = false
    const killing = (async () => {
      for (let kill = 0; kill < KILLS && !done; kill++) {
        await elapse(1500 + chance() * 3000)
        await server.kill()
        await elapse(chance() * 1500)
        await server.start()
      }
    })()
    // as an operator does: what ended with 1 is given again
    let repeated = 0
    try {
      for (let at = 0; at < files.length;) {
        const { code, out, err } = await run('receive', ...files.slice(at, at + BATCH))
        if (code === 1) repeated++
        else if (code === 0) at += BATCH
        else throw new Error(`receive ended with ${code}: ${err}${out}`)
      }
    } finally {
      done = true
      await killing
    }
    expect(repeated).toBeGreaterThan(0)

    await settled()
    expect(worker.child.exitCode).toBeNull()
    worker.child.kill('SIGTERM')
    expect((await worker.ended).code).toBe(0)

    const orders = await server.root("SELECT id, number, reference, status FROM o2c.orders ORDER BY reference") as { id: string; number: string; reference: string; status: string }[]
    expect(orders.map(({ reference }) => reference)).toEqual(references())
    expect(orders.filter(({ status }) => status !== 'toShip')).toEqual([])
    expect(orders.map(({ number }) => Number(number.slice(3))).sort((a, b) => a - b)).toEqual(orders.map((_, index) => index + 1))
    for (const [system, type, part] of KINDS) {
      const there = await rowsOf(systems.get(system)!, token, type)
      expect({ system, there: there.sort() }).toEqual({ system, there: orders.map(({ id }) => `${id}${part}`).sort() })
    }
    expect(await server.root("SELECT kind, text FROM o2c.cases WHERE closed_at IS NULL")).toEqual([])
    await must('run', 'nightly')
    const proof = await must('verify')
    expect(proof).toMatch(/^defects +0$/m)
    expect(proof).toMatch(/^every order is in every system once +yes$/m)
    console.log(`seed ${SEED}: ${ORDERS} orders, the server killed ${KILLS} times, ${repeated} commands given again`)
  })

  /** The sample company on simulated systems of its own; answers with where they are, and their token. */
  async function openCompany(): Promise<{ systems: Map<string, string>; token: string }> {
    await server.root('CREATE DATABASE o2c')
    env = { ORDER_TO_CASH_STORE: `mysql://root@127.0.0.1:${server.port}/o2c`, ORDER_TO_CASH_KEYS: join(server.folder, 'keys'), ORDER_TO_CASH_ENVIRONMENT: 'sample', ORDER_TO_CASH_ACTOR: 'ines', ORDER_TO_CASH_LOG: 'error' }
    const dir = join(server.folder, 'sandbox')
    const { child } = start(cli, ['sandbox', '--port', '0', '--dir', dir, '--seed', 'examples/company/seed', '--json'])
    children.push(child)
    let said = ''
    child.stdout!.on('data', (text: string) => { said += text })
    // all of the company's, but for the folder of its documents
    const count = readdirSync('examples/company/systems').length - 1
    while (said.trim().split('\n').length < count) await once(child.stdout!, 'data')
    const systems = new Map(said.trim().split('\n').map((line) => JSON.parse(line) as { system: string; url: string }).map(({ system, url }) => [system, url]))
    const token = readFileSync(join(dir, 'token'), 'utf8').trim()
    const company = join(server.folder, 'company')
    cpSync('examples/company', company, { recursive: true })
    for (const file of readdirSync(join(company, 'systems'))) {
      const path = join(company, 'systems', file)
      writeFileSync(path, readFileSync(path, 'utf8').replace(/url: .*/, `url: ${systems.get(file.replace('.yaml', '')) ?? pathToFileURL(join(server.folder, 'outbox')).href}`))
    }
    await must('apply', company)
    for (const system of systems.keys()) await start(cli, ['connect', system], { ...env, ORDER_TO_CASH_SECRET: token }).ended
    await must('run', 'refresh')
    return { systems, token }
  }

  /** Waits until nothing is open in the outbox. */
  async function settled(): Promise<void> {
    for (const until = Date.now() + 90_000; Date.now() < until; await elapse(250)) {
      const [open] = await server.root("SELECT count(*) AS n FROM o2c.messages WHERE state NOT IN ('done', 'superseded')") as { n: number }[]
      if (open!.n === 0) return
    }
    throw new Error(`still open: ${JSON.stringify(await server.root("SELECT system, kind, state, attempt, fault FROM o2c.messages WHERE state NOT IN ('done', 'superseded')"))}`)
  }
})

const references = (): string[] => Array.from({ length: ORDERS }, (_, index) => `DAY-${String(index).padStart(4, '0')}`)

/** An order a file, in the words of one of the sample company's customers. */
function post(folder: string): string[] {
  mkdirSync(folder, { recursive: true })
  return references().map((reference) => {
    const file = join(folder, `${reference}.csv`)
    writeFileSync(file, ['Vorgang;VDatum;Konto;Werk;Werk-GLN;Werksort;Zeile;Teil;Benennung;Anz;VE;EK;je;Eingang',
      `${reference};27.11.2026;10005;Werk Kassel;2099143000525;Kassel;10;74-1250;Trennscheibe;2;STK;0,90;1;16.12.2026`, ''].join('\r\n'))
    return file
  })
}

async function rowsOf(url: string, token: string, type: string): Promise<string[]> {
  const answer = await fetch(`${url}/admin/export`, { headers: { authorization: `Bearer ${token}` } })
  const { records } = await answer.json() as { records: { type: string; external_id: string }[] }
  return records.filter((row) => row.type === type).map((row) => row.external_id)
}

const elapse = (ms: number): Promise<void> => new Promise((done) => { setTimeout(done, ms) })
