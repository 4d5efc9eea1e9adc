import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { askForToken, type Grant } from '../../connectors/oauth'

let server: Server
let grant: unknown
beforeAll(async () => {
  server = createServer((request, response) => { request.resume(); response.writeHead(200, { 'content-type': 'application/json' }); response.end(JSON.stringify(grant)) })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => { server.closeAllConnections(); server.close() })

const given = (answer: unknown): Promise<Grant> => {
  grant = answer
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return askForToken({ system: 'erp', url, timeout: 1000, allowPrivate: true, login: { type: 'oauth2', token: '/token' }, credential: { clientId: 'a', clientSecret: 'b' } }, undefined)
}

describe('a token that is given out', () => {
  test.each([0, -5, null, '', 'soon', '0'])('with the time %p lasts until it is no longer taken: its system counts none', async (time) => {
    expect(await given({ access_token: 'x', token_type: 'Bearer', expires_in: time })).toEqual({ access: 'x' })
  })

  test('with its time in words or without one is taken, and with one beyond all counting lasts years', async () => {
    expect(await given({ access_token: 'x', expires_in: '3600' })).toEqual({ access: 'x', expiresInMs: 3_600_000 })
    expect(await given({ access_token: 'x' })).toEqual({ access: 'x' })
    const { expiresInMs } = await given({ access_token: 'x', expires_in: 1e306 })
    expect(expiresInMs).toBeGreaterThan(86_400_000)
    expect(Number.isSafeInteger(Date.now() + expiresInMs!)).toBe(true)
  })

  test('without its text is none', async () => {
    for (const none of [null, {}, { access_token: '' }, { access_token: 7 }, []]) await expect(given(none)).rejects.toMatchObject({ kind: 'again' })
  })
})
