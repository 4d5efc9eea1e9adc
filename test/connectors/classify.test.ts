import { kindOfEnding, kindOfStatus, retryAfterMs } from '../../connectors/classify'

describe('what a status means', () => {
  test.each([
    [400, 'refused', 'refused'], [401, 'login', 'login'], [403, 'login', 'login'], [404, 'refused', 'refused'], [408, 'again', 'unknown'], [409, 'refused', 'refused'],
    [422, 'refused', 'refused'], [423, 'again', 'again'], [425, 'again', 'again'], [429, 'wait', 'wait'], [301, 'refused', 'refused'], [302, 'refused', 'refused'], [307, 'refused', 'refused'], [303, 'refused', 'unknown'], [407, 'login', 'login'],
    [500, 'again', 'unknown'], [501, 'refused', 'refused'], [502, 'again', 'unknown'], [503, 'again', 'again'], [504, 'again', 'unknown'], [599, 'again', 'unknown'], [199, 'again', 'unknown'],
  ] as const)('%i: a read %s, a write %s', (status, read, write) => {
    expect(kindOfStatus(status, 'read')).toBe(read)
    expect(kindOfStatus(status, 'write')).toBe(write)
  })
  test('500 of a system that rolls back before it answers is "again"', () => { expect(kindOfStatus(500, 'write', { safe500: true })).toBe('again') })
  test('502 stays unknown there: it comes from what stands before the system', () => { expect(kindOfStatus(502, 'write', { safe500: true })).toBe('unknown') })
  test('what never left is "again", what left and had no answer is unknown for a write', () => {
    expect(kindOfEnding('not-sent', 'write')).toBe('again')
    expect(kindOfEnding('no-answer', 'write')).toBe('unknown')
    expect(kindOfEnding('no-answer', 'read')).toBe('again')
    expect(kindOfEnding('unreadable', 'write')).toBe('unknown')
    expect(kindOfEnding('forbidden-target', 'write')).toBe('refused')
  })
})

describe('Retry-After (bad inputs, group 5)', () => {
  const now = Date.parse('2026-03-02T08:00:00Z')
  test.each([
    ['absent', undefined, undefined], ['empty', ' ', undefined], ['seconds', '7', 7000], ['zero', '0', 0], ['a year', '31622400', 86_400_000],
    ['a date', 'Mon, 02 Mar 2026 08:01:00 GMT', 60_000], ['a date gone by', 'Mon, 02 Mar 2026 07:00:00 GMT', 0], ['a date in a year', 'Tue, 02 Mar 2027 08:00:00 GMT', 86_400_000], ['nonsense', 'soon', undefined],
  ] as const)('%s', (_, value, ms) => { expect(retryAfterMs(value, undefined, now)).toBe(ms) })
  test('a date is measured by the clock that wrote it', () => {
    expect(retryAfterMs('Mon, 02 Mar 2026 08:11:00 GMT', 'Mon, 02 Mar 2026 08:10:00 GMT', now)).toBe(60_000)
  })
})
