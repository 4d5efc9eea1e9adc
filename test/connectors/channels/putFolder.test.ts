import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { putFolder } from '../../../connectors/channels/putFolder'
import { type Connector, type Outgoing } from '../../../connectors/connector'
import { Fault } from '../../../connectors/fault'

let folder: string
let channel: Connector
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outbox-'))
  channel = putFolder({ name: 'edi', role: 'edi', connector: 'folder', url: pathToFileURL(folder).href })
})
afterEach(() => { chmodSync(folder, 0o700); rmSync(folder, { recursive: true, force: true }) })

const message = (body: Record<string, unknown> = {}, ourId = 'order-1/855/7'): Outgoing => ({
  kind: 'document', action: 'create', ourId, revision: 7, key: 'm1', correlation: 'c1', body: { partner: 'ACME', fileName: '855-000000001.edi', bytes: Buffer.from('ISA*…'), ...body },
})
const shown = (): string[] => (existsSync(join(folder, 'ACME')) ? readdirSync(join(folder, 'ACME')) : [])
const fault = (work: Promise<unknown>): Promise<Fault> => work.then(() => { throw new Error('it did not fail') }, (error: unknown) => { if (error instanceof Fault) return error; throw error })

describe('the out-box', () => {
  test('a document is shown whole under its name, and found by our id', async () => {
    expect(await channel.find('document', 'order-1/855/7')).toBeUndefined()
    const remote = await channel.send(message())
    expect(remote).toMatchObject({ theirId: 'ACME/855-000000001.edi', ourId: 'order-1/855/7', state: 'put out' })
    expect(readFileSync(join(folder, 'ACME', '855-000000001.edi'), 'utf8')).toBe('ISA*…')
    expect(await channel.find('document', 'order-1/855/7')).toEqual(remote)
  })

  test('what was fetched at once is not put out again by a repeat', async () => {
    await channel.send(message())
    rmSync(join(folder, 'ACME', '855-000000001.edi'))
    expect(await channel.send(message())).toMatchObject({ theirId: 'ACME/855-000000001.edi' })
    expect(await channel.find('document', 'order-1/855/7')).toBeDefined()
    expect(shown()).toEqual([])
  })

  test('a process that died just before it was shown leaves nothing to see, and the next attempt shows it once', async () => {
    const stopped = { guard: () => { throw new Fault('again', 'the lease is over') } }
    expect((await fault(channel.send(message(), stopped))).kind).toBe('again')
    expect(shown()).toEqual([])
    expect(await channel.find('document', 'order-1/855/7')).toBeUndefined()
    await channel.send(message())
    expect(shown()).toEqual(['855-000000001.edi'])
  })

  test('a half-written stage of a dead process is written anew', async () => {
    const name = createHash('sha256').update('order-1/855/7').digest('hex').slice(0, 40)
    mkdirSync(join(folder, '.part'))
    writeFileSync(join(folder, '.part', name), 'IS')
    await channel.send(message())
    expect(readFileSync(join(folder, 'ACME', '855-000000001.edi'), 'utf8')).toBe('ISA*…')
  })

  test('another file of that name is never gone over', async () => {
    mkdirSync(join(folder, 'ACME'))
    writeFileSync(join(folder, 'ACME', '855-000000001.edi'), 'somebody else\'s')
    expect(await fault(channel.send(message()))).toMatchObject({ kind: 'refused', message: expect.stringContaining('is there already') as string })
    expect(readFileSync(join(folder, 'ACME', '855-000000001.edi'), 'utf8')).toBe('somebody else\'s')
    renameSync(join(folder, 'ACME', '855-000000001.edi'), join(folder, 'away'))
    await channel.send(message())
    expect(shown()).toEqual(['855-000000001.edi'])
  })

  test.each([['../x.edi', 'ACME'], ['x/y.edi', 'ACME'], ['.hidden', 'ACME'], ['x.edi', '..'], ['x.edi', '.sent']])('no document gets out of the out-box by its name: %s of %s', async (fileName, partner) => {
    expect((await fault(channel.send(message({ fileName, partner })))).kind).toBe('refused')
    expect(readdirSync(folder).filter((name) => !name.startsWith('.'))).toEqual([])
  })

  test('a folder that is not there, or no folder, is said with what to do', async () => {
    rmSync(folder, { recursive: true })
    expect((await fault(channel.check())).message).toContain('make the folder')
    mkdirSync(folder)
    await channel.check()
    expect(() => putFolder({ name: 'edi', role: 'edi', connector: 'folder', url: 'https://partner.example/out' })).toThrow(/file:\/\/\//)
  })

  test('it takes documents only, and no change of one', async () => {
    expect((await fault(channel.send({ ...message(), action: 'change' }))).kind).toBe('refused')
    expect((await fault(channel.send(message({ bytes: undefined })))).kind).toBe('refused')
  })
})
