import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Read, type ReadMessage } from '../../mappings/document'
import { readDocument } from '../../mappings/read'
import { corpora } from './corpora'

interface Entry { file: string; standard: string; note?: string; root?: string }

/** XML, bank, mail and table files: the standard as the manifest calls it → formats that we may call it. */
const FORMATS: Record<string, string[]> = {
  ubl: ['ubl'], cxml: ['cxml'], idoc: ['idoc'], camt: ['camt'], cii: ['cii'], email: ['mail'], csv: ['csv'], mt940: ['mt940'], opentrans: ['opentrans'], orderx: ['cii', 'unknown'], soap: ['unknown', 'ubl', 'cxml'],
}
const manifest = (JSON.parse(readFileSync(join(corpora, 'MANIFEST.json'), 'utf8')) as Entry[]).filter(({ standard }) => standard in FORMATS)

/** What a person reads in these files with his own eyes: order number, lines, what they come to. */
const ORDERS = new Map<string, { reference: string; lines: number; currency?: string; lineExtension?: string; buyer?: string }>([
  ['ubl/kduvekot__ubl-release-package/UBL-Order-2.0-Example.xml', { reference: 'AEG012345', lines: 1, lineExtension: '100' }],
  ['ubl/kduvekot__ubl-release-package/UBL-Order-2.1-Example.xml', { reference: '34', lines: 2, currency: 'SEK', lineExtension: '6225', buyer: 'Johnssons byggvaror' }],
  ['cxml/officeluv__cxml/purchase_order_request_200.xml', { reference: '6112', lines: 2, currency: 'USD', lineExtension: '1505' }],
  ['cxml/FriendsOfCXML__cxml-php/OrderRequest.xml', { reference: 'DO1234', lines: 2, currency: 'EUR', lineExtension: '85' }],
])

const table: string[] = []
const read = async (file: string): Promise<Read[]> => {
  const reads: Read[] = []
  for await (const event of readDocument(readFileSync(join(corpora, file)), { file })) reads.push(event)
  return reads
}

describe('the corpus of XML, bank, mail and table files', () => {
  test.each(manifest.map((entry) => [entry.file, entry] as const))('%s is read, whatever it is', async (name, entry) => {
    const reads = await read(name)
    const file = reads.at(-1)!
    const messages = reads.filter((event): event is ReadMessage => event.kind === 'message')
    const problems = reads.flatMap((event) => event.problems)
    expect(problems.map(({ code }) => code)).not.toContain('reader-failed')
    expect(file.kind === 'file' && FORMATS[entry.standard]).toContain(file.kind === 'file' && file.format)
    // the root that the manifest tells is the message's type
    if (['ubl', 'cxml'].includes(entry.standard) && entry.root && entry.root !== 'Response') expect(messages.map(({ type }) => type)).toContain(entry.root)
    if (entry.standard === 'idoc') expect(messages.map(({ version }) => version)).toContain(entry.root)
    if (entry.standard === 'camt') expect(messages.map(({ type, version }) => `${type}.${version?.slice(0, 6)}`)).toContain(entry.root)
    const expected = ORDERS.get(name)
    if (expected) {
      const { order } = messages.find((message) => message.order)!
      expect({ reference: order!.reference, lines: order!.lines.length }).toEqual({ reference: expected.reference, lines: expected.lines })
      if (expected.lineExtension) expect(order!.lineExtension).toBe(expected.lineExtension)
      if (expected.currency) expect(order!.currency).toBe(expected.currency)
      if (expected.buyer) expect(order!.buyer!.name).toBe(expected.buyer)
    }
    // every invoice of this suite is valid by EN 16931: its sums hold
    if (/^(ubl|cii)\/itplr-kosit/.test(name)) expect(problems.filter(({ code, severity }) => code.startsWith('br-co-') && severity === 'error')).toEqual([])
    const worst = problems.filter(({ severity }) => severity === 'error' || severity === 'fatal')
    table.push(`${name.padEnd(88)} ${String(messages.length).padStart(3)} ${String(messages.filter(({ order }) => order).length).padStart(3)} ${String(messages.filter(({ document }) => document).length).padStart(3)} ${String(problems.length).padStart(4)} ${worst[0]?.code ?? ''}`)
  })

  afterAll(() => process.stdout.write(`${'file'.padEnd(88)} messages, orders, documents, problems, the first error\n${table.join('\n')}\n${table.length} files\n`))
})
