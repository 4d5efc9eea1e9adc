import { codes, readAll } from '../readAll'

const read = (content: string | Buffer): ReturnType<typeof readAll> => readAll(content, { file: 'order.json' })
const order = (more: object = {}): object => ({ reference: 'J-1', buyer: { identifiers: [{ scheme: 'GLN', value: '4012345000009' }] }, lines: [{ id: '1', sellersItem: 'A', quantity: '5', unit: 'EA' }], ...more })

describe('orders in our own JSON', () => {
  test('one order, an array of them, one a line, and one after the other', async () => {
    const one = order()
    const two = order({ reference: 'J-2' })
    const texts = [JSON.stringify([one, two]), JSON.stringify([one, two], null, 2), `${JSON.stringify(one)}\n${JSON.stringify(two)}\n`, `${JSON.stringify(one, null, 2)}\n${JSON.stringify(two, null, 2)}`]
    for (const text of texts) {
      const { messages, file } = await read(text)
      expect(messages.map((m) => m.order?.reference)).toEqual(['J-1', 'J-2'])
      expect(messages.flatMap((m) => m.problems)).toEqual([])
      expect(file).toMatchObject({ format: 'json', problems: [] })
    }
    expect((await read(JSON.stringify(one))).messages[0]!.order).toEqual(one)
  })

  test('one bad order of an array stops only itself, and its place is named', async () => {
    const { messages } = await read(`[\n${JSON.stringify(order())},\n{"reference": "J-2", "lines": [{"id": "1", "quantity": "zwei"}]},\n${JSON.stringify(order({ reference: 'J-3' }))}]`)
    expect(messages.map((m) => m.order?.reference)).toEqual(['J-1', undefined, 'J-3'])
    expect(messages[1]!.problems).toMatchObject([{ code: 'value-invalid', severity: 'error', tag: 'lines.0.quantity', line: 3, text: '"zwei"' }])
  })

  test('what is wrong is said in plain words, with its place as people count', async () => {
    const said = async (value: object): Promise<string[]> => (await read(JSON.stringify(value))).messages[0]!.problems.map((problem) => problem.message)
    expect(await said({ reference: 'J-1' })).toEqual(['lines: missing; it must be a list.'])
    expect(await said({ lines: [{ quantity: '5' }, { id: '2', quantity: 'zwei', schedule: [{ quantity: '1', requestedDelivery: 'soon' }], allowancesCharges: [{ kind: 'tip' }] }] })).toEqual([
      'id of line 1: missing; it must be a text.', 'quantity of line 2: not a decimal.', 'requestedDelivery of schedule 1 of line 2: not a date.',
      'kind of allowance or charge 1 of line 2: it must be allowance or charge, not "tip".',
    ])
    expect(await said({ buyer: 'me', lines: {} })).toEqual(['buyer: it must be an object, not "me".', 'lines: it must be a list, not an object.'])
    expect(await said(['text'])).toEqual(['The order: it must be an object, not "text".'])
  })

  test('a member that is unknown is said, not dropped in silence', async () => {
    const { messages } = await read(JSON.stringify(order({ colour: 'red' })))
    expect(messages[0]!.problems).toMatchObject([{ code: 'member-unknown', severity: 'warning', tag: 'colour' }])
    expect(messages[0]!.order?.reference).toBe('J-1')
  })

  test('a partner\'s defaults fill what the document does not say', async () => {
    const { messages } = await readAll(JSON.stringify({ ...order(), lines: [{ id: '1', sellersItem: 'A', quantity: '5' }] }), {
      file: 'order.json', profile: (ids) => (ids[0]?.value === '4012345000009' ? { defaults: { unit: 'EA', currency: 'EUR' } } : undefined),
    })
    expect(messages[0]!.order).toMatchObject({ currency: 'EUR', lines: [{ unit: 'EA' }] })
  })
})

describe('bad inputs, group 5: JSON', () => {
  test('truncated: the orders before go on', async () => {
    const { messages } = await read(JSON.stringify([order(), order()]).slice(0, -20))
    expect(messages.map((m) => codes(m.problems))).toEqual([[], ['json-truncated@1']])
    expect(messages[1]!.order).toBeUndefined()
  })

  test('duplicate keys: which one counts cannot be told', async () => {
    const { messages } = await read('{"reference":"J-1","lines":[{"id":"1","quantity":"5","quantity":"50"}]}')
    expect(messages[0]!.problems).toMatchObject([{ code: 'member-doubled', severity: 'error', tag: 'lines.0.quantity' }])
  })

  test('number over 2^53: every digit is kept', async () => {
    const { messages } = await read('{"reference":9007199254740993,"lines":[{"id":"1","quantity":0.1000000000000000055,"price":{"amount":12345678901234567890.12}}]}')
    expect(messages[0]!.order).toMatchObject({ reference: '9007199254740993', lines: [{ quantity: '0.1000000000000000055', price: { amount: '12345678901234567890.12' } }] })
  })

  test('NaN, 1e309 and single quotes are refused with their place', async () => {
    expect((await read('{"reference":"J-1",\n"lines":[{"id":"1","quantity":NaN}]}')).messages[0]!.problems).toMatchObject([{ code: 'json-invalid', line: 2 }])
    expect((await read('{"lines":[{"id":"1","quantity":1e309}]}')).messages[0]!.problems).toMatchObject([{ code: 'value-invalid', tag: 'lines.0.quantity' }])
    expect((await read("{'reference':1}")).messages[0]?.problems ?? []).toMatchObject([{ code: 'json-invalid' }])
  })

  test('depth 100 k: refused without a stack overflow', async () => {
    const { messages } = await read(`{"lines":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
    expect(messages[0]!.problems).toMatchObject([{ code: 'json-too-deep', severity: 'error' }])
  })

  test('wrong charset: read all the same, and said', async () => {
    const { messages, file } = await read(Buffer.from(JSON.stringify(order({ notes: ['Größe'] })), 'latin1'))
    expect(messages[0]!.order?.notes).toEqual(['Größe'])
    expect(codes(file.problems)).toEqual(['charset-differs'])
  })

  test('__proto__ and toString as members change nothing', async () => {
    const { messages } = await read('{"__proto__":{"polluted":"yes"},"toString":"x","lines":[]}')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(messages[0]!.problems.map((p) => p.tag)).toEqual(['__proto__', 'toString'])
  })

  test('an empty array holds no order', async () => {
    const { messages, file } = await read('[]')
    expect(messages).toEqual([])
    expect(codes(file.problems)).toEqual(['orders-missing'])
  })
})
