import { acknowledge } from '../../../mappings/edi/acknowledge'
import { edifact } from '../../../mappings/edi/edifact'
import { type Profile } from '../../../mappings/profile'
import { edifactFile, readAll } from './reading'

const order = (name: string, item = 'A'): string[] => ['BGM+220+1+9', 'DTM+137:20260301:102', `NAD+BY+++${name}`, `LIN+1++${item}:SA`, 'QTY+21:1:PCE', 'UNS+S']

/** What is told of characters that the announced level does not have, `tag.element.component text` each, in messages and around them. */
async function told(text: string, profile?: Profile): Promise<{ messages: string[][]; file: string[] }> {
  const { messages, file } = await readAll(edifact, text, profile ? { profile: () => profile } : {})
  const at = (problems: (typeof file)['problems']): string[] => problems.filter(({ code }) => code === 'character-outside-level')
    .map(({ severity, tag, element, component, text: found }) => `${severity} ${[tag, element, component].filter((place) => place !== undefined).join('.')} ${found ?? ''}`.trim())
  return { messages: messages.map(({ problems }) => at(problems)), file: at(file.problems) }
}

describe('a character that the announced level of EDIFACT does not have', () => {
  test('is told where it stands, and no order is lost by it: the answer is the same', async () => {
    const text = edifactFile(order('Muster GMBH'), { syntax: 'UNOA:3' })
    const { messages } = await readAll(edifact, text)
    expect(messages[0]!.order!.buyer!.name).toBe('Muster GMBH')
    expect(messages[0]!.problems).toEqual([{ code: 'character-outside-level', severity: 'note', segment: 5, tag: 'NAD', line: 5, offset: text.indexOf('Muster'), element: 4, text: 'Muster GMBH',
      message: '"u" is no character of UNOA, which the interchange announces; it was read as it stands, and so are others like it.' }])
    const answer = async (syntax: string): Promise<string> => (await acknowledge((async function* () { yield Buffer.from(edifactFile(order('Muster GMBH'), { syntax })) })(), { file: 'a', as: 'CONTRL', at: '2026-03-02T10:11', control: () => 1 })).join('')
    expect(await answer('UNOA:3')).toBe(await answer('UNOC:3'))
  })

  test.each([
    ['UNOA:1', 'MUSTER (A)/B=1,2 !"%&*;<>', []], ['UNOA:3', 'MUSTER_A', ['note NAD.4 MUSTER_A']], ['UNOA:4', 'MUSTER_A', []], ['UNOA:4', 'Muster', ['note NAD.4 Muster']],
    ['UNOB:3', 'Muster_A', ['note NAD.4 Muster_A']], ['UNOB:4', 'Muster_A', []], ['UNOB:3', 'Muster A', []], ['UNOB:3', 'a@b.example', ['note NAD.4 a@b.example']], ['UNOB:3', 'STREET:#4', ['note NAD.4.2 #4']],
    ['UNOC:3', 'Muster@#_', []], ['UNOW:4', 'Muster@#_', []], ['UNOX:4', 'Muster@#_', []],
  ])('under %s in "%s"', async (syntax, name, expected) => {
    expect(await told(edifactFile(order(name), { syntax }))).toEqual({ messages: [expected], file: [] })
  })

  test('is told once a message, however many there are, and once of what stands around them', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => [`LIN+${i + 1}++a${i}:SA`, 'QTY+21:1:PCE']).flat()
    const one = edifactFile(['BGM+220+1+9', ...lines, 'UNS+S'], { syntax: 'UNOA:3' })
    const message = one.slice(one.indexOf('UNH'), one.indexOf('UNZ'))
    const text = one.replace('+4711\'', '+ref\'').replace(message, message + message.replace(/UNH\+1/, 'UNH+2').replace(/\+1'\nUNZ/, "+2'\nUNZ").replace(/\+1'\n$/, "+2'\n")).replace('UNZ+1+4711', 'UNZ+2+ref')
    expect(await told(text)).toEqual({ messages: [['note LIN.3.1 a0'], ['note LIN.3.1 a0']], file: ['note UNB.5 ref'] })
  })

  test('is told of the header that opens a message as of the message', async () => {
    expect(await told(edifactFile(order('MUSTER'), { syntax: 'UNOA:3', version: 'D:96A:UN:ean008' }))).toEqual({ messages: [['note UNH.2.5 ean008']], file: [] })
  })

  test('is none where it separates', async () => {
    const text = edifactFile(order('MUSTER'), { syntax: 'UNOA:3', una: '' })
    expect(await told(`UNA:|.\\ ~${text.replaceAll('+', '|').replaceAll("'\n", '~').replace('MUSTER', 'A\\|B')}`)).toEqual({ messages: [[]], file: [] })
  })

  test('is of the interchange that announces, not of the one behind it', async () => {
    const small = edifactFile(order('Muster'), { syntax: 'UNOC:3' })
    const both = await told(edifactFile(order('Muster'), { syntax: 'UNOA:3' }) + small.replaceAll('4711', '4712') + edifactFile(order('Muster'), { syntax: 'UNOA:3' }).replaceAll('4711', '4713'))
    expect(both.messages).toEqual([['note NAD.4 Muster'], [], ['note NAD.4 Muster']])
  })

  test('is no matter where the profile of the partner names his character set, and what the profile makes of it', async () => {
    const text = edifactFile(order('Muster'), { syntax: 'UNOA:3' })
    expect(await told(text, { charset: 'iso-8859-1' })).toEqual({ messages: [[]], file: [] })
    expect(await told(text, { onProblem: { 'character-outside-level': 'accept' } } as unknown as Profile)).toEqual({ messages: [['warning NAD.4 Muster']], file: [] })
  })

  test('is found in pieces of any size', async () => {
    const text = edifactFile(order('MUSTER GMBH', 'a1'), { syntax: 'UNOA:3' })
    for (const size of [1, 7, 64]) expect((await readAll(edifact, text, {}, size)).messages[0]!.problems.map(({ offset }) => offset)).toEqual([text.indexOf('a1')])
  })
})
