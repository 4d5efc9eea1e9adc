import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drain } from '../../sync/dispatch'
import { erase } from '../../sync/erase'
import { receive } from '../../sync/receive'
import { csv, openWorld, type World } from '../sync/world'
import { closeOrders } from './closeOrders'
import { run, type Said } from './terminal'

/** Every file of a folder, by its path in it. */
const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name).slice(folder.length + 1)).sort()
const check = (folder: string): string => execFileSync('sha256sum', ['--strict', '--quiet', '-c', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })

describe('R-CLS-02: all files of an order are archived as one set with a manifest of hashes', () => {
  let world: World
  let folder: string
  const cli = (...argv: string[]): Promise<Said> => run(argv, { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })
  const names = () => readdirSync(folder).sort()
  const read = (path: string, archive = 'SO-000001') => readFileSync(join(folder, archive, path))
  beforeAll(async () => {
    world = await openWorld()
    folder = join(world.store.folder, 'archive')
    await receive(world.as('inbox'), { channel: 'test', transportId: 'first', bytes: csv('PO-1'), fileName: '../../weird\n"name" 订单.csv' })
    await closeOrders(world)
    await cli('run', 'proof')
  })

  test('which sha256sum verifies, in which every file stands, and no half of one is left', async () => {
    const { exit, out, err } = await cli('archive', 'SO-000001', folder)
    expect([exit, err, names()]).toEqual([0, '', ['SO-000001']])
    expect(out).toMatch(/^SO-000001 is archived in \S+SO-000001: \d+ files/)
    const archive = join(folder, 'SO-000001')
    expect(check(archive)).toBe('')
    const listed = read('SHA256SUMS').toString().trimEnd().split('\n').map((line) => line.slice(66))
    expect(filesIn(archive)).toEqual([...listed, 'SHA256SUMS'].sort())
    expect(listed).toEqual(expect.arrayContaining(['README.txt', 'order.txt', 'order.json', 'evidence.txt', 'evidence.json', 'exchanges.json', 'received/1-____weird_name_.csv', 'proofs/proof.pub',
      'documents/despatch-wms-SHP-2026-00001.json', 'documents/invoice-finance-INV-2026-000001.json']))
    expect(listed.every((path) => /^[\w./-]+$/.test(path) && !path.includes('..'))).toBe(true)
  })

  test('is read without the system: the original byte for byte, the order and its evidence as text, and a chain that anyone can follow', async () => {
    expect(read('received/1-____weird_name_.csv')).toEqual(csv('PO-1'))
    expect(read('order.txt').toString()).toMatch(/SO-000001[^]*Timeline/)
    expect(read('evidence.txt').toString()).toMatch(/signed by Petra[^]*Proofs/)
    expect(JSON.parse(read('evidence.json').toString())).toMatchObject({ missing: [], defects: [], order: { number: 'SO-000001', status: 'closed' } })
    const { id } = await world.order('PO-1')
    const envelopes = read(`events/order-${id}.ndjson`).toString().trimEnd().split('\n')
    const digests = envelopes.map((line) => createHash('sha256').update(line).digest('hex'))
    expect(envelopes.map((line) => (JSON.parse(line) as { previous: string }).previous)).toEqual(['', ...digests.slice(0, -1)])
    const [{ head }] = await world.store.query<{ head: string }>('SELECT head FROM streams WHERE stream = $1', [`order/${id}`]) as [{ head: string }]
    expect(digests.at(-1)).toBe(head)
    const personal = read(`events/order-${id}.personal.ndjson`).toString().trimEnd().split('\n').map((line) => JSON.parse(line) as Record<'digest' | 'salt' | 'value', string>)
    expect(personal.length).toBeGreaterThan(0)
    for (const { digest, salt, value } of personal) expect(createHash('sha256').update(salt + value).digest('hex')).toBe(digest)
    const proof = readdirSync(join(folder, 'SO-000001', 'proofs')).find((name) => name.endsWith('.json'))!
    expect(execFileSync('openssl', ['pkeyutl', '-verify', '-pubin', '-inkey', 'proof.pub', '-rawin', '-in', proof, '-sigfile', proof.replace('.json', '.sig')], { cwd: join(folder, 'SO-000001', 'proofs'), encoding: 'utf8' })).toContain('Verified Successfully')
  })

  test('a second time with the same content writes nothing; one that was changed meanwhile is named, and never written over', async () => {
    const before = statSync(join(folder, 'SO-000001', 'SHA256SUMS')).mtimeMs
    expect(await cli('archive', 'PO-1', folder)).toMatchObject({ exit: 0, out: expect.stringContaining('was archived before with the same content') as string })
    expect((await cli('archive', 'PO-1', folder, '--json')).rows()).toMatchObject([{ fresh: false, absent: [], missing: [] }])
    expect([names(), statSync(join(folder, 'SO-000001', 'SHA256SUMS')).mtimeMs]).toEqual([['SO-000001'], before])
    appendFileSync(join(folder, 'SO-000001', 'order.txt'), 'x')
    expect(await cli('archive', 'PO-1', folder)).toMatchObject({ exit: 1, out: '', err: expect.stringMatching(/order\.txt is not what it was since it was archived/) as string })
    rmSync(join(folder, 'SO-000001', 'order.txt'))
    expect(await cli('archive', 'PO-1', folder)).toMatchObject({ exit: 1, err: expect.stringContaining('order.txt is gone') as string })
    expect(names()).toEqual(['SO-000001'])
  })

  test('what was erased is said to be erased, in an archive of its own', async () => {
    await erase(world.as('manager'), { company: 'OC', order: await world.order('PO-1'), reason: 'letter of 1 March', document: true })
    const { exit, err } = await cli('archive', 'SO-000001', folder)
    expect([exit, names()]).toEqual([2, ['SO-000001', 'SO-000001-2']])
    expect(err).toContain('received/1-____weird_name_.csv is not in it: erased.')
    expect(check(join(folder, 'SO-000001-2'))).toBe('')
    expect(read('README.txt', 'SO-000001-2').toString()).toMatch(/Not in it:\n {2}received\/1-\S+: erased by order\n\nPersonal data of this order were erased by order/)
    for (const path of filesIn(join(folder, 'SO-000001-2'))) expect(read(path, 'SO-000001-2').toString()).not.toContain('Petra')
    expect((await cli('archive', 'SO-000001', folder)).out).toContain('was archived before')
    expect(names()).toHaveLength(2)
  })

  test('one that is under way is archived with what is missing; a folder that cannot be is refused and leaves nothing', async () => {
    await world.take('PO-2')
    await drain(world.context, { patienceMs: 3000 })
    expect(await cli('archive', 'SO-000002', folder)).toMatchObject({ exit: 2, err: expect.stringContaining('missing or contradicted') as string })
    expect(read('README.txt', 'SO-000002').toString()).toContain('Not all of it is shipped yet.')
    writeFileSync(join(world.store.folder, 'a-file'), '')
    expect((await cli('archive', 'SO-000002', join(world.store.folder, 'a-file'))).exit).toBe(1)
    expect(await cli('archive', 'SO-9', folder)).toMatchObject({ exit: 1, out: '' })
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })
})
