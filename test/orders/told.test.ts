import { type Command } from '../../orders/command'
import { decide } from '../../orders/decide'
import { type Facts } from '../../orders/facts'
import { type Order } from '../../orders/order'
import { accepted, after, createCommand, facts } from './sample'

const despatch: Command = { type: 'ship', issuer: 'wms', despatch: 'D-1', lines: [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }] }

describe('what a partner is told by documents of his own format', () => {
  const buyer = { ...facts().partner!, channel: 'edi', sends: ['orderResponse', 'changeResponse', 'despatchAdvice', 'invoice'] }
  const known = (change: Partial<Facts> = {}): Facts => facts({ partner: buyer, rules: { ...facts().rules, returns: { damaged: { upTo: '10000.00' } } }, ...change })
  const documents = (order: Order | undefined, command: Command, by = known()): [string, unknown][] =>
    accepted(decide(order, command, by)).effects.filter(({ kind }) => kind === 'document').map(({ system, ourId, body }) => [`${system} ${ourId}`, (body as { content: unknown }).content])
  const ordered = (): Order => after(undefined, createCommand(), known())
  const shipped = (): Order => after(ordered(), despatch, known())
  const invoice: Command = { type: 'invoice', issuer: 'finance', invoice: 'INV-1', amount: '141.00', lines: [{ line: '1', quantity: '10' }, { line: '2', quantity: '200' }] }

  test('his order is answered line by line, whether it is accepted or rejected (R-CHG-05)', () => {
    expect(documents(undefined, createCommand())).toMatchObject([['edi o-1/orderResponse/4', { order: 'PO-1', outcome: 'accepted', lines: [{ id: '1', outcome: 'accepted', confirmedQuantity: '10' }, { id: '2', outcome: 'accepted' }] }]])
    const held = after(undefined, createCommand({ lineExtension: '1.00' }), known())
    expect(documents(held, { type: 'reject', reason: 'it does not add up' })).toMatchObject([['edi o-1/orderResponse/4', { outcome: 'rejected', lines: [{ outcome: 'rejected', confirmedQuantity: '0' }, {}] }]])
  })

  test('his change, and his cancel, are answered by their numbers; a cancel that falls through is refused (R-CHG-05)', () => {
    expect(documents(ordered(), { type: 'change', reason: 'fewer', request: 'C-1', change: { lines: [{ line: '1', quantity: '8' }] } })).toMatchObject([[expect.stringContaining('o-1/changeResponse/'), { change: 'C-1', lines: [{ id: '1', quantity: '8', confirmedQuantity: '8' }, {}] }]])
    expect(documents(ordered(), { type: 'cancel', reason: 'not needed', request: 'C-2' })).toMatchObject([[expect.stringContaining('o-1/changeResponse/'), { change: 'C-2' }]])
    const asked = known({ there: [{ system: 'wms', kind: 'part', ourId: 'o-1/1', awaited: false }] })
    const pending = after(ordered(), { type: 'cancel', reason: 'not needed', request: 'C-3' }, asked)
    expect(documents(pending, despatch, asked)).toMatchObject([['edi o-1/changeResponse/refused/C-3', { change: 'C-3', outcome: 'rejected' }], ['edi o-1/despatchAdvice/wms/D-1', {}]])
  })

  test('what is shipped, invoiced and credited is told to him, each by its number (R-INV-01, R-RET-02)', () => {
    expect(documents(ordered(), despatch)).toMatchObject([['edi o-1/despatchAdvice/wms/D-1', { number: 'D-1', order: 'PO-1', lines: [{ id: '1', quantity: '10', ordered: '10' }, {}] }]])
    expect(documents(shipped(), invoice)).toMatchObject([['edi o-1/invoice/finance/INV-1', { number: 'INV-1', payable: '141.00', lineExtension: '141' }]])
    const credit: Command = { type: 'credit', issuer: 'finance', creditNote: 'CN-1', invoice: 'INV-1', amount: '12.50', lines: [{ line: '1', quantity: '1' }] }
    expect(documents(after(shipped(), invoice, known()), credit)).toMatchObject([['edi o-1/invoice/finance/CN-1', { kind: 'creditNote', number: 'CN-1', invoice: 'INV-1', payable: '12.50' }]])
  })

  test('one who gets no such document, or gave no number, is told nothing', () => {
    expect(documents(undefined, createCommand(), known({ partner: { ...buyer, sends: ['invoice'] } }))).toEqual([])
    const held = after(undefined, createCommand({ reference: undefined }), known())
    expect(documents(held, { type: 'reject', reason: 'no number' })).toEqual([])
  })
})

describe('what the system that an order came of is told (R-INT-09)', () => {
  const sources = facts({ systems: [...facts().systems, { name: 'crm', role: 'crm', mode: 'live' }, { name: 'shop', role: 'shop', mode: 'live' }] })
  const of = (channel: string, from: object): Command => ({ ...createCommand(from), channel })
  const told = (order: Order | undefined, command: Command): string[] => accepted(decide(order, command, sources)).effects.filter(({ system }) => ['crm', 'shop'].includes(system)).map(({ system, kind, action, ourId }) => `${system} ${kind} ${action} ${ourId}`)

  test('a quotation and a shop\'s order are answered where they are kept, and nowhere else', () => {
    expect(told(undefined, of('crm', { quotation: 'DL-1' }))).toEqual(['crm quotation create o-1/DL-1'])
    expect(told(undefined, of('shop', { origin: 'ord_1' }))).toEqual(['shop webOrder create o-1/ord_1'])
    expect(told(undefined, of('inbox', { origin: 'ord_1', quotation: 'DL-1' }))).toEqual([])
    expect(told(after(undefined, of('shop', { origin: 'ord_1' }), sources), { type: 'cancel', reason: 'no need' })).toEqual(['shop webOrder cancel o-1/ord_1'])
  })

  test('a shop\'s order that was taken back before it reached us ends at once, and only the shop is told (R-INT-07)', () => {
    const decision = accepted(decide(undefined, of('shop', { origin: 'ord_1', withdrawn: 'the wrong size' }), sources))
    expect(decision.events).toMatchObject([{ type: 'received' }, { type: 'cancelled', data: { by: 'shop', reason: 'the wrong size' } }])
    expect([decision.effects.map(({ system, kind, action }) => `${system} ${kind} ${action}`), decision.claims ?? []]).toEqual([['shop webOrder cancel'], []])
  })

  test('the shop\'s customer is told what is sent, and by which number to look it up (R-EXE-10)', () => {
    const order = after(undefined, of('shop', { origin: 'ord_1' }), sources)
    expect(told(order, despatch)).toEqual(['shop fulfilment create o-1/wms/D-1'])
    const track: Command = { type: 'track', issuer: 'tms', shipment: 'CN-1', despatchedBy: 'wms', despatch: 'D-1', stage: 'booked', carrier: 'NX', tracking: 'NX1DE' }
    expect(told(after(order, despatch, sources), track)).toEqual(['shop tracking create o-1/wms/D-1/tracking'])
  })
})
