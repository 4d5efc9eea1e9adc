import { lastDue } from '../../jobs/due'

const due = (cron: string, now: string, zone = 'Europe/Berlin') => lastDue(cron, zone, new Date(now)).toISOString()

describe('when a schedule was last due', () => {
  test.each([
    ['the minute itself counts', '30 1 * * *', '2026-03-02T00:30:00.000Z', '2026-03-02T00:30:00.000Z'],
    ['a second before, it is the day before', '30 1 * * *', '2026-03-02T00:29:59.999Z', '2026-03-01T00:30:00.000Z'],
    ['every five minutes on working days', '*/5 6-20 * * 1-6', '2026-03-01T12:00:00.000Z', '2026-02-28T19:55:00.000Z'],
    ['the first of the month', '0 6 1 * *', '2026-03-31T12:00:00.000Z', '2026-03-01T05:00:00.000Z'],
    ['either day where both are limited', '0 0 13 * 5', '2026-03-12T12:00:00.000Z', '2026-03-05T23:00:00.000Z'],
    ['a leap day, two years ago', '0 0 29 2 *', '2026-03-12T12:00:00.000Z', '2024-02-28T23:00:00.000Z'],
  ])('%s', (_, cron, now, expected) => {
    expect(due(cron, now)).toBe(expected)
  })

  test('a time that the clock leaps over in spring is due all the same, once', () => {
    // 2026-03-29, 02:00 becomes 03:00
    expect(due('30 2 * * *', '2026-03-29T00:59:00.000Z')).toBe('2026-03-28T01:30:00.000Z')
    expect(due('30 2 * * *', '2026-03-29T01:30:00.000Z')).toBe('2026-03-29T01:30:00.000Z')
    expect(due('30 2 * * *', '2026-03-29T22:00:00.000Z')).toBe('2026-03-29T01:30:00.000Z')
  })

  test('a time that comes twice in autumn is due once, the first time', () => {
    // 2026-10-25, 03:00 becomes 02:00
    expect(due('30 2 * * *', '2026-10-25T00:30:00.000Z')).toBe('2026-10-25T00:30:00.000Z')
    expect(due('30 2 * * *', '2026-10-25T01:30:00.000Z')).toBe('2026-10-25T00:30:00.000Z')
    expect(due('30 2 * * *', '2026-10-25T23:00:00.000Z')).toBe('2026-10-25T00:30:00.000Z')
  })

  test.each([
    ['Europe/Berlin', '* * * * *', '2026-10-25T00:00:00.000Z', 180, 180], ['America/New_York', '*/5 * * * *', '2026-11-01T05:00:00.000Z', 180, 36],
    ['Australia/Lord_Howe', '*/15 * * * *', '2026-04-04T14:00:00.000Z', 180, 12], ['Europe/Berlin', '* * * * *', '2026-03-29T00:00:00.000Z', 180, 180],
    ['Australia/Lord_Howe', '*/15 * * * *', '2026-10-03T14:00:00.000Z', 180, 12],
  ])('what runs all day stops for no clock that is set: %s, %s', (zone, cron, from, minutes, times) => {
    const due = Array.from({ length: minutes }, (_, minute) => lastDue(cron, zone, new Date(Date.parse(from) + minute * 60_000)).toISOString())
    expect(new Set(due).size).toBe(times)
    expect(due).toEqual([...due].sort())
  })

  test('zones are minded: midnight in Shanghai is the afternoon before in UTC', () => {
    expect(due('0 0 * * *', '2026-03-02T15:59:00.000Z', 'Asia/Shanghai')).toBe('2026-03-01T16:00:00.000Z')
  })

  test('a schedule that never comes is refused', () => {
    expect(() => due('0 0 31 2 *', '2026-03-02T00:00:00.000Z')).toThrow('impossible')
  })
})
