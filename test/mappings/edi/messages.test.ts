import { edifact } from '../../../mappings/edi/edifact'
import { x12 } from '../../../mappings/edi/x12'
import { edifactFile, problemsOf, readAll, x12File } from './reading'

/** One sound document of our own for each message: type, functional group, segments, what must come of it. */
const X12: [type: string, group: string, segments: string[], expected: object][] = [
  ['855', 'PR', ['BAK*00*AC*PO-1*20260301*R1***SO-7*20260302', 'CUR*SE*USD', 'N1*BY*Buyer*92*B1', 'PO1*1*120*EA*925*HP*BP*K-1*VP*N-1', 'PID*F****Widget', 'ACK*IB*20*EA*068*20260325', 'ACK*IA*100*EA*068*20260318', 'CTT*1', 'AMT*TT*1110'],
    { number: 'SO-7', order: 'PO-1', release: 'R1', orderedOn: '2026-03-01', issuedOn: '2026-03-02', outcome: 'changed', currency: 'USD', payable: '1110', buyer: { name: 'Buyer' },
      lines: [{ id: '1', quantity: '120', unit: 'EA', price: { amount: '925', base: '100' }, buyersItem: 'K-1', sellersItem: 'N-1', description: 'Widget', outcome: 'backordered', confirmedQuantity: '20', promisedDelivery: '2026-03-25', further: [{ outcome: 'accepted', confirmedQuantity: '100', promisedDelivery: '2026-03-18' }] }] }],
  ['865', 'CA', ['BCA*00*AE*PO-1**2*20260301***SO-7*20260303', 'N1*BY*Buyer*92*B1', 'POC*1*QI*150**EA*4.5*PE*VP*N-1', 'ACK*IA*150*EA', 'CTT*1'],
    { order: 'PO-1', change: '2', number: 'SO-7', outcome: 'changed', orderedOn: '2026-03-01', issuedOn: '2026-03-03', lines: [{ id: '1', action: 'change', quantity: '150', outcome: 'accepted' }] }],
  ['860', 'PC', ['BCH*04*SA*PO-1*R1*2*20260301*****20260303', 'DTM*002*20260320', 'N1*ST*Lager*92*L3', 'POC*1*QI*150*30*EA*450*HP*UP*036000291452', 'POC*2*DI*0*10*CA', 'POC*3*AI*7*7*EA*3.5*PE*VN*NEW', 'DTM*002*20260322', 'CTT*3'],
    { purpose: 'change', order: 'PO-1', release: 'R1', change: '2', orderedOn: '2026-03-01', issuedOn: '2026-03-03', requestedDelivery: '2026-03-20', shipTo: { name: 'Lager' },
      lines: [{ id: '1', action: 'change', quantity: '150', left: '30', unit: 'EA', price: { amount: '450', base: '100' }, standardItem: '036000291452' }, { id: '2', action: 'delete', unit: 'XCS' }, { id: '3', action: 'add', quantity: '7', sellersItem: 'NEW', requestedDelivery: '2026-03-22' }] }],
  ['810', 'IN', ['BIG*20260310*INV-9*20260301*PO-1***DI', 'CUR*SE*USD', 'REF*BM*BOL-1', 'N1*RI*Seller*91*S1', 'N3*1 Road', 'N4*Town*OH*44139', 'ITD*01*3*2**10**30', 'DTM*011*20260308', 'IT1*1*120*EA*9.25*PE*BP*K-1*VP*N-1', 'TXI*ST*12.5*8.25', 'PID*F****Widget', 'SAC*A*C310***500*Z*2.5', 'TDS*111750', 'TXI*ST*12.5', 'CAD*M****UPS', 'SAC*C*D240***2000', 'CTT*1'],
    { number: 'INV-9', issuedOn: '2026-03-10', orderedOn: '2026-03-01', order: 'PO-1', purpose: 'invoice', currency: 'USD', despatch: 'BOL-1', shippedOn: '2026-03-08', payable: '1117.5', tax: '12.5', carrier: 'UPS', remitTo: { name: 'Seller', address: { city: 'Town' } },
      charges: [{ kind: 'charge', code: 'D240', amount: '20' }],
      lines: [{ id: '1', quantity: '120', unit: 'EA', price: { amount: '9.25' }, buyersItem: 'K-1', sellersItem: 'N-1', description: 'Widget', tax: '12.5', taxPercent: '8.25', charges: [{ kind: 'allowance', code: 'C310', amount: '5', percent: '2.5' }] }] }],
  ['856', 'SH', ['BSN*00*ASN-1*20260305*0910*0001', 'HL*1**S', 'TD1*CTN25*3****G*120*LB', 'TD5*B*2*UPSN**UPS', 'REF*BM*BOL-1', 'REF*2I*1Z999', 'DTM*011*20260305', 'N1*ST*Lager*92*L3', 'HL*2*1*O', 'PRF*PO-1***20260301', 'HL*3*2*P', 'MAN*GM*00340123450000000018', 'HL*4*3*I', 'LIN*1*UP*036000291452*VP*N-1', 'SN1*1*60*EA**120*EA', 'PID*F****Widget',
    'HL*5*1*O', 'PRF*PO-2', 'HL*6*5*P', 'MAN*CP*1Z998', 'HL*7*6*I', 'LIN*2*VP*N-2', 'SN1**5*CA', 'REF*LT*LOT-3', 'CTT*7'],
    { number: 'ASN-1', issuedOn: '2026-03-05', shippedOn: '2026-03-05', order: 'PO-1', carrier: 'UPSN', billOfLading: 'BOL-1', tracking: '1Z999', packageCount: '3', weight: '120', shipTo: { name: 'Lager' },
      packages: [{ id: '3', within: '2', order: 'PO-1', sscc: '00340123450000000018' }, { id: '6', within: '5', order: 'PO-2', tracking: '1Z998' }],
      lines: [{ id: '1', order: 'PO-1', level: '4', within: '3', quantity: '60', unit: 'EA', ordered: '120', standardItem: '036000291452', sellersItem: 'N-1', description: 'Widget' }, { id: '2', order: 'PO-2', within: '6', quantity: '5', unit: 'XCS', lot: 'LOT-3' }] }],
  ['820', 'RA', ['BPR*C*1000*C*ACH*CTX*01*021000021*DA*123*1512345678**01*021000089*DA*456*20260330', 'TRN*1*PAY-1', 'CUR*PR*USD', 'N1*PR*Buyer', 'N1*PE*Seller', 'ENT*1', 'RMR*IV*INV-9**900*1000*100', 'REF*PO*PO-1', 'DTM*003*20260310', 'RMR*CM*CR-1**-50', 'ADX*-25*59'],
    { amount: '1000', direction: 'credit', method: 'ACH', paidOn: '2026-03-30', number: 'PAY-1', currency: 'USD', payer: { name: 'Buyer' }, payee: { name: 'Seller' },
      entries: [{ kind: 'invoice', reference: 'INV-9', amount: '900', invoiced: '1000', discount: '100', order: 'PO-1', date: '2026-03-10' }, { kind: 'creditNote', reference: 'CR-1', amount: '-50', adjustments: [{ amount: '-25', reason: '59' }] }] }],
  ['830', 'PS', ['BFR*05**R-17*SH*A*20260301*20260630*20260228***BLANKET-1', 'N1*ST*Werk 3*92*W3', 'LIN*10*BP*P-1*PO*B-77', 'UIT*EA', 'PID*F****Bracket', 'FST*100*C*W*20260309', 'FST*200*D*W*20260316', 'SHP*02*5000*011*20260101**20260225', 'REF*SI*S-1', 'CTT*1'],
    { release: 'R-17', from: '2026-03-01', to: '2026-06-30', issuedOn: '2026-02-28', order: 'BLANKET-1', shipTo: { name: 'Werk 3' },
      lines: [{ id: '10', buyersItem: 'P-1', unit: 'EA', description: 'Bracket', schedule: [{ quantity: '100', firmness: 'firm', requestedDelivery: '2026-03-09' }, { quantity: '200', firmness: 'planned', requestedDelivery: '2026-03-16' }] }] }],
  ['862', 'SS', ['BSS*05*S-1*20260302*SH*20260302*20260306*R-17***B-77', 'N1*ST*Werk 3*92*W3', 'LIN*10*BP*P-1', 'UIT*EA', 'FST*40*C*D*20260303', 'FST*60*C*D*20260304', 'CTT*1'],
    { number: 'S-1', issuedOn: '2026-03-02', from: '2026-03-02', to: '2026-03-06', release: 'R-17', order: 'B-77', lines: [{ id: '10', buyersItem: 'P-1', unit: 'EA', schedule: [{ quantity: '40', requestedDelivery: '2026-03-03' }, { quantity: '60' }] }] }],
  ['846', 'IB', ['BIA*00*SI*INV-1*20260302', 'N1*WH*Lager Nord*92*N1', 'LIN*1*VP*N-1*UP*036000291452', 'PID*F****Widget', 'QTY*33*500*EA', 'QTY*63*120*EA', 'CTT*1'],
    { number: 'INV-1', issuedOn: '2026-03-02', warehouse: { name: 'Lager Nord' }, lines: [{ id: '1', sellersItem: 'N-1', standardItem: '036000291452', available: '500', unit: 'EA', quantities: [{ kind: '33', quantity: '500' }, { kind: '63', quantity: '120' }] }] }],
  ['940', 'OW', ['W05*N*WO-1*PO-1', 'N1*ST*Kunde*92*K3', 'N3*Weg 1', 'N4*Kiel**24103*DE', 'N9*CO*C-1', 'G62*02*20260320', 'NTE*WHI*Fragile', 'W66*PP*M***UPS', 'LX*1', 'W01*12*CA*036000291452*VN*N-1', 'G69*Widget', 'W76*12*120*LB'],
    { number: 'WO-1', order: 'PO-1', shipTo: { name: 'Kunde', address: { city: 'Kiel' } }, requestedDelivery: '2026-03-20', notes: ['Fragile'], carrier: 'UPS', quantity: '12', weight: '120', lines: [{ quantity: '12', unit: 'XCS', standardItem: '036000291452', sellersItem: 'N-1', description: 'Widget' }] }],
  ['945', 'SW', ['W06*F*WO-1*20260305*ASN-1**PO-1', 'N1*ST*Kunde*92*K3', 'G62*11*20260305', 'W27*M*UPSN', 'LX*1', 'MAN*GM*00340123450000000018', 'W12*CC*12*10*2*CA*036000291452*VN*N-1*LOT-3', 'G69*Widget', 'W03*10*100*LB'],
    { number: 'WO-1', issuedOn: '2026-03-05', despatch: 'ASN-1', order: 'PO-1', shippedOn: '2026-03-05', carrier: 'UPSN', packages: ['00340123450000000018'],
      lines: [{ outcome: 'shipped', ordered: '12', quantity: '10', left: '2', unit: 'XCS', standardItem: '036000291452', sellersItem: 'N-1', lot: 'LOT-3', description: 'Widget' }] }],
  ['204', 'SM', ['B2**UPSN**LOAD-1**PP', 'B2A*00*LT', 'L11*PO-1*PO', 'S5*1*LD', 'G62*37*20260305', 'N1*SF*Lager Nord*92*N1', 'N4*Kiel**24103*DE', 'OID*O-1*PO-1', 'S5*2*UL', 'G62*53*20260306', 'N1*ST*Kunde A*92*A1', 'S5*3*UL', 'N1*ST*Kunde B*92*B1', 'L3*1200*G'],
    { carrier: 'UPSN', number: 'LOAD-1', order: 'PO-1', weight: '1200', stops: [{ id: '1', action: 'load', date: '2026-03-05', party: { name: 'Lager Nord', address: { city: 'Kiel' } }, orders: [{ number: 'O-1', order: 'PO-1' }] },
      { id: '2', action: 'unload', party: { name: 'Kunde A' } }, { id: '3', action: 'unload', party: { name: 'Kunde B' } }] }],
  ['210', 'IM', ['B3**FB-1*SH-1*PP**20260310*50000****UPSN', 'C3*USD', 'N9*PO*PO-1', 'N1*CN*Kunde*92*A1', 'LX*1', 'L5*1*Widgets', 'L1*1*100*PH*50000****400', 'L3*1200*G***50000'],
    { number: 'FB-1', shipment: 'SH-1', issuedOn: '2026-03-10', payable: '500', carrier: 'UPSN', currency: 'USD', order: 'PO-1', total: '500', lines: [{ id: '1', description: 'Widgets', amount: '500', code: '400' }] }],
  ['214', 'QM', ['B10*PRO-1*SH-1*UPSN', 'L11*PO-1*PO', 'N1*CN*Kunde*92*A1', 'LX*1', 'AT7*AF*NS***20260305*1200*LT', 'MS1*Kiel*SH*DE', 'AT7*D1*NS***20260306*0900*LT'],
    { tracking: 'PRO-1', shipment: 'SH-1', carrier: 'UPSN', order: 'PO-1', statuses: [{ status: 'AF', reason: 'NS', date: '2026-03-05', city: 'Kiel', country: 'DE' }, { status: 'D1', date: '2026-03-06' }] }],
  ['990', 'GF', ['B1*UPSN*LOAD-1*20260303*A', 'N9*CN*PRO-1'], { carrier: 'UPSN', number: 'LOAD-1', answeredOn: '2026-03-03', outcome: 'accepted' }],
  ['997', 'FA', ['AK1*IN*77', 'AK2*810*0001', 'AK3*IT1*4**8', 'AK4*2*358*1', 'AK5*R*5', 'AK9*R*1*1*0'], { group: 'IN', control: '77', outcome: 'rejected', messages: [{ type: '810', control: '0001', outcome: 'rejected', errors: [{ tag: 'IT1', segment: '4', element: '2', elementCode: '1' }] }] }],
  ['999', 'FA', ['AK1*PR*77*005010', 'AK2*855*0001', 'IK3*PO1*4**8', 'IK4*2*330*1', 'IK5*R*5', 'AK9*R*1*1*0'], { group: 'PR', outcome: 'rejected', messages: [{ errors: [{ tag: 'PO1', segment: '4', element: '2', dataElement: '330' }] }] }],
]

const EDIFACT: [type: string, version: string, segments: string[], expected: object][] = [
  ['ORDRSP', 'D:96A:UN:EAN005', ['BGM+231+SO-7+4', 'DTM+137:20260302:102', 'RFF+ON:PO-1', 'NAD+BY+4012345000009::9', 'CUX+2:EUR:9', 'LIN+1+5+4006381333931:EN', 'PIA+1+K-1:BP+N-1:SA', 'QTY+21:120:PCE', 'QTY+12:100:PCE', 'QTY+83:20:PCE', 'DTM+69:20260318:102', 'PRI+AAA:925:::100:PCE', 'UNS+S', 'CNT+2:1'],
    { number: 'SO-7', order: 'PO-1', outcome: 'changed', issuedOn: '2026-03-02', currency: 'EUR', lines: [{ id: '1', outcome: 'accepted', standardItem: '4006381333931', buyersItem: 'K-1', sellersItem: 'N-1', quantity: '120', unit: 'H87', confirmedQuantity: '100', backordered: '20', promisedDelivery: '2026-03-18', price: { amount: '925', base: '100' } }] }],
  ['ORDCHG', 'D:96A:UN:EAN005', ['BGM+230+CHG-1+4', 'DTM+137:20260303:102', 'DTM+2:20260330:102', 'RFF+ON:PO-1', 'NAD+BY+4012345000009::9', 'LIN+1+3+4006381333931:EN', 'QTY+21:150:PCE', 'DTM+2:20260331:102', 'PRI+AAA:450:::100:PCE', 'LIN+2+2', 'UNS+S', 'CNT+2:2'],
    { number: 'CHG-1', purpose: 'change', order: 'PO-1', requestedDelivery: '2026-03-30', lines: [{ id: '1', action: 'change', quantity: '150', requestedDelivery: '2026-03-31', price: { amount: '450', base: '100' } }, { id: '2', action: 'delete' }] }],
  ['DESADV', 'D:96A:UN:EAN005', ['BGM+351+ASN-1+9', 'DTM+137:20260305:102', 'DTM+11:20260305:102', 'RFF+ON:PO-1', 'NAD+SU+5412345000013::9', 'NAD+DP+4012345000009::9', 'TDT+20++30++:::UPS', 'CPS+1', 'PAC+2++CT', 'CPS+2+1', 'PAC+1++CT', 'PCI+33E', 'GIN+BJ+340123450000000018', 'LIN+1++4006381333931:EN', 'QTY+12:60:PCE', 'GIN+BX+LOT-3', 'CPS+3+1', 'PAC+1++CT', 'LIN+2++4006381333931:EN', 'QTY+12:5:PCE', 'RFF+ON:PO-2', 'CNT+2:2'],
    { number: 'ASN-1', order: 'PO-1', shippedOn: '2026-03-05', carrier: 'UPS', packages: [{ id: '1', quantity: '2' }, { id: '2', within: '1', sscc: '340123450000000018' }, { id: '3', within: '1' }],
      lines: [{ id: '1', within: '2', quantity: '60', unit: 'H87', lot: 'LOT-3' }, { id: '2', within: '3', order: 'PO-2' }] }],
  ['RECADV', 'D:96A:UN:EAN004', ['BGM+632+REC-1+9', 'DTM+137:20260307:102', 'DTM+50:20260306:102', 'RFF+ON:PO-1', 'RFF+AAK:ASN-1', 'NAD+DP+4012345000009::9', 'CPS+1', 'LIN+1++4006381333931:EN', 'QTY+48:58:PCE', 'QTY+195:60:PCE', 'QTY+196:2:PCE', 'CNT+2:1'],
    { number: 'REC-1', order: 'PO-1', despatch: 'ASN-1', receivedOn: '2026-03-06', lines: [{ id: '1', quantity: '58', delivered: '60', damaged: '2' }] }],
  ['INVOIC', 'D:96A:UN:EAN008', ['BGM+380+INV-9+9', 'DTM+137:20260310:102', 'RFF+ON:PO-1', 'RFF+AAK:ASN-1', 'NAD+SU+5412345000013::9', 'NAD+IV+4012345000009::9', 'CUX+2:EUR:4', 'PAT+1', 'DTM+13:20260409:102', 'LIN+1++4006381333931:EN', 'QTY+47:120:PCE', 'MOA+203:1110', 'PRI+AAA:925:::100:PCE', 'TAX+7+VAT+++:::19+S', 'UNS+S', 'CNT+2:1', 'MOA+79:1110', 'MOA+124:210.9', 'MOA+77:1320.9', 'TAX+7+VAT+++:::19+S', 'MOA+125:1110'],
    { kind: 'invoice', number: 'INV-9', issuedOn: '2026-03-10', dueOn: '2026-04-09', order: 'PO-1', despatch: 'ASN-1', currency: 'EUR', lineExtension: '1110', tax: '210.9', payable: '1320.9', taxPercent: '19', billTo: { identifiers: [{ scheme: 'GLN', value: '4012345000009' }] },
      lines: [{ id: '1', quantity: '120', price: { amount: '925', base: '100' }, lineExtension: '1110', taxPercent: '19' }] }],
  ['REMADV', 'D:96A:UN:EAN003', ['BGM+481+PAY-1+9', 'DTM+137:20260330:102', 'DTM+138:20260330:102', 'NAD+PR+4012345000009::9', 'CUX+2:EUR:11', 'DOC+380+INV-9', 'MOA+9:1000', 'MOA+12:900', 'MOA+52:100', 'DTM+171:20260310:102', 'UNS+S', 'MOA+12:900'],
    { number: 'PAY-1', currency: 'EUR', amount: '900', entries: [{ kind: 'invoice', reference: 'INV-9', invoiced: '1000', amount: '900', discount: '100', date: '2026-03-10' }] }],
  ['DELFOR', 'D:97A:UN', ['BGM+241+DF-1+5', 'DTM+137:20260302:102', 'NAD+BY+4012345000009::9', 'NAD+SU+5412345000013::9', 'UNS+D', 'NAD+CN+L3::92', 'LIN+1++P-1:BP', 'LOC+7+GATE-4', 'RFF+ON:B-77', 'QTY+79:5000:PCE', 'SCC+1', 'QTY+1:40:PCE', 'DTM+10:20260309:102', 'SCC+4', 'QTY+1:60:PCE', 'DTM+10:20260316:102', 'UNS+S'],
    { number: 'DF-1', lines: [{ id: '1', buyersItem: 'P-1', order: 'B-77', schedule: [{ quantity: '40', unit: 'H87', requestedDelivery: '2026-03-09' }, { quantity: '60', requestedDelivery: '2026-03-16' }] }] }],
  ['INVRPT', 'D:96A:UN:EAN004', ['BGM+35+IR-1+9', 'DTM+137:20260302:102', 'DTM+366:20260301:102', 'NAD+WH+4012345000009::9', 'LIN+1++4006381333931:EN', 'QTY+145:500:PCE'], { number: 'IR-1', asOf: '2026-03-01', lines: [{ id: '1', quantity: '500' }] }],
  ['IFTSTA', 'D:96A:UN', ['BGM+23+ST-1+9', 'DTM+137:20260305:102', 'NAD+CA+UPSN', 'CNI+1+PRO-1', 'STS+1+21', 'RFF+CN:1Z999', 'DTM+334:20260305:102'], { number: 'ST-1', shipments: [{ number: 'PRO-1', statuses: [{ status: '21', date: '2026-03-05' }], tracking: '1Z999' }] }],
  ['APERAK', 'D:96A:UN', ['BGM+313+A-1+27', 'DTM+137:20260302:102', 'RFF+ON:PO-1', 'NAD+SU+5412345000013::9', 'ERC+12::91', 'FTX+AAO+++Item unknown'], { number: 'A-1', outcome: 'rejected', order: 'PO-1', errors: [{ code: '12', text: 'Item unknown' }] }],
  ['CONTRL', 'D:3:UN', ['UCI+4711+4012345000009:14+5412345000013:14+4', 'UCM+1+INVOIC:D:96A:UN+4', 'UCS+3+15', 'UCD+12+2:1'], { control: '4711', outcome: 'rejected', messages: [{ control: '1', type: 'INVOIC', outcome: 'rejected', errors: [{ segment: '3', code: '15', elementCode: '12', element: '2', component: '1' }] }] }],
]

test.each(X12)('a sound %s says what it is about, line by line, and has no fault (R-INT-02)', async (type, group, segments, expected) => {
  const { messages, file } = await readAll(x12, x12File(segments, { type, group }))
  expect({ problems: [...messages[0]!.problems, ...file.problems], document: messages[0]!.document }).toEqual({ problems: [], document: expect.objectContaining({}) as object })
  expect(messages[0]!.document).toMatchObject(expected)
})

test.each(EDIFACT)('a sound %s says what it is about, line by line, and has no fault (R-INT-02)', async (type, version, segments, expected) => {
  const { messages, file } = await readAll(edifact, edifactFile(segments, { type, version }))
  expect([...messages[0]!.problems, ...file.problems]).toEqual([])
  expect(messages[0]!.document).toMatchObject(expected)
})

test.each(X12)('a %s without its beginning, or with a segment of another message, is not sound', async (type, group, segments) => {
  expect(await problemsOf(x12, x12File(segments.slice(1), { type, group }))).toContain('error beginning-missing')
  expect(await problemsOf(x12, x12File([...segments.slice(0, 2), 'ZQZ*1', ...segments.slice(2)], { type, group }))).toEqual(['warning segment-unknown'])
  expect(await problemsOf(x12, x12File([...segments, segments[0]!], { type, group }))).toContain('warning segment-order')
})

test.each(EDIFACT)('a %s without its beginning, or with a segment of another message, is not sound', async (type, version, segments) => {
  expect(await problemsOf(edifact, edifactFile(segments.slice(1), { type, version }))).toContain('error beginning-missing')
  expect(await problemsOf(edifact, edifactFile([...segments.slice(0, 2), 'ZQZ+1', ...segments.slice(2)], { type, version }))).toEqual(['warning segment-unknown'])
  expect(await problemsOf(edifact, edifactFile([...segments, segments[0]!], { type, version }))).toContain('warning segment-order')
})

test('what no field takes of a message stays with its line or document', async () => {
  const left = async (type: string, group: string, segments: string[]): Promise<unknown> => (await readAll(x12, x12File(segments, { type, group }))).messages[0]!.document
  expect(await left('810', 'IN', ['BIG*20260310*INV-9', 'REF*ZZ*X', 'IT1*1*1*EA*1*PE*VP*N-1*ZZ*odd', 'PAM***1*5', 'TDS*100*90'])).toMatchObject({ extra: { REF: ['ZZ*X'], TDS: ['100*90'] }, lines: [{ extra: { IT1: ['ZZ*odd'], PAM: ['**1*5'] } }] })
})

test('a CONTRL of syntax 4 names its own version, and says that it was received', async () => {
  const text = edifactFile(['UCI+4711+4012345000009:14+5412345000013:14+8'], { type: 'CONTRL', version: '4:1:UN' })
  expect((await readAll(edifact, text)).messages).toMatchObject([{ problems: [], document: { control: '4711', outcome: 'received' } }])
})

test('a TA1 is read as the answer that it is (R-INT-02)', async () => {
  const [isa = ''] = x12File([]).split('~\n')
  const { messages, file } = await readAll(x12, `${isa}~TA1*000000904*260301*0910*R*024~IEA*0*000000905~`)
  expect(file.problems).toEqual([])
  expect(messages).toMatchObject([{ type: 'TA1', control: '000000904', problems: [], document: { control: '000000904', outcome: 'rejected', code: '024', sentOn: '2026-03-01' } }])
})

test.each(['utf-16le', 'utf-16be'] as const)('a document in %s is read, with or without its mark', async (encoding) => {
  const wide = (text: string): Buffer => (encoding === 'utf-16le' ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'utf16le').swap16())
  const text = x12File(['BEG*00*SA*PO-1**20260301', 'PO1*1*5*EA*7*PE*VP*A', 'PID*F****Größe', 'CTT*1'])
  for (const mark of ['', '\ufeff']) {
    const { messages, file } = await readAll(x12, wide(mark + text), {}, 101)
    expect(x12.sniff(wide(mark + text), 'x')).toBe(1)
    expect(file.problems.map(({ code }) => code)).toContain('utf-16')
    expect(messages[0]!.order).toMatchObject({ reference: 'PO-1', lines: [{ id: '1', description: 'Größe' }] })
  }
})
