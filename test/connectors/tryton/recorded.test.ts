import { type Connector } from '../../../connectors/connector'
import { connectorOf } from '../../../connectors/registry'
import { answerSales, askShopFloor, ORDER, replayed } from './exchanges'

let close: (() => Promise<void>) | undefined
afterEach(async () => close?.())

/** A Tryton that answers as a real 6.0 did when it was recorded (`RECORD=1 npm run test:systems -- test/systems/recorded`, which also holds the recording against a real one). */
async function open(role: 'mes' | 'crm'): Promise<{ connector: Connector; strayed: () => string[]; left: () => number }> {
  const server = await replayed(role)
  close = server.close
  return { ...server, connector: connectorOf({ name: role, role, connector: 'tryton', url: server.url, secret: `${role}:secret`, options: { allowPrivate: true } }) }
}

test('a shop floor is asked by one create with the materials of its recipe, changed by one write, cancelled by its button, and read back after each (R-EXE-01)', async () => {
  const { connector, strayed, left } = await open('mes')
  const { created, found, changed, listed, cancelled, refused } = await askShopFloor(connector)
  expect([strayed(), left()]).toEqual([[], 0])
  expect(created).toMatchObject({ kind: 'production', ourId: `${ORDER}/line/10`, state: 'requested', lines: [{ id: '10', item: 'MW-9000', quantity: '4', unit: expect.stringMatching(/^(C62|EA)$/) as string }], body: { order: ORDER, made: '0', plannedFor: '2026-12-15' } })
  expect(found).toEqual(created)
  expect(changed).toMatchObject({ theirId: created.theirId, state: 'requested', lines: [{ quantity: '3' }] })
  expect(listed.map(({ ourId }) => ourId)).toEqual([created.ourId])
  expect(cancelled).toMatchObject({ theirId: created.theirId, state: 'cancelled', lines: [{ quantity: '3' }] })
  expect(refused).toMatchObject({ kind: 'refused', message: expect.stringContaining('cannot make DG-1250') as string })
})

test('a quotation is read with its number and prices, answered by a note and its confirmation without deliveries and invoices, and not a second time (R-INT-09)', async () => {
  const { connector, strayed, left } = await open('crm')
  const { read, answered, found, again } = await answerSales(connector)
  expect([strayed(), left()]).toEqual([[], 0])
  expect(read).toMatchObject([{ kind: 'quotation', state: 'open', reference: 'PO-4711', buyer: 'KRAMER', currency: 'EUR', lines: [{ id: '1', item: 'DG-1250', quantity: '40' }], body: { requestedDelivery: '2026-12-18', shipTo: { name: 'Kramer Fahrzeugteile KG' } } }])
  expect(read[0]!.ourId).toBeUndefined()
  expect(answered).toMatchObject({ theirId: read[0]!.theirId, ourId: `${ORDER}/${read[0]!.number}`, state: 'accepted' })
  expect([found, again]).toMatchObject([{ state: 'accepted' }, { theirId: answered.theirId }])
})
