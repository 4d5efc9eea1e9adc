import { type Connector, type Outgoing, type SystemConfig } from '../../../connectors/connector'
import { connectorOf } from '../../../connectors/registry'
import { type Stage, stage, TOKEN } from '../../sandbox/stage'
import { deliver } from '../delivery'

describe('sandbox/service', () => {
  let one: Stage
  let id: string
  beforeEach(async () => {
    one = await stage('service')
    id = String((await one.call('POST', '/operator/complain', { today: '2026-03-04', requester: { name: 'Ida', email: 'ida@nordbau.example' }, subject: 'Crushed', orderNumber: 'SO-1', reason: 'wrong_item', affected: [{ position: '1', quantity: '2' }] })).body['ticket']?.['ticket_id'])
  })
  afterEach(() => one.close())
  const connector = (set: Partial<SystemConfig> = {}): Connector => connectorOf({ name: 'desk', role: 'service', connector: 'sandbox/service', url: one.url, secret: TOKEN, timeout: 5000, settle: 20, options: { allowPrivate: true }, ...set })
  const answer = (caseId = 'case-1'): Outgoing => ({ kind: 'complaint', action: 'create', ourId: `o-1/${id}`, revision: 1, key: 'k', correlation: 'test', body: { number: 'SO-1', caseId, text: 'The right one is on its way.' } })
  const comments = async () => ((await one.call('GET', `/tickets/${id}`)).body['ticket']['comments'] as unknown as unknown[]).length

  test.each([
    ['timeout-after', ['unknown', 'done'], 1], ['error-after', ['unknown', 'done'], 1], ['close-after-body', ['unknown', 'done'], 1], ['503', ['again', 'done'], 1], ['429', ['wait', 'done'], 1], ['400', ['refused'], 0],
  ] as const)('an answer under %s mails the customer once (R-ENT-06)', async (fault, endings, mails) => {
    await one.faults([{ match: { method: 'PUT' }, fault, times: 1 }])
    expect((await deliver(connector(fault === 'timeout-after' ? { timeout: 400 } : {}), answer())).endings).toEqual(endings)
    expect(await comments()).toBe(mails)
  })

  test('a second case does not answer over the first', async () => {
    await connector().send(answer())
    await expect(connector().send(answer('case-2'))).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('already_solved') as string })
    expect(await connector().find('complaint', `o-1/${id}`)).toMatchObject({ theirId: id, state: 'solved', ourId: `o-1/${id}` })
    expect(await connector().find('complaint', `o-2/${id}`)).toBeUndefined()
  })

  test('it is told from another system, and a wrong token is a matter of login', async () => {
    await connector().check()
    await expect(connector({ secret: 'wrong' }).check()).rejects.toMatchObject({ kind: 'login' })
    const other = await stage('bank')
    await expect(connector({ url: other.url }).check()).rejects.toMatchObject({ kind: 'refused' })
    await other.close()
  })
})
