import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { placeOf } from '../../jobs/redis/link'
import { worker } from '../../jobs/worker'
import * as outbox from '../../store/outbox'
import { openWorld } from '../sync/world'

test('where a Redis is is told without what opens it, and what is no Redis is refused without being shown', () => {
  expect(placeOf('redis://user:geheim@redis.internal:6380/2')).toBe('redis.internal:6380/2')
  expect(placeOf('rediss://:geheim@redis.internal')).toBe('redis.internal:6379/0')
  for (const url of ['http://user:geheim@redis.internal', 'geheim', '']) {
    expect(() => placeOf(url)).toThrow(/^REDIS_URL must be redis:/)
    expect(() => placeOf(url)).not.toThrow('geheim')
  }
})

test('a Redis that takes calls and never answers keeps nothing from being sent, and it is said once', async () => {
  const world = await openWorld()
  const sockets: Socket[] = []
  const silent = createServer((socket) => { sockets.push(socket.on('error', () => undefined)) })
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const said: string[] = []
  const stop = new AbortController()
  for (let no = 1; no <= 3; no++) await world.take(`PO-${no}`)
  const redisUrl = `redis://:geheim@127.0.0.1:${(silent.address() as AddressInfo).port}`
  const working = worker({ ...world.context, log: (level, event, fields) => { if (level !== 'debug') said.push(JSON.stringify({ level, event, ...fields })) } }, { signal: stop.signal, pollMs: 50, redisUrl })
  const sent = async (): Promise<boolean> => (await outbox.counts(world.store)).every(({ state }) => state === 'done')
  for (let tries = 0; tries < 200 && !(await sent() && said.some((line) => line.includes('redis-away'))); tries++) await pause(50)
  stop.abort()
  await working
  for (const socket of sockets) socket.destroy()
  silent.close()
  expect(await sent()).toBe(true)
  expect(said.filter((line) => line.includes('redis-away'))).toHaveLength(1)
  expect(said.join()).not.toContain('geheim')
})
