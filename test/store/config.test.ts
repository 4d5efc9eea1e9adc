import * as actors from '../../store/actors'
import * as config from '../../store/config'
import { type Partner } from '../../store/records'
import * as secrets from '../../store/secrets'
import { type Store } from '../../store/store'
import { freshStore } from './open'
import { at } from './sample'

let store: Store
beforeAll(async () => { store = await freshStore() })

const partner = (code: string, identifiers: Partner['identifiers'], over: Partial<Partner> = {}): Partner =>
  ({ company: 'acme', code, name: `Partner ${code}`, identifiers, version: 1, roles: ['buyer'], profile: { unitCodes: { PCE: 'EA' } }, ...over })
const save = (one: Partner) => store.write((tx) => config.savePartner(tx, one))

test('a partner is found by each of its identifiers, and loses those it does not have any more', async () => {
  const gln = { scheme: 'GLN', value: '4000000000006' }
  await save(partner('C1', [gln, gln, { scheme: 'ISA:01', value: '123456789' }]))
  expect(await config.partnerByIdentifier(store, 'acme', 'GLN', '4000000000006')).toEqual(partner('C1', [gln, gln, { scheme: 'ISA:01', value: '123456789' }]))
  await save(partner('C1', [gln], { version: 2 }))
  expect(await config.partnerByIdentifier(store, 'acme', 'ISA:01', '123456789')).toBeUndefined()
  expect(await config.partner(store, 'acme', 'C1')).toMatchObject({ version: 2 })
})

test('an identifier belongs to one partner of a company', async () => {
  await save(partner('C2', [{ scheme: 'VAT', value: 'DE1' }]))
  const taken = save(partner('C3', [{ scheme: 'VAT', value: 'DE1' }]))
  await expect(taken).rejects.toThrow(config.IdentifierTaken)
  await expect(taken).rejects.toMatchObject({ partner: 'C3', holder: 'C2' })
  expect(await config.partner(store, 'acme', 'C3')).toBeUndefined()
  await save(partner('C9', [{ scheme: 'VAT', value: 'DE1' }], { company: 'other' }))
  expect((await config.partnersByIdentifier(store, 'VAT', 'DE1')).map((one) => one.code)).toEqual(['C2', 'C9'])
  expect(await config.partnerByIdentifier(store, undefined, 'VAT', 'DE1')).toBeUndefined()
  expect(await config.partnerByIdentifier(store, 'other', 'VAT', 'DE1')).toMatchObject({ code: 'C9' })
})

test('a configured record goes over the one before', async () => {
  const rules = { company: 'acme', kind: 'rules', key: 'review', version: 1, digest: 'a'.repeat(64), body: { price: { on: true } }, origin: 'apply', applied: 'a'.repeat(64) }
  await store.write((tx) => config.put(tx, rules))
  await store.write((tx) => config.put(tx, { ...rules, version: 2, origin: 'console', body: {} }))
  expect(await config.get(store, 'acme', 'rules', 'review')).toEqual({ ...rules, version: 2, origin: 'console', body: {} })
  expect(await config.list(store, 'acme', 'rules')).toHaveLength(1)
})

test('R-AUD-05: a secret is not in the database in clear, and cannot be put in the place of another', async () => {
  await store.write((tx) => secrets.put(tx, 'acme', 'erp', 'tök3n-of-erp', at))
  expect(await secrets.get(store, 'acme', 'erp')).toBe('tök3n-of-erp')
  expect(JSON.stringify(await store.query('SELECT * FROM secrets'))).not.toContain('tök3n')
  await store.write((tx) => tx.execute("INSERT INTO secrets (company, system, cipher, changed_at) SELECT company, 'wms', cipher, changed_at FROM secrets"))
  await expect(secrets.get(store, 'acme', 'wms')).rejects.toThrow('ORDER_TO_CASH_KEY')
  expect(await secrets.get(store, 'acme', 'finance')).toBeUndefined()
})

test('an actor has roles', async () => {
  const actor = { id: 'mara', name: 'Mara', roles: ['salesManager'], scope: { company: 'acme' } }
  await store.write((tx) => actors.save(tx, actor))
  expect(await actors.get(store, 'mara')).toEqual(actor)
  expect(await actors.get(store, 'MARA')).toBeUndefined()
})
