import { type SendMailOptions } from 'nodemailer'

export interface Mail {
  from: string
  to: readonly string[]
  subject: string
  text: string
  attachments: readonly { filename: string; path: string }[]
}

/** How long a server may take to answer, in ms. */
const PATIENCE_MS = 20_000

/**
 * Sends a mail over SMTP: `url` is `smtp://user:password@host:587` or `smtps://…`. Throws where the server can't be reached or takes it for none
 * of the recipients; the text holds no password. nodemailer is loaded when it is first needed.
 */
export async function sendMail(url: string, mail: Mail): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({ url, connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS, disableUrlAccess: true })
  const message: SendMailOptions = { ...mail, to: [...mail.to], attachments: [...mail.attachments] }
  try {
    await transport.sendMail(message)
  } catch (error) {
    const { hostname, port } = URL.parse(url) ?? { hostname: '?', port: '' }
    throw new Error(`the mail server ${hostname}:${port || 'default port'} did not take the mail to ${mail.to.join(', ')}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  } finally {
    transport.close()
  }
}
