import { createServer, type IncomingHttpHeaders } from 'node:http'
import { type AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { type Connector } from '../../connectors/connector'
import { type Control, type Subject } from './conformance'

const SECRET = 'what this system signs with'

interface Told { body: Buffer; headers: IncomingHttpHeaders }

/** A connector of a system that sends webhooks: it takes those that are the system's own, as they came, and no others (bad inputs, group 10 and R-SYS-02). */
export function webhookConformance(subject: Subject, { header, subscribe }: NonNullable<Subject['webhooks']>): void {
  describe('a webhook', () => {
    let control: Control
    let connector: Connector
    let told: Told
    beforeAll(async () => {
      control = await subject.open()
      connector = control.connector({ webhookSecret: SECRET })
      told = await firstOf(control, subject, subscribe)
    })
    afterAll(() => control.close())

    const at = (ms: number): number => Number(/t=(\d+)/.exec(signature())![1]) * 1000 + ms
    const signature = (): string => String(told.headers[header])
    const verify = (set: Partial<Told> = {}, nowMs = at(0), by = connector): string => by.verifyWebhook!(set.body ?? told.body, set.headers ?? told.headers, nowMs)
    const signedAs = (value: string | string[] | undefined): Partial<Told> => ({ headers: { ...told.headers, [header]: value } })

    test('as it came is the system\'s own, and says what happened to which record of ours', () => {
      expect(verify()).toMatch(/./)
      expect(connector.readWebhook!(told.body)).toEqual(expect.arrayContaining([expect.objectContaining({ kind: subject.kind, ourId: 'w1' })]) as unknown)
    })

    test('played back within its time has the same id, by which it is known', () => {
      expect(verify({}, at(299_000))).toBe(verify())
    })

    test('signed by two secrets, while one is changed for the other, is taken by either', () => {
      const [, time, own] = /(t=\d+),(v1=\w+)/.exec(signature())!
      expect(verify(signedAs(`${time},v1=${'0'.repeat(64)},${own}`))).toBe(verify())
    })

    test.each<[string, () => string]>([
      ['played back later', () => verify({}, at(301_000))],
      ['from the future', () => verify({}, at(-301_000))],
      ['with a byte changed', () => verify({ body: Buffer.concat([told.body.subarray(0, -2), Buffer.from([told.body.at(-2)! ^ 1]), told.body.subarray(-1)]) })],
      ['written anew, though it says the same', () => verify({ body: Buffer.from(JSON.stringify(JSON.parse(told.body.toString()), undefined, 1)) })],
      ['of another time than was signed', () => verify(signedAs(signature().replace(/t=(\d+)/, (_, time: string) => `t=${Number(time) + 1}`)))],
      ['without its signature', () => verify(signedAs(undefined))],
      ['with two signatures', () => verify(signedAs([signature(), signature()]))],
      ['with half a signature', () => verify(signedAs(signature().slice(0, -2)))],
      ['signed by somebody else', () => verify({}, at(0), control.connector({ webhookSecret: 'what another system signs with' }))],
      ['before a secret was agreed', () => verify({}, at(0), control.connector())],
    ])('%s is refused, and nothing tells what would have been right', (_case, attempt) => {
      expect(attempt).toThrow(expect.objectContaining({ kind: 'login' }) as Error)
      try {
        attempt()
      } catch (error) {
        expect(inspect(error, { depth: 12, showHidden: true })).not.toMatch(new RegExp(`${SECRET}|${/v1=(\w+)/.exec(signature())![1]}`))
      }
    })
  })
}

/** The first event that the system tells of a record of ours, byte for byte. */
async function firstOf(control: Control, subject: Subject, subscribe: (control: Control, url: string, secret: string) => Promise<void>): Promise<Told> {
  let heard: (told: Told) => void
  const first = new Promise<Told>((resolve) => { heard = resolve })
  const listener = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      response.writeHead(202).end()
      const body = Buffer.concat(chunks)
      // it may tell first of the stock that this takes
      if (body.includes('"w1"')) heard({ body, headers: request.headers })
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  try {
    await subscribe(control, `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`, SECRET)
    await control.connector().send(subject.message('w1'))
    return await first
  } finally {
    listener.closeAllConnections()
    listener.close()
  }
}
