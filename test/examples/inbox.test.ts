import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ReadFile, type ReadMessage } from '../../mappings/document'
import { compare, divide, isZero, multiply, round, subtract, sum } from '../../orders/decimal'
import { type DraftLine, type OrderDraft } from '../../orders/draft'
import { amount, lineExtension } from '../../orders/money'
import { stops } from '../../orders/problem'
import { readAll } from '../mappings/readAll'
import { type Erp, expected, finder, partners, profileOf, SAMPLE, seed } from './sample'

const find = finder(partners())
const inbox = join(SAMPLE, 'inbox')
const read = (file: string): Promise<{ messages: ReadMessage[]; file: ReadFile }> => readAll(readFileSync(join(inbox, file)), { file, profile: profileOf(find) })
const buyerOf = (message: ReadMessage): string | undefined => find([...(message.order?.buyer?.identifiers ?? []), ...(message.sender ? [message.sender] : [])])?.key

test('every file of the inbox has an expectation, and no expectation is without its file', () => {
  expect(readdirSync(inbox).sort()).toEqual([...expected().keys()].sort())
})

test.each([...expected()])('%s is read as its sender means it', async (name, orders) => {
  const { messages, file } = await read(name)
  const sound = orders.filter((order) => order.outcome !== 'quarantined')
  expect(messages.filter((m) => !m.problems.some(stops)).map((m) => m.order?.reference)).toEqual(sound.map((order) => order.reference))
  for (const order of orders) {
    const message = messages.find((m) => m.order?.reference === order.reference)
    if (order.outcome === 'quarantined') {
      expect([...(message?.problems ?? []), ...file.problems].filter(stops).map((p) => p.code)).toContain(order.code)
      continue
    }
    expect(message && buyerOf(message)).toBe(order.buyer)
    if (order.lines === undefined) continue
    const { order: draft } = message!
    expect(draft!.currency).toBe(order.currency)
    expect(draft!.issuedOn).toMatch(/^2026-0(2-2[78]|3-02)$/)
    for (const line of draft!.lines) expect(line.requestedDelivery ?? draft!.requestedDelivery).toMatch(/^2026-03-(0[5-9]|1\d|20)$/)
    expect(draft!.shipTo?.name).toBeTruthy()
    expect(draft!.lines).toHaveLength(order.lines)
    if (order.payable) expect(payable(draft!)).toBe(order.payable)
    for (const stated of [draft!.payable, draft!.lineExtension]) if (stated && order.payable) expect(compare(stated, order.payable)).toBe(0)
  }
})

test('the same file twice has the same bytes, and the same order over two channels the same content', async () => {
  expect(readFileSync(join(inbox, '0710-nordbau-orders-again.edi')).equals(readFileSync(join(inbox, '0607-nordbau-orders.edi')))).toBe(true)
  const table = (await read('0631-veldhuis.tsv')).messages.find((m) => m.order?.reference === 'VH-2003')?.order
  const edi = (await read('0652-veldhuis-vh2003.edi')).messages[0]?.order
  const agreed = (order: OrderDraft | undefined): unknown => order?.lines.map((l) => [l.sellersItem, l.quantity, l.price?.amount, l.price?.base ?? '1'])
  expect(agreed(edi)).toEqual(agreed(table))
})

describe('the seeds of the sandbox fit the inbox', () => {
  const erp = seed<Erp>('erp')
  const lists = new Map(erp.customers.map((customer) => [customer.matchcode, customer]))
  const itemOf = (line: DraftLine, buyer: string): Erp['materials'][number] | undefined => {
    const cross = new Map(Object.entries(partners().find((p) => p.key === buyer)?.profile.codes?.item ?? {}))
    const codes = [line.sellersItem, line.buyersItem && cross.get(line.buyersItem)]
    return erp.materials.find((m) => codes.includes(m.material) || (line.standardItem !== undefined && m.ean === line.standardItem))
  }

  test.each([...expected()].filter(([, orders]) => orders.some((o) => o.outcome !== 'quarantined')))('%s: prices are those of the list but where planned, items and units are known', async (name, orders) => {
    const { messages } = await read(name)
    for (const order of orders) {
      const draft = messages.find((m) => m.order?.reference === order.reference)?.order
      if (!draft || order.outcome === 'quarantined') continue
      const odd = draft.lines.filter((line) => !isListed(line, draft, order.buyer!))
      expect([draft.reference, odd.length > 0]).toEqual([draft.reference, ['price-differs', 'price-below-cost', 'item-unknown'].includes(order.code ?? '')])
      expect([draft.reference, draft.lines.some((line) => line.quantity === undefined)]).toEqual([draft.reference, order.code === 'quantity-missing'])
    }
  })

  function isListed(line: DraftLine, draft: OrderDraft, buyer: string): boolean {
    const item = itemOf(line, buyer)
    const factor = item && (line.unit === item.uom ? '1' : item.packs.find((pack) => pack.uom === line.unit)?.contains)
    if (!item || !factor) return false
    const quantity = multiply(line.quantity ?? '1', factor)
    const entry = erp.prices
      .filter((p) => p.priceList === lists.get(buyer)!.priceList && p.material === item.material && p.currency === draft.currency)
      .filter((p) => p.validFrom <= draft.issuedOn! && draft.issuedOn! <= p.validTo && compare(p.fromQuantity, quantity) <= 0)
      .sort((a, b) => compare(b.fromQuantity, a.fromQuantity))[0]!
    const given = divide(divide(line.price!.amount, line.price!.base ?? '1'), factor)
    return isZero(round(subtract(given, divide(entry.netPrice, entry.per)), 6))
  }
})

const payable = (order: OrderDraft): string => amount(sum(order.lines.map((line) => lineExtension(line.quantity!, line.price!, order.currency!))), order.currency!)
