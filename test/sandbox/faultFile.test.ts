import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readFaultFile } from '../../sandbox/faults/file'

const folder = mkdtempSync(join(tmpdir(), 'sandbox-faults-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const SYSTEMS = ['erp', 'wms', 'bank']
const read = (text: string) => {
  const file = join(folder, 'faults.yaml')
  writeFileSync(file, text)
  return readFaultFile(file, SYSTEMS, 'wms')
}

describe('a file of faults', () => {
  test('has rules by system in YAML or JSON, or one list for the system that is started', () => {
    expect(read("erp:\n  - { fault: '503', rate: 0.05, seed: 7 }\nbank: []\n")).toEqual(new Map([['erp', [{ fault: '503', rate: 0.05, seed: 7 }]], ['bank', []]]))
    expect(read('{"erp": [{"fault": "skew", "minutes": 10}]}')).toEqual(new Map([['erp', [{ fault: 'skew', minutes: 10 }]]]))
    expect(read('[{"fault": "slow", "delayMs": 20}]')).toEqual(new Map([['wms', [{ fault: 'slow', delayMs: 20 }]]]))
  })

  test.each([
    ['a system that there is not', 'erp: []\nepr: []\n', /:2 epr is no simulated system; there are erp, wms, bank\./],
    ['an unknown fault', "erp:\n  - { fault: '503' }\n  - { fault: meteor }\n", /:3 erp, rule 2, fault: .*"late-commit"/],
    ['a misspelt field', "erp:\n  - { fault: '503', tiems: 3 }\n", /:2 erp, rule 1: there is no field tiems; is it misspelt\? There are match, fault, times/],
    ['a number as the fault', 'erp:\n  - { fault: 503 }\n', /:2 erp, rule 1, fault: /],
    ['what a fault is nothing without', 'erp:\n  - fault: skew\n', /:2 erp, rule 1, minutes: skew needs minutes/],
    ['a path that is no expression', "erp:\n  - { match: { path: '^(' }, fault: '500' }\n", /:2 erp, rule 1, match\.path: must be a regular expression/],
    ['no list', 'erp: 3\n', /:1 erp: a list of rules is expected/],
    ['no rules at all', 'words\n', /rules by system are expected/],
    ['broken YAML', 'erp: [\n', /:2 /],
  ])('is refused with its line for %s', (_what, text, message) => {
    expect(() => read(text)).toThrow(message)
  })

  test('says all that is wrong at once', () => {
    expect(() => read('epr: []\nwsm: []\n')).toThrow(/epr.*\n.*wsm/)
  })

  test('that is not there is told by its name', () => {
    expect(() => readFaultFile(join(folder, 'none.yaml'), SYSTEMS, 'erp')).toThrow(/none\.yaml can't be read: ENOENT/)
  })

  test('of the examples is sound', () => {
    expect([...readFaultFile(resolve(__dirname, '../../examples/faults.yaml'), ['erp', 'wms', 'finance', 'mes', 'crm', 'tms', 'bank', 'shop', 'service', 'wms-south', 'gateway'], 'erp').keys()]).toContain('tms')
  })
})
