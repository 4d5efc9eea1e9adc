import { type Reader } from '../../../mappings/document'
import { edifact } from '../../../mappings/edi/edifact'
import { tradacoms } from '../../../mappings/edi/tradacoms'
import { x12 } from '../../../mappings/edi/x12'
import { edifactFile, readAll, x12File } from './reading'
import { EDIFACT, X12 } from './samples'

const X12_ORDER = ['BEG*00*SA*PO-1*R1*20260301', 'CUR*BY*USD', 'REF*DP*017', 'PER*BD*Anna*TE*5550100', 'FOB*CC*OR*Dock', 'ITD*01*3*2**10**30', 'DTM*002*20260320', 'TD5*B*2*UPSN**UPS', 'N9*L1*note', 'MSG*Call first',
  'N1*ST*Lager*92*L3', 'N2*Second name', 'N3*Weg 1', 'N4*Kiel*SH*24103*DE', 'PO1*1*5*EA*7*PE*VP*A*BP*B-1', 'PID*F****Text', 'SAC*C*D240***500', 'SCH*5*EA***002*20260320', 'CTT*1', 'AMT*TT*35']
const EDIFACT_ORDER = ['BGM+220+1+9', 'DTM+137:20260302:102', 'DTM+2:20260317:102', 'FTX+AAI+++Call first', 'RFF+CT:C-1', 'NAD+BY+4012345000009::9++Name+Street 1+Kiel++24103+DE', 'CTA+OC+:Anna', 'COM+5550100:TE', 'CUX+2:EUR:9', 'PAT+1++5:3:D:30',
  'TOD+3++EXW', 'LIN+1++A:SA', 'PIA+1+B-1:BP', 'IMD+F++:::Text', 'QTY+21:1:PCE', 'DTM+2:20260318:102', 'MOA+203:7', 'PRI+AAA:7:::1:PCE', 'RFF+ON:X', 'UNS+S', 'CNT+2:1']
const TRADACOMS_ORDER = ['CLO=5000000000289:89828+EAST DEPOT', 'ORD=70970::260301', 'DIN=260309++CALL FIRST', 'OLD=1+5012345678900:NW9++:K-4711+12+60+25000+++CRUSTY ROLLS', 'OTR=1']
const tradacomsFile = (segments: string[]): string => ["STX=ANA:1+5000000000012:STORES+5012345000020:SUPPLIER+260302:130233+7++ORDHDR'", "MHD=1+ORDHDR:9'", "TYP=0430+NEW-ORDERS'", "SDT=5012345000020:30034'", "CDT=5000000000012'", "FIL=1630+1+260302'", "MTR=6'",
  "MHD=2+ORDERS:9'", ...segments.map((segment) => `${segment}'`), `MTR=${segments.length + 2}'`, "MHD=3+ORDTLR:9'", "OFT=1'", "MTR=3'", "END=3'", ''].join('\n')

/** Values that only say once more what stands beside them: another one there changes nothing for the order. */
const SAYS_NOTHING_NEW = new Set([
  // whose currency it is; how a text is told; what kind of note; what a contact does; the party's part at a stop, which its action says
  'CUR 1.1', 'IMD 1.1', 'FTX 1.1', 'CTA 1.1', 'N1 1.1 of 204',
])

interface Sample { name: string; reader: Reader; segments: string[]; file: (segments: string[]) => string; marks: [element: string, component: string] }

const SAMPLES: Sample[] = [
  { name: '850', reader: x12, segments: X12_ORDER, file: (segments) => x12File(segments), marks: ['*', '>'] },
  { name: 'ORDERS', reader: edifact, segments: EDIFACT_ORDER, file: (segments) => edifactFile(segments), marks: ['+', ':'] },
  { name: 'ORDERS of TRADACOMS', reader: tradacoms, segments: TRADACOMS_ORDER, file: tradacomsFile, marks: ['+', ':'] },
  ...X12.map(([type, group, segments]): Sample => ({ name: type, reader: x12, segments, file: (changed) => x12File(changed, { type, group }), marks: ['*', '>'] })),
  ...EDIFACT.map(([type, version, segments]): Sample => ({ name: type, reader: edifact, segments, file: (changed) => edifactFile(changed, { type, version }), marks: ['+', ':'] })),
]

// whatever stands in a message is said of it, kept with it or told as a problem: another value makes another result
test.each(SAMPLES)('no value of a $name is dropped in silence (R-INT-02)', async ({ name, reader, segments, file, marks }) => {
  const before = await said(reader, file(segments))
  const dropped: string[] = []
  for (const [place, segment] of segments.entries()) {
    for (const { at, changed } of changes(segment, marks)) {
      const where = `${segment.slice(0, segment.search(/[^A-Z0-9]/))} ${at}`
      if (SAYS_NOTHING_NEW.has(where) || SAYS_NOTHING_NEW.has(`${where} of ${name}`)) continue
      if (await said(reader, file(segments.with(place, changed))) === before) dropped.push(`${where}: ${segment} as ${changed}`)
    }
  }
  expect(dropped).toEqual([])
})

async function said(reader: Reader, content: string): Promise<string> {
  const { messages, file } = await readAll(reader, content)
  return JSON.stringify([messages.map(({ order, document, problems }) => ({ order, document, problems })), file.problems])
}

/** The segment with one of its values changed, each in turn. */
function* changes(segment: string, [element, component]: [string, string]): Generator<{ at: string; changed: string }> {
  const [start] = segment.includes('=') ? [segment.indexOf('=') + 1] : [segment.indexOf(element) + 1]
  const elements = segment.slice(start).split(element)
  for (const [e, whole] of elements.entries()) {
    const components = whole.split(component)
    for (const [c, value] of components.entries()) {
      if (value === '') continue
      const other = /^[\d.]+$/.test(value) ? (value === '79' ? '31' : '7919'.slice(0, Math.max(2, value.length))) : 'QZQ'.slice(0, Math.max(2, value.length))
      yield { at: `${e + 1}.${c + 1}`, changed: segment.slice(0, start) + elements.with(e, components.with(c, other).join(component)).join(element) }
    }
  }
}
