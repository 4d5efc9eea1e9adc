import { type Connector } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { askForToken, type OAuthLogin, type Tokens } from '../../connectors/oauth'
import { collect, type Control, expectNoSecret, PATIENT, type Subject } from './conformance'
import { deliver } from './delivery'

/** A connector that is logged in with tokens: one that ran out is no reason to stop, and to do nothing twice (R-ENT-06). */
export function tokenConformance(subject: Subject, login: OAuthLogin): void {
  describe('a token (R-ENT-06)', () => {
    let control: Control
    beforeEach(async () => { control = await subject.open() })
    afterEach(() => control.close())

    const given = (secret = control.secret): Given => tokensOf(control, login, secret)
    const by = (tokens: Tokens): Connector => control.connector({ ...PATIENT, tokens })
    const failing = async (attempt: Promise<unknown>): Promise<Fault> => {
      const error: unknown = await attempt.then(() => undefined, (thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Fault)
      return error as Fault
    }

    test('that ends with each call is renewed for each, in what is sent, looked up, listed and followed, and each record is there once', async () => {
      await control.faults([{ fault: 'tokens', calls: 1 }])
      const tokens = given()
      const connector = by(tokens)
      for (const id of ['t1', 't2']) expect((await deliver(connector, subject.message(id))).endings).toEqual(['done'])
      expect(await connector.find(subject.kind, 't1')).toMatchObject({ ourId: 't1' })
      expect((await collect(connector.list(subject.kind, {}).rows)).map(({ ourId }) => ourId).toSorted()).toEqual(['t1', 't2'])
      expect((await collect(connector.changes(subject.kind, ''))).map(({ remote }) => remote.ourId).toSorted()).toEqual(['t1', 't2'])
      for (const id of ['t1', 't2']) expect(await control.countOf(id)).toBe(1)
      expect(tokens.all.length).toBeGreaterThan(4)
    })

    test('that lasts is asked for once', async () => {
      const tokens = given()
      for (const id of ['t1', 't2']) await by(tokens).send(subject.message(id))
      expect(tokens.all).toHaveLength(1)
    })

    test('that a write was answered 401 for is renewed, and the write goes once more', async () => {
      await control.faults([{ match: subject.write, fault: '401', times: 1 }])
      expect((await deliver(by(given()), subject.message('t1'))).endings).toEqual(['done'])
      expect(await control.countOf('t1')).toBe(1)
    })

    test('that is not taken though it is new is a matter of login, and is not asked for over and over', async () => {
      await control.faults([{ match: subject.write, fault: '401' }])
      const tokens = given()
      expect((await failing(by(tokens).send(subject.message('t1')))).kind).toBe('login')
      expect(tokens.all).toHaveLength(2)
      expect(await control.countOf('t1')).toBe(0)
    })

    test('that comes when the lease is over writes nothing', async () => {
      await control.faults([{ match: subject.write, fault: '401', times: 1 }])
      const over = new Fault('again', 'the lease is over')
      let asked = 0
      const guard = (): void => { if (++asked > 1) throw over }
      expect(await failing(by(given()).send(subject.message('t1'), { guard }))).toBe(over)
      expect(await control.countOf('t1')).toBe(0)
    })

    test('that is refused to whoever has another secret is a matter of login', async () => {
      const fault = await failing(by(given('not-the-secret-at-all')).check())
      expect(fault.kind).toBe('login')
      expectNoSecret(fault, 'not-the-secret-at-all')
    })

    test('is in no error', async () => {
      const tokens = given()
      const connector = by(tokens)
      await connector.check()
      await control.faults([{ match: subject.write, fault: 'redirect', to: `http://127.0.0.1:9/?access_token=${tokens.all[0]}` }])
      const fault = await failing(connector.send(subject.message('t1')))
      for (const secret of [...tokens.all, control.secret]) expectNoSecret(fault, secret)
    })
  })
}

interface Given extends Tokens { all: string[] }

/** As one process that shares them with nobody gets them. */
function tokensOf(control: Control, login: OAuthLogin, clientSecret: string): Given {
  const all: string[] = []
  let last: Promise<string> | undefined
  const ask = async (): Promise<string> => {
    const { access } = await askForToken({ system: 'system', url: control.url, timeout: PATIENT.timeout, allowPrivate: true, login, credential: { clientId: 'order-to-cash', clientSecret } }, undefined)
    all.push(access)
    return access
  }
  return { all, current: () => (last ??= ask()), renewed: async () => ({ access: await (last = ask()), fresh: true }) }
}
