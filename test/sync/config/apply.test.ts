import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { connectorOf } from '../../../connectors/registry'
import * as actors from '../../../store/actors'
import * as config from '../../../store/config'
import { type Store } from '../../../store/store'
import * as streams from '../../../store/streams'
import { applyFolder } from '../../../sync/config/apply'
import { exportFolder } from '../../../sync/config/export'
import { type Context, systemClock } from '../../../sync/context'
import { silent } from '../../../sync/log'
import { freshStore } from '../../store/open'

const COMPANY = 'kind: company\nkey: OC\nname: Our Company\ncurrency: EUR\nzone: Europe/Berlin\nnumberPrefix: SO-\nidentifiers: [{ scheme: GLN, value: "4012345000009" }]\n'
const partner = (key: string, gln: string, more = ''): string => `kind: partner\nkey: ${key}\nname: ${key} GmbH\nidentifiers: [{ scheme: GLN, value: "${gln}" }]\n${more}`

const folders: string[] = []
afterAll(() => { for (const folder of folders) rmSync(folder, { recursive: true, force: true }) })

/** A folder with these files. */
function folder(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), 'order-to-cash-config-'))
  folders.push(dir)
  write(dir, files)
  return dir
}

function write(dir: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
}

describe('configuration as a folder', () => {
  let store: Store
  let context: Context
  beforeEach(async () => {
    store = await freshStore()
    context = { store, clock: systemClock, log: silent, actor: 'ada', owner: 'test', connect: connectorOf }
  })

  test('the sample company is applied once; the same folder again changes nothing, and says so', async () => {
    const dir = join(__dirname, '../../../examples/company')
    const first = await applyFolder(context, dir)
    expect(new Set(first.map((one) => one.change))).toEqual(new Set(['created']))
    expect(new Set((await applyFolder(context, dir)).map((one) => one.change))).toEqual(new Set(['unchanged']))
    const [company] = await config.listCompanies(store)
    const events = await streams.load(store, company!.code, `config/company/${company!.code}`)
    expect(events).toMatchObject([{ type: 'configured', actor: 'ada', cause: 'apply', data: { kind: 'company', key: company!.code } }])
  })

  test('what the engine looks up is there: company, partner by identifier with its version, actor, system', async () => {
    const dir = folder({
      'company.yaml': COMPANY, 'partners/a.yaml': partner('NORDBAU', '4012345000016', 'profile: { decimalMark: "," }\n'),
      'rest.yaml': '- { kind: actor, key: ada, name: Ada, roles: [salesManager] }\n- { kind: system, key: erp, role: erp, connector: sandbox/erp, url: "http://127.0.0.1:1", mode: live, environment: test }\n',
    })
    await applyFolder(context, dir)
    expect(await config.partnerByIdentifier(store, 'OC', 'GLN', '4012345000016')).toMatchObject({ code: 'NORDBAU', version: 1, profile: { decimalMark: ',' } })
    expect(await actors.get(store, 'ada')).toMatchObject({ name: 'Ada', roles: ['salesManager'] })
    expect(await config.system(store, 'OC', 'erp')).toMatchObject({ role: 'erp', body: { connector: 'sandbox/erp', environment: 'test' } })
    write(dir, { 'partners/a.yaml': partner('NORDBAU', '4012345000016', 'priceList: DE-2\n') })
    expect((await applyFolder(context, dir)).filter((one) => one.change !== 'unchanged')).toEqual([{ file: 'partners/a.yaml', kind: 'partner', key: 'NORDBAU', change: 'changed' }])
    expect(await config.partner(store, 'OC', 'NORDBAU')).toMatchObject({ version: 2, priceList: 'DE-2' })
  })

  test('the order of fields and comments are no change', async () => {
    const dir = folder({ 'company.yaml': COMPANY })
    await applyFolder(context, dir)
    write(dir, { 'company.yaml': `# ours\n${COMPANY.split('\n').filter((line) => line).reverse().join('\n')}\n` })
    expect(await applyFolder(context, dir)).toMatchObject([{ change: 'unchanged' }])
  })

  test('a dry run says what would change and writes nothing', async () => {
    const dir = folder({ 'company.yaml': COMPANY })
    expect(await applyFolder(context, dir, { dryRun: true })).toMatchObject([{ change: 'created' }])
    expect(await config.listCompanies(store)).toEqual([])
  })

  test('what was changed elsewhere stops the whole folder, unless the folder is to win', async () => {
    const dir = folder({ 'company.yaml': COMPANY, 'partner.yaml': partner('NORDBAU', '4012345000016') })
    await applyFolder(context, dir)
    const record = (await config.get(store, 'OC', 'partner', 'NORDBAU'))!
    await store.write((tx) => config.put(tx, { ...record, digest: 'of the console', origin: 'console' }))
    write(dir, { 'company.yaml': COMPANY.replace('Our Company', 'Renamed'), 'partner.yaml': partner('NORDBAU', '4012345000016', 'priceList: DE-2\n') })
    expect((await applyFolder(context, dir)).map((one) => one.change)).toEqual(['changed', 'conflict'])
    expect((await config.company(store, 'OC'))!.name).toBe('Our Company')
    expect((await applyFolder(context, dir, { take: true })).map((one) => one.change)).toEqual(['changed', 'changed'])
    expect((await config.company(store, 'OC'))!.name).toBe('Renamed')
    expect(new Set((await applyFolder(context, dir)).map((one) => one.change))).toEqual(new Set(['unchanged']))
  })

  test('an identifier moves from one partner to another in one apply', async () => {
    const dir = folder({ 'company.yaml': COMPANY, 'a.yaml': partner('A', '4012345000016'), 'b.yaml': partner('B', '4012345000023') })
    await applyFolder(context, dir)
    write(dir, { 'a.yaml': partner('A', '4012345000023'), 'b.yaml': partner('B', '4012345000016') })
    await applyFolder(context, dir)
    expect(await config.partnerByIdentifier(store, 'OC', 'GLN', '4012345000016')).toMatchObject({ code: 'B' })
  })

  test('everything that is wrong is said at once, each with file, line and field, and nothing is written', async () => {
    const dir = folder({
      'company.yaml': COMPANY.replace('EUR', 'Euro'),
      'a.yaml': partner('A', '4012345000016', 'colour: red\n'),
      'b.yaml': `${partner('B', '4012345000023')}---\n${partner('C', '4012345000023')}`,
      'broken.yaml': 'kind: partner\n  key: [\n',
      'other.yaml': '- kind: customer\n  key: X\n- just text\n',
      'system.yaml': 'kind: system\nkey: crm\nrole: crm\nconnector: no/such\nurl: http://127.0.0.1:1\nmode: live\nenvironment: test\n',
      'rules.yaml': 'kind: rules\nkey: mine\nrules: {}\n',
    })
    const said = await applyFolder(context, dir).then(() => '', (error: Error) => error.message)
    expect(said).toMatch(/^company\.yaml:4 currency: not a currency code/m)
    expect(said).toMatch(/^a\.yaml:5 colour: There is no such field/m)
    expect(said).toMatch(/^b\.yaml:\d+: The identifier GLN 4012345000023 is in b\.yaml:1 already \(B\)/m)
    expect(said).toMatch(/^broken\.yaml:\d+: /m)
    expect(said).toMatch(/^other\.yaml:1 kind: It must be one of company, .*not "customer"/m)
    expect(said).toMatch(/^other\.yaml: A file holds/m)
    expect(said).toMatch(/^rules\.yaml:1 key: /m)
    write(dir, { 'company.yaml': COMPANY, 'a.yaml': '', 'b.yaml': '', 'broken.yaml': '', 'other.yaml': '', 'rules.yaml': '' })
    await expect(applyFolder(context, dir)).rejects.toThrow(/^system\.yaml:1 connector: .*no\/such/)
    expect(await config.listCompanies(store)).toEqual([])
  })

  test('the address of a partner has one name: the other that mails once had is told, as an identifier and as the place of a column (R-INT-01)', async () => {
    const dir = folder({ 'a.yaml': COMPANY, 'b.yaml': "kind: partner\nkey: B\nname: B\nidentifiers:\n  - { scheme: e-mail, value: po@b.example }\nprofile: { table: { fields: [{ to: buyer.identifiers.e-mail, from: Mail }] } }\n" })
    const said = await applyFolder(context, dir).then(() => 'nothing', (error: Error) => error.message)
    expect(said).toMatch(/b\.yaml:5 .*the scheme of an e-mail address is email/)
    expect(said).toMatch(/b\.yaml:6 .*the scheme of an e-mail address is email/)
  })

  test('a field that is missing or of another kind is told in plain words, and a file name stays on its line', async () => {
    const dir = folder({ 'two\nlines.yaml': 'kind: company\nkey: OC\nname: \'\'\ncurrency: EUR\nnumberPrefix: 7\nidentifiers: []\n' })
    const lines = (await applyFolder(context, dir).then(() => '', (error: Error) => error.message)).split('\n')
    expect(lines).toEqual(expect.arrayContaining([
      'two lines.yaml:3 name: it may not be empty', 'two lines.yaml:1 zone: missing; it must be a text', 'two lines.yaml:5 numberPrefix: it must be a text, not 7', 'two lines.yaml:6 identifiers: it may not be empty',
    ]))
    expect(lines).toHaveLength(4)
  })

  test('an alias bomb and a missing folder are refused, not followed', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: &d [${'*c,'.repeat(9)}]\ne: [${'*d,'.repeat(9)}]\nkind: company\nkey: OC\n`
    await expect(applyFolder(context, folder({ 'bomb.yaml': bomb }))).rejects.toThrow(/bomb\.yaml/)
    await expect(applyFolder(context, '/no/such/folder')).rejects.toThrow(/There is no such folder/)
    await expect(applyFolder(context, folder({ 'note.txt': 'x' }))).rejects.toThrow(/no YAML file/)
    await expect(applyFolder(context, folder({ 'empty.yaml': '', 'comment.yml': '# kind: company\n---\n' }))).rejects.toThrow(/hold no record at all/)
  })

  test('an export is taken back unchanged, and is not written over other words', async () => {
    const dir = folder({})
    cpSync(join(__dirname, '../../../examples/company'), dir, { recursive: true })
    write(dir, { 'partners/odd.yaml': partner('a/b .x', '4012345000030') })
    await applyFolder(context, dir)
    const [company] = await config.listCompanies(store)
    const out = folder({})
    const files = await exportFolder(context, company!.code, out)
    expect(files).toContain('partners/a%2Fb%20%2Ex.yaml')
    expect(new Set((await applyFolder(context, out)).map((one) => one.change))).toEqual(new Set(['unchanged']))
    expect(files.map((file) => readFileSync(join(out, file), 'utf8')).join('')).not.toMatch(/token|secret:/i)
    await expect(exportFolder(context, company!.code, out)).resolves.toEqual(files)
    writeFileSync(join(out, 'company.yaml'), '# mine\n')
    await expect(exportFolder(context, company!.code, out)).rejects.toThrow(/company\.yaml/)
    expect(readFileSync(join(out, 'company.yaml'), 'utf8')).toBe('# mine\n')
    await exportFolder(context, company!.code, out, { overwrite: true })
  })
})
