import { tradacoms } from '../../../mappings/edi/tradacoms'
import { readAll } from './reading'

const FILE = ["STX=ANA:1+5012345000015:KONTOR STORES+5098765000019:NORDWERK UK+260302:091000+000031+PASSW+ORDHDR+B'", "MHD=1+ORDHDR:9'", "TYP=0430+NEW-ORDERS'", "SDT=5098765000019:77+NORDWERK UK'",
  "CDT=5012345000015+KONTOR STORES+1 HIGH STREET:LONDON:::EC1 2AB'", "FIL=31+1+260302'", "MTR=6'",
  "MHD=2+ORDERS:9'", "CLO=5012345000022:0815+DEPOT EAST'", "ORD=70970::260301'", "DIN=260310+++RING BEFORE?: 020 555'", "OLD=1+5012345678900:NW9++:K-4711+12+60+25000++++CRUSTY ROLLS:4 PACK'",
  "OLD=2+5012345678917+5012345678900+:K-4712+6+10'", "OTR=2'", "MTR=8'", "MHD=3+ORDTLR:9'", "OFT=1'", "MTR=3'", "END=3'"].join('\n').replace('+25000++++CRUSTY', '+25000+++CRUSTY')

test('an order file becomes one draft an ORDERS message, with the parties of its header', async () => {
  const { messages, file } = await readAll(tradacoms, FILE)
  expect(file).toMatchObject({ format: 'tradacoms', interchanges: [{ control: '000031', messages: 3, sender: { scheme: 'GLN', value: '5012345000015' } }], problems: [] })
  expect(messages.map(({ type, control, segments }) => [type, control, segments])).toEqual([['ORDHDR', '1', 6], ['ORDERS', '2', 8], ['ORDTLR', '3', 3]])
  expect(messages[1]!.order).toMatchObject({ reference: '70970', issuedOn: '2026-03-01', requestedDelivery: '2026-03-10', notes: ['RING BEFORE: 020 555'],
    buyer: { name: 'KONTOR STORES', identifiers: [{ scheme: 'GLN', value: '5012345000015' }], address: { lines: ['1 HIGH STREET', 'LONDON'], postalCode: 'EC1 2AB' } },
    seller: { name: 'NORDWERK UK' }, shipTo: { name: 'DEPOT EAST', identifiers: [{ scheme: 'GLN', value: '5012345000022' }, { scheme: 'buyer', value: '0815' }] },
    lines: [{ id: '1', standardItem: '5012345678900', sellersItem: 'NW9', buyersItem: 'K-4711', quantity: '60', price: { amount: '2.5' }, description: 'CRUSTY ROLLS 4 PACK' },
      { id: '2', standardItem: '5012345678917', buyersItem: 'K-4712', quantity: '10' }] })
  expect(messages[1]!.problems.map(({ code }) => code)).toEqual(['unit-missing', 'unit-missing'])
})

test('a file in blocks of 80 bytes is the same', async () => {
  const flat = FILE.replaceAll('\n', '')
  expect((await readAll(tradacoms, flat.replace(/(.{80})/g, '$1\n'))).messages.map(({ order }) => order)).toEqual((await readAll(tradacoms, flat)).messages.map(({ order }) => order))
})

test('an order is the same in chunks of any size', async () => {
  const whole = await readAll(tradacoms, FILE)
  for (const size of [1, 3, 7, 80]) expect(await readAll(tradacoms, FILE, {}, size)).toEqual(whole)
})

test('counts, a missing END and the wrong mark behind the tag are told', async () => {
  const codes = async (text: string): Promise<string[]> => {
    const { messages, file } = await readAll(tradacoms, text)
    return [...messages.flatMap(({ problems }) => problems), ...file.problems].map(({ code }) => code).filter((code) => code !== 'unit-missing')
  }
  expect(await codes(FILE.replace('MTR=8', 'MTR=9').replace('OTR=2', 'OTR=3').replace('END=3', 'END=4'))).toEqual(['segment-count-differs', 'line-count-differs', 'message-count-differs'])
  expect(await codes(FILE.slice(0, FILE.indexOf('OTR')))).toEqual(['message-unterminated', 'interchange-unterminated'])
  expect(await codes(FILE.replace(/^(...)=/gm, '$1+'))).toEqual(['tag-mark'])
})

test('an invoice file becomes documents', async () => {
  const { messages } = await readAll(tradacoms, ["STX=ANA:1+5098765000019:NORDWERK UK+5012345000015:KONTOR STORES+260302:091000+000032+PASSW+INVFIL'", "MHD=1+INVFIL:9'", "TYP=0700'", "SDT=5098765000019'", "CDT=5012345000015'", "FIL=1+1+260302'", "MTR=6'",
    "MHD=2+INVOIC:9'", "CLO=5012345000022'", "IRF=RE-1+260301+260301'", "ODD=1+70970'", "ILD=1+1+5012345678900:NW9++:K-4711+12+60+25000+1500000+S+20000'", "STL=1+S+20000+1+1500000'", "TLR=1+1500000'", "MTR=8'", "END=2'"].join(''))
  expect(messages[1]).toMatchObject({ type: 'INVOIC', problems: [], document: { number: 'RE-1', issuedOn: '2026-03-01', order: '70970', lines: [{ id: '1', quantity: '60', price: { amount: '2.5' }, lineExtension: '150', taxCode: 'S' }] } })
})
