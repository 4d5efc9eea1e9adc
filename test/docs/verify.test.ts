import { spawnSync } from 'node:child_process'
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { append } from '../../store/streams'
import { verify } from '../../sync/proof/verify'
import { writeProof } from '../../sync/proof/write'
import { circumstance } from '../store/sample'
import { openWorld } from '../sync/world'

const SCRIPT = join(__dirname, '../../docs/verify.mjs')
const NIGHTS = ['2026-03-02T23:00:00.000Z', '2026-03-03T23:00:00.000Z']

describe('R-AUD-02: a stranger checks a proof with docs/verify.mjs', () => {
  let good: string
  let copies = 0
  let keysFolder: string
  beforeAll(async () => {
    const world = await openWorld()
    good = join(world.store.folder, 'proofs')
    keysFolder = world.store.keysFolder
    for (const [no, scheduledFor] of NIGHTS.entries()) {
      await world.take(`PO-${no}`)
      await writeProof(world.context, { company: 'OC', scheduledFor, dir: good })
    }
  })

  /** The proofs in a folder of their own, where somebody may do as he likes. */
  const copy = (): string => {
    const folder = `${good}-${++copies}`
    cpSync(good, folder, { recursive: true })
    return folder
  }
  const run = (folder: string, ...more: string[]): { status: number | null; said: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, join(folder, 'OC-2026-03-03.json'), join(folder, 'OC-2026-03-04.json'), ...more], { encoding: 'utf8' })
    return { status, said: stdout + stderr }
  }

  test('which has at most 60 lines and needs nothing but Node', () => {
    const text = readFileSync(SCRIPT, 'utf8')
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(60)
    expect([...text.matchAll(/from '([^']+)'/g)].map((match) => match[1]!.slice(0, 5))).toEqual(['node:', 'node:', 'node:', 'node:'])
  })

  test('good ones are good, by the key beside them and by one that was got another way', () => {
    expect(run(good)).toEqual({ status: 0, said: expect.stringMatching(/^good .*OC 2026-03-03: 1 streams.*\ngood .*OC 2026-03-04: 2 streams.*\n$/) as string })
    expect(run(good, '--key', join(keysFolder, 'sign.pub')).status).toBe(0)
  })

  const edit = (file: string, change: (text: string) => string): void => writeFileSync(file, change(readFileSync(file, 'utf8')))
  test.each<[string, (folder: string) => void, RegExp]>([
    ['a figure changed', (f) => edit(join(f, 'OC-2026-03-04.json'), (text) => text.replace('"streams": 2', '"streams": 3')), /not as it was signed/],
    ['a signature gone', (f) => rmSync(join(f, 'OC-2026-03-04.sig')), /signature OC-2026-03-04.sig is missing/],
    ['a stream taken out of the list', (f) => edit(join(f, 'OC-2026-03-04.heads'), (text) => text.split('\n').slice(1).join('\n')), /does not have the root that was signed/],
    ['the list gone', (f) => rmSync(join(f, 'OC-2026-03-04.heads')), /list of heads OC-2026-03-04.heads is missing/],
    ['another key laid beside', (f) => writeFileSync(join(f, 'proof.pub'), generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })), /is another or missing/],
    ['an older proof replaced by one that is signed as well', (f) => {
      const heads = readFileSync(join(f, 'OC-2026-03-03.heads'), 'utf8').replace(/ \d+ [0-9a-f]+\n$/, ` 99 ${'0'.repeat(64)}\n`)
      writeFileSync(join(f, 'OC-2026-03-03.heads'), heads)
      edit(join(f, 'OC-2026-03-03.json'), (text) => text.replace(/"root": "\w+"/, `"root": "${createHash('sha256').update(heads).digest('hex')}"`).replace(/"events": \d+/, '"events": 99'))
      const key = createPrivateKey(readFileSync(join(keysFolder, 'sign.key')))
      writeFileSync(join(f, 'OC-2026-03-03.sig'), sign(null, readFileSync(join(f, 'OC-2026-03-03.json')), key))
    }, /the proof before it, OC-2026-03-03.json, has another root/],
  ])('%s is named', (_, tamper, text) => {
    const folder = copy()
    tamper(folder)
    const { status, said } = run(folder)
    expect(said).toMatch(text)
    expect(status).toBe(1)
  })

  test('names with any signs in them are names: line ends of every kind, spaces, percent signs, what UTF-16 orders otherwise', async () => {
    const world = await openWorld()
    const dir = join(world.store.folder, 'proofs')
    const names = ['a\u2028b 1', 'a\u2029b', 'a\u0085b', 'a\rb', 'a\nb', 'a%0ab', 'a 7 b', '\u{1F4E6}', '\uFFFD', ' ', 'é', 'e\u0301']
    for (const name of names) await world.store.write((tx) => append(tx, [{ company: 'OC', stream: `x/${name}`, expected: 0, circumstance, events: [{ type: 'noted', data: {} }] }]))
    const { files } = await writeProof(world.context, { company: 'OC', scheduledFor: NIGHTS[0]!, dir })
    const { stdout } = spawnSync(process.execPath, [SCRIPT, join(dir, files.json)], { encoding: 'utf8' })
    expect(stdout).toMatch(new RegExp(`^good .* ${names.length} streams, ${names.length} events`))
    expect((await verify(world.context, { root: join(dir, files.json) })).defects).toEqual([])
  })

  test('a proof that was signed with another key is no proof to whoever has the right one', () => {
    const folder = copy()
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    edit(join(folder, 'OC-2026-03-04.json'), (text) => text.replace(/"signedBy": "\w+"/, `"signedBy": "${createHash('sha256').update(pem).digest('hex')}"`))
    writeFileSync(join(folder, 'OC-2026-03-04.sig'), sign(null, readFileSync(join(folder, 'OC-2026-03-04.json')), privateKey))
    writeFileSync(join(folder, 'proof.pub'), pem)
    expect(run(folder, '--key', join(keysFolder, 'sign.pub'))).toEqual({ status: 1, said: expect.stringContaining('sign.pub is another or missing') as string })
  })
})
