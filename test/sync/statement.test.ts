import { readAll } from '../mappings/readAll'
import { type BankStatement } from '../../mappings/bank/statement'
import * as arrivals from '../../store/arrivals'
import * as documents from '../../store/documents'
import { follow } from '../../sync/follow'
import { applyWebhooks, keepWebhook } from '../../sync/webhook'
import { subscriber } from '../web/subscriber'
import { openWorld, type World } from './world'

const IBAN = 'DE89370400440532013000'

describe('a bank', () => {
  let world: World
  beforeEach(async () => { world = await openWorld({ bank: true }) })

  const transfer = async (amount: string, more: Record<string, unknown> = {}): Promise<string> =>
    (await world.operate('bank', 'transfer', { debtor: 'Nordbau GmbH', amount, ...more }) as { bookingId: string }).bookingId
  const close = (today = '2026-03-02') => world.operate('bank', 'close', { today })
  const received = async () => (await arrivals.list(world.store)).filter(({ channel }) => channel === 'bank').toReversed()
  const statementOf = async (sha256: string): Promise<BankStatement> => {
    const { messages, file } = await readAll((await documents.read(world.store, sha256))!, { file: 'statement.xml' })
    expect([file.format, file.problems, messages.flatMap(({ problems }) => problems)]).toEqual(['camt', [], []])
    return messages[0]!.document as unknown as BankStatement
  }

  test('gives out the statement of the day, which is received once as the document that it is, however often it is polled (R-INV-06, R-INT-08)', async () => {
    await transfer('125.00', { remittance: ['INV-2026-000001', 'SO-000001 & thanks'], debtorIban: 'DE02120300000000202051', endToEndId: 'NB-77' })
    await transfer('125.00')
    const returned = await transfer('40.00', { debtor: 'Kramer <KG>' })
    await world.operate('bank', 'batch', { parts: [{ debtor: 'A', amount: '10.10', remittance: ['INV-1'] }, { debtor: 'B', amount: '20.20' }] })
    await world.operate('bank', 'return', { booking: returned, reason: 'AC04' })
    await follow(world.context)
    expect(await received()).toEqual([])
    await close()
    for (let poll = 0; poll < 2; poll++) expect(await follow(world.context)).toMatchObject({ unreachable: {} })
    const [arrival, ...others] = await received()
    expect(others).toEqual([])
    expect(arrival).toMatchObject({ transportId: 'statement/013000-20260302', outcome: 'document', fileName: '013000-20260302.camt053.xml' })
    expect(await statementOf(arrival!.sha256)).toMatchObject({
      account: IBAN, currency: 'EUR', number: '1', opening: '1000', closing: '1280.3',
      entries: [
        { number: '1', amount: '125', reference: 'NB-77', counterparty: 'Nordbau GmbH', counterpartyAccount: 'DE02120300000000202051', text: 'INV-2026-000001 SO-000001 & thanks', bankReference: 'BK00000001' },
        { number: '2', amount: '125', counterparty: 'Nordbau GmbH' },
        { number: '3', amount: '40', counterparty: 'Kramer <KG>' },
        { number: '4', amount: '30.3', parts: [{ amount: '10.1', counterparty: 'A', text: 'INV-1' }, { amount: '20.2', counterparty: 'B' }] },
        { number: '5', amount: '-40', reversal: true, counterparty: 'Kramer <KG>' },
      ],
    })
  })

  test('closes each day once: the next statement opens where the last one closed, and a closed day takes no more', async () => {
    await transfer('10.00')
    expect(await close()).toEqual({ statements: ['013000-20260302'] })
    expect(await close()).toEqual({ statements: [] })
    await expect(transfer('1.00')).rejects.toThrow('DAY_CLOSED')
    await transfer('5.00', { today: '2026-03-03' })
    await close('2026-03-03')
    await follow(world.context)
    const [, second] = await received()
    expect(await statementOf(second!.sha256)).toMatchObject({ number: '2', opening: '1010', closing: '1015', entries: [{ number: '1', amount: '5' }] })
  })

  test('that breaks off in the middle of a day is asked again from where it was, and nothing is missed or taken twice (R-ENT-06)', async () => {
    for (const day of ['2026-03-02', '2026-03-03', '2026-03-04']) await close(day)
    await world.faults('bank', [{ match: { path: '20260303/camt053$' }, fault: '403', times: 1 }])
    expect(Object.keys((await follow(world.context)).unreachable)).toEqual(['bank'])
    expect(await received()).toHaveLength(1)
    await follow(world.context)
    expect((await received()).map(({ transportId }) => transportId)).toEqual(['2026-03-02', '2026-03-03', '2026-03-04'].map((day) => `statement/013000-${day.replaceAll('-', '')}`))
  })

  test('says by a signed webhook that a statement is there: it is fetched, and the poll brings nothing more (R-INT-08)', async () => {
    const heard = await subscriber()
    try {
      await world.subscribe('bank', heard.url, 'the bank signs with this')
      const coming = heard.next(1, 'statement')
      await close()
      for (const one of await coming) await keepWebhook(world.context, { system: 'bank', body: Buffer.from(one.body), headers: one.headers })
      await applyWebhooks(world.context)
      expect(await received()).toMatchObject([{ transportId: 'statement/013000-20260302', outcome: 'document' }])
      expect(await follow(world.context)).toMatchObject({ applied: 0 })
      expect(await received()).toHaveLength(1)
    } finally {
      await heard.close()
    }
  })
})
