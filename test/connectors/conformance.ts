import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { type Change, type Connector, type Kind, type Outgoing, type Remote, type SystemConfig } from '../../connectors/connector'
import { Fault, type FaultKind } from '../../connectors/fault'
import { type OAuthLogin } from '../../connectors/oauth'
import { type Ending, deliver } from './delivery'
import { startProxy } from './proxy'
import { tokenConformance } from './tokens'
import { webhookConformance } from './webhooks'

/** A fresh system with a connector to it, as each case gets one. */
export interface Control {
  secret: string
  url: string
  /** The connector, with what a case sets otherwise. */
  connector(set?: Partial<SystemConfig>): Connector
  /** A connector of the same kind to a system of another kind. */
  misdirected(): Connector
  faults(rules: readonly Record<string, unknown>[]): Promise<void>
  /** How many records the system has for our id. */
  countOf(ourId: string): Promise<number>
  /** A call to the system itself, past the connector. */
  call(method: string, path: string, body: unknown): Promise<unknown>
  close(): Promise<void>
}

/** What the suite must know of a connector: a kind that it creates, changes and cancels, and how that travels. */
export interface Subject {
  name: string
  kind: Kind
  /** The request that creates. */
  write: { method: string; path: string }
  /** The request that changes. Absent where what is done is done: money that was taken is not taken otherwise. */
  change?: { method: string; path: string }
  list: { method: string; path: string }
  /** Where it is read back after it was written. (Default: below the list) */
  readBack?: string
  /** Where its news are followed. (Default: `/changes`) */
  feed?: string
  /** A create, change or cancel of a valid record. */
  message(ourId: string, action?: Outgoing['action']): Outgoing
  /** A create that the system refuses for its content. */
  refused(ourId: string): Outgoing
  /** State word of a cancelled record, where it is changed and cancelled. */
  cancelled?: string
  /** Where it sends webhooks: the header that they are signed in, and how it is told where to. */
  webhooks?: { header: string; subscribe: (control: Control, url: string, secret: string) => Promise<void> }
  /** Where it gives out tokens that run out after so many calls (the fault `tokens`), to whoever has the secret. */
  login?: OAuthLogin
  open(): Promise<Control>
}

/** Where a call runs into its limit: short, so that the suite is; a late commit falls between time-out and the end of settle. */
export const TIMES = { timeout: 400, settle: 500 }
/** Where none does: so long that a busy machine changes nothing, and nothing to wait for. */
export const PATIENT = { timeout: 10_000, settle: 20 }
const SILENT = new Set<unknown>(['timeout-before', 'timeout-after', 'late-commit'])
const ID = 'f0000000-0000-7000-8000-00000000000'
const id = (n: number): string => `${ID}${n}`

interface WriteCase {
  name: string
  faults: readonly Record<string, unknown>[]
  /** How each attempt ends, in turn; where a system that takes our key may be asked once more than one that we look into, only the last. */
  endings: readonly Ending[] | 'done at last'
  leaves: number
  /** What the first failure says to wait. */
  waits?: { atLeast: number; atMost: number }
}

const DAY = 86_400_000
/** Asked for when a fault is set, not when the file is read: the cases before it may take a minute. */
const httpDate = (ms: number): string => new Date(Date.now() + ms).toUTCString()

/** A create under faults: what the caller sees, and what stands there in the end. */
const WRITES: readonly WriteCase[] = [
  { name: 'a create is found there once', faults: [], endings: ['done'], leaves: 1 },
  { name: 'a time-out before anything happened is sent again and leaves one', faults: [{ fault: 'timeout-before', times: 1 }], endings: ['unknown', 'done'], leaves: 1 },
  { name: 'a time-out after the system committed leaves one', faults: [{ fault: 'timeout-after', times: 1 }], endings: ['unknown', 'done'], leaves: 1 },
  { name: 'a commit at twice our time-out leaves one', faults: [{ fault: 'late-commit', delayMs: 2 * TIMES.timeout, times: 1 }], endings: ['unknown', 'done'], leaves: 1 },
  { name: 'two late commits in a row leave one', faults: [{ fault: 'late-commit', delayMs: 2 * TIMES.timeout, times: 2 }], endings: 'done at last', leaves: 1 },
  { name: 'a connection closed with nothing done leaves one', faults: [{ fault: 'close-after-body', times: 1 }], endings: ['unknown', 'done'], leaves: 1 },
  { name: 'a connection closed after the commit leaves one', faults: [{ fault: 'close-after-body', commit: true, times: 1 }], endings: ['unknown', 'done'], leaves: 1 },
  { name: '429 without Retry-After waits', faults: [{ fault: '429', times: 1 }], endings: ['wait', 'done'], leaves: 1 },
  { name: '429 with seconds waits so long', faults: [{ fault: '429', retryAfter: '2', times: 1 }], endings: ['wait', 'done'], leaves: 1, waits: { atLeast: 2000, atMost: 2000 } },
  { name: '429 with 0 waits not at all', faults: [{ fault: '429', retryAfter: '0', times: 1 }], endings: ['wait', 'done'], leaves: 1, waits: { atLeast: 0, atMost: 0 } },
  { name: '429 with a date waits until then', faults: [{ fault: '429', get retryAfter() { return httpDate(60_000) }, times: 1 }], endings: ['wait', 'done'], leaves: 1, waits: { atLeast: 30_000, atMost: 62_000 } },
  { name: '429 with a year waits a day', faults: [{ fault: '429', retryAfter: String(366 * 86_400), times: 1 }], endings: ['wait', 'done'], leaves: 1, waits: { atLeast: DAY, atMost: DAY } },
  { name: '429 with a date and a clock 10 minutes ahead waits by the clock that named it', faults: [{ fault: 'skew', minutes: 10 }, { fault: '429', get retryAfter() { return httpDate(660_000) }, times: 1 }], endings: ['wait', 'done'], leaves: 1, waits: { atLeast: 30_000, atMost: 62_000 } },
  { name: '500 twice, then ok leaves one', faults: [{ fault: '500', times: 2 }], endings: ['unknown', 'unknown', 'done'], leaves: 1 },
  { name: '500 after the commit leaves one', faults: [{ fault: 'error-after', times: 1 }], endings: ['unknown', 'done'], leaves: 1 },
  { name: '502 may have been carried out', faults: [{ fault: '502', times: 1 }], endings: ['unknown', 'done'], leaves: 1 },
  { name: '503 was not, and says when to come again', faults: [{ fault: '503', retryAfter: '1', times: 1 }], endings: ['again', 'done'], leaves: 1, waits: { atLeast: 1000, atMost: 1000 } },
  { name: '400 is refused without a second attempt', faults: [{ fault: '400', times: 1 }], endings: ['refused'], leaves: 0 },
  { name: '401 in the middle of the day asks for a login', faults: [{ fault: '401', times: 1 }], endings: ['login'], leaves: 0 },
  { name: 'a sign-in page with 200 proves nothing', faults: [{ fault: 'html-200', times: 1 }], endings: ['unknown', 'done'], leaves: 1 },
  { name: 'a sign-in page with 200 after the commit leaves one', faults: [{ fault: 'html-200', commit: true, times: 1 }], endings: ['unknown', 'done'], leaves: 1 },
  { name: 'half an answer leaves one', faults: [{ fault: 'truncated', times: 1 }], endings: ['unknown', 'done'], leaves: 1 },
  { name: 'an answer of more than 10 MB leaves one', faults: [{ fault: 'huge', times: 1 }], endings: ['unknown', 'done'], leaves: 1 },
  { name: 'a redirect is refused', faults: [{ fault: 'redirect', times: 1 }], endings: ['refused'], leaves: 0 },
]

/** A look-up under faults. */
const READS: readonly { name: string; faults: readonly Record<string, unknown>[]; ending: FaultKind | 'done' }[] = [
  { name: '500 twice, then ok', faults: [{ fault: '500', times: 2 }], ending: 'done' },
  { name: 'a connection closed twice, then ok', faults: [{ fault: 'close-after-body', times: 2 }], ending: 'done' },
  { name: '500 for ever', faults: [{ fault: '500' }], ending: 'again' },
  { name: 'no answer', faults: [{ fault: 'timeout-before' }], ending: 'again' },
  { name: '429', faults: [{ fault: '429' }], ending: 'wait' },
  { name: '403', faults: [{ fault: '403' }], ending: 'login' },
  { name: 'HTML with 200', faults: [{ fault: 'html-200' }], ending: 'again' },
  { name: 'half an answer', faults: [{ fault: 'truncated' }], ending: 'again' },
  { name: 'a redirect', faults: [{ fault: 'redirect' }], ending: 'refused' },
]

/** Runs every case against a connector: `conformance(subject)` is all that a connector's test needs. */
export function conformance(subject: Subject): void {
  describe(`${subject.name} keeps the connector contract`, () => {
    let control: Control
    beforeEach(async () => { control = await subject.open() })
    afterEach(async () => { await control.close() })

    const connector = (set?: Partial<SystemConfig>): Connector => control.connector({ ...PATIENT, ...set })
    const timesFor = (faults: readonly Record<string, unknown>[]): Partial<SystemConfig> => (faults.some((rule) => SILENT.has(rule['fault'])) ? TIMES : PATIENT)
    const failing = async (attempt: Promise<unknown>): Promise<Fault> => {
      const error: unknown = await attempt.then(() => undefined, (thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Fault)
      expectNoSecret(error, control.secret)
      return error as Fault
    }

    describe('a create', () => {
      test.each(WRITES)('$name (R-ENT-06)', async ({ faults, endings, leaves, waits }) => {
        await control.faults(faults.map((rule) => (rule['fault'] === 'skew' ? rule : { match: subject.write, ...rule })))
        const result = await deliver(connector(timesFor(faults)), subject.message(id(1)))
        if (endings === 'done at last') expect(result.endings.at(-1)).toBe('done')
        else expect(result.endings).toEqual(endings)
        expect(await control.countOf(id(1))).toBe(leaves)
        for (const fault of result.faults) expectNoSecret(fault, control.secret)
        if (waits) {
          expect(result.faults[0]?.detail.waitMs).toBeGreaterThanOrEqual(waits.atLeast)
          expect(result.faults[0]?.detail.waitMs).toBeLessThanOrEqual(waits.atMost)
        }
        if (leaves === 1) expect(await connector().find(subject.kind, id(1))).toMatchObject({ kind: subject.kind, ourId: id(1), theirId: expect.stringMatching(/./) as string })
      })

      test('sent twice leaves one, and both answers name it', async () => {
        const [first, second] = [await connector().send(subject.message(id(1))), await connector().send(subject.message(id(1)))]
        expect(second.theirId).toBe(first.theirId)
        expect(await control.countOf(id(1))).toBe(1)
      })

      test('content that the system does not take is refused in its own words', async () => {
        const fault = await failing(connector().send(subject.refused(id(1))))
        expect(fault.kind).toBe('refused')
        expect(fault.message.length).toBeGreaterThan(20)
        expect(await control.countOf(id(1))).toBe(0)
      })

      test('an answer that was written but cannot be read back is unknown, never "again"', async () => {
        await control.faults([{ match: { method: 'GET', path: subject.readBack ?? `${subject.list.path.replace('$', '')}/` }, fault: '503' }])
        expect((await failing(connector().send(subject.message(id(1))))).kind).toBe('unknown')
        expect(await control.countOf(id(1))).toBe(1)
      })
    })

    describe('a lease', () => {
      test('that is over when the connection stands writes nothing', async () => {
        const over = new Fault('again', 'the lease is over')
        const fault = await failing(connector().send(subject.message(id(1)), { guard: () => { throw over } }))
        expect(fault).toBe(over)
        expect(await control.countOf(id(1))).toBe(0)
      })

      test('is asked for once for each write', async () => {
        let asked = 0
        await connector().send(subject.message(id(1)), { guard: () => { asked += 1 } })
        expect(asked).toBe(1)
      })

      test('that ends before the call lets nothing out', async () => {
        const fault = await failing(connector().send(subject.message(id(1)), { signal: AbortSignal.abort() }))
        expect(fault.kind).toBe('again')
        expect(await control.countOf(id(1))).toBe(0)
      })

      test('that ends while the system thinks stops the call at once, and nobody knows whether it was done', async () => {
        await control.faults([{ match: subject.write, fault: 'timeout-after' }])
        const lease = new AbortController()
        const guard = (): void => { setTimeout(() => lease.abort(), 40) }
        const started = Date.now()
        const fault = await failing(connector({ timeout: 5000 }).send(subject.message(id(1)), { signal: lease.signal, guard }))
        expect(fault.kind).toBe('unknown')
        expect(Date.now() - started).toBeLessThan(4000)
      })
    })

    const { change, cancelled } = subject
    if (change) describe('a change and a cancel', () => {
      test('a change whose answer was lost is made once', async () => {
        const created = await connector().send(subject.message(id(1)))
        await control.faults([{ match: change, fault: 'timeout-after', times: 1 }])
        const result = await deliver(connector(TIMES), { ...subject.message(id(1), 'change'), theirId: created.theirId })
        expect(result.endings).toEqual(['unknown', 'done'])
        expect(result.remote).toMatchObject({ theirId: created.theirId, version: '2' })
        expect(result.remote?.lines?.[0]?.quantity).not.toBe(created.lines?.[0]?.quantity)
      })

      test('a cancel is seen there, and a second one changes nothing', async () => {
        await connector().send(subject.message(id(1)))
        const first = await connector().send(subject.message(id(1), 'cancel'))
        expect(first.state).toBe(cancelled)
        expect(await connector().send(subject.message(id(1), 'cancel'))).toMatchObject({ state: cancelled, version: first.version })
      })
    })

    describe('a gateway that answers a read with another record than was asked for', () => {
      test.each(change ? ['find', 'change', 'cancel'] as const : ['find'] as const)('has a %s take no other for it, and change no other', async (action) => {
        const [mine, other] = [await connector().send(subject.message(id(1))), await connector().send(subject.message(id(2)))]
        const swapped = (path: string): string => path.replaceAll(id(1), id(2)).replaceAll(mine.theirId, other.theirId)
        const { url, close } = await startProxy(control.url, async ({ method, path }, pass) => pass(method === 'GET' ? swapped(path) : path))
        try {
          const through = connector({ url })
          const fault = await failing(action === 'find' ? through.find(subject.kind, id(1)) : through.send({ ...subject.message(id(1), action), theirId: mine.theirId }))
          expect(['again', 'unknown']).toContain(fault.kind)
        } finally {
          await close()
        }
        expect(await connector().find(subject.kind, id(2))).toEqual(other)
      })
    })

    describe('a look-up', () => {
      test.each(READS)('under $name ends as $ending', async ({ faults, ending }) => {
        await connector().send(subject.message(id(1)))
        await control.faults(faults.map((rule) => ({ match: { method: 'GET' }, ...rule })))
        const found = connector(timesFor(faults)).find(subject.kind, id(1))
        if (ending === 'done') expect(await found).toMatchObject({ ourId: id(1) })
        else expect((await failing(found)).kind).toBe(ending)
      })

      test('of what is not there finds nothing', async () => {
        expect(await connector().find(subject.kind, id(9))).toBeUndefined()
      })

      test('of an id made to leave its place finds nothing elsewhere', async () => {
        for (const odd of ['../whoami', 'a/b', 'x?limit=1', '%2e%2e', 'a&b=c', "o'r 1=1"]) expect(await connector().find(subject.kind, odd)).toBeUndefined()
      })
    })

    describe('a check', () => {
      test('passes where all is well', async () => { await connector().check() })
      test('asks for a login where the token is wrong', async () => {
        expect((await failing(connector({ secret: 'not-the-token-at-all' }).check())).kind).toBe('login')
      })
      test('says that nothing listens', async () => {
        expect((await failing(connector({ url: 'http://127.0.0.1:9' }).check())).kind).toBe('again')
      })
      test('refuses a system of another kind', async () => {
        expect((await failing(control.misdirected().check())).kind).toBe('refused')
      })
      test('refuses an address inside the network unless that is configured', async () => {
        expect((await failing(connector({ options: {} }).check())).kind).toBe('refused')
      })
    })

    test('a redirect to another host is not followed, and the token in it is not shown', async () => {
      let visits = 0
      const elsewhere = createServer((_request, response) => { visits += 1; response.end('{}') })
      await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
      try {
        const to = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/?access_token=${control.secret}`
        await control.faults([{ fault: 'redirect', to }])
        expect((await failing(connector().check())).kind).toBe('refused')
        expect((await failing(connector().send(subject.message(id(1))))).kind).toBe('refused')
        expect(visits).toBe(0)
      } finally {
        elsewhere.closeAllConnections()
        elsewhere.close()
      }
    })

    describe('listing', () => {
      test('an empty system lists nothing', async () => {
        expect(await collect(connector().list(subject.kind, {}).rows)).toEqual([])
      })

      test('pages follow each other to the end, in the order that is promised', async () => {
        await fill(connector(), subject, 7)
        const listing = connector({ options: { allowPrivate: true, pageSize: 3 } }).list(subject.kind, {})
        const ids = (await collect(listing.rows)).map((row) => row.ourId!)
        expect(ids.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7].map(id))
        if (listing.orderedBy === 'ourId') expect(ids).toEqual(ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
      })

      test('a row deleted while paging hides no other', async () => {
        await fill(connector(), subject, 7)
        await control.faults([{ match: subject.list, fault: 'row-deleted', times: 1 }])
        const ids = (await collect(connector({ options: { allowPrivate: true, pageSize: 3 } }).list(subject.kind, {}).rows)).map((row) => row.ourId)
        const left = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(async (n) => ({ id: id(n), there: await control.countOf(id(n)) })))
        expect(left.filter(({ there }) => there === 0)).toHaveLength(1)
        for (const row of left) if (row.there === 1) expect(ids).toContain(row.id)
      })

      test('a page that fails ends the listing with a fault, never as if it were complete', async () => {
        await fill(connector(), subject, 4)
        await control.faults([{ match: subject.list, fault: 'truncated' }])
        expect((await failing(collect(connector().list(subject.kind, {}).rows))).kind).toBe('again')
      })
    })

    if (subject.webhooks) webhookConformance(subject, subject.webhooks)
    if (subject.login) tokenConformance(subject, subject.login)

    describe('following changes', () => {
      const small = (): Connector => connector({ options: { allowPrivate: true, pageSize: 3 } })

      test.each([['repeated', 'duplicate'], ['out of order', 'reorder'], ['as they are', 'none']])('rows %s come once each, and a poll may stop after any of them', async (_, fault) => {
        await fill(connector(), subject, 7)
        if (fault !== 'none') await control.faults([{ match: { path: subject.feed ?? '^/changes$' }, fault }])
        const all = await collect(small().changes(subject.kind, ''))
        expect(all.map(({ remote }) => remote.ourId).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7].map(id))
        expect(all.map(({ cursor }) => cursor)).toEqual(all.map(({ cursor }) => cursor).toSorted())
        for (const [index, { cursor }] of all.entries()) {
          const rest = await collect(small().changes(subject.kind, cursor))
          const seen = new Set([...all.slice(0, index + 1), ...rest].map(({ remote }) => remote.ourId))
          expect(seen.size).toBe(7)
        }
      })

      test.each([10, -10])('a clock %d minutes off loses no change', async (minutes) => {
        await control.faults([{ fault: 'skew', minutes }])
        await connector().send(subject.message(id(1)))
        const [first] = await collect(connector().changes(subject.kind, ''))
        await connector().send(subject.message(id(2)))
        const later = await collect(connector().changes(subject.kind, first!.cursor))
        expect(later.map(({ remote }) => remote.ourId)).toContain(id(2))
      })

      if (change) test('what changed again comes again, with a new version', async () => {
        const created = await connector().send(subject.message(id(1)))
        const [first] = await collect(connector().changes(subject.kind, ''))
        await connector().send({ ...subject.message(id(1), 'change'), theirId: created.theirId })
        const versions = (await collect(connector().changes(subject.kind, first!.cursor))).map(({ remote }) => remote.version)
        expect(versions).toEqual(['2'])
      })
    })
  })
}

async function fill(connector: Connector, subject: Subject, count: number): Promise<void> {
  // backwards, so that the order of creation is not the order of our ids
  for (let n = count; n >= 1; n--) await connector.send(subject.message(id(n)))
}

export async function collect<T extends Change | Remote>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}

/** Neither the text nor anything that a log could print of the error holds the secret or what it was made into. */
export function expectNoSecret(error: unknown, secret: string): void {
  const shown = `${inspect(error, { depth: 12, showHidden: true })} ${JSON.stringify(error)} ${String(error)}`
  for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) expect(shown).not.toContain(form)
}
