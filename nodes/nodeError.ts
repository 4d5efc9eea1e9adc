import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow'

/** Whatever was thrown, as n8n shows it: of which item, what, and what to do. What another system said is a NodeApiError. */
export function nodeError(node: { getNode(): INode }, error: unknown, itemIndex: number): NodeOperationError | NodeApiError {
  if (error instanceof NodeOperationError || error instanceof NodeApiError) return error
  const { name, message: told } = error instanceof Error ? error : { name: 'Error', message: String(error) }
  // by its code n8n would know it, and show words of its own that leave out what to do
  const message = name === 'Fault' || !GONE.test(told) ? told : told.includes('database server') ? told.replace(GONE, 'no answer') : `The database of the store does not answer any more. ${ON_GONE}`
  // what is wrong is the headline; what to do about it stands after the colon or in the next sentence
  const [, said = message, rest = ''] = /^(.{20,}?)[.:] (\S.*)$/s.exec(message) ?? []
  // the name of a system stands first as it is written
  const headline = /^(the|a|this|there) /.test(said) ? capital(said) : said
  const advice = adviceOn(error, message)
  // an agent hears the headline alone
  if (isTool(node)) return new NodeOperationError(node.getNode(), [message, advice].filter((text) => text !== '').join('. '), { itemIndex })
  const options = { message: headline, description: [capital(rest), advice].filter((text) => text !== '').map((text) => text.replace(/[.]?$/, '.')).join(' ').replace(/[.]$/, '') || message, itemIndex }
  return name === 'Fault' ? new NodeApiError(node.getNode(), { message }, options) : new NodeOperationError(node.getNode(), message, options)
}

/** Called by an agent: n8n makes the type of a tool from that of its node. */
export const isTool = (node: { getNode(): INode }): boolean => node.getNode().type?.endsWith('Tool') ?? false

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What a driver says of a server that is not there, or not any more. */
const GONE = /(\w+ )?\b(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|PROTOCOL_CONNECTION_LOST)\b( [\w.:-]*\w)?|Connection lost: The server closed|closed state/
const ON_GONE = 'Check that it runs, and that this n8n reaches it: what was not done then is done by the next run'

/** By the kind of a connector's fault. */
const ON_FAULT: Record<string, string> = {
  again: 'The system is down, or cannot be reached from this n8n: nothing was done there, and it can be tried again',
  wait: 'The system asks to wait: it can be tried again later',
  login: 'The system does not let us in: correct the credential, and connect the system again with Order Sync',
  unknown: 'It is not known whether it was done there: look there, or let Run Due Work look',
}

/** By SQLite's code at the beginning of the text. */
const ON_SQLITE: Record<string, string> = {
  SQLITE_FULL: 'Nothing of this item was written: make room on the disk of the store, and run it again',
  SQLITE_READONLY: 'The store\'s file cannot be written by the user whom n8n runs as: correct the rights, or the File of the credential',
  SQLITE_IOERR: 'The disk of the store does not answer: nothing of this item was written',
  SQLITE_CORRUPT: 'The store\'s file is broken: stop what writes to it, and put it back from a backup',
  SQLITE_NOTADB: 'The File of the credential is no store: correct it, or put the store back from a backup',
}

/** What to do, where the error itself cannot know it. */
export function adviceOn(error: unknown, message: string): string {
  if (error instanceof Error && error.name === 'NewerVersion') return 'Update n8n-nodes-order-to-cash in this n8n, and on each of its workers, to the version that the others have'
  const kind = error instanceof Error && error.name === 'Fault' ? (error as Error & { kind?: string }).kind : undefined
  return ON_FAULT[kind ?? ''] ?? ON_SQLITE[/^SQLITE_[A-Z]+/.exec(message)?.[0] ?? ''] ?? ''
}
