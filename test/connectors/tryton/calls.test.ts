import { z } from 'zod'
import { openHttp } from '../../../connectors/http'
import { Fault } from '../../../connectors/fault'
import { type Rpc, rpcOf, sure } from '../../../connectors/tryton/rpc'
import { sessionsOf } from '../../../connectors/tryton/session'
import { inTurn } from '../../../connectors/tryton/queue'
import { type Asked, fakeTryton } from './fake'

type Answer = { status?: number; id?: unknown; result?: unknown; error?: unknown }

describe('calls to Tryton', () => {
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => { for (const close of closing.splice(0)) await close() })

  let users = 0
  /** A login of its own for each test: sessions and refused logins are remembered for the process. */
  async function open(answer: (asked: Asked) => Answer, accept: string[] = []): Promise<{ rpc: Rpc; asked: Asked[] }> {
    const { url, asked, close } = await fakeTryton((one) => signedIn(one) ?? answer(one))
    closing.push(close)
    const http = openHttp({ system: 'tryton', base: url, timeout: 1000, allowPrivate: true, secrets: ['pass word'] })
    return { asked, rpc: rpcOf({ system: 'tryton', http, accept, sessions: sessionsOf(http, 'tryton', url, { user: `user-${users++}`, password: 'pass word' }) }) }
  }
  const signedIn = ({ method }: Asked): Answer | undefined =>
    method === 'common.db.login' ? { result: [7, 'k'.repeat(64)] } : method === 'model.res.user.get_preferences' ? { result: { company: 1, language: 'en' } } : undefined
  const failing = async (work: Promise<unknown>): Promise<Fault> => {
    const error: unknown = await work.then(() => undefined, (thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Fault)
    return error as Fault
  }
  const press = (rpc: Rpc): Promise<unknown> => rpc.press('sale.sale', 1, 'confirm')

  test('have exactly id, method and params, signed in once, and end with the user\'s context', async () => {
    const { rpc, asked } = await open(() => ({ result: [] }))
    await rpc.search('sale.sale', [], { fields: ['id'] }, z.unknown())
    await rpc.search('sale.sale', [], { fields: ['id'], context: { locations: [5] } }, z.unknown())
    expect(asked.map(({ method }) => method)).toEqual(['common.db.login', 'model.res.user.get_preferences', 'model.sale.sale.search_read', 'model.sale.sale.search_read'])
    expect(asked.every(({ keys }) => keys.join() === 'id,method,params')).toBe(true)
    expect(asked[2]!.authorization).toMatch(/^Session /)
    expect(asked[3]!.params.at(-1)).toEqual({ company: 1, language: 'en', locations: [5] })
  })

  test.each([
    ['UserError', [['The code on party must be unique.', '', null]], 'refused'],
    ['ConcurrencyException', ['Records were modified in the meanwhile'], 'again'],
    ['LoginException', [['password', 'Password for connector', 'password']], 'login'],
    ['database is locked', [''], 'again'],
    ["'nope'", [''], 'refused'],
    ['Missing context argument', [''], 'refused'],
  ])('an error %s is %s: %s', async (type, detail, kind) => {
    const { rpc } = await open(() => ({ error: [type, ...detail] }))
    expect((await failing(press(rpc))).kind).toBe(kind)
  })

  test('a warning is a question: without leave it is refused with its name, with leave it is answered once and the call repeated', async () => {
    let answered = false
    const warn = ({ method }: Asked): Answer => {
      if (method === 'model.res.user.warning.create') { answered = true; return { result: [1] } }
      return answered ? { result: null } : { error: ['UserWarning', ['credit_limit_amount_sale.sale,8', 'The limit is reached.', '']] }
    }
    const strict = await open(warn)
    const refused = await failing(press(strict.rpc))
    expect([refused.kind, refused.message]).toEqual(['refused', expect.stringMatching(/The limit is reached.*credit_limit_amount_sale\.sale,8/)])
    const lenient = await open(warn, ['credit_limit_amount_'])
    await press(lenient.rpc)
    expect(lenient.asked.filter(({ method }) => method === 'model.res.user.warning.create').map(({ params }) => params[0])).toEqual([[{ user: 7, name: 'credit_limit_amount_sale.sale,8', always: false }]])
  })

  test('a session that is no longer taken is renewed once, and the call repeated once', async () => {
    let logins = 0
    const { url, asked, close } = await fakeTryton((one) => {
      if (one.method === 'common.db.login') return { result: [7, String(++logins).repeat(64)] }
      return signedIn(one) ?? (logins < 2 ? { status: 401 } : { result: null })
    })
    closing.push(close)
    const http = openHttp({ system: 'tryton', base: url, timeout: 1000, allowPrivate: true })
    const rpc = rpcOf({ system: 'tryton', http, accept: [], sessions: sessionsOf(http, 'tryton', url, { user: 'renewed', password: 'x' }) })
    await press(rpc)
    expect(asked.filter(({ method }) => method === 'model.sale.sale.confirm')).toHaveLength(2)
    expect(logins).toBe(2)
  })

  test('a refused login is not tried again, and its text shows no password', async () => {
    const { url, asked, close } = await fakeTryton(() => ({ status: 401 }))
    closing.push(close)
    const http = openHttp({ system: 'tryton', base: url, timeout: 1000, allowPrivate: true, secrets: ['pass word'] })
    const rpc = (): Rpc => rpcOf({ system: 'tryton', http, accept: [], sessions: sessionsOf(http, 'tryton', url, { user: 'refused', password: 'pass word' }) })
    for (let attempt = 0; attempt < 3; attempt++) {
      const fault = await failing(press(rpc()))
      expect(fault.kind).toBe('login')
      expect(JSON.stringify(fault) + fault.message).not.toContain('pass word')
    }
    expect(asked).toHaveLength(1)
  })

  test('an answer that is cut off or of another form leaves it unknown whether a button was pressed', async () => {
    const { rpc } = await open(({ method }) => (method.endsWith('create') ? { result: 'seven' } : {}))
    expect((await failing(press(rpc))).kind).toBe('unknown')
    expect((await failing(rpc.create('sale.sale', {}))).kind).toBe('unknown')
  })

  test('an answer to another call is none: what is read is unknown for now, and so is whether a button was pressed', async () => {
    const { rpc } = await open(() => ({ id: 1_000_000, result: [] }))
    const fault = await failing(rpc.search('sale.sale', [], { fields: ['id'] }, z.unknown()))
    expect(fault).toMatchObject({ kind: 'again', message: expect.stringContaining('another call') as string })
    expect((await failing(press(rpc))).kind).toBe('unknown')
  })

  test('nobody is signed in by the answer to another\'s login', async () => {
    const { url, close } = await fakeTryton((one) => (one.method === 'common.db.login' ? { id: 1_000_000, ...signedIn(one) } : { result: [] }))
    closing.push(close)
    const http = openHttp({ system: 'tryton', base: url, timeout: 1000, allowPrivate: true })
    const rpc = rpcOf({ system: 'tryton', http, accept: [], sessions: sessionsOf(http, 'tryton', url, { user: `user-${users++}`, password: 'pass word' }) })
    expect(await failing(press(rpc))).toMatchObject({ kind: 'again', message: expect.stringContaining('another call') as string })
  })

  test.each([['again', {}], ['wait', {}], ['login', {}], ['refused', { code: '404', read: true }]] as const)('what ends with "%s" %j after a step was carried out is unknown, and may not be taken back for a newer revision', async (kind, detail) => {
    const { rpc } = await open(() => ({ result: 7 }))
    const ends = (before: () => Promise<unknown>): Promise<Fault> => failing(sure(rpc, async () => { await before(); throw new Fault(kind, 'tryton: no more just now', detail) }))
    expect((await ends(async () => undefined)).kind).toBe(kind)
    expect(await ends(() => rpc.create('sale.sale', {}).catch(() => press(rpc)))).toMatchObject({ kind: 'unknown', message: expect.stringContaining('steps before it were carried out') as string })
  })

  test('work for one sale is done one after the other, also where one fails; another sale does not wait', async () => {
    const done: string[] = []
    const gate = Promise.withResolvers<void>()
    const first = inTurn('sale 1', async () => { await gate.promise; done.push('first'); throw new Error('no') })
    const second = inTurn('sale 1', async () => { done.push('second') })
    await inTurn('sale 2', async () => { done.push('other') })
    gate.resolve()
    await expect(first).rejects.toThrow('no')
    await second
    expect(done).toEqual(['other', 'first', 'second'])
  })
})
