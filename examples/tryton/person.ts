import { type TrytonServer } from './server'

type Row = Record<string, unknown> & { id: number }

/** What a person does in Tryton's own client, over the same calls; written apart from the connector that is tested. */
export interface Person {
  call<T>(method: string, ...params: unknown[]): Promise<T>
  /** A call with more of a context than the person's own: the record that a wizard is about. */
  within<T>(method: string, extra: Record<string, unknown>, ...params: unknown[]): Promise<T>
  rows(model: string, domain: unknown[], fields: string[]): Promise<Row[]>
  saleOf(orderId: string): Promise<Row>
  /** Ships what the sale's open delivery has, or less of it, by item. */
  ship(orderId: string, less?: Record<string, number>): Promise<void>
  /** The same for a delivery without a sale, by its reference. */
  shipPart(reference: string, less?: Record<string, number>): Promise<void>
  /** Takes a production on, by the reference of its request, until it is in that state; what it stands in is gone on from. */
  make(reference: string, until: 'planned' | 'running' | 'done'): Promise<void>
  /** Wins a customer's interest in items: an opportunity, which is converted into a draft, priced as agreed (Tryton takes the general list, not the customer's) and quoted as far as wanted. `reference` is the customer's number. */
  opportunity(customer: string, lines: readonly { item: string; quantity: number; price?: string }[], wish: { until: 'opportunity' | 'converted' | 'quoted'; reference?: string; wanted?: string }): Promise<{ id: number; sale: number }>
  /** Splits a production request into parts of so much. */
  split(reference: string, quantity: number): Promise<void>
  /** Changes the quantity of an item on a sale in processing, by an amendment; the same reason a second time changes nothing. */
  raise(orderId: string, item: string, quantity: number, reason?: string): Promise<void>
  /** Changes the price of an item on a sale in processing, in the same way. */
  reprice(orderId: string, item: string, price: string): Promise<void>
  /** Counts so much of an item in the store room, where there is less of it. */
  count(item: string, quantity: number): Promise<void>
  /** Sets a customer's credit limit. */
  limit(code: string, amount: string): Promise<void>
  /** Posts the sale's draft invoices. */
  post(orderId: string): Promise<void>
  /** Credits a posted invoice in full. */
  credit(invoice: string): Promise<void>
  /** Enters a bank statement with one line that pays the invoice in full or in part. */
  payByStatement(invoice: string, amount?: string): Promise<void>
  /** Pays by the wizard of the invoice; the rest of it stays open. */
  payByWizard(invoice: string, amount: string): Promise<void>
}

const day = (date: Date): unknown => ({ __class__: 'date', year: date.getFullYear(), month: date.getMonth() + 1, day: date.getDate() })
const decimal = (text: string): unknown => ({ __class__: 'Decimal', decimal: text })
const textOf = (value: unknown): string => (value as { decimal: string }).decimal

export async function personOf(server: TrytonServer, login: 'clerk' | 'connector' | 'admin' = 'clerk'): Promise<Person> {
  /** A warning is answered with yes: that is what a person who knows the trade does. */
  const ask = async (method: string, params: unknown[], authorization?: string): Promise<unknown> => {
    const response = await fetch(server.url, { method: 'POST', headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) }, body: JSON.stringify({ id: 1, method, params }) })
    if (!response.ok) throw new Error(`${method}: HTTP ${response.status}`)
    const answer = await response.json() as { result?: unknown; error?: [string, unknown] }
    if (answer.error?.[0] === 'UserWarning') {
      await ask('model.res.user.warning.create', [[{ user, name: (answer.error[1] as string[])[0], always: false }], context], authorization)
      return ask(method, params, authorization)
    }
    if (answer.error) throw new Error(`${method}: ${JSON.stringify(answer.error).slice(0, 500)}`)
    return answer.result
  }
  let context: Record<string, unknown> = {}
  const [user, session] = await ask('common.db.login', [login, { password: server.access.users[login] }, 'en']) as [number, string]
  const authorization = `Session ${Buffer.from(`${login}:${user}:${session}`).toString('base64')}`
  context = await ask('model.res.user.get_preferences', [true, {}], authorization) as Record<string, unknown>
  const within = <T>(method: string, extra: Record<string, unknown>, ...params: unknown[]): Promise<T> => ask(method, [...params, { ...context, ...extra }], authorization) as Promise<T>
  const call = <T>(method: string, ...params: unknown[]): Promise<T> => within<T>(method, {}, ...params)
  const rows = (model: string, domain: unknown[], fields: string[]): Promise<Row[]> => call(`model.${model}.search_read`, domain, 0, null, [['id', 'ASC']], fields)
  const press = (model: string, id: number, ...buttons: string[]): Promise<void> => buttons.reduce(async (before, button) => { await before; await call(`model.${model}.${button}`, [id]) }, Promise.resolve())

  const saleOf = async (orderId: string): Promise<Row> => {
    const found = await rows('sale.sale', [['reference', '=', orderId]], ['number', 'state', 'shipment_state', 'invoice_state', 'shipments', 'invoices', 'untaxed_amount'])
    if (found.length !== 1) throw new Error(`${found.length} sales of order ${orderId}`)
    return found[0]!
  }
  const shipOpen = async (domain: unknown[], less: Record<string, number> = {}): Promise<void> => {
    const [open] = await rows('stock.shipment.out', domain, ['state'])
    if (!open) throw new Error(`there is no open delivery ${JSON.stringify(domain)}`)
    // reserved goods are given back first: what is assigned is frozen
    if (open.state === 'assigned') await press('stock.shipment.out', open.id, 'wait')
    const [{ inventory_moves: moves } = { inventory_moves: [] }] = await rows('stock.shipment.out', [['id', '=', open.id]], ['inventory_moves'])
    for (const move of await rows('stock.move', [['id', 'in', moves]], ['product.code'])) {
      const quantity = less[(move['product.'] as { code: string }).code]
      if (quantity !== undefined) await call('model.stock.move.write', [move.id], { quantity })
    }
    await press('stock.shipment.out', open.id, 'assign_try', 'pick', 'pack', 'done')
  }
  /** The buttons of the shop floor, by the state that each is pressed in. */
  const floor = new Map([['request', 'draft'], ['draft', 'wait'], ['waiting', 'assign_try'], ['assigned', 'run'], ['running', 'done']])
  const make = async (reference: string, until: 'planned' | 'running' | 'done'): Promise<void> => {
    const ends = until === 'planned' ? ['waiting', 'assigned'] : [until]
    for (const { id } of await rows('production', [['reference', '=', reference], ['state', 'not in', ['done', 'cancelled']]], ['state'])) {
      for (let before = ''; ;) {
        const state = String((await rows('production', [['id', '=', id]], ['state']))[0]!.state)
        if (ends.includes(state)) break
        if (state === before) throw new Error(`production ${id} stays ${state}`)
        await press('production', id, floor.get(state)!)
        before = state
      }
    }
  }
  const amend = async (orderId: string, item: string, change: Record<string, unknown>, reason: string): Promise<void> => {
    const sale = await saleOf(orderId)
    const [begun] = await rows('sale.amendment', [['sale', '=', sale.id], ['description', '=', reason]], ['state'])
    if (begun) {
      if (begun.state === 'draft') await press('sale.amendment', begun.id, 'validate_amendment')
      return
    }
    const [line] = await rows('sale.line', [['sale', '=', sale.id], ['product.code', '=', item]], ['product', 'quantity', 'unit', 'unit_price', 'description'])
    const { id, product, quantity, unit, unit_price, description } = line!
    const [amendment] = await call<number[]>('model.sale.amendment.create', [{
      sale: sale.id, date: day(new Date()), description: reason, lines: [['create', [{ action: 'line', line: id, product, quantity, unit, unit_price, description, ...change }]]],
    }])
    await press('sale.amendment', amendment!, 'validate_amendment')
  }
  const invoiceOf = async (number: string): Promise<Row> => (await rows('account.invoice', [['number', '=', number]], ['party', 'account', 'amount_to_pay', 'currency']))[0]!

  return {
    call, within, rows, saleOf,
    ship: async (orderId, less) => {
      const { shipments } = await saleOf(orderId)
      await shipOpen([['id', 'in', shipments], ['state', '=', 'waiting']], less)
    },
    shipPart: (reference, less) => shipOpen([['reference', '=', reference], ['state', 'in', ['waiting', 'assigned']]], less),
    make,
    opportunity: async (customer, lines, { until, reference, wanted }) => {
      const [party] = await rows('party.party', [['code', '=', customer]], ['addresses'])
      const [employee] = await rows('company.employee', [], ['company'])
      const products = await rows('product.product', [['code', 'in', lines.map(({ item }) => item)]], ['code', 'default_uom'])
      const [id] = await call<number[]>('model.sale.opportunity.create', [{
        party: party!.id, address: (party!.addresses as number[])[0], company: employee!.company, employee: employee!.id, start_date: day(new Date()),
        lines: [['create', lines.map(({ item, quantity }) => { const product = products.find(({ code }) => code === item)!; return { product: product.id, quantity, unit: product.default_uom } })]],
      }])
      await press('sale.opportunity', id!, 'opportunity')
      if (until === 'opportunity') return { id: id!, sale: 0 }
      await press('sale.opportunity', id!, 'convert')
      const [{ sales } = { sales: [] }] = await rows('sale.opportunity', [['id', '=', id]], ['sales'])
      const sale = (sales as number[])[0]!
      await call('model.sale.sale.write', [sale], { reference: reference ?? null, shipping_date: wanted === undefined ? null : day(new Date(`${wanted}T00:00:00`)) })
      for (const { id: line, 'product.': product } of await rows('sale.line', [['sale', '=', sale]], ['product.code'])) {
        const price = lines.find(({ item }) => item === (product as { code: string }).code)?.price
        if (price !== undefined) await call('model.sale.line.write', [line], { unit_price: decimal(price) })
      }
      if (until === 'quoted') await press('sale.sale', sale, 'quote')
      return { id: id!, sale }
    },
    split: async (reference, quantity) => {
      const [whole] = await rows('production', [['reference', '=', reference]], ['uom'])
      const active = { active_model: 'production', active_id: whole!.id, active_ids: [whole!.id] }
      const [wizard, start] = await within<[number, string]>('wizard.production.split.create', active)
      await within('wizard.production.split.execute', active, wizard, { [start]: { quantity, uom: whole!.uom, count: null, unit_digits: 0, uom_category: null } }, 'split')
      await within('wizard.production.split.delete', active, wizard)
    },
    raise: (orderId, item, quantity, reason = 'by phone') => amend(orderId, item, { quantity }, reason),
    reprice: (orderId, item, price) => amend(orderId, item, { unit_price: decimal(price) }, 'another price'),
    limit: async (code, amount) => {
      const [party] = await rows('party.party', [['code', '=', code]], ['code'])
      await call('model.party.party.write', [party!.id], { credit_limit_amount: decimal(amount) })
    },
    count: async (item, quantity) => {
      const [room] = await rows('stock.location', [['code', '=', 'STO']], ['code'])
      const [product] = await rows('product.product', [['code', '=', item]], ['code'])
      const [known] = await within<{ quantity: number }[]>('model.product.product.read', { locations: [room!.id], stock_date_end: day(new Date()) }, [product!.id], ['quantity'])
      if (known!.quantity >= quantity) return
      const [id] = await call<number[]>('model.stock.inventory.create', [{ location: room!.id, date: day(new Date()), lines: [['create', [{ product: product!.id, quantity }]]] }])
      await press('stock.inventory', id!, 'confirm')
    },
    post: async (orderId) => {
      const { invoices } = await saleOf(orderId)
      for (const { id } of await rows('account.invoice', [['id', 'in', invoices], ['state', '=', 'draft']], ['number'])) {
        await call('model.account.invoice.write', [id], { invoice_date: day(new Date()) })
        await press('account.invoice', id, 'post')
      }
    },
    credit: async (number) => {
      const invoice = await invoiceOf(number)
      const active = { active_model: 'account.invoice', active_id: invoice.id, active_ids: [invoice.id] }
      const [wizard, start] = await within<[number, string]>('wizard.account.invoice.credit.create', active)
      await within('wizard.account.invoice.credit.execute', active, wizard, { [start]: { with_refund: true, with_refund_allowed: true, invoice_date: null } }, 'credit')
      await within('wizard.account.invoice.credit.delete', active, wizard)
    },
    payByStatement: async (number, amount) => {
      const invoice = await invoiceOf(number)
      const [journal] = await rows('account.statement.journal', [], ['name'])
      const before = await rows('account.statement', [['journal', '=', journal!.id]], ['end_balance'])
      const start = before.length === 0 ? '0.00' : textOf(before.at(-1)!.end_balance)
      const paid = amount ?? textOf(invoice.amount_to_pay)
      const id = (await call<number[]>('model.account.statement.create', [{
        name: `CAMT-${before.length + 1}`, journal: journal!.id, date: day(new Date()), start_balance: decimal(start), end_balance: decimal((Number(start) + Number(paid)).toFixed(2)),
        lines: [['create', [{ date: day(new Date()), amount: decimal(paid), party: invoice.party, account: invoice.account, invoice: invoice.id, description: `payment of ${number}` }]]],
      }]))[0]!
      await press('account.statement', id, 'validate_statement', 'post')
    },
    payByWizard: async (number, amount) => {
      const invoice = await invoiceOf(number)
      const [method] = await rows('account.invoice.payment.method', [], ['name'])
      const active = { active_model: 'account.invoice', active_id: invoice.id, active_ids: [invoice.id] }
      const [wizard, start] = await within<[number, string]>('wizard.account.invoice.pay.create', active)
      const step = (values: unknown, state: string): Promise<{ view?: { state: string; defaults: Record<string, unknown>; fields_view: { fields: Record<string, unknown> } } }> =>
        within('wizard.account.invoice.pay.execute', active, wizard, values, state)
      const form = (view: { defaults: Record<string, unknown>; fields_view: { fields: Record<string, unknown> } }, own: Record<string, unknown>): Record<string, unknown> => ({
        ...Object.fromEntries(Object.keys(view.fields_view.fields).map((field) => [field, null])),
        ...Object.fromEntries(Object.entries(view.defaults).filter(([field]) => !field.includes('.'))), ...own,
      })
      const first = await step({}, start)
      const asked = await step({ start: form(first.view!, { amount: decimal(amount), date: day(new Date()), payment_method: method!.id }) }, 'choice')
      if (asked.view) await step({ ask: form(asked.view, { type: 'partial', date: day(new Date()) }) }, 'pay')
      await within('wizard.account.invoice.pay.delete', active, wizard)
    },
  }
}
