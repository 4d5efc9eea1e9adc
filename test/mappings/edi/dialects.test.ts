import { edifact } from '../../../mappings/edi/edifact'
import { tradacoms } from '../../../mappings/edi/tradacoms'
import { x12 } from '../../../mappings/edi/x12'
import { edifactFile, ISA, problemsOf, readAll, x12File } from './reading'

/** How trades and partners write their orders otherwise than the books: documents of our own after what their guides say. */
const order850 = async (segments: string[]): Promise<Record<string, unknown>> => (await readAll(x12, x12File(['BEG*00*SA*4500017**20260301', ...segments]))).messages[0]!.order as Record<string, unknown>
const line850 = async (...segments: string[]): Promise<unknown> => ((await order850(segments)).lines as unknown[])[0]
const order = async (segments: string[], options = {}): Promise<Record<string, unknown>> => (await readAll(edifact, edifactFile(['BGM+220+1+9', ...segments, 'UNS+S'], options))).messages[0]!.order as Record<string, unknown>
const lineOf = async (...segments: string[]): Promise<unknown> => ((await order(segments)).lines as unknown[])[0]

describe('X12 orders of other partners (R-INT-02)', () => {
  test('an ISA whose lines are filled with blanks up to their ends is read', async () => {
    const text = x12File(['BEG*00*NE*MH-1**20260301', 'PO1*1*11*EA*14.95*CA*BP*1', 'CTT*1']).replaceAll('~\n', ' \n')
    expect((await readAll(x12, text)).messages[0]!.order).toMatchObject({ reference: 'MH-1', lines: [{ quantity: '11', buyersItem: '1' }] })
  })

  test('the SKU of a retailer is his own item number, beside that of the vendor', async () => {
    expect(await line850('PO1*1*1*EA*28.68**VC*W-1*SK*WCA-1')).toMatchObject({ sellersItem: 'W-1', buyersItem: 'WCA-1' })
  })

  test('the maker\'s part number names the item where nothing else does', async () => {
    expect(await line850('PO1*1*25*EA*36*PE*MG*XYZ-1')).toMatchObject({ sellersItem: 'XYZ-1', extra: { PO1: ['MG*XYZ-1'] } })
    expect(await line850('PO1*1*25*EA*36*PE*MG*XYZ-1*BP*K-1')).not.toHaveProperty('sellersItem')
    expect(await problemsOf(x12, x12File(['BEG*00*SA*1**20260301', 'PO1*1*25*EA*36*PE*MG*XYZ-1']))).toEqual([])
  })

  test('a whole GTIN goes before a case code without its check digit, which is kept', async () => {
    expect(await line850('PO1*1*5*BX*7*PE*UA*003600029145*GT*00036000291452')).toMatchObject({ standardItem: '00036000291452', extra: { PO1: ['UA*003600029145'] } })
    expect(await line850('PO1*1*5*BX*7*PE*UA*003600029145')).toMatchObject({ standardItem: '003600029145' })
  })

  test('a retail price is not what the buyer pays, a unit cost is', async () => {
    expect(await line850('PO1*1*10*EA***VN*A', 'CTP*RS*RTL*19.99')).not.toHaveProperty('price')
    expect(await line850('PO1*1*10*EA***VN*A', 'CTP**UCP*12.5*1*EA')).toMatchObject({ price: { amount: '12.5' } })
    expect(await line850('PO1*1*10*EA*0*NC*VN*A')).toMatchObject({ price: { amount: '0' }, extra: { PO1: ['basis NC'] } })
  })

  test('a price per pound of a line that is counted in cases is told, and not taken for one of a case', async () => {
    const perPound = (unit: string): string => x12File(['BEG*00*SA*1**20260301', `PO1*1*20*${unit}*2.15*PP*VN*B`])
    expect(await problemsOf(x12, perPound('CA'))).toEqual(['warning price-unit-differs'])
    expect(await problemsOf(x12, perPound('LB'))).toEqual([])
    expect(await line850('PO1*1*100*EA*4.5*PN*VN*A')).toMatchObject({ price: { amount: '4.5', base: '10' } })
  })

  test.each([['BA', 'XBL'], ['CX', 'XCL'], ['PH', 'XPK'], ['DP', 'DPR'], ['CW', 'CWA'], ['LO', 'LO']])('the unit %s is %s', async (code, unit) => {
    expect(await line850(`PO1*1*3*${code}*5**VN*A`)).toMatchObject({ unit })
    expect(await problemsOf(x12, x12File(['BEG*00*SA*1**20260301', `PO1*1*3*${code}*5**VN*A`]))).toEqual([])
  })

  test('a contact before all parties is the buyer\'s, unless he has another', async () => {
    expect(await order850(['PER*BD*ED SMITH*TE*800', 'N1*BY*ABC*92*12', 'PO1*1*1*EA*1**VN*A'])).toMatchObject({ buyer: { name: 'ABC', contact: { name: 'ED SMITH', phone: '800' } } })
    expect(await order850(['PER*OC*Ann*TE*1', 'N1*BY*ABC*92*12', 'PER*IC*Bob', 'PO1*1*1*EA*1**VN*A'])).toMatchObject({ buyer: { contact: { name: 'Bob' } }, extra: { PER: ['OC*Ann*TE*1'] } })
    expect(await order850(['PER*OC*Ann*TE*1', 'PO1*1*1*EA*1**VN*A'])).toMatchObject({ extra: { PER: ['OC*Ann*TE*1'] } })
  })

  test('a party that another one of its role goes before is kept with its address', async () => {
    const { buyer, extra } = await order850(['N1*BY*A*92*12', 'N1*BO*E*92*66', 'N3*1 Rd', 'N4*Town*OH*44139', 'PER*IC*Bob', 'PO1*1*1*EA*1**VN*A'])
    expect({ buyer, extra }).toMatchObject({ buyer: { name: 'A' }, extra: { N1: ['BO*E*92*66'], N3: ['1 Rd'], N4: ['Town*OH*44139'], PER: ['Bob'] } })
  })

  test('a grocery order has its contact, allowances and charges', async () => {
    const text = x12File(['G50*N*20260301*875-1', 'G62*02*20260310', 'G61*OC*Sam*TE*555', 'N1*BY*HQ*9*0063333040005', 'N1*ST*DC*9*0069333040180', 'G61*IC*Dock*EM*d@x.org', 'G68*10*CA*15.7*003600029145', 'G69*SOUP', 'G72*97*02******500*2.5', 'G72*504*06***.5*10*CA*1200', 'G76*10*CA'], { type: '875', group: 'OG' })
    const { messages } = await readAll(x12, text)
    expect(messages[0]!.problems).toEqual([])
    expect(messages[0]!.order).toMatchObject({ reference: '875-1', issuedOn: '2026-03-01', requestedDelivery: '2026-03-10', buyer: { name: 'HQ', contact: { name: 'Sam', phone: '555' } }, shipTo: { contact: { name: 'Dock', email: 'd@x.org' } },
      lines: [{ quantity: '10', unit: 'XCS', price: { amount: '15.7' }, description: 'SOUP', allowancesCharges: [{ kind: 'allowance', code: '97', amount: '5', percent: '2.5' }, { kind: 'charge', code: '504', amount: '12' }], extra: { G72: ['504*06***.5*10*CA*1200'] } }] })
  })

  test.each([
    ['one of items straight under the shipment names the order of each (PRF in the item)', ['BSN*00*A-1*20260305*0910', 'HL*1**S', 'HL*2*1*I', 'LIN**BP*R', 'SN1**14*PC', 'PRF*B-1', 'HL*3*1*I', 'LIN**BP*L', 'SN1**15*PC', 'PRF*B-2', 'CTT*2'],
      { lines: [{ buyersItem: 'R', order: 'B-1' }, { buyersItem: 'L', order: 'B-2' }] }],
    ['one of two orders names the order of each line (PRF of the order level)', ['BSN*00*A-1*20260305*0910', 'HL*1**S', 'HL*2*1*O', 'PRF*B-1', 'HL*3*2*I', 'LIN**BP*R', 'SN1**14*PC', 'HL*4*1*O', 'PRF*B-2', 'HL*5*4*I', 'LIN**BP*L', 'SN1**15*PC', 'CTT*5'],
      { lines: [{ buyersItem: 'R', order: 'B-1' }, { buyersItem: 'L', order: 'B-2' }] }],
  ])('of despatch advices, %s', async (_what, segments, expected) => {
    expect((await readAll(x12, x12File(segments, { type: '856', group: 'SH' }))).messages[0]!.document).toMatchObject(expected)
  })

  test('the promised day of a whole 855 is read, and what is changed by an 865 in every code', async () => {
    expect((await readAll(x12, x12File(['BAK*00*AD*1*20260301', 'DTM*017*20260320', 'PO1*1*1*EA*1**VN*A', 'CTT*1'], { type: '855', group: 'PR' }))).messages[0]!.document).toMatchObject({ promisedDelivery: '2026-03-20' })
    const changed = ['BCA*00*AC*1**2*20260301', 'POC*1*CT*60*60*CA*13.65**VN*A', 'POC*2*RS*60*60*CA*13.65**VN*A', 'CTT*2']
    expect((await readAll(x12, x12File(changed, { type: '865', group: 'CA' }))).messages[0]!.document).toMatchObject({ lines: [{ action: 'change' }, { action: 'change' }] })
  })

  test('what stands behind an SLN is said of the part, and not of the line', async () => {
    expect(await line850('PO1*1*1*AS*100*PE*VP*SET', 'PID*F****BOX', 'SLN*1**I*3*EA*20*PE**VP*S1', 'PID*F****RED', 'DTM*002*20260310', 'SLN*2**I*2*EA*20*PE**VP*S2', 'PID*F****BLUE')).toEqual({
      id: '1', quantity: '1', unit: 'AS', price: { amount: '100' }, sellersItem: 'SET', description: 'BOX', extra: { SLN: ['1**I*3*EA*20*PE**VP*S1', '2**I*2*EA*20*PE**VP*S2'], PID: ['F****RED', 'F****BLUE'], DTM: ['002*20260310'] } })
  })

  test('a time zone that is a place is kept beside the date', async () => {
    expect(await order850(['DTM*002*20260310*1430*ET', 'PO1*1*1*EA*1**VN*A'])).toMatchObject({ requestedDelivery: '2026-03-10T14:30', extra: { DTM: ['002*20260310*1430*ET'] } })
    expect((await order850(['DTM*002*20260310*1430*ES', 'PO1*1*1*EA*1**VN*A'])).extra).not.toHaveProperty('DTM')
  })

  test('a date that fills two fields of ours is told once', async () => {
    const text = x12File(['BCH*04*SA*1***PO DATE', 'POC*1*DI*0*1*EA*1**VN*A', 'CTT*1'], { type: '860', group: 'PC' })
    expect((await problemsOf(x12, text)).filter((code) => code.includes('date-unreadable'))).toEqual(['error date-unreadable'])
  })

  test('an ISA of the grocery trade says its ids as GLN where they are some', async () => {
    const { file } = await readAll(x12, x12File(['BEG*00*SA*1**20260301', 'PO1*1*1*EA*1**VN*A'], { isa: ISA.replace('*01*123456789      *', '*08*9254110060     *') }))
    expect(file.interchanges).toMatchObject([{ sender: { scheme: 'ISA:08', value: '9254110060' } }])
  })
})

describe('EDIFACT orders of other partners (R-INT-02)', () => {
  test('a price for information is taken where there is no other, and said; a net one goes before it', async () => {
    const file = edifactFile(['BGM+220+1+9', 'DTM+137:20260301:102', 'LIN+1++A:SA', 'QTY+21:1:PCE', 'PRI+INF:39.9', 'UNS+S'])
    expect((await readAll(edifact, file)).messages[0]!.order!.lines[0]).toMatchObject({ price: { amount: '39.9' } })
    expect(await problemsOf(edifact, file)).toEqual(['note price-gross'])
    expect(await lineOf('LIN+1++A:SA', 'QTY+21:1:PCE', 'PRI+AAE:12', 'PRI+AAA:9')).toMatchObject({ price: { amount: '9' } })
  })

  test('a sub-line is a part of its line, and not ordered besides it', async () => {
    const file = edifactFile(['BGM+220+1+9', 'DTM+137:20260301:102', 'LIN+1++SET:SA', 'QTY+21:1:PCE', 'LIN+2++A:SA+1:1', 'QTY+21:3:PCE', 'LIN+3++B:SA', 'QTY+21:5:PCE', 'UNS+S', 'CNT+2:3'])
    expect((await readAll(edifact, file)).messages[0]!.order!.lines).toMatchObject([{ id: '1', quantity: '1', extra: { LIN: ['2++A:SA+1:1'], QTY: ['21:3:PCE'] } }, { id: '3', quantity: '5' }])
    expect(await problemsOf(edifact, file)).toEqual(['warning sub-line'])
  })

  test('an order whose beginning has no number has that of RFF+ON', async () => {
    const file = edifactFile(['BGM+220++9', 'DTM+137:20260301:102', 'RFF+ON:PO-7', 'LIN+1++A:SA', 'QTY+21:1:PCE', 'UNS+S'])
    expect((await readAll(edifact, file)).messages[0]!.order).toMatchObject({ reference: 'PO-7' })
    expect(await problemsOf(edifact, file)).toEqual([])
    expect(await order(['RFF+ON:PO-7', 'LIN+1++A:SA', 'QTY+21:1:PCE'])).toMatchObject({ reference: '1', extra: { RFF: ['ON:PO-7'] } })
  })

  test('a number with the form and check digit of a GLN is one, where the agency is not named or by its old name', async () => {
    for (const agency of ['', '::EN', '::9']) expect(await order([`NAD+BY+4012345000009${agency}`, 'LIN+1++A:SA', 'QTY+21:1:PCE'])).toMatchObject({ buyer: { identifiers: [{ scheme: 'GLN', value: '4012345000009' }] } })
    expect(await order(['NAD+BY+4012345000008', 'LIN+1++A:SA', 'QTY+21:1:PCE'])).toMatchObject({ buyer: { identifiers: [{ scheme: 'NAD' }] } })
  })

  test('a price per kilogram of a line that is counted in pieces is told', async () => {
    expect(await problemsOf(edifact, edifactFile(['BGM+220+1+9', 'DTM+137:20260301:102', 'LIN+1++A:SA', 'QTY+21:10:PCE', 'PRI+AAA:2.15:::1:KGM', 'UNS+S']))).toEqual(['warning price-unit-differs'])
    expect(await problemsOf(edifact, edifactFile(['BGM+220+1+9', 'DTM+137:20260301:102', 'LIN+1++A:SA', 'QTY+21:10:KGM', 'PRI+AAA:2.15:::1:KGM', 'UNS+S']))).toEqual([])
  })

  test('deliveries of an SCC group are a schedule, whatever their quantity is called', async () => {
    expect(await lineOf('LIN+1++A:SA', 'QTY+21:5:PCE', 'SCC+1', 'QTY+113:3:PCE', 'DTM+2:20260312:102', 'SCC+1', 'QTY+113:2:PCE', 'DTM+2:20260319:102')).toMatchObject({ quantity: '5', schedule: [{ quantity: '3', requestedDelivery: '2026-03-12' }, { quantity: '2', requestedDelivery: '2026-03-19' }] })
  })

  test('what a description describes is kept: author and title of a book', async () => {
    expect(await lineOf('LIN+1++9780306406157:EN', 'IMD+L+010+:::Smith, J.', 'IMD+L+050+:::Women in Khaki', 'QTY+21:4:PCE')).toMatchObject({ description: 'Smith, J. Women in Khaki', extra: { IMD: ['L+010+:::Smith, J.', 'L+050+:::Women in Khaki'] } })
  })

  test('the maker\'s number names the item where nothing else does, and is kept', async () => {
    expect(await lineOf('LIN+1++M-1:MF', 'QTY+21:4:PCE')).toMatchObject({ sellersItem: 'M-1', extra: { LIN: ['M-1:MF'] } })
  })

  test('a party that another one of its role goes before is kept with its numbers', async () => {
    expect(await order(['NAD+DP+4012345000009::9', 'NAD+CN+L3::92++Lager', 'RFF+VA:DE1', 'LIN+1++A:SA', 'QTY+21:4:PCE'])).toMatchObject({ shipTo: { identifiers: [{ value: '4012345000009' }] }, extra: { NAD: ['CN+L3::92++Lager'], RFF: ['VAT:DE1'] } })
  })

  test('the taxes of an invoice are those of its charges, of its lines, and of the whole, each where it stands', async () => {
    const text = edifactFile(['BGM+380+I-1+9', 'DTM+137:20260308:102', 'CUX+2:EUR:4', 'ALC+C+++1+FC', 'MOA+23:120', 'TAX+7+VAT+++:::19+S', 'MOA+124:22.80', 'LIN+1++4006381333931:EN', 'QTY+47:40:PCE', 'MOA+203:2160', 'PRI+AAB:60', 'TAX+7+VAT+++:::21+S', 'MOA+124:453.60',
      'UNS+S', 'CNT+2:1', 'MOA+86:2756.40', 'MOA+176:476.40', 'TAX+7+VAT+++:::19+S', 'MOA+124:22.80', 'TAX+7+VAT+++:::21+S', 'MOA+125:2160', 'MOA+124:453.60'], { type: 'INVOIC' })
    expect((await readAll(edifact, text)).messages[0]!.document).toMatchObject({ tax: '476.4', payable: '2756.4', charges: [{ amount: '120', taxes: [{ percent: '19', amount: '22.8' }] }],
      taxes: [{ percent: '19', amount: '22.8' }, { percent: '21', base: '2160', amount: '453.6' }], lines: [{ grossPrice: { amount: '60' }, taxPercent: '21', taxes: [{ type: 'VAT', percent: '21', amount: '453.6' }] }] })
  })
})

describe('TRADACOMS files of other partners (R-INT-02)', () => {
  const FILE = "STX=ANA:1+5000000000012:STORES+5012345000022:SUPPLIER+260302:130233+7++ORDHDR'BAT=1'MHD=1+ORDHDR:9'TYP=0430+NEW-ORDERS'SDT=5012345000022:30034+SUPPLIER UK+1 ROAD:TOWN:::AB1 2CD+123456789'CDT=5000000000012+STORES+HQ::::X1 1XX+:GB 987'"
    + "FIL=1630+1+260302'MTR=6'MHD=2+ORDERS:9'CLO=5000000000289:89828+EAST DEPOT+2 LANE:VILLAGE::COUNTY:EF3 4GH'ORD=70970:S123:260301+N'DIN=260310++0800'OLD=1+5012345678900:NW9++:K-4711+12+60:720000:KG+25000+++CRUSTY:ROLLS'OLD=2+:NW10++K-5+1+:12500:KG+1234+S'OTR=2'MTR=8'MHD=3+ORDTLR:9'OFT=1'MTR=3'EOB=1'END=3'"

  test('batches around the messages are none of their business', async () => {
    const { file, messages } = await readAll(tradacoms, FILE)
    expect([...file.problems, ...messages.flatMap(({ problems }) => problems)].filter(({ severity }) => severity !== 'note').map(({ code }) => code)).toEqual(['unit-missing'])
    expect(messages.map(({ type, segments }) => `${type} ${segments}`)).toEqual(['ORDHDR 6', 'ORDERS 8', 'ORDTLR 3'])
  })

  test('what the file says of all its orders is with each: VAT numbers, kind and number of the file', async () => {
    expect((await readAll(tradacoms, FILE)).messages[1]!.order).toMatchObject({
      seller: { identifiers: [{ scheme: 'GLN' }, { scheme: 'seller', value: '30034' }, { scheme: 'VAT', value: '123456789' }] }, buyer: { identifiers: [{ scheme: 'GLN' }, { scheme: 'VAT', value: 'GB 987' }] },
      extra: { TYP: ['0430+NEW-ORDERS'], FIL: ['1630+1+260302'], DIN: ['260310++0800'] },
    })
  })

  test('a segment that is missing, too many or of another message is told', async () => {
    const problems = async (from: string, to: string): Promise<string[]> => (await problemsOf(tradacoms, FILE.replace(from, to))).filter((code) => /segment-(missing|order|unknown|too-often)|beginning/.test(code))
    expect(await problems("ORD=70970:S123:260301+N'", '')).toEqual(['warning segment-missing'])
    expect(await problems("OTR=2'", "ILD=1'OTR=2'")).toEqual(['warning segment-unknown'])
    expect(await problems("TYP=0430+NEW-ORDERS'", '')).toEqual(['error beginning-missing'])
    expect(await problems("OTR=2'", "OTR=2'CLO=1'")).toEqual(['warning segment-order'])
    expect(await problems('x', 'x')).toEqual([])
  })

  test('a line is counted in traded units, or by its total measure where there are none', async () => {
    expect((await readAll(tradacoms, FILE)).messages[1]!.order!.lines).toMatchObject([
      { id: '1', quantity: '60', price: { amount: '2.5' }, extra: { unitsInTradedUnit: ['12'], totalMeasure: ['60:720000:KG'] } },
      { id: '2', quantity: '12.5', unit: 'KGM', sourceUnit: 'KG', price: { amount: '0.1234' }, extra: { OLD: ['1234+S'] } }])
  })
})
