import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { archiveFile, readFolder } from '../../../connectors/channels/folder'

let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'inbox-')) })
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

const put = (name: string, content = name, at = new Date('2026-03-02T08:00:00.000Z')) => {
  writeFileSync(join(folder, name), content)
  utimesSync(join(folder, name), at, at)
}
async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
const names = async () => (await collected(readFolder(folder))).map((file) => ('refused' in file ? `refused ${file.name}` : file.name))

describe('a polled folder', () => {
  test('gives its files by name, each with name, time and digest as its transport id', async () => {
    put('b.csv')
    put('a.edi', 'ISA')
    expect(await names()).toEqual(['a.edi', 'b.csv'])
    const [first] = await collected(readFolder(folder))
    expect(first).toMatchObject({ transportId: `a.edi 2026-03-02T08:00:00.000Z ${createHash('sha256').update('ISA').digest('hex')}`, bytes: Buffer.from('ISA') })
  })

  test('leaves alone what is still being written, by its name or its age', async () => {
    put('order.csv.part')
    put('.order.csv')
    put('order.csv~')
    put('fresh.csv', 'x', new Date())
    mkdirSync(join(folder, 'sub'))
    expect(await names()).toEqual([])
    const later = await collected(readFolder(folder, { nowMs: () => Date.now() + 5000 }))
    expect(later.map((file) => file.name)).toEqual(['fresh.csv'])
  })

  test('a file whose clock is ahead is taken once it is still', async () => {
    put('tomorrow.csv', 'x', new Date(Date.now() + 86_400_000))
    expect(await names()).toEqual(['tomorrow.csv'])
  })

  test('refuses a link that leads out of the folder, and a file that is too large', async () => {
    symlinkSync('/etc/passwd', join(folder, 'passwd.csv'))
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.csv'))
    put('big.csv', 'x'.repeat(100))
    expect(await names()).toEqual(['big.csv', 'refused passwd.csv'])
    const limited = await collected(readFolder(folder, { maxBytes: 99 }))
    expect(limited).toContainEqual({ name: 'big.csv', refused: 'big.csv has 100 bytes; at most 99 are taken: split it' })
  })

  test('what is archived never goes over another file of that name', async () => {
    const archive = join(folder, 'done')
    for (const content of ['one', 'two']) {
      put('order.csv', content)
      const [file] = await collected(readFolder(folder))
      await archiveFile(folder, file as { name: string; sha256: string }, archive)
    }
    expect(readdirSync(archive)).toHaveLength(2)
    expect(statSync(archive).isDirectory()).toBe(true)
  })
})
