import fc from 'fast-check'
import { acknowledge, type Acknowledgement } from '../../../mappings/edi/acknowledge'
import { edifact } from '../../../mappings/edi/edifact'
import { x12 } from '../../../mappings/edi/x12'
import { edifactFile, ISA, readAll, x12File } from './reading'

async function* source(text: string): AsyncIterable<Buffer> {
  yield Buffer.from(text, 'latin1')
}

/** The segments of the answer, without its envelope. */
async function answer(text: string, as: Acknowledgement): Promise<string[]> {
  const [first = ''] = await acknowledge(source(text), { file: 'in.edi', as, at: '2026-03-02T10:11', control: () => 31 })
  if (first !== '') {
    const { messages, file } = await readAll(as === 'CONTRL' ? edifact : x12, first)
    expect({ first, problems: [...messages.flatMap(({ problems }) => problems), ...file.problems.filter(({ severity }) => severity !== 'note')] }).toEqual({ first, problems: [] })
  }
  return first.split(/[~'\n]+/).filter((segment) => /^(AK|IK|CTX|TA1|UC)/.test(segment))
}

const SOUND = ['BEG*00*SA*4500017**20260301', 'PO1*1*5*EA*7*PE*VP*A', 'CTT*1']

test('a sound 850 is accepted by a 997 with its control numbers (R-INT-02)', async () => {
  expect(await answer(x12File(SOUND), '997')).toEqual(['AK1*PO*77', 'AK2*850*0001', 'AK5*A', 'AK9*A*1*1*1'])
  expect(await answer(x12File(SOUND), '999')).toEqual(['AK1*PO*77*004010', 'AK2*850*0001', 'IK5*A', 'AK9*A*1*1*1'])
  expect(await answer(x12File(SOUND), 'TA1')).toEqual(['TA1*000000905*260302*0910*A*000'])
})

test('the acknowledgement goes back to the sender', async () => {
  const [text] = await acknowledge(source(x12File(SOUND)), { file: 'in.edi', as: '997', at: '2026-03-02T10:11', control: () => 31 })
  expect(text!.split('~')[0]).toBe('ISA*00*          *00*          *ZZ*NORDWERK       *01*123456789      *260302*1011*U*00401*000000031*0*P*>')
  expect(text!.split('~')[1]).toBe('GS*FA*SELLERAPP*BUYERAPP*20260302*1011*31*X*004010')
})

test.each([
  ['an element of the wrong type', ['BEG*00*SA*4500017**20260301', 'PO1*1*X5*EA*7*PE*VP*A', 'CTT*1'], ['AK3*PO1*3**8', 'AK4*2*330*6*X5'], 'R'],
  ['a mandatory element missing', ['BEG*00**4500017**20260301', ...SOUND.slice(1)], ['AK3*BEG*2**8', 'AK4*2*92*1'], 'E'],
  ['a pair that is not whole', ['BEG*00*SA*4500017**20260301', 'PO1*1*5*EA*7*PE*VP', 'CTT*1'], ['AK3*PO1*3**8', 'AK4*7*234*2'], 'E'],
  ['an unknown segment', [...SOUND.slice(0, 2), 'XYZ*1', 'CTT*1'], ['AK3*XYZ*4**6'], 'E'],
  ['a segment in the wrong place', [SOUND[0]!, SOUND[1]!, 'CTT*1', 'FOB*PP'], ['AK3*FOB*5**7'], 'E'],
  ['no beginning segment', SOUND.slice(1), ['AK3*BEG*2**3'], 'R'],
])('%s is named with its position by the 997', async (_what, segments, expected, status) => {
  const found = await answer(x12File(segments), '997')
  for (const segment of expected) expect(found).toContain(segment)
  expect(found.find((segment) => segment.startsWith('AK5'))).toMatch(new RegExp(`^AK5\\*${status}\\*5`))
  expect(found.at(-1)).toBe(`AK9*${status}*1*1*${status === 'R' ? 0 : 1}`)
})

test('a 999 names the line by its own number, and what calls for an element that is missing', async () => {
  const found = await answer(x12File(['BEG*00*SA*4500017**20260301', 'PO1*10*5*EA*7*PE*VP', 'PO1*20*X*EA*7*PE*VP*B', 'CTT*2']), '999')
  expect(found).toEqual(['AK1*PO*77*004010', 'AK2*850*0001', 'IK3*PO1*3**8', 'CTX*PO101>10', 'IK4*7*234*2', 'CTX*SITUATIONAL TRIGGER*PO1*3**6*235', 'IK3*PO1*4**8', 'CTX*PO101>20', 'IK4*2*330*6*X', 'IK5*R*5', 'AK9*R*1*1*0'])
})

test('an element with two faults is named once, by the worse of them, and its repetition where it has some', async () => {
  const file = x12File(['BEG*00*SA*4500017**2026030145', 'PO1*1*5*EA*7*PE*VP*A', 'CTT*1'])
  expect((await answer(file, '997')).filter((segment) => /^AK[34]/.test(segment))).toEqual(['AK3*BEG*2**8', 'AK4*5*373*8*2026030145'])
  const repeated = x12File(['BEG*00*SA*4500017**20260301', 'PO1*1*5^7*EA*7*PE*VP*A', 'CTT*1']).replace('*U*00401*', '*^*00501*')
  expect((await answer(repeated, '999')).filter((segment) => segment.startsWith('IK4'))).toEqual(['IK4*2>>2*330*12*7', 'IK4*2*330*6*5^7'])
  expect((await answer(repeated, '997')).filter((segment) => segment.startsWith('AK4'))).toEqual(['AK4*2*330*6*5^7'])
})

test('counts and control numbers that are wrong have their codes in AK5, AK9 and TA1', async () => {
  const text = x12File(SOUND).replace('SE*5*0001', 'SE*6*0002').replace('GE*1*77', 'GE*2*78').replace('IEA*1*000000905', 'IEA*1*000000906')
  expect(await answer(text, '997')).toEqual(['AK1*PO*77', 'AK2*850*0001', 'AK5*E*3*4', 'AK9*E*2*1*1*4*5'])
  expect(await answer(text, 'TA1')).toEqual(['TA1*000000905*260302*0910*E*001'])
})

test('one bad transaction set does not take the others with it', async () => {
  const good = x12File(SOUND)
  const text = good.replace('GE*1*77', `ST*850*0002~\n${SOUND.slice(1).join('~\n')}~\nSE*4*0002~\nGE*2*77`)
  const { messages } = await readAll(x12, text)
  expect(messages.map(({ problems }) => problems.some(({ severity }) => severity === 'error'))).toEqual([false, true])
  expect((await answer(text, '997')).filter((segment) => /^AK[59]/.test(segment))).toEqual(['AK5*A', 'AK5*R*5', 'AK9*P*2*2*1'])
})

test.each([
  ['an unknown version', (text: string) => text.replace('*X*004010', '*X*QRS'), ['AK5*E', 'AK9*E*1*1*1*2']],
  ['a transaction set that is not read', (text: string) => text.replace('ST*850*', 'ST*753*').replace('GS*PO*', 'GS*RF*'), ['AK5*E*1', 'AK9*E*1*1*1']],
  ['an order in a group of invoices', (text: string) => text.replace('GS*PO*', 'GS*IN*'), ['AK5*E*18', 'AK9*E*1*1*1']],
  ['bytes behind the last segment', (text: string) => `${text}-- sent by our gateway --`, ['AK5*A', 'AK9*E*1*1*1']],
  ['no trailer of the interchange', (text: string) => text.slice(0, text.indexOf('IEA')), ['AK5*A', 'AK9*E*1*1*1']],
])('%s is never accepted without a word', async (_what, damage, expected) => {
  expect((await answer(damage(x12File(SOUND)), '997')).filter((segment) => /^AK[59]/.test(segment))).toEqual(expected)
})

test('whatever the profile of a partner demands and his order does not say is rejected with the line that lacks it', async () => {
  const [text] = await acknowledge(source(x12File(SOUND)), { file: 'in.edi', as: '997', at: '2026-03-02T10:11', control: () => 31, profile: () => ({ required: ['lines.buyersItem'] }) })
  expect(text).toContain('AK3*PO1*3**8~AK5*R*5~AK9*R*1*1*0~')
})

/** Sound orders of both standards, with what can be done to a segment of them. */
const damaged = fc.constantFrom(
  ['997' as const, x12File(['BEG*00*SA*4500017**20260301', 'N1*ST*Lager*92*L3', 'PO1*1*5*EA*7*PE*VP*A', 'PO1*2*5*EA*7*PE*VP*B', 'CTT*2'])] as const,
  ['999' as const, x12File(['BEG*00*SA*4500017**20260301', 'DTM*002*20260310', 'PO1*1*5*EA*7*PE*VP*A', 'CTT*1'])] as const,
  ['CONTRL' as const, edifactFile(['BGM+220+1+9', 'DTM+137:20260301:102', 'NAD+BY+4012345000009::9', 'LIN+1++A:SA', 'QTY+21:1:EA', 'UNS+S', 'CNT+2:1'])] as const,
).chain(([as, text]) => fc.array(fc.tuple(fc.constantFrom('drop', 'double', 'swap', 'cut', 'type'), fc.nat(15), fc.nat(6), fc.constantFrom('', 'X', '-1', '99999999999999999999', 'A^B', '20261399')), { minLength: 1, maxLength: 3 }).map((faults) => {
  const lines = text.split('\n').filter((line) => line !== '')
  for (const [fault, at, element, value] of faults) {
    const i = 1 + at % (lines.length - 1)
    if (fault === 'drop') lines.splice(i, 1)
    else if (fault === 'double') lines.splice(i, 0, lines[i]!)
    else if (fault === 'swap') [lines[i], lines[1]] = [lines[1]!, lines[i]!]
    else if (fault === 'cut') lines.length = i
    else lines[i] = (lines[i] ?? '').split(/([*+])/).map((part, n) => (n === element * 2 ? value + (part.match(/[~']$/)?.[0] ?? '') : part)).join('')
    if (lines.length < 3) break
  }
  return [as, lines.join('\n')] as const
}))

test('no document with an error in it is accepted plainly, whatever the error (fast-check)', async () => {
  await fc.assert(fc.asyncProperty(damaged, async ([as, text]) => {
    const { messages, file } = await readAll(as === 'CONTRL' ? edifact : x12, text)
    const answers = await acknowledge(source(text), { file: 'in.edi', as, at: '2026-03-02T10:11', control: () => 31 })
    const isBad = ({ severity }: { severity: string }): boolean => severity === 'error' || severity === 'fatal'
    const isTold = ({ severity }: { severity: string }): boolean => severity !== 'note'
    const said = answers.join('')
    const verdicts = [...said.matchAll(/(?:[AI]K5\*(\w)|UCM\+[^']*?\+([478])(?=[+']))/g)].map(([, x = '', e = '']) => x || e)
    if (answers.length === 0) return
    // what stands in no group with a number is answered by a TA1 only
    const said997 = [...said.matchAll(/AK2\*\w*\*?(\w*)/g)].length
    const mine = messages.filter(({ type }) => type !== 'TA1')
    if (as !== 'CONTRL' && said997 !== mine.length) return expect((await acknowledge(source(text), { file: 'in.edi', as: 'TA1', at: '2026-03-02T10:11', control: () => 31 })).join('')).not.toMatch(/TA1\*[^~]*\*A\*/)
    // what stands outside of any interchange is told with the one before it
    if (verdicts.length !== mine.length) return expect({ text, said }).toMatchObject({ said: expect.stringMatching(/UCI\+[^']*\+(?:4|7)\+\d/) as string })
    mine.forEach(({ problems }, i) => {
      if (problems.some(isBad)) expect({ text, said, verdict: verdicts[i] }).toEqual({ text, said, verdict: as === 'CONTRL' ? '4' : 'R' })
      else if (problems.some(isTold) && as !== 'CONTRL') expect({ text, said, verdict: verdicts[i] }).toEqual({ text, said, verdict: 'E' })
    })
    if (as !== 'CONTRL') return file.problems.some(isTold) ? expect({ text, said }).not.toMatchObject({ said: expect.stringMatching(/AK9\*A/) as string }) : undefined
    if ([...mine.flatMap(({ problems }) => problems), ...file.problems].some(isTold)) expect({ text, said }).toMatchObject({ said: expect.stringMatching(/UC[SD]\+|UCM\+[^']*\+[47]\+\d|UCI\+[^']*\+(?:4|7\+\d)/) as string })
  }), { numRuns: 400 })
})

test('a file that is cut off is rejected by 997 and TA1', async () => {
  const text = x12File(SOUND)
  const cut = text.slice(0, text.indexOf('CTT'))
  expect((await answer(cut, '997')).filter((segment) => /^AK[59]/.test(segment))).toEqual(['AK5*R*2', 'AK9*R*1*1*0*3'])
  expect((await answer(cut, 'TA1'))[0]).toMatch(/\*R\*023$/)
})

test('an acknowledgement is never acknowledged', async () => {
  const [sent] = await acknowledge(source(x12File(SOUND)), { file: 'in.edi', as: '997', at: '2026-03-02T10:11', control: () => 31 })
  expect(await acknowledge(source(sent!), { file: '997.edi', as: '997', at: '2026-03-02T10:12', control: () => 32 })).toEqual([])
  const [contrl] = await acknowledge(source(edifactFile(['BGM+220+1+9', 'DTM+137:20260301:102', 'LIN+1++A:SA', 'QTY+21:1:EA', 'UNS+S'])), { file: 'in', as: 'CONTRL', at: '2026-03-02T10:11', control: () => 31 })
  expect(await acknowledge(source(contrl!), { file: 'contrl', as: 'CONTRL', at: '2026-03-02T10:12', control: () => 32 })).toEqual([])
  expect(await acknowledge(source(`${ISA}~IEA*0*000000905~`), { file: 'in.edi', as: 'TA1', at: '2026-03-02T10:11', control: () => 31 })).toEqual([])
})

test('a CONTRL accepts what is sound, names faults by segment and element, and rejects what cannot be an order', async () => {
  const sound = ['BGM+220+1+9', 'DTM+137:20260301:102', 'LIN+1++A:SA', 'QTY+21:1:EA', 'UNS+S']
  expect(await answer(edifactFile(sound), 'CONTRL')).toEqual(['UCI+4711+4012345000009:14+5412345000013:14+7', 'UCM+1+ORDERS:D:96A:UN:EAN008+7'])
  const tooLong = sound.map((segment) => segment.replace('LIN+1++', 'LIN+1+FAR+').replace('+FAR+', '+FAROFF+'))
  expect(await answer(edifactFile(tooLong), 'CONTRL')).toEqual(['UCI+4711+4012345000009:14+5412345000013:14+7', 'UCM+1+ORDERS:D:96A:UN:EAN008+7', 'UCS+4', 'UCD+39+3'])
  const unreadable = sound.map((segment) => segment.replace('QTY+21:1', 'QTY+21:1X'))
  expect((await answer(edifactFile(unreadable), 'CONTRL')).slice(1)).toEqual(['UCM+1+ORDERS:D:96A:UN:EAN008+4', 'UCS+4+13', 'UCS+5', 'UCD+37+2:2'])
  expect((await answer(edifactFile(sound).replace('UNT+7+1', 'UNT+9+1'), 'CONTRL'))[1]).toBe('UCM+1+ORDERS:D:96A:UN:EAN008+7+29+UNT+2')
})

test.each([
  ['261328', '014'], ['*2599*', '015'], ['*X9*', '005'], ['*ABCDE*', '017'], ['*0*Q*', '020'], ['*7*P*', '019'],
] as const)('a header with %s in place of what is right is not accepted without a word: TA1 says %s', async (wrong, code) => {
  const right = new Map([['261328', '260302'], ['*2599*', '*0910*'], ['*X9*', '*01*'], ['*ABCDE*', '*00401*'], ['*0*Q*', '*0*P*'], ['*7*P*', '*0*P*']]).get(wrong)!
  const file = x12File(SOUND, { isa: ISA.replace(right, wrong) })
  expect((await acknowledge(source(file), { file: 'in.edi', as: 'TA1', at: '2026-03-02T10:11', control: () => 31 })).join('')).toContain(`*E*${code}~`)
  expect((await acknowledge(source(file), { file: 'in.edi', as: '997', at: '2026-03-02T10:11', control: () => 31 })).join('')).toContain('AK9*E*1*1*1')
})

test('a sender that is blank is missing', async () => {
  const file = x12File(SOUND, { isa: ISA.replace('123456789', '         ') })
  expect((await readAll(x12, file)).file.problems).toMatchObject([{ code: 'element-missing', tag: 'ISA', element: 6 }])
  expect((await acknowledge(source(file), { file: 'in.edi', as: 'TA1', at: '2026-03-02T10:11', control: () => 31 })).join('')).toContain('TA1*000000905*260302*0910*E*006~')
})

test('wrong dates and times, elements that exclude each other, control characters and repetitions have their own codes', async () => {
  const inside = async (segment: string, as: '997' | '999' = '997'): Promise<string[]> => (await answer(x12File([SOUND[0]!, segment, ...SOUND.slice(1)]), as)).filter((one) => /^[AI]K4/.test(one))
  expect(await inside('DTM*010*2026AB01')).toEqual(['AK4*2*373*8*2026AB01'])
  expect(await inside('DTM*010*20260301*2561')).toEqual(['AK4*3*337*9*2561'])
  expect(await inside('N1*BY*AC\u0007ME*92*77')).toEqual(['AK4*2*93*6*ACME'])
  expect(await inside('N1*BY*AC>ME*92*77')).toEqual(['AK4*2*93*3*AC>ME'])
  expect(await inside('N1*BY*AC>ME*92*77', '999')).toEqual(['IK4*2*93*13*AC>ME'])
})

test('what the whole order lacks is told by the segment that is missing, not by its header', async () => {
  expect((await answer(x12File(SOUND.slice(1)), '997')).filter((one) => one.startsWith('AK3'))).toEqual(['AK3*BEG*2**3'])
  expect((await answer(x12File(SOUND.slice(0, 1)), '997')).filter((one) => one.startsWith('AK3'))).toEqual(['AK3*PO1*2**3'])
})

test('a group that stands twice is named in the answer to it', async () => {
  const once = x12File(SOUND)
  const group = once.slice(once.indexOf('GS*'), once.indexOf('IEA*'))
  const twice = once.replace('IEA*1*', `${group}IEA*2*`)
  expect((await answer(twice, '997')).filter((one) => one.startsWith('AK9'))).toEqual(['AK9*A*1*1*1', 'AK9*E*1*1*1*6'])
  expect((await answer(twice, '999')).filter((one) => one.startsWith('AK9'))).toEqual(['AK9*A*1*1*1', 'AK9*E*1*1*1*19'])
})

const SOUND_EDIFACT = ['BGM+220+1+9', 'DTM+137:20260301:102', 'LIN+1++A:SA', 'QTY+21:1:PCE', 'UNS+S']

test.each([
  [/UNOC:3/, 'UNOQ:9', '7+2+UNB+2'], [/\+260302:/, '+261332:', '7+37+UNB+5:1'], [/:0910/, ':2599', '7+37+UNB+5:2'],
] as const)('an interchange whose header has not %s but %s is acknowledged with the fault and its place', async (right, wrong, said) => {
  const [uci = ''] = await answer(edifactFile(SOUND_EDIFACT).replace(right, wrong), 'CONTRL')
  expect(uci.endsWith(said)).toBe(true)
})

test('a group is answered by its UCF, with what is wrong with its trailer, and its messages behind it', async () => {
  const file = edifactFile(SOUND_EDIFACT).replace("UNH+", "UNG+ORDERS+A+B+260302:0910+5+UN+D:96A'UNH+").replace("UNZ+1", "UNE+2+5'UNZ+1")
  expect((await answer(file, 'CONTRL')).slice(1)).toEqual(['UCF+5+A+B+7+29+UNE+2', 'UCM+1+ORDERS:D:96A:UN:EAN008+7'])
})

test('a composite that may stand once and is repeated is told', async () => {
  const file = edifactFile(SOUND_EDIFACT.map((one) => one.replace(':PCE', ':PCE*21:9:PCE')), { syntax: 'UNOC:4', una: "UNA:+.?*'" })
  expect((await readAll(edifact, file)).messages[0]!.problems).toMatchObject([{ code: 'repetition-too-many', tag: 'QTY', element: 1, repetition: 2 }])
  expect(await answer(file, 'CONTRL')).toContain('UCD+35+2')
})

describe('a group number that stands twice in an interchange', () => {
  const set = (control: string): string => `ST*850*${control}~BEG*00*SA*PO${control}**20260301~PO1*1*5*EA*7*PE*VP*A~CTT*1~SE*5*${control}~`
  const group = (control: string, sets: string, type = 'PO'): string => `GS*${type}*BUYERAPP*SELLERAPP*20260302*0910*${control}*X*004010~${sets}GE*1*${control}~`
  const file = (...groups: string[]): string => `${ISA}~${groups.join('')}IEA*${groups.length}*000000905~`

  test('is told of the second, each group has its answer, and sound ones are accepted without a word', async () => {
    const text = file(group('77', set('0001')), group('78', set('0002')), group('77', set('0003')))
    expect((await answer(text, '997')).filter((segment) => !segment.startsWith('AK2'))).toEqual(['AK1*PO*77', 'AK5*A', 'AK9*A*1*1*1', 'AK1*PO*78', 'AK5*A', 'AK9*A*1*1*1', 'AK1*PO*77', 'AK5*A', 'AK9*E*1*1*1*6'])
    expect((await answer(text, '999')).filter((segment) => segment.startsWith('AK9'))).toEqual(['AK9*A*1*1*1', 'AK9*A*1*1*1', 'AK9*E*1*1*1*19'])
    expect(await answer(text, 'TA1')).toEqual(['TA1*000000905*260302*0910*A*000'])
  })

  test('a fault of the envelope is still of all its groups', async () => {
    const text = file(group('77', set('0001')), group('78', set('0002'))).replace('IEA*2*', 'IEA*3*')
    expect((await answer(text, '997')).filter((segment) => segment.startsWith('AK9'))).toEqual(['AK9*E*1*1*1', 'AK9*E*1*1*1'])
  })

  test('a fault of one group is not of the other', async () => {
    expect((await answer(file(group('77', set('0001')).replace('GE*1', 'GE*2'), group('78', set('0002'))), '997')).filter((segment) => segment.startsWith('AK9'))).toEqual(['AK9*E*2*1*1*5', 'AK9*A*1*1*1'])
  })
})

test('twenty thousand groups are answered at ten times the cost of two thousand, not a hundred times', async () => {
  const groups = (count: number): string => `${ISA}~${Array.from({ length: count }, (_, no) => `GS*PO*BUYERAPP*SELLERAPP*20260302*0910*${no + 1}*X*004010~ST*850*0001~${SOUND.join('~')}~SE*5*0001~GE*1*${no + 1}~`).join('')}IEA*${count}*000000905~`
  const spent = async (count: number): Promise<number> => {
    const before = process.cpuUsage()
    const [text] = await acknowledge(source(groups(count)), { file: 'in.edi', as: '997', at: '2026-03-02T10:11', control: () => 31 })
    expect(text!.split('AK9*A*1*1*1')).toHaveLength(count + 1)
    return process.cpuUsage(before).user
  }
  await spent(2000)
  const few = await spent(2000)
  expect(await spent(20_000)).toBeLessThan(40 * few)
})
