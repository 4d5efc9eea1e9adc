import { type Call, type Connector, type Outgoing, type Remote } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { type Message } from '../../store/records'
import { type Attempt, send } from '../../sync/send'
import { type Known } from '../../sync/shown'
import { RETRY } from '../../sync/retry'

const OURS = '01a22683-4ec8-7486-80d2-dd976e4aa363'
const remote = (ourId: string | undefined = OURS, more: Partial<Remote> = {}): Remote =>
  ({ kind: 'order', theirId: 'SO-1', ourId, state: 'open', version: '1', asOf: '2026-03-02T08:00:00.000Z', lines: [{ id: '1', quantity: '3' }], ...more })
const message = (more: Partial<Message> = {}): Message => ({
  id: 'm', company: 'OC', system: 'erp', kind: 'order', ourId: OURS, revision: 1, action: 'create', stream: `order/${OURS}`, body: { lines: [{ id: '1', quantity: '3.0' }] }, correlation: 'c',
  createdAt: '2026-03-02T08:00:00.000Z', position: 1, state: 'sending', attempt: 1, owner: 'w', leaseUntilMs: Date.now() + 60_000, notBeforeMs: 0, unsure: false, ...more,
})
const refused = (code?: string): Fault => new Fault('refused', 'erp: POST /orders was answered with 409', code === undefined ? {} : { code })

/** What a look and a send come to, one after the other; a look shows nothing where nothing is said. */
function attempt(of: Message, { looks = [], sent, repeat = 'find', known }: { looks?: (Remote | undefined | Fault)[]; sent?: Remote | Fault; repeat?: Connector['repeat']; known?: Known }): Promise<Attempt> & { asked: string[] } {
  const asked: string[] = []
  const said = (what: string, answer: Remote | undefined | Fault): Promise<Remote | undefined> => { asked.push(what); return answer instanceof Fault ? Promise.reject(answer) : Promise.resolve(answer) }
  const connector = { name: 'erp', repeat, settle: 1500, timeout: 1000, find: (_kind: unknown, _ourId: unknown, call: Call) => said(call.fresh ? 'fresh look' : 'look', looks.shift()), send: (_outgoing: Outgoing) => said('send', sent) } as unknown as Connector
  return Object.assign(send({}, connector, of, known), { asked })
}

describe('what a system answers is believed of the record that was asked for only', () => {
  test('another record than the one that was made leaves it unknown: a proxy may have given an answer out twice', async () => {
    expect(await attempt(message(), { sent: remote('another of ours') })).toMatchObject({ state: 'unknown', unsure: true, fault: { kind: 'unknown', message: expect.stringContaining('another of ours') as string } })
    expect(await attempt(message(), { sent: remote() })).toMatchObject({ state: 'done' })
    // what others made and we only change need not carry an id of ours, what we made does
    expect(await attempt(message({ kind: 'payment', action: 'change' }), { sent: { ...remote(), ourId: undefined } })).toMatchObject({ state: 'done' })
    expect(await attempt(message(), { sent: { ...remote(), ourId: undefined } })).toMatchObject({ state: 'unknown', unsure: true, fault: { message: expect.stringContaining('none of ours') as string } })
  })

  test('a look that shows another record shows nothing, and nothing is sent by it', async () => {
    const looked = attempt(message({ unsure: true }), { looks: [remote('another of ours')], sent: remote() })
    expect(await looked).toMatchObject({ state: 'unknown', unsure: true, fault: { kind: 'again' } })
    expect(looked.asked).toEqual(['fresh look'])
    expect(await attempt(message(), { looks: [remote('another of ours')], sent: remote() })).toMatchObject({ state: 'waiting', unsure: false })
    // a record that was gone and is made anew
    const anew = attempt(message({ resends: 1 }), { sent: remote() })
    await anew
    expect(anew.asked).toEqual(['fresh look', 'send'])
  })
})

describe('a system that keeps repeats out by a key of ours (R-SYS-03)', () => {
  const before = (hours: number) => message({ unsure: true, endedMs: Date.now() - hours * 3_600_000 })
  const noLookUp = () => new Fault('refused', 'erp has no look-up of orders')

  test('is sent the same key again while it surely knows it', async () => {
    const soon = attempt(before(1), { repeat: 'key', sent: remote() })
    expect(await soon).toMatchObject({ state: 'done' })
    expect(soon.asked).toEqual(['send'])
  })

  test('is looked at first where it may have forgotten the key, and is sent only what is not there', async () => {
    const there = attempt(before(30), { repeat: 'key', looks: [remote()], sent: remote() })
    expect(await there).toMatchObject({ state: 'done' })
    expect(there.asked).toEqual(['fresh look'])
    const gone = attempt(before(30), { repeat: 'key', looks: [undefined], sent: remote() })
    expect(await gone).toMatchObject({ state: 'done' })
    expect(gone.asked).toEqual(['fresh look', 'send'])
  })

  test('and a person is asked where it can be neither looked up nor known by its key', async () => {
    const blind = attempt(before(30), { repeat: 'key', looks: [noLookUp()], sent: remote() })
    expect(await blind).toMatchObject({ state: 'asking', unsure: true })
    expect(blind.asked).toEqual(['fresh look'])
    expect(await attempt(before(30), { repeat: 'key', looks: [new Fault('again', 'erp: no answer')], sent: remote() })).toMatchObject({ state: 'unknown', unsure: true })
  })
})

describe('a change or a cancel that is answered with success', () => {
  const known: Known = { theirId: 'SO-1', version: '1' }
  const change = message({ action: 'change', body: { lines: [{ id: '1', quantity: '5' }] } })

  test('and left all as it was before is not done: the answer may be one of before, or the system took it and did nothing', async () => {
    expect(await attempt(change, { sent: remote(), known })).toMatchObject({ state: 'unknown', unsure: true, fault: { message: expect.stringContaining('as it was before') as string } })
    expect(await attempt(message({ action: 'cancel' }), { sent: remote(), known })).toMatchObject({ state: 'unknown', unsure: true })
  })

  test('is done where it shows, where something was changed there, and where nothing had to be', async () => {
    expect(await attempt(change, { sent: remote(OURS, { version: '2', lines: [{ id: '1', quantity: '5' }] }), known })).toMatchObject({ state: 'done' })
    // in a unit of its own, say
    expect(await attempt(change, { sent: remote(OURS, { version: '2', lines: [{ id: '1', quantity: '0.05' }] }), known })).toMatchObject({ state: 'done' })
    expect(await attempt(change, { sent: remote(OURS, { lines: [{ id: '1', quantity: '5' }] }), known })).toMatchObject({ state: 'done' })
    expect(await attempt(change, { sent: remote() })).toMatchObject({ state: 'done' })
    expect(await attempt(message({ action: 'cancel' }), { sent: remote(OURS, { state: 'cancelled' }), known })).toMatchObject({ state: 'done' })
  })

  test('is done of what has no lines of orders and no end of its own: a quotation that is won stays won', async () => {
    expect(await attempt(message({ kind: 'quotation', action: 'cancel' }), { sent: remote(OURS, { kind: 'quotation', state: 'won' }), known })).toMatchObject({ state: 'done' })
  })
})

describe('a refusal', () => {
  test('of a look alone, which another look is not, is of the moment: nothing was sent, and it goes again by itself (R-SYS-04)', async () => {
    const looked = attempt(message(), { looks: [refused('404'), undefined], sent: remote() })
    expect(await looked).toMatchObject({ state: 'waiting', unsure: false, fault: { kind: 'again' } })
    expect(looked.asked).toEqual(['look', 'look'])
    expect(await attempt(message(), { looks: [refused('403'), refused('403')], sent: remote() })).toMatchObject({ state: 'refused' })
  })

  test('of a call that only reads, on the way to the write, is of the moment in a change too, and stands in the tenth attempt in a row (R-SYS-04)', async () => {
    const read = new Fault('refused', 'erp: GET /customers was answered with 404', { code: '404', read: true })
    for (const action of ['create', 'change', 'cancel']) expect(await attempt(message({ action }), { sent: read })).toMatchObject({ state: 'waiting', unsure: false, refusedReads: 1, fault: { kind: 'again', message: read.message } })
    expect(await attempt(message({ unsure: true }), { looks: [read] })).toMatchObject({ state: 'unknown', unsure: true })
    const after = (refusedReads: number): Message => message({ attempt: 50, fault: { kind: 'again', text: '', refusedReads } })
    expect(await attempt(after(8), { sent: read })).toMatchObject({ state: 'waiting', refusedReads: 9 })
    const stands = await attempt(after(9), { sent: read })
    expect(stands).toMatchObject({ state: 'refused' })
    expect(stands).not.toHaveProperty('refusedReads')
    expect(await attempt(after(9), { sent: new Fault('again', 'erp: no answer') })).not.toHaveProperty('refusedReads')
  })

  test('is none where the record is there: what stands before the system may have refused after it was done (R-ENT-06)', async () => {
    for (const repeat of ['find', 'key'] as const) {
      const looks = repeat === 'find' ? [undefined, remote()] : [remote()]
      expect(await attempt(message(), { looks, sent: refused('409'), repeat })).toMatchObject({ state: 'done', remote: { theirId: 'SO-1' } })
    }
    expect(await attempt(message({ action: 'cancel' }), { looks: [remote(OURS, { state: 'cancelled' })], sent: refused('409') })).toMatchObject({ state: 'done' })
  })

  test('stands where nothing or something else is there, and where it was ours', async () => {
    expect(await attempt(message(), { sent: refused('422') })).toMatchObject({ state: 'refused' })
    expect(await attempt(message(), { looks: [remote(OURS, { lines: [{ id: '1', quantity: '2' }] })], sent: refused('422'), repeat: 'key' })).toMatchObject({ state: 'refused' })
    expect(await attempt(message({ action: 'cancel' }), { looks: [remote()], sent: refused('409') })).toMatchObject({ state: 'refused' })
    expect(await attempt(message(), { looks: [undefined, new Fault('again', 'erp: no answer')], sent: refused('422') })).toMatchObject({ state: 'refused' })
    const own = attempt(message(), { sent: refused() })
    expect(await own).toMatchObject({ state: 'refused' })
    expect(own.asked).toEqual(['look', 'send'])
  })

  test('of a look says nothing of what an attempt before it may have done', async () => {
    expect(await attempt(message({ unsure: true }), { looks: [refused('407'), refused('407')] })).toMatchObject({ state: 'unknown', unsure: true })
    expect(await attempt(message({ unsure: true }), { looks: [undefined], sent: refused('422'), repeat: 'find' })).toMatchObject({ state: 'refused' })
  })
})

describe('a system that has us wait', () => {
  const waiting = (waits: number, more: Partial<Message> = {}): Message => message({ attempt: waits + 1, ...(waits === 0 ? {} : { fault: { kind: 'wait', text: '', waits } }), ...more })

  test('and goes on saying "now" or "in a second" is not asked two hundred times in minutes: the pauses come to more than half a day', async () => {
    for (const waitMs of [0, 1000]) {
      let sum = 0
      for (let waits = 0; waits < RETRY.wait.attempts - 1; waits++) {
        const before = Date.now()
        const ended = await attempt(waiting(waits), { sent: new Fault('wait', 'erp: 429', { waitMs }) })
        if (ended.state !== 'waiting') throw new Error(`${ended.state} after ${waits} waits`)
        if (waits === 0) expect(ended.notBeforeMs - before).toBeLessThan(waitMs + 500)
        sum += ended.notBeforeMs - before
      }
      expect(sum).toBeGreaterThan(43_200_000)
    }
  })

  test('for a day, or a year, is asked again within the hour: a mistake of one answer holds no order back for longer, and nobody would be told', async () => {
    const before = Date.now()
    const ended = await attempt(waiting(0), { sent: new Fault('wait', 'erp: 429', { waitMs: 86_400_000 }) })
    expect(ended).toMatchObject({ state: 'waiting' })
    expect((ended as { notBeforeMs: number }).notBeforeMs - before).toBeLessThanOrEqual(3_601_000)
    expect((ended as { notBeforeMs: number }).notBeforeMs - before).toBeGreaterThanOrEqual(3_600_000)
  })

  test('uses up no attempt of what goes wrong otherwise', async () => {
    expect(await attempt(waiting(60), { sent: new Fault('unknown', 'erp: socket closed') })).toMatchObject({ state: 'unknown', waits: 60 })
    expect(await attempt(waiting(60, { attempt: 60 + RETRY.unknown.attempts }), { sent: new Fault('unknown', 'erp: socket closed') })).toMatchObject({ state: 'dead' })
    expect(await attempt(waiting(RETRY.wait.attempts - 1), { sent: new Fault('wait', 'erp: 429', { waitMs: 0 }) })).toMatchObject({ state: 'dead' })
  })
})
