import { createHash } from 'node:crypto'
import { type SendMailOptions } from 'nodemailer'

export interface Mail {
  /** See {@link messageId}. */
  id: string
  from: string
  to: readonly string[]
  subject: string
  text: string
  attachments: readonly { filename: string; path: string }[]
}

/** A Message-ID that follows from what the mail is: mail systems know one that comes a second time by it, and may show it once (RFC 5322 3.6.4). */
export const messageId = (from: string, ...what: readonly string[]): string =>
  `<${createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 40)}@${/@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'order-to-cash.invalid'}>`

/** How long a server may take to answer, in ms. */
const PATIENCE_MS = 20_000

/**
 * Sends a mail over SMTP: `url` is `smtp://user:password@host:587` or `smtps://…`. Throws where the server can't be reached or takes it for none
 * of the recipients; the text holds no password. nodemailer is loaded when it is first needed.
 */
export async function sendMail(url: string, { id, ...mail }: Mail): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({ url, connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS, disableUrlAccess: true })
  const message: SendMailOptions = { ...mail, messageId: id, to: [...mail.to], attachments: [...mail.attachments] }
  try {
    await transport.sendMail(message)
  } catch (error) {
    const { hostname, port } = URL.parse(url) ?? { hostname: '?', port: '' }
    throw new Error(`the mail server ${hostname}:${port || 'default port'} did not take the mail to ${mail.to.join(', ')}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  } finally {
    transport.close()
  }
}
