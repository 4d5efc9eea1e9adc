import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail server on this machine that keeps what it is given; `refuse` turns every recipient away. */
export async function mailServer() {
  const mails: { to: string[]; text: string }[] = []
  const state = { refuse: false }
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false,
    onAuth: ({ username, password }, _session, done) => done(password === 'hidden-word' ? null : new Error('wrong password'), { user: username }),
    onRcptTo: (_address, _session, done) => done(state.refuse ? Object.assign(new Error('mailbox is full'), { responseCode: 552 }) : null),
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        mails.push({ to: session.envelope.rcptTo.map((one) => one.address), text: Buffer.concat(parts).toString('utf8') })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return { mails, state, port: (server.server.address() as AddressInfo).port, close: () => new Promise<void>((resolve) => { server.close(resolve) }) }
}

/** The attachments of a mail by their names, as bytes. */
export function attachments(mail: string): Map<string, Buffer> {
  const [, boundary] = /boundary="([^"]+)"/.exec(mail)!
  const found = new Map<string, Buffer>()
  for (const part of mail.split(`--${boundary}`)) {
    const end = part.indexOf('\r\n\r\n')
    const [head, body] = [part.slice(0, end), part.slice(end + 4).replace(/\r\n$/, '')]
    const name = /filename="?([\w.-]+)"?/.exec(head)?.[1]
    if (name !== undefined) found.set(name, /Transfer-Encoding: base64/i.test(head) ? Buffer.from(body, 'base64') : Buffer.from(body.replace(/=\r\n/g, '').replace(/\r\n/g, '\n')))
  }
  return found
}
