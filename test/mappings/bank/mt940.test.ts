import { readAll } from '../readAll'

const statement = (entries: string, closing = 'C260302EUR1289,49'): string => [':20:STARTUMSE', ':25:37040044/0532013000', ':28C:00042/001', ':60F:C260301EUR100,', entries, `:62F:${closing}`, '-', ''].join('\r\n')
const read = async (text: string) => (await readAll(text, { file: 'statement.sta' })).messages

const ENTRIES = [
  ':61:2603020302C1190,00NTRFNONREF//B-1', ':86:166?00GUTSCHRIFT?20EREF+E2E-1?21SVWZ+Invoice RE-1 of 6 M?22arch?31DE02120300000000202051?32Kontor Sued G?33mbH',
  ':61:2603020302D0,51NMSCFEE-1', ':86:Account fee\r\nMarch',
].join('\r\n')

test('an MT940 statement says account, balances and bookings, with who paid and for what (R-INV-06)', async () => {
  const [message] = await read(statement(ENTRIES))
  expect(message).toMatchObject({ type: 'MT940', control: 'STARTUMSE', problems: [] })
  expect(message!.document).toEqual({
    account: '37040044/0532013000', currency: 'EUR', number: '00042/001', opening: '100', closing: '1289.49', entries: [
      { number: '1', amount: '1190', date: '2026-03-02', valueDate: '2026-03-02', bankReference: 'B-1', reference: 'E2E-1', counterparty: 'Kontor Sued GmbH', counterpartyAccount: 'DE02120300000000202051', text: 'Invoice RE-1 of 6 March' },
      { number: '2', amount: '-0.51', date: '2026-03-02', valueDate: '2026-03-02', reference: 'FEE-1', text: 'Account fee March' },
    ],
  })
})

test('statements in SWIFT envelopes are one each; SEPA words between slashes are understood', async () => {
  const sepa = ':61:2603021C50,00NTRF\r\n:86:/TRTP/SEPA OVERBOEKING/IBAN/NL56AGDH9619008421/BIC/AGDHNL2A/NAME/Veldhuis/REMI/RE-2/EREF/E2E-2'.replace('2603021C', '260302C')
  const envelope = (body: string): string => `{1:F01BANKDEFFXXXX0000000000}{2:O9400000}{4:\r\n${body.replace('-\r\n', '-}\r\n')}`
  const messages = await read(envelope(statement(sepa, 'C260302EUR150,')) + envelope(statement(ENTRIES)))
  expect(messages.map(({ document }) => (document!.entries as object[]).length)).toEqual([1, 2])
  expect(messages[0]!.document).toMatchObject({ entries: [{ amount: '50', counterparty: 'Veldhuis', counterpartyAccount: 'NL56AGDH9619008421', text: 'RE-2', reference: 'E2E-2' }] })
})

test('a booking over the new year is of the year that lies nearest, a reversed credit takes it away', async () => {
  const [message] = await read(statement(':61:2601021231RC10,00NTRFX', 'C260302EUR90,'))
  expect(message).toMatchObject({ problems: [], document: { entries: [{ amount: '-10', date: '2025-12-31', valueDate: '2026-01-02', reversal: true }] } })
})

test('a booking that cannot be read is told with its line, and so is a balance that then differs', async () => {
  const [message] = await read(statement(':61:garbled\r\n:61:260230C5,00NTRFX'))
  expect(message!.problems.map(({ code, line }) => [code, line])).toEqual([['entry-unreadable', 5], ['date-unreadable', 6], ['balance-differs', undefined]])
})
