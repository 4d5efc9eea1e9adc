import { execFileSync } from 'node:child_process'
import { randomBytes, createHash } from 'node:crypto'
import { join } from 'node:path'
import * as counters from '../../../store/counters'
import * as documents from '../../../store/documents'
import { settings } from '../../../store/models/documents'
import { openStore } from '../../../store/open'
import { insertMany } from '../../../store/rows'
import { type Store } from '../../../store/store'
import { type MariadbServer, startMariadb } from './server'

const BUILD_MS = 120_000
/** What docs/mariadb.md grants. */
const RIGHTS = 'SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP'

describe('a MariaDB as its package sets it up', () => {
  let server: MariadbServer
  let store: Store
  beforeAll(async () => {
    server = await startMariadb()
    await server.root('CREATE DATABASE o2c', "CREATE USER o2c@'127.0.0.1' IDENTIFIED BY 'right'", `GRANT ${RIGHTS} ON o2c.* TO o2c@'127.0.0.1'`,
      "CREATE USER worker@'127.0.0.1' IDENTIFIED BY 'right'", "GRANT SELECT, INSERT, UPDATE, DELETE ON o2c.* TO worker@'127.0.0.1'")
    store = await openStore(`mysql://o2c:right@127.0.0.1:${server.port}/o2c`, { keys: join(server.folder, 'keys') })
  }, BUILD_MS)
  afterAll(async () => {
    await store?.close()
    await server?.close()
  })

  test('a user with rights in one database and nowhere else makes the tables, and one without rights to make any works on them', async () => {
    const worker = await openStore(`mysql://worker:right@127.0.0.1:${server.port}/o2c`, { keys: join(server.folder, 'keys') })
    try {
      expect(await worker.write((tx) => counters.next(tx, 'acme', 'least-rights'))).toBe(1)
      await expect(worker.write((tx) => tx.execute('DROP TABLE settings'))).rejects.toThrow('denied')
      await expect(store.query('SELECT * FROM mysql.global_priv')).rejects.toThrow('denied')
    } finally {
      await worker.close()
    }
  })

  test('every session judges by what is committed now, strictly and in UTC', async () => {
    const rows = await Promise.all(Array.from({ length: 5 }, () => store.write((tx) => tx.query<object>('SELECT @@tx_isolation AS isolation, @@sql_mode AS mode, @@time_zone AS zone'))))
    for (const [row] of rows) expect(row).toEqual({ isolation: 'READ-COMMITTED', mode: expect.stringContaining('STRICT_ALL_TABLES') as string, zone: '+00:00' })
  })

  test('po-1, PO-1 and "PO-1 " are three keys, in every column of text (bad inputs 7)', async () => {
    const columns = await store.query<{ place: string; collation: string }>("SELECT concat(table_name, '.', column_name) AS place, collation_name AS collation FROM information_schema.columns WHERE table_schema = 'o2c' AND collation_name IS NOT NULL AND table_name <> 'migrations'")
    expect(columns.length).toBeGreaterThan(100)
    expect(columns.filter(({ collation }) => collation !== 'utf8mb4_nopad_bin')).toEqual([])
    await store.write((tx) => insertMany(tx, settings, ['po-1', 'PO-1', 'PO-1 ', 'PO-1'].map((name) => ({ name, value: '' })))).then(() => { throw new Error('PO-1 was taken twice') }, (error: Error) => { expect(error.name).toBe('SequelizeUniqueConstraintError') })
    await store.write((tx) => insertMany(tx, settings, ['po-1', 'PO-1', 'PO-1 '].map((name) => ({ name, value: '' }))))
  })

  test('a document of 50 MB is kept and read back with the packet size of the package', async () => {
    expect(await server.root('SELECT @@max_allowed_packet AS packet')).toEqual([{ packet: 16 * 1024 * 1024 }])
    const bytes = randomBytes(50 * 1000 * 1000)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await store.write((tx) => documents.keep(tx, { sha256, bytes }))
    expect((await documents.read(store, sha256))?.equals(bytes)).toBe(true)
  })

  test('two transactions that lock each other\'s rows are run again until both are through', async () => {
    await store.write((tx) => insertMany(tx, settings, [{ name: 'left', value: '0' }, { name: 'right', value: '0' }]))
    let tries = 0
    let both: (() => void) | undefined
    const met = new Promise<void>((resolve) => { both = resolve })
    let first = 0
    const raise = (one: string, other: string) => store.write(async (tx) => {
      tries++
      await tx.execute('UPDATE settings SET value = value + 1 WHERE name = $1', [one])
      // the first time each holds its row before it asks for the other's
      if (++first === 2) both?.()
      if (first <= 2) await met
      await tx.execute('UPDATE settings SET value = value + 1 WHERE name = $1', [other])
    })
    await Promise.all([raise('left', 'right'), raise('right', 'left')])
    expect(tries).toBe(3)
    expect(await store.query("SELECT value FROM settings WHERE name IN ('left', 'right')")).toEqual([{ value: '2' }, { value: '2' }])
  })
})

describe('a MariaDB that lets in by TLS with a certificate only', () => {
  let server: MariadbServer
  beforeAll(async () => {
    server = await startMariadb((folder) => {
      certificates(folder)
      return [`--ssl-ca=${join(folder, 'ca.pem')}`, `--ssl-cert=${join(folder, 'server.pem')}`, `--ssl-key=${join(folder, 'server.key')}`]
    })
    await server.root('CREATE DATABASE o2c', "CREATE USER o2c@'%' IDENTIFIED BY 'right' REQUIRE X509", `GRANT ${RIGHTS} ON o2c.* TO o2c@'%'`)
  }, BUILD_MS)
  afterAll(async () => { await server?.close() })

  const file = (name: string): string => join(server.folder, name)
  const own = (): string => `ssl-cert=${file('client.pem')}&ssl-key=${file('client.key')}`
  const version = async (options: string, host = 'localhost'): Promise<string> => {
    const store = await openStore(`mysql://o2c:right@${host}:${server.port}/o2c${options}`, { keys: file('keys') })
    try {
      // the pool has one connection that is as good as any
      const [row] = await store.query<{ Value: string }>("SHOW SESSION STATUS LIKE 'Ssl_version'")
      return row!.Value
    } finally {
      await store.close()
    }
  }

  test('with its authority and our certificate we are let in, and the connection is encrypted', async () => {
    expect(await version(`?ssl-ca=${file('ca.pem')}&${own()}`)).toMatch(/^TLSv1\.[23]$/)
  })

  test.each([
    ['without TLS', () => '', 'localhost', 'Access denied'],
    ['without our certificate', () => `?ssl-ca=${file('ca.pem')}`, 'localhost', 'Access denied'],
    ['with another authority', () => `?ssl-ca=${file('other.pem')}&${own()}`, 'localhost', 'self-signed certificate'],
    ['with the authorities of the world', () => `?ssl=true&${own()}`, 'localhost', 'self-signed certificate'],
    ['by an address, for which no certificate is checked', () => `?ssl-ca=${file('ca.pem')}&${own()}`, '127.0.0.1', 'by its name'],
    ['with half a certificate', () => `?ssl-ca=${file('ca.pem')}&ssl-cert=${file('client.pem')}`, 'localhost', 'go together'],
    ['with an option that nobody knows', () => '?sslmode=require', 'localhost', 'not known: sslmode'],
  ])('%s it is refused, and no password is told', async (_, options, host, text) => {
    const said = await version(options(), host).then(() => 'let in', (error: Error) => `${error.message} ${(error.cause as Error | undefined)?.message ?? ''}`)
    expect(said).toContain(text)
    expect(said).not.toContain('right@')
  })

  test('a server whose certificate is made for another name is refused', async () => {
    certificates(server.folder, 'db.example')
    await server.root('FLUSH SSL')
    await expect(version(`?ssl-ca=${file('ca.pem')}&${own()}`)).rejects.toThrow("does not match certificate's")
  })
})

/** An authority, a certificate of its for the server and one for us, and an authority that has nothing to do with either. */
function certificates(folder: string, host = 'localhost'): void {
  const openssl = (...args: string[]): void => { execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' }) }
  for (const name of ['ca', 'other']) openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.pem`)
  for (const [name, subject] of [['server', host], ['client', 'order-to-cash']] as const) {
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${subject}`, '-keyout', `${name}.key`, '-out', `${name}.csr`)
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-out', `${name}.pem`)
  }
}
