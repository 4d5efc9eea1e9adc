import * as outbox from '../../store/outbox'
import { type Message, type NewMessage } from '../../store/records'
import { type Store } from '../../store/store'
import { freshStore } from './open'
import { message } from './sample'

let store: Store
beforeEach(async () => { store = await freshStore() })

const enqueue = (...messages: NewMessage[]) => store.write((tx) => outbox.enqueue(tx, messages))
const claim = (nowMs: number, over: Partial<outbox.Claim> = {}) => outbox.claim(store, { owner: 'w1', limit: 50, leaseMs: () => 1000, nowMs, ...over })
const finish = (claimed: Message, end: Partial<outbox.Finish> = {}) => store.write((tx) => outbox.finish(tx, claimed, { state: 'done', endedMs: 500, ...end }))
const ids = (messages: readonly Message[]) => messages.map((one) => one.id)

test('the same effect asked for twice is one message, and the second is told so', async () => {
  expect(await enqueue(message('m1'), message('m2'))).toEqual([{ id: 'm1', fresh: true }, { id: 'm2', fresh: true }])
  expect(await enqueue(message('m3', { ourId: 'm1' }), message('m4'))).toEqual([{ id: 'm1', fresh: false }, { id: 'm4', fresh: true }])
  expect(ids(await outbox.list(store)).sort()).toEqual(['m1', 'm2', 'm4'])
})

test('what a clock that was a year ahead has put off does not wait for that year, and what may be under way is left alone for a day', async () => {
  const [DAY, YEAR] = [86_400_000, 365 * 86_400_000]
  await enqueue(message('m1'), message('m2'), message('m3'))
  const [first, second] = await claim(YEAR, { limit: 2 })
  await finish(first!, { state: 'waiting', notBeforeMs: YEAR + 500 })
  await finish(second!, { state: 'unknown', notBeforeMs: YEAR + 500 })
  await claim(YEAR, { limit: 1 })
  expect(await outbox.bringBack(store, 1000)).toBe(3)
  expect(await outbox.bringBack(store, 1000)).toBe(0)
  expect(ids(await claim(1000))).toEqual(['m1'])
  expect(ids(await claim(1000 + DAY)).sort()).toEqual(['m1', 'm2', 'm3'])
})

test('the same effect with another content is an error that shows both', async () => {
  await enqueue(message('m1'))
  const error = await enqueue(message('m2', { ourId: 'm1', body: { number: 'SO-2' } })).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(outbox.EffectDiffers)
  expect((error as Error).message).toMatch(/as m1 with another content\. There: {"number":"SO-1"} Now: {"number":"SO-2"}/)
  expect(ids(await outbox.list(store))).toEqual(['m1'])
})

test('a message is claimed once, counts its attempt from then on, and comes whole', async () => {
  await enqueue(message('m1', { body: { text: "'ä😀\\" } }))
  const [claimed] = await claim(100)
  expect(claimed).toMatchObject({ ...message('m1', { body: { text: "'ä😀\\" } }), state: 'sending', attempt: 1, owner: 'w1', leaseUntilMs: 1100, unsure: false })
  expect(await claim(200, { owner: 'w2' })).toEqual([])
  expect(await outbox.byId(store, 'm1')).toMatchObject({ state: 'sending', attempt: 1 })
})

test('messages that are claimed together have each the lease of its system and an attempt of its own', async () => {
  await enqueue(message('m1'), message('m2', { system: 'wms' }))
  for (const one of await claim(100, { systems: ['wms'] })) await finish(one, { state: 'waiting', notBeforeMs: 200 })
  const claimed = await claim(300, { leaseMs: (system) => (system === 'wms' ? 5000 : 1000) })
  const stood = claimed.map(({ id, attempt, leaseUntilMs }) => [id, attempt, leaseUntilMs]).sort()
  expect(stood).toEqual([['m1', 1, 1300], ['m2', 2, 5300]])
  const stored = await Promise.all(['m1', 'm2'].map((id) => outbox.byId(store, id)))
  expect(stored.map((one) => [one?.id, one?.attempt, one?.leaseUntilMs])).toEqual(stood)
})

test('the body of a message is one value however often it is read, and goes into copies and into JSON', async () => {
  await enqueue(message('m1', { body: { number: 'SO-1' } }))
  const [claimed] = await claim(100)
  expect({ ...claimed }.body).toEqual({ number: 'SO-1' })
  expect(claimed!.body).toBe(claimed!.body)
  expect(JSON.parse(JSON.stringify(claimed))).toMatchObject({ id: 'm1', body: { number: 'SO-1' } })
})

test('messages of one stream go to a system in order and one at a time; other streams and systems do not wait', async () => {
  await enqueue(message('m1'), message('m2', { stream: 'order/m1', action: 'change', revision: 2 }), message('m3', { stream: 'order/m1', system: 'wms' }), message('m4'))
  const first = await claim(100, { leaseMs: () => 60_000 })
  expect(ids(first).sort()).toEqual(['m1', 'm3', 'm4'])
  expect(await claim(100, { owner: 'w2' })).toEqual([])
  await finish(first.find((one) => one.id === 'm1')!, { state: 'unknown', notBeforeMs: 5000, unsure: true })
  expect(await claim(200)).toEqual([])
  const [again] = await claim(5000, { systems: ['erp'] })
  expect(again).toMatchObject({ id: 'm1', attempt: 2, unsure: true, endedMs: 500 })
  await finish(again!)
  expect(ids(await claim(5100, { systems: ['erp'] }))).toContain('m2')
})

test.each(['refused', 'dead', 'superseded'] as const)('a message that ended as %s holds nothing back', async (state) => {
  await enqueue(message('m1'), message('m2', { stream: 'order/m1', revision: 2 }))
  await finish((await claim(100))[0]!, { state })
  expect(ids(await claim(200))).toEqual(['m2'])
})

test('a message that waits for a person holds back the later ones of its stream', async () => {
  await enqueue(message('m1'), message('m2', { stream: 'order/m1', revision: 2 }))
  await finish((await claim(100))[0]!, { state: 'asking' })
  expect(await claim(200)).toEqual([])
})

test('a late end of an old attempt is refused: the one who took over decides', async () => {
  await enqueue(message('m1'))
  const [old] = await claim(100)
  const [taken] = await claim(1100, { owner: 'w2' })
  expect(taken).toMatchObject({ id: 'm1', attempt: 2, owner: 'w2', unsure: true, endedMs: 1100, leaseUntilMs: 2100 })
  expect(await finish(old!)).toBe(false)
  expect(await outbox.byId(store, 'm1')).toMatchObject({ state: 'sending', attempt: 2 })
  expect(await store.write((tx) => outbox.extend(tx, old!, 9000))).toBe(false)
  expect(await finish(taken!, { state: 'done', result: { theirId: '7' }, doneAt: '2026-03-02T09:00:00.000Z' })).toBe(true)
  expect(await finish(taken!)).toBe(false)
  expect(await outbox.byId(store, 'm1')).toMatchObject({ state: 'done', result: { theirId: '7' }, doneAt: '2026-03-02T09:00:00.000Z', owner: undefined })
})

test('the same worker that claims its own lost message again is fenced by the attempt', async () => {
  await enqueue(message('m1'))
  const [first] = await claim(100)
  const [second] = await claim(2000)
  expect(await finish(first!)).toBe(false)
  expect(await finish(second!)).toBe(true)
})

test('in the commit in which messages end as many waiting ones of their system go out, among them the next of their streams', async () => {
  await enqueue(message('m1'), message('m2'), message('m3', { stream: 'order/m1', revision: 2 }), message('m4'), message('w1', { system: 'wms' }))
  const first = await claim(100, { systems: ['erp'], limit: 2 })
  const next = await store.write(async (tx) => {
    await outbox.finishMany(tx, first.map((one) => ({ message: one, end: { state: 'done' as const, endedMs: 500 } })))
    return outbox.claimNext(tx, { company: 'acme', system: 'erp', owner: 'w1', limit: 2, leaseMs: () => 1000, nowMs: 500 })
  })
  expect(next).toMatchObject([{ id: 'm3', state: 'sending', attempt: 1, owner: 'w1', leaseUntilMs: 1500 }, { id: 'm4' }])
  expect((await outbox.counts(store)).map(({ system, state, count }) => [system, state, count])).toEqual([['erp', 'done', 2], ['erp', 'sending', 2], ['wms', 'waiting', 1]])
})

test('those that never went out are looked for behind the ones that end, and what waits before them afterwards', async () => {
  await enqueue(message('m1'), message('m2'), message('m3'), message('m4'), message('m5', { stream: 'order/m4', revision: 2 }))
  const first = await claim(100, { limit: 3 })
  const [one, two, three] = first
  await store.write((tx) => outbox.finish(tx, one!, { state: 'waiting', endedMs: 200, notBeforeMs: 300 }))
  const next = (ended: typeof first, limit: number) => store.write(async (tx) => {
    await outbox.finishMany(tx, ended.map((message) => ({ message, end: { state: 'done' as const, endedMs: 400 } })))
    return outbox.claimNext(tx, { company: 'acme', system: 'erp', owner: 'w1', limit, leaseMs: () => 1000, nowMs: 400, after: ended[0]!.position })
  })
  // m5 follows m4 in its stream, so that the one that is tried again takes the second place
  const second = await next([two!, three!], 2)
  expect(ids(second)).toEqual(['m4', 'm1'])
  expect(ids(await next(second, 2))).toEqual(['m5'])
})

test('what was put off takes up to half of the places once it is due, so that it neither waits behind a backlog nor keeps it waiting', async () => {
  await enqueue(...Array.from({ length: 9 }, (_, no) => message(`m${no}`)))
  const first = await claim(100, { limit: 4 })
  for (const one of first) await store.write((tx) => outbox.finish(tx, one, { state: 'waiting', endedMs: 200, notBeforeMs: 300 }))
  expect(ids(await claim(299, { limit: 2 }))).toEqual(['m4', 'm5'])
  expect(ids(await claim(300, { limit: 3 }))).toEqual(['m0', 'm1', 'm6'])
  expect(ids(await claim(300, { limit: 4 }))).toEqual(['m2', 'm3', 'm7', 'm8'])
})

test('where one of a batch has been taken over nothing of the batch is noted', async () => {
  await enqueue(message('m1'), message('m2'))
  const batch = await claim(100)
  await claim(1100, { owner: 'w2', limit: 1 })
  const note = store.write((tx) => outbox.finishMany(tx, batch.map((one) => ({ message: one, end: { state: 'done' as const, endedMs: 1200 } }))))
  await expect(note).rejects.toThrow(outbox.Overtaken)
  expect((await outbox.list(store)).map((one) => one.state)).toEqual(['sending', 'sending'])
})

test('two companies have a queue each for a system of the same name', async () => {
  await enqueue(...Array.from({ length: 5 }, (_, no) => message(`m${no}`)), message('o1', { company: 'other' }))
  expect(ids(await claim(100, { company: 'acme', systems: ['erp'], concurrencyPerSystem: 3 }))).toEqual(['m0', 'm1', 'm2'])
  expect(ids(await claim(100, { company: 'other', systems: ['erp'], concurrencyPerSystem: 3 }))).toEqual(['o1'])
})

test('a lease is ours until its last millisecond, and can be lengthened', async () => {
  await enqueue(message('m1'))
  const [mine] = await claim(100)
  expect([outbox.stillMine(mine!, 1099), outbox.stillMine(mine!, 1100)]).toEqual([true, false])
  expect(await claim(1099, { owner: 'w2' })).toEqual([])
  expect(await store.write((tx) => outbox.extend(tx, mine!, 3000))).toBe(true)
  expect(await claim(2999, { owner: 'w2' })).toEqual([])
  expect(ids(await claim(3000, { owner: 'w2' }))).toEqual(['m1'])
})

test('ten workers at once never get the same message', async () => {
  await enqueue(...Array.from({ length: 40 }, (_, index) => message(`m${index}`)))
  const claims = await Promise.all(Array.from({ length: 10 }, (_, worker) => claim(100, { owner: `w${worker}`, limit: 7 })))
  const claimed = claims.flatMap(ids)
  expect(new Set(claimed).size).toBe(claimed.length)
  const rest = await claim(100, { owner: 'last' })
  expect(claimed.length + rest.length).toBe(40)
})

test('no more of a system are under way than it allows, and a long queue of one system starves no other', async () => {
  await enqueue(...Array.from({ length: 20 }, (_, index) => message(`e${index}`)), message('w1', { system: 'wms' }), message('w2', { system: 'wms' }))
  const first = await claim(100, { limit: 4, concurrencyPerSystem: 3 })
  expect(first.map((one) => one.system).sort()).toEqual(['erp', 'erp', 'wms', 'wms'])
  expect(ids(await claim(100, { owner: 'w2', limit: 10, concurrencyPerSystem: 3 }))).toHaveLength(1)
  expect(await claim(100, { owner: 'w3', limit: 10, concurrencyPerSystem: 3 })).toEqual([])
})

test('only the systems and the company asked for are claimed', async () => {
  await enqueue(message('m1'), message('m2', { system: 'wms' }), message('m3', { company: 'other' }))
  expect(ids(await claim(100, { systems: ['wms'] }))).toEqual(['m2'])
  expect(ids(await claim(100, { company: 'other' }))).toEqual(['m3'])
})

test('a newer revision takes back what waits, but not what may have been carried out', async () => {
  const change = (id: string, revision: number) => message(id, { ourId: 'm1', stream: 'order/m1', action: 'change', revision })
  await enqueue(message('m1'))
  await finish((await claim(100))[0]!, { state: 'waiting', unsure: true, notBeforeMs: 9000 })
  await enqueue(change('m2', 2), change('m3', 3), change('m4', 4))
  const taken = await store.write((tx) => outbox.supersede(tx, { company: 'acme', system: 'erp', kind: 'order', stream: 'order/m1', ourId: 'm1', below: 4 }))
  expect(ids(taken)).toEqual(['m2', 'm3'])
  expect((await outbox.ofStream(store, 'acme', 'order/m1')).map((one) => one.state)).toEqual(['waiting', 'superseded', 'superseded', 'waiting'])
})

test('a dead letter is sent again as the same message, and remembers that it may have been carried out', async () => {
  await enqueue(message('m1'))
  await finish((await claim(100))[0]!, { state: 'dead', unsure: true, fault: { kind: 'unknown', text: 'time-out' } })
  expect(await store.write((tx) => outbox.resend(tx, 'm1'))).toBe(true)
  expect(await store.write((tx) => outbox.resend(tx, 'm1'))).toBe(false)
  expect(await claim(200)).toMatchObject([{ id: 'm1', attempt: 2, unsure: true, fault: { kind: 'unknown', text: 'time-out' } }])
})

test('a worker is told how long it may sleep', async () => {
  expect(await outbox.nextDueMs(store)).toBeUndefined()
  await enqueue(message('m1'), message('m2', { stream: 'order/m1', revision: 2 }))
  expect(await outbox.nextDueMs(store)).toBe(0)
  const [mine] = await claim(100)
  expect(await outbox.nextDueMs(store)).toBe(1100)
  await finish(mine!, { state: 'waiting', notBeforeMs: 7000 })
  expect(await outbox.nextDueMs(store)).toBe(7000)
  expect(await outbox.counts(store)).toEqual([{ system: 'erp', state: 'waiting', count: 2 }])
})

test('whoever is idle sees which systems have something due, in one look that claims nothing', async () => {
  const systems = ['erp', 'wms', 'finance', 'shop'].map((system) => ({ company: 'acme', system }))
  const due = async (nowMs: number): Promise<string[]> => (await outbox.queuesWithDue(store, systems, nowMs)).map((place) => systems[place]!.system)
  expect(await outbox.queuesWithDue(store, [], 100)).toEqual([])
  expect(await due(100)).toEqual([])
  await enqueue(message('m1'), message('behind', { stream: 'order/m1', revision: 2 }), message('later', { system: 'wms' }), message('other', { company: 'umbrella', system: 'shop' }))
  expect(await due(100)).toEqual(['erp', 'wms'])
  for (const claimed of await claim(100, { company: 'acme' })) if (claimed.id === 'later') await finish(claimed, { state: 'waiting', notBeforeMs: 5000 })
  // what is left to erp waits behind what is under way
  expect(await due(200)).toEqual([])
  expect(await due(1200)).toEqual(['erp'])
  expect(await due(5000)).toEqual(['erp', 'wms'])
})

test('who asks for a message by its id gets it where it could be claimed: not one that is done, under way, not due, behind another, of another system, or asked for by another at once', async () => {
  await enqueue(message('done'), message('underWay'), message('later'), message('m1'), message('behind', { stream: 'order/m1', revision: 2 }), message('elsewhere', { system: 'wms' }))
  const these = (nowMs: number, ...wanted: string[]) => outbox.claimThese(store, { owner: 'w2', company: 'acme', system: 'erp', ids: wanted, leaseMs: () => 1000, nowMs })
  for (const claimed of await these(100, 'done', 'underWay', 'later')) {
    if (claimed.id === 'done') await finish(claimed)
    if (claimed.id === 'later') await finish(claimed, { state: 'waiting', notBeforeMs: 5000 })
  }
  const all = ['done', 'underWay', 'later', 'm1', 'behind', 'elsewhere', 'unheard-of']
  expect((await outbox.dueNow(store, { company: 'acme', system: 'erp' }, 10, 200)).map(({ id }) => id)).toEqual(['m1'])
  const twice = await Promise.all([these(200, ...all), these(200, ...all)])
  expect(twice.flat().map(({ id, attempt }) => [id, attempt])).toEqual([['m1', 1]])
  // the lease of what was under way is over, and what was to be tried later is due
  expect((await outbox.dueNow(store, { company: 'acme', system: 'erp' }, 10, 6000)).map(({ id, attempt }) => [id, attempt])).toEqual(expect.arrayContaining([['underWay', 1], ['later', 1]]))
  expect(ids(await these(6000, 'underWay', 'later')).sort()).toEqual(['later', 'underWay'])
})
