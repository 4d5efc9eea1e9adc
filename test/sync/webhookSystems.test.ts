import * as config from '../../store/config'
import * as webhookSecrets from '../../store/webhookSecrets'
import { keepWebhook, WebhookRefused } from '../../sync/webhook'
import { WebhookSystems } from '../../sync/webhookSystems'
import { signed } from '../web/subscriber'
import { openWorld, type World } from './world'

let world: World
beforeAll(async () => { world = await openWorld() })

const sign = (secret: string) => world.store.write((tx) => webhookSecrets.put(tx, 'OC', 'wms', secret, new Date().toISOString()))
const webhook = (id: string, secret: string) => {
  const body = JSON.stringify({ id, type: 'stock', data: { items: [], paging: {} } })
  return { system: 'wms', body: Buffer.from(body), headers: signed(body, secret) }
}
/** A context that counts how often it is asked for what is configured. */
const counting = () => {
  const asked = { times: 0 }
  const context: World['context'] = { ...world.context, store: { ...world.store, query: (sql, params) => { if (/ FROM (companies|systems|secrets)/.test(sql)) asked.times++; return world.store.query(sql, params) } } }
  return { asked, context }
}

test('R-INT-08: of many webhooks at once not each asks who has sent it, and a secret that is changed counts at once', async () => {
  await sign('the first secret')
  const { asked, context } = counting()
  const systems = new WebhookSystems(context)
  await keepWebhook(context, webhook('evt-0', 'the first secret'), systems)
  const once = asked.times
  for (let no = 1; no <= 20; no++) expect(await keepWebhook(context, webhook(`evt-${no}`, 'the first secret'), systems)).toMatchObject({ repeated: false })
  // a second may pass on a slow machine, but no webhook of the twenty asks for itself
  expect(asked.times).toBeLessThan(10 * once)

  await sign('the second secret')
  expect(await keepWebhook(context, webhook('evt-21', 'the second secret'), systems)).toMatchObject({ repeated: false })
  await expect(keepWebhook(context, webhook('evt-22', 'the first secret'), systems)).rejects.toThrow(WebhookRefused)
})

test('a system that is switched off takes none once a second has passed', async () => {
  const systems = new WebhookSystems(world.context)
  const now = jest.spyOn(performance, 'now').mockReturnValue(1000)
  try {
    expect(await systems.now({ system: 'wms' })).toBeDefined()
    const record = (await config.system(world.store, 'OC', 'wms'))!
    await world.store.write((tx) => config.saveSystem(tx, { ...record, body: { ...record.body, mode: 'off' } }))
    now.mockReturnValue(1999)
    expect(systems.recent({ system: 'wms' })).toBeDefined()
    now.mockReturnValue(2000)
    expect(systems.recent({ system: 'wms' })).toBeUndefined()
    expect(await systems.now({ system: 'wms' })).toBeUndefined()
    expect(systems.recent({ system: 'wms' })).toBeUndefined()
  } finally {
    now.mockRestore()
  }
})
