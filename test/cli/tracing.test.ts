import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { openTracing } from '../../cli/tracing'
import * as arrivals from '../../store/arrivals'
import * as outbox from '../../store/outbox'
import { load } from '../../store/streams'
import { csv, openWorld } from '../sync/world'
import { built, start } from './built'

const cli = built()

interface Span { traceId: string; spanId: string; parentSpanId: string; name: string; status?: { code?: number }; attributes: { key: string; value: Record<string, unknown> }[] }

test('R-AUD-01: one correlation id from the arrival to the last system, as one trace at the collector', async () => {
  const spans: Span[] = []
  const collector = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
      const { resourceSpans } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }
      spans.push(...resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans)))
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })()
  })
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  try {
    const world = await openWorld({ timeout: 15_000 })
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`, ORDER_TO_CASH_KEYS: world.store.keysFolder, ORDER_TO_CASH_ENVIRONMENT: 'test' }
    // each step by a process of its own, as workers are
    const run = async (...args: string[]) => { expect(await start(cli, [...args, '--store', world.store.url], env).ended).toMatchObject({ code: 0 }) }
    const file = join(world.store.folder, 'PO-1.csv')
    writeFileSync(file, csv('PO-1'))
    await world.faults('finance', [{ match: { method: 'POST' }, fault: '503', times: 1 }])
    await run('receive', file)
    await run('dispatch', '--wait', '20')
    await world.operate('wms', 'ship')
    await run('follow')
    await run('dispatch', '--wait', '20')
    const stream = `order/${(await world.order('PO-1')).id}`
    const messages = await outbox.ofStream(world.store, 'OC', stream)
    const { correlation } = messages[0]!
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([correlation.replaceAll('-', '')]))
    expect(spans.map((span) => span.name)).toEqual(expect.arrayContaining(['receive', 'create order in erp', 'create part in wms', 'create order in finance', 'create despatch in erp', 'create invoice in finance']))
    expect(spans.filter((span) => span.name === 'create order in finance').map((span) => span.status?.code ?? 0).sort()).toEqual([0, 2])
    // the same id is in every event of the order and in every message, and that of its arrival
    expect(new Set((await load(world.store, 'OC', stream)).map((event) => event.correlation))).toEqual(new Set([correlation]))
    expect(new Set(messages.map((message) => message.correlation))).toEqual(new Set([correlation]))
    expect(await arrivals.get(world.store, correlation)).toMatchObject({ fileName: 'PO-1.csv' })
    // and no secret
    expect(JSON.stringify(spans)).not.toContain('test-token')
  } finally {
    collector.close()
  }
})

test('where no collector is named nothing of it is loaded', async () => {
  expect(await openTracing({})).toBeUndefined()
  const loaded = execFileSync(process.execPath, ['-e', `
    const { main } = require(${JSON.stringify(join(dirname(cli), 'cli/program.js'))})
    const said = { out: async () => {}, err: () => {}, env: {}, signal: new AbortController().signal, stdin: process.stdin }
    main(['verify', '--store', 'sqlite:/nowhere/at/all.db'], said).then(() => { console.log(JSON.stringify(Object.keys(require.cache).filter((name) => /opentelemetry|prom-client|nodemailer/.test(name)))) })`], { encoding: 'utf8', env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: '' } })
  expect(JSON.parse(loaded)).toEqual([])
})
