import { createHash } from 'node:crypto'
import type PostalMime from 'postal-mime'
import { type Identifier } from '../../orders/draft'
import { type Problem } from '../../orders/problem'
import { type Read, type Reader, type ReadMessage, type ReadOptions } from '../document'
import { fewer } from '../fewer'
import { type Authentication, authenticationOf } from './authentication'
import { fileNameOf } from './fileName'
import { ownText } from './ownText'

type ReadDocument = (source: Buffer, options: ReadOptions) => AsyncIterable<Read>

/** Mails in mails in mails: nobody forwards an order further. */
const DEPTH = 5
const LARGEST = 200 * 1024 * 1024

/** E-mails: every attachment is read by its own format. No order is taken from the text, and nothing that a mail names is ever fetched. */
export function mail(readDocument: ReadDocument): Reader {
  return { formats: ['mail'], sniff, read: (source, options) => read(source, options, readDocument) }
}

const HEADERS = /^(received|from|to|date|subject|message-id|mime-version|return-path|dkim-signature|delivered-to|content-type|reply-to|cc|x-[\w-]+):/gim

function sniff(head: Buffer, file: string): number {
  // a mailbox file begins with a line of its own
  const top = head.subarray(0, 16 * 1024).toString('latin1').replace(/^From .*\r?\n/, '').split(/\r?\n\r?\n/)[0] ?? ''
  if (!/^[\w-]+:/.test(top)) return 0
  const known = new Set([...top.matchAll(HEADERS)].map(([, name]) => name!.toLowerCase()))
  return known.size >= 3 || (known.size >= 1 && /\.eml$/i.test(file)) ? 0.92 : 0
}

async function* read(source: AsyncIterable<Buffer>, options: ReadOptions, readDocument: ReadDocument): AsyncIterable<Read> {
  const problems: Problem[] = []
  const depth = options.depth ?? 0
  const parsed = depth >= DEPTH ? undefined : await parse(source, problems)
  if (depth >= DEPTH) problems.push({ code: 'mail-too-deep', severity: 'error', message: `This mail lies in ${depth} others; it was not read.` })
  if (parsed) {
    const from = parsed.from?.address?.toLowerCase()
    const sender: Identifier | undefined = from ? { scheme: 'email', value: from } : undefined
    const { authentication, problems: doubts } = authenticationOf(parsed)
    const attachments: Attachment[] = []
    for (const attachment of parsed.attachments) {
      const taken: Attachment = { ...described(attachment, attachments.length + 1), messages: 0, orders: 0 }
      attachments.push(taken)
      for await (const message of contentOf(attachment, taken, sender, { ...options, depth: depth + 1 }, readDocument, problems)) {
        // an order is no better than the word of who sent it
        yield message.order ? { ...message, problems: [...message.problems, ...doubts] } : message
      }
    }
    if (!attachments.some(({ orders, messages }) => orders > 0 || messages > 0)) problems.push({ code: 'mail-without-document', severity: 'error', message: 'No attachment of this mail is a document that is read. What its text asks for is for a person.' })
    yield messageOf(parsed, sender, attachments, options, authentication, doubts)
  }
  yield { kind: 'file', file: options.file, format: 'mail', sha256: '', bytes: 0, interchanges: [], problems: fewer(problems) }
}

interface Attachment { name: string; type: string; bytes: number; sha256: string; messages: number; orders: number }

async function parse(source: AsyncIterable<Buffer>, problems: Problem[]): Promise<PostalMime.Email | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > LARGEST) {
      problems.push({ code: 'mail-too-large', severity: 'fatal', message: `The mail is larger than ${LARGEST / 1024 / 1024} MiB. Ask the sender for its attachments in another way.` })
      return undefined
    }
    chunks.push(chunk)
  }
  try {
    // only a mail pays for it
    const { default: Parser } = await import('postal-mime')
    return await Parser.parse(Buffer.concat(chunks), { forceRfc822Attachments: true, maxNestingDepth: 50, maxHeadersSize: 1024 * 1024 })
  } catch (error) {
    problems.push({ code: 'mail-broken', severity: 'fatal', message: `The mail cannot be taken apart: ${(error as Error).message.slice(0, 200)}. Ask the sender to send it again.` })
    return undefined
  }
}

function described(attachment: PostalMime.Attachment, ordinal: number): Omit<Attachment, 'messages' | 'orders'> {
  const bytes = bytesOf(attachment)
  return { name: fileNameOf(attachment.filename, attachment.mimeType, ordinal), type: attachment.mimeType, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

const bytesOf = ({ content }: PostalMime.Attachment): Buffer => (typeof content === 'string' ? Buffer.from(content) : content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(new Uint8Array(content)))

async function* contentOf(attachment: PostalMime.Attachment, taken: Attachment, sender: Identifier | undefined, options: ReadOptions, readDocument: ReadDocument, problems: Problem[]): AsyncIterable<ReadMessage> {
  const say = (code: string, severity: Problem['severity'], message: string): void => { problems.push({ code, severity, tag: taken.name, message: `Attachment ${taken.name}: ${message}` }) }
  if (attachment.mimeType === 'application/ms-tnef' || /^winmail\.dat$/i.test(taken.name)) return say('attachment-tnef', 'error', 'Outlook packed what was attached into winmail.dat, which others cannot open. Ask the sender to send the mail as plain text or HTML.')
  // the pictures of a signature are no documents
  if (/^image\//.test(attachment.mimeType) && (attachment.related || attachment.disposition === 'inline')) return say('attachment-ignored', 'note', 'a picture in the text; it was left out.')
  const inner: ReadOptions = { ...options, file: `${options.file}/${taken.name}`, profile: options.profile && ((identifiers) => options.profile!(sender ? [...identifiers, sender] : identifiers)) }
  for await (const event of readDocument(bytesOf(attachment), inner)) {
    if (event.kind === 'message') {
      taken.messages++
      if (event.order) taken.orders++
      yield sender && !event.sender ? { ...event, sender } : event
    } else for (const problem of event.problems) say(problem.code, problem.severity === 'fatal' ? 'error' : problem.severity, problem.message)
  }
}

function messageOf(parsed: PostalMime.Email, sender: Identifier | undefined, attachments: Attachment[], options: ReadOptions, authentication: Authentication | undefined, problems: Problem[]): ReadMessage {
  const text = ownText(parsed.text ?? '')
  return {
    kind: 'message', file: options.file, type: 'mail', segments: attachments.length, problems, ...(parsed.messageId ? { control: parsed.messageId } : {}), ...(sender ? { sender } : {}),
    document: {
      ...(sender ? { from: sender.value } : {}), to: (parsed.to ?? []).flatMap(({ address }) => (address ? [address.toLowerCase()] : [])), ...(parsed.subject ? { subject: parsed.subject } : {}),
      ...(parsed.date ? { sentAt: parsed.date } : {}), ...(parsed.inReplyTo ? { inReplyTo: parsed.inReplyTo } : {}), ...(text ? { text } : {}), ...(authentication ? { authentication } : {}), attachments,
    },
  }
}
