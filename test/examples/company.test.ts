import { checkGtin } from '../../mappings/gtin'
import { partnerSchema } from '../../mappings/partner'
import { configSchemas } from '../../orders/config'
import { isGln } from '../../mappings/codes/gtin'
import { type Erp, partners, records, seed } from './sample'

const schemas = new Map<string, { safeParse(value: unknown): { success: boolean; error?: unknown } }>([...Object.entries(configSchemas), ['partner', partnerSchema]])

test.each(records().map((record) => [`${record.kind} ${record.key}`, record] as const))('the sample\'s %s is a valid record', (_name, record) => {
  expect(schemas.get(record.kind)?.safeParse(record)).toMatchObject({ success: true })
})

test('a misspelt field, a wrong zone or charset and a field table to nowhere are refused', () => {
  const [partner] = partners()
  for (const wrong of [{ curency: 'EUR' }, { zone: 'Europe/Berln' }, { profile: { table: { fields: [{ to: 'lines.colour', from: 'Farbe' }] } } }, { profile: { decimalmark: ',' } }, { profile: { charset: 'latin-99' } }]) {
    expect(partnerSchema.safeParse({ ...partner, ...wrong }).success).toBe(false)
  }
})

test('no identifier belongs to two partners, and every GLN has its check digit', () => {
  const all = partners().flatMap((partner) => partner.identifiers)
  expect(new Set(all.map((i) => `${i.scheme} ${i.value}`)).size).toBe(all.length)
  for (const { scheme, value } of all) if (scheme === 'GLN') expect(isGln(value)).toBe(true)
})

test('partners, ERP customers and finance accounts are the same people with the same terms', () => {
  const erp = seed<Erp>('erp')
  const finance = seed<{ accounts: { debtor: string; currency: string; terms: string; openingMinor: number }[] }>('finance')
  const row = (code: string, currency: string | undefined, terms: string | undefined): string => `${code} ${currency} ${terms}`
  const ours = partners().map((p) => row(p.key, p.currency, p.paymentTerms)).sort()
  expect(erp.customers.map((c) => row(c.matchcode, c.currency, c.termsOfPayment)).sort()).toEqual(ours)
  expect(finance.accounts.map((a) => row(a.debtor, a.currency, a.terms)).sort()).toEqual(ours)
  for (const customer of erp.customers) {
    expect(finance.accounts.find((a) => a.debtor === customer.matchcode)?.openingMinor).toBe(Math.round(Number(customer.openReceivables) * 100))
  }
})

test('every item has a GTIN of its own, stock in its unit and a price on every list, and cross-references lead to items', () => {
  const { materials, prices } = seed<Erp>('erp')
  const stock = new Map(seed<{ stock: { sku: string; uom: string }[] }>('wms').stock.map((row) => [row.sku, row]))
  expect(new Set(materials.map((m) => m.ean)).size).toBe(materials.length)
  for (const { material, ean, uom } of materials) {
    expect(checkGtin(ean)).toEqual({ ok: true })
    expect(stock.get(material)?.uom).toBe(uom)
    expect([...new Set(prices.filter((p) => p.material === material).map((p) => p.priceList))].sort()).toEqual(['DE-1', 'DE-2', 'US-1'])
  }
  const known = new Set(materials.map((m) => m.material))
  for (const partner of partners()) for (const item of Object.values(partner.profile.codes?.item ?? {})) expect(known).toContain(item)
})
