import { edifact } from '../../../mappings/edi/edifact'
import { tradacoms } from '../../../mappings/edi/tradacoms'
import { x12 } from '../../../mappings/edi/x12'
import { type Reader } from '../../../mappings/document'
import { edifactFile, ISA, readAll, x12File } from './reading'

/** What is told of check digits: severity, code, where, and the number. */
async function told(reader: Reader, text: string): Promise<string[]> {
  const { messages, file } = await readAll(reader, text)
  return [...messages.flatMap(({ problems }) => problems), ...file.problems].filter(({ code }) => /check-digit|gln/.test(code))
    .map(({ severity, code, tag, element, component, text: found }) => `${severity} ${code} ${[tag, element, component].filter((place) => place !== undefined).join('.')} ${found ?? ''}`)
}

describe('the check digit of an SSCC', () => {
  const despatch = (...gin: string[]): string => edifactFile(['BGM+351+ASN-1+9', 'DTM+137:20260305:102', 'CPS+1', 'PAC+1++CT', 'PCI+33E', ...gin, 'LIN+1++4006381333931:EN', 'QTY+12:60:PCE'], { type: 'DESADV' })
  const notice = (...man: string[]): string => x12File(['BSN*00*ASN-1*20260305*0910*0001', 'HL*1**S', 'HL*2*1*O', 'PRF*PO-1', 'HL*3*2*P', ...man, 'HL*4*3*I', 'LIN*1*VP*N-1', 'SN1**5*CA', 'CTT*4'], { type: '856', group: 'SH' })

  test.each([
    ['one', ['GIN+BJ+340123450000000017'], []], ['one by its other qualifier', ['GIN+AW+340123450000000018'], ['warning sscc-check-digit GIN.2.1 340123450000000018']],
    ['a range and one behind it', ['GIN+BJ+340123450000000017:340123450000000025+340123450000000031'], ['warning sscc-check-digit GIN.2.2 340123450000000025']],
    ['one that is too short', ['GIN+BJ+34012345000000001'], ['warning sscc-check-digit GIN.2.1 34012345000000001']],
    ['one that is no number', ['GIN+BJ+34012345000000001A'], ['warning sscc-check-digit GIN.2.1 34012345000000001A']],
    ['another kind of number', ['GIN+BN+340123450000000018'], []],
  ])('in a DESADV: %s', async (_name, gin, expected) => {
    expect(await told(edifact, despatch(...gin))).toEqual(expected)
  })

  test.each([
    ['one', ['MAN*GM*340123450000000017'], []], ['one with its application identifier', ['MAN*GM*00340123450000000017'], []],
    ['a wrong one with its application identifier', ['MAN*GM*00340123450000000018'], ['warning sscc-check-digit MAN.2 00340123450000000018']],
    ['one behind another application identifier', ['MAN*GM*01340123450000000017'], ['warning sscc-check-digit MAN.2 01340123450000000017']],
    ['a range and a second pair', ['MAN*AA*340123450000000017*340123450000000018*GM*340123450000000019'], ['warning sscc-check-digit MAN.3 340123450000000018', 'warning sscc-check-digit MAN.5 340123450000000019']],
    ['the number of a carrier', ['MAN*CP*340123450000000018'], []],
  ])('in an 856: %s', async (_name, man, expected) => {
    expect(await told(x12, notice(...man))).toEqual(expected)
  })

  test('the number is kept as it came, and the package with it', async () => {
    const { messages } = await readAll(x12, notice('MAN*GM*340123450000000018'))
    expect(messages[0]!.document).toMatchObject({ packages: [{ sscc: '340123450000000018' }], lines: [{ within: '3' }] })
  })
})

describe('the check digit of a GLN', () => {
  const order = (...segments: string[]): string => edifactFile(['BGM+220+1+9', 'DTM+137:20260301:102', ...segments, 'LIN+1++A:SA', 'QTY+21:1:PCE', 'UNS+S'])

  test.each([
    ['of a party', ['NAD+BY+4012345000008::9'], ['warning gln-check-digit NAD.2.1 4012345000008']],
    ['of a party that the order does not know', ['NAD+UC+4012345000008::9'], ['warning gln-check-digit NAD.2.1 4012345000008']],
    ['of a place', ['NAD+DP+4012345000009::9', 'LOC+7+4012345000008::9'], ['warning gln-check-digit LOC.2.1 4012345000008']],
    ['of a place by another list', ['LOC+7+4012345000008::92', 'NAD+DP+4012345000009::9'], []],
  ])('in an EDIFACT order: %s', async (_name, segments, expected) => {
    expect(await told(edifact, order(...segments))).toEqual(expected)
  })

  test('of the parties of a list', async () => {
    expect(await told(edifact, edifactFile(['BGM+23+ST-1+9', 'DTM+137:20260305:102', 'NAD+CA+4012345000008::9', 'CNI+1+PRO-1', 'STS+1+21', 'DTM+334:20260305:102'], { type: 'IFTSTA' }))).toEqual(['warning gln-check-digit NAD.2.1 4012345000008'])
    expect(await told(x12, x12File(['B2**UPSN**LOAD-1**PP', 'B2A*00*LT', 'S5*1*LD', 'N1*SF*Lager*UL*4012345000008', 'L3*1*G'], { type: '204', group: 'SM' }))).toEqual(['warning gln-check-digit N1.4 4012345000008'])
  })

  test('of sender and receiver is a note: they are known by what they have agreed on, and an answer does not tell of it each time', async () => {
    expect(await told(edifact, edifactFile(['BGM+220+1+9', 'LIN+1++A:SA']).replace('4012345000009:14', '4012345000008:14').replace('5412345000013:14', 'LAGER:14'))).toEqual(['note envelope-gln UNB.2.1 4012345000008', 'note envelope-gln UNB.3.1 LAGER'])
    expect(await told(x12, x12File(['BEG*00*SA*1**20260301', 'PO1*1*5*EA*7*PE*VP*A', 'CTT*1'], { isa: ISA.replace('01*123456789      ', '07*4012345000008  ') }))).toEqual(['note envelope-gln ISA.6 4012345000008'])
  })

  test('in a TRADACOMS file', async () => {
    const file = "STX=ANA:1+5012345000014:STORES+5098765000019:MAKER+260302:091000+31+PW+ORDHDR+B'MHD=1+ORDHDR:9'TYP=0430+NEW'SDT=5098765000018'CDT=5012345000015'FIL=31+1+260302'MTR=6'"
      + "MHD=2+ORDERS:9'CLO=5012345000021'ORD=70970::260301'OLD=1+5012345678900:NW9++:K-4711+12+60+25000'OTR=1'MTR=6'MHD=3+ORDTLR:9'OFT=1'MTR=3'END=3'"
    expect(await told(tradacoms, file)).toEqual(['warning gln-check-digit SDT.1.1 5098765000018', 'warning gln-check-digit CLO.1.1 5012345000021', 'note envelope-gln STX.2.1 5012345000014'])
  })
})
