import { runJob } from '../../jobs/run'
import { drain } from '../../sync/dispatch'
import { serve, type Served } from '../../web/serve'
import { openWorld, type World } from '../sync/world'

describe('figures for Prometheus', () => {
  let world: World
  let served: Served
  beforeAll(async () => {
    world = await openWorld()
    await world.take('PO-1')
    await world.take('PO-2', { item: 'NO-SUCH' })
    await drain(world.context, { patienceMs: 3000 })
    await runJob(world.context, 'OC', 'proof', '2026-03-02T00:30:00.000Z')
    served = await serve({ context: world.context, port: 0 })
  })
  afterAll(() => served.close())
  const scrape = async () => {
    const response = await fetch(`${served.url}/metrics`)
    return { type: response.headers.get('content-type'), text: await response.text() }
  }

  test('tell orders, messages, arrivals, cases and the last runs, in the form that Prometheus reads', async () => {
    const { type, text } = await scrape()
    expect(type).toMatch(/^text\/plain; version=0\.0\.4/)
    for (const line of [
      'order_to_cash_store_up 1', 'order_to_cash_orders{company="OC",status="toShip"} 1', 'order_to_cash_orders{company="OC",status="held"} 1', 'order_to_cash_messages{system="erp",state="done"} 1',
      'order_to_cash_arrivals{outcome="order"} 1', 'order_to_cash_arrivals{outcome="held"} 1', 'order_to_cash_outbox_oldest_due_seconds 0',
      `order_to_cash_last_run_timestamp_seconds{company="OC",job="proof",outcome="done"} ${Date.parse('2026-03-02T00:30:00.000Z') / 1000}`,
    ]) expect(text).toContain(`${line}\n`)
    expect(text).toContain('process_resident_memory_bytes')
    // every sample has its help and type
    for (const [, name] of text.matchAll(/^(order_to_cash_\w+)[{ ]/gm)) expect(text).toMatch(new RegExp(`# HELP ${name} .+\n# TYPE ${name} gauge`))
  })

  test('a second scrape and a dead store are no error: it is told that it does not answer', async () => {
    await scrape()
    await world.store.close()
    const { text } = await scrape()
    expect(text).toContain('order_to_cash_store_up 0\n')
    expect(text).not.toContain('order_to_cash_orders{')
  })
})
