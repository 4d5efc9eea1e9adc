import { type XmlElement } from '../../../mappings/xml/element'
import { readXml } from '../../../mappings/xml'
import { codes, readAll } from '../readAll'

const NS = 'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
const line = (id: string, more = '<cbc:Quantity unitCode="EA">5</cbc:Quantity><cac:Item><cac:SellersItemIdentification><cbc:ID>NW-1</cbc:ID></cac:SellersItemIdentification></cac:Item>'): string =>
  `<cac:OrderLine><cac:LineItem><cbc:ID>${id}</cbc:ID>${more}</cac:LineItem></cac:OrderLine>`
const order = ({ head = '<?xml version="1.0" encoding="UTF-8"?>', before = '', inside = '', lines = line('1'), after = '', root = NS } = {}): string =>
  `${head}${before}<Order ${root}><cbc:ID>PO-7</cbc:ID><cbc:IssueDate>2026-03-01</cbc:IssueDate>${inside}${lines}</Order>${after}`

const read = (content: string | Buffer): ReturnType<typeof readAll> => readAll(typeof content === 'string' ? Buffer.from(content) : content, { file: 'order.xml' })
/** The file's first problem, and no order. */
async function refused(content: string | Buffer): Promise<string> {
  const { messages, file } = await read(content)
  expect(messages.filter((message) => message.order)).toEqual([])
  expect(file.problems.at(-1)).toMatchObject({ severity: 'fatal', line: expect.any(Number) as number, column: expect.any(Number) as number })
  return file.problems.at(-1)!.code
}
/** The order, with the codes of all problems. */
async function taken(content: string | Buffer): Promise<{ reference: string | undefined; codes: string[] }> {
  const { messages, file } = await read(content)
  expect(messages).toHaveLength(1)
  return { reference: messages[0]!.order?.reference, codes: codes([...messages[0]!.problems, ...file.problems]) }
}

describe('bad inputs, group 1: XML', () => {
  test('1 a DOCTYPE is skipped and what it names is never fetched', async () => {
    expect(await taken(order({ before: '<!DOCTYPE Order SYSTEM "http://127.0.0.1:1/never.dtd">' }))).toEqual({ reference: 'PO-7', codes: [] })
  })

  test('2 an external entity is refused', async () => {
    expect(await refused(order({ before: '<!DOCTYPE Order [<!ENTITY secret SYSTEM "file:///etc/passwd">]>', inside: '<cbc:Note>&secret;</cbc:Note>' }))).toBe('xml-entity-declared')
    // also where only its use is seen
    expect(await refused(order({ before: '<!DOCTYPE Order SYSTEM "entities.dtd">', inside: '<cbc:Note>&secret;</cbc:Note>' }))).toBe('xml-entity-unknown')
  })

  test('3 a parameter entity is refused', async () => {
    expect(await refused(order({ before: '<!DOCTYPE Order [<!ENTITY % remote SYSTEM "http://127.0.0.1:1/x.dtd"> %remote;]>' }))).toBe('xml-entity-declared')
  })

  test('4 an entity bomb is refused before it grows', async () => {
    const bomb = Array.from({ length: 10 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join('')
    expect(await refused(order({ before: `<!DOCTYPE Order [<!ENTITY a0 "lol">${bomb}]>`, inside: '<cbc:Note>&a10;</cbc:Note>' }))).toBe('xml-entity-declared')
  })

  test.each([20_000, 200_000])('5 elements nested %i deep are refused at the two hundredth', async (depth) => {
    expect(await refused(`<a>${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}</a>`)).toBe('xml-too-deep')
    expect(await refused(order({ inside: `${'<cbc:Note>'.repeat(depth)}x${'</cbc:Note>'.repeat(depth)}` }))).toBe('xml-too-deep')
  })

  test('6 a million siblings that are no lines are refused, and ten thousand lines are read', async () => {
    expect(await refused(order({ inside: '<cbc:Note/>'.repeat(1_000_000) }))).toBe('xml-too-many-elements')
    const { messages } = await read(order({ lines: Array.from({ length: 10_000 }, (_, i) => line(String(i + 1), '<cbc:Quantity unitCode="EA">5</cbc:Quantity>')).join('') }))
    expect(messages[0]!.order!.lines).toHaveLength(10_000)
  })

  test('7 a file above the limit is not read to its end', async () => {
    let pulled = 0
    const source = async function* (): AsyncIterable<Buffer> {
      yield Buffer.from(order({ lines: '', after: '' }).replace('</Order>', ''))
      for (const block = Buffer.alloc(1024 * 1024, `${line('1')}\n`); pulled < 100; pulled++) yield block
    }
    const { file } = await readAll(source(), { file: 'big.xml', limit: 5 * 1024 * 1024 })
    expect(codes(file.problems)).toContain('too-large')
    expect(pulled).toBeLessThan(8)
  })

  test('8 a second root is refused, and the first is not taken for the whole', async () => {
    expect(await refused(`${order()}${order({ head: '' })}`.replace(/^<\?xml[^>]*>/, ''))).toBe('xml-root-second')
  })

  test('9 no root at all', async () => {
    expect(await refused('<?xml version="1.0"?><!-- nothing -->')).toBe('xml-root-missing')
  })

  test('10 a truncated document gives no order, wherever it is cut', async () => {
    const whole = order()
    for (let at = whole.indexOf('<Order') + 7; at < whole.length; at += 37) expect([at, await refused(whole.slice(0, at))]).toEqual([at, expect.stringMatching(/^xml-(truncated|not-well-formed|root-missing)$/) as string])
  })

  test('11 a byte order mark is no content', async () => {
    expect(await taken(Buffer.concat([Buffer.from('efbbbf', 'hex'), Buffer.from(order())]))).toEqual({ reference: 'PO-7', codes: [] })
  })

  test('12 UTF-16 of both orders, with its mark and without', async () => {
    const text = order({ head: '<?xml version="1.0" encoding="UTF-16"?>', inside: '<cbc:Note>Grüße, 你好</cbc:Note>' })
    const le = Buffer.from(text, 'utf16le')
    const be = Buffer.from(le).swap16()
    for (const bytes of [Buffer.concat([Buffer.from('fffe', 'hex'), le]), Buffer.concat([Buffer.from('feff', 'hex'), be]), le, be]) {
      const { messages, file } = await read(bytes)
      expect([messages[0]!.order!.notes, file.problems]).toEqual([['Grüße, 你好'], []])
    }
  })

  test('13 a wrong declared encoding: the bytes count, and it is said', async () => {
    const note = '<cbc:Note>Grüße</cbc:Note>'
    const latin1 = Buffer.from(order({ inside: note }), 'latin1')
    expect(await taken(latin1)).toEqual({ reference: 'PO-7', codes: ['charset-differs@1'] })
    expect((await read(latin1)).messages[0]!.order!.notes).toEqual(['Grüße'])
    expect(await taken(order({ head: '<?xml version="1.0" encoding="UTF-16"?>', inside: note }))).toEqual({ reference: 'PO-7', codes: ['charset-differs@1'] })
    expect(await taken(order({ head: '<?xml version="1.0" encoding="klingon"?>', inside: note }))).toEqual({ reference: 'PO-7', codes: ['charset-differs@1'] })
    // a right one is not said
    expect((await read(Buffer.from(order({ head: '<?xml version="1.0" encoding="ISO-8859-1"?>', inside: note }), 'latin1'))).messages[0]!.order!.notes).toEqual(['Grüße'])
    expect(await taken(Buffer.from(order({ head: '<?xml version="1.0" encoding="ISO-8859-1"?>', inside: note }), 'latin1'))).toEqual({ reference: 'PO-7', codes: [] })
  })

  test('14 a NUL is refused with its place', async () => {
    expect(await refused(order({ inside: '<cbc:Note>a\0b</cbc:Note>' }))).toBe('xml-character-invalid')
    expect(await refused(order({ inside: '<cbc:Note>a&#0;b</cbc:Note>' }))).toMatch(/^xml-/)
  })

  test('15 elements and attributes called __proto__, constructor and toString are names like others', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
    const { messages, file } = await read(order({ inside: names.map((name) => `<cbc:${name} ${name}="x">evil</cbc:${name}>`).join('') }))
    expect(Object.keys(messages[0]!.order!.extra!)).toEqual(expect.arrayContaining(names) as string[])
    expect([file.problems, ({} as Record<string, unknown>).evil, Object.getPrototypeOf(messages[0]!.order!)]).toEqual([[], undefined, Object.prototype])
  })

  test('16 duplicate ids: the same line number twice is an error with its place', async () => {
    const { messages } = await read(order({ lines: `${line('1')}\n${line('1')}` }))
    expect(messages[0]!.problems).toMatchObject([{ code: 'line-id-repeated', severity: 'error', line: 2, column: 1 }])
  })

  test('17 elements of an unknown namespace are left out and said, never read as ours', async () => {
    const { messages, file } = await read(order({ inside: '<x:ID xmlns:x="urn:evil">PO-8</x:ID><x:Note xmlns:x="urn:evil">n</x:Note>', lines: `<x:OrderLine xmlns:x="urn:evil"><cac:LineItem/></x:OrderLine>${line('1')}` }))
    expect(messages[0]!.order).toMatchObject({ reference: 'PO-7', lines: [{ id: '1' }] })
    expect(file.problems).toMatchObject([{ code: 'namespace-unknown', severity: 'warning', text: 'urn:evil', line: 1 }])
    expect((await read(order({ root: NS.replace('Order-2', 'Order-9') }))).file.problems).toMatchObject([{ code: 'xml-document-unknown' }])
  })

  test('18 prefixes are only names: swapped, other or none, the order is the same', async () => {
    const plain = (await read(order())).messages[0]!.order
    const swapped = order().replaceAll('cac:', 'tmp:').replaceAll('cbc:', 'cac:').replaceAll('tmp:', 'cbc:').replace('xmlns:cac=', 'xmlns:t=').replace('xmlns:cbc=', 'xmlns:cac=').replace('xmlns:t=', 'xmlns:cbc=')
    expect((await read(swapped)).messages[0]!.order).toEqual(plain)
    expect(await refused(order({ inside: '<no:Note>x</no:Note>' }))).toBe('xml-prefix-unknown')
  })

  test('19 CDATA is text, and ]]> in it ends it', async () => {
    expect((await read(order({ inside: '<cbc:Note><![CDATA[5 < 6 & 7]]]]><![CDATA[> 2]]></cbc:Note>' }))).messages[0]!.order!.notes).toEqual(['5 < 6 & 7]]> 2'])
    expect(await refused(order({ inside: '<cbc:Note>a ]]> b</cbc:Note>' }))).toBe('xml-not-well-formed')
  })

  test('20 a comment in an amount does not change it, and is said', async () => {
    const { messages, file } = await read(order({ lines: line('1', '<cbc:Quantity unitCode="EA">1<!-- 0 -->00</cbc:Quantity>') }))
    expect(messages[0]!.order!.lines[0]!.quantity).toBe('100')
    expect(file.problems).toMatchObject([{ code: 'comment-in-value', tag: 'Quantity' }])
  })

  test('21 a huge attribute is refused', async () => {
    expect(await refused(order({ inside: `<cbc:Note languageID="${'x'.repeat(17 * 1024 * 1024)}"/>` }))).toBe('xml-value-too-long')
  })

  test('whatever is wrong, the place is told with line and column', async () => {
    const { file } = await read(`<?xml version="1.0"?>\n<Order ${NS}>\n  <cbc:ID>PO</cbc:IDD>\n</Order>`)
    expect(file.problems).toMatchObject([{ code: 'xml-not-well-formed', line: 3, column: 22 }])
    expect(file.problems[0]!.message).toMatch(/^Line 3, column 22: /)
  })
})

test('a file that comes byte by byte is the same document', async () => {
  const bytes = Buffer.from(order({ inside: '<cbc:Note>Grüße</cbc:Note>' }))
  const one = async function* (): AsyncIterable<Buffer> { for (const byte of bytes) yield Buffer.from([byte]) }
  expect((await readAll(one(), { file: 'order.xml' })).messages).toEqual((await read(bytes)).messages)
})

test('parts are given out as they close and kept no longer; the root comes last', async () => {
  const source = async function* (): AsyncIterable<Buffer> { yield Buffer.from('<r><h a="1">x</h><p><q>1</q></p><p/><h>y</h></r>') }
  const seen: XmlElement[] = []
  for await (const element of readXml(source(), () => ({ parts: new Set(['p']) }), () => undefined)) seen.push(element)
  expect(seen.map(({ name, children }) => [name, children.map((child) => child.name)])).toEqual([['p', ['q']], ['p', []], ['r', ['h', 'h']]])
  expect([...seen[2]!.children[0]!.attributes]).toEqual([['a', '1']])
})
