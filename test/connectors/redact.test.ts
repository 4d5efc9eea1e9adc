import { redactor } from '../../connectors/redact'

describe('secrets in texts', () => {
  const secret = 'p@ss/w0rd+==&"x'
  const redact = redactor([secret])

  test.each([
    ['as it is', secret], ['in a URL', encodeURIComponent(secret)], ['in base64', Buffer.from(secret).toString('base64')], ['in base64url', Buffer.from(secret).toString('base64url')],
    ['in JSON', JSON.stringify({ said: secret }).slice(9, -2)],
  ])('the configured one is taken out %s', (_, form) => { expect(redact(`before ${form} after`)).toBe('before ••• after') })

  test.each([
    ['Authorization: Bearer eyJhbGciOi.J9', 'eyJhbGciOi'], ['https://joe:hunter22@erp.example/x', 'hunter22'], ['GET /x?access_token=abc123def&y=1', 'abc123def'],
    ['{"api_key":"k-998877","a":1}', 'k-998877'], ['password = topsecret1', 'topsecret1'],
  ])('%s: what looks like one is, too', (text, hidden) => { expect(redact(text)).not.toContain(hidden) })

  test('the rest of the text stays', () => {
    expect(redact('customer 4711 is blocked; token required')).toBe('customer 4711 is blocked; token required')
    expect(redactor([''])('abc')).toBe('abc')
  })
})
