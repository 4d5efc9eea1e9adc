import { type IncomingMessage, type ServerResponse } from 'node:http'
import { type Answer, type Inquiry, Refusal } from '../route'
import { type Row } from '../records'
import { type FaultRule, type RequestFault } from './rule'

/** One request that a fault befalls. */
export interface Occasion {
  rule: FaultRule
  request: IncomingMessage
  response: ServerResponse
  /** Carries the request out and commits; a Refusal becomes its answer. */
  run: (set?: Pick<Inquiry, 'shapeFeed' | 'onPage'>) => Answer
  reply: (answer: Answer) => void
  /** Answers with the system's own error body. */
  refuse: (refusal: Refusal, headers?: Record<string, string>) => void
  remove: (row: Row<unknown>) => void
}

type Effect = (occasion: Occasion) => void

/** What each fault does to a request. */
export const EFFECTS: Record<RequestFault, Effect> = {
  '400': status(400, 'rejected', 'this was rejected on purpose'),
  '401': status(401, 'unauthorized', 'the token is not accepted any more'),
  '403': status(403, 'forbidden', 'this user may not do that'),
  '500': status(500, 'internal', 'something broke here'),
  '502': status(502, 'bad-gateway', 'the server behind does not answer'),
  '503': status(503, 'unavailable', 'down for maintenance'),
  '504': status(504, 'gateway-timeout', 'the server behind did not answer in time'),
  '429': status(429, 'too-many-requests', 'too many requests'),
  'timeout-before': () => undefined,
  'timeout-after': ({ run }) => { run() },
  'late-commit': ({ run, rule }) => { setTimeout(run, rule.delayMs ?? 1000) },
  'close-after-body': ({ run, rule, request }) => {
    if (rule.commit) run()
    request.socket.destroy()
  },
  'error-after': ({ run, refuse }) => {
    run()
    refuse(new Refusal(500, 'internal', 'something broke after the work was done'))
  },
  'html-200': ({ run, rule, response }) => {
    if (rule.commit) run()
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end('<!doctype html><title>Sign in</title><p>Please sign in to go on.</p>')
  },
  'truncated': ({ run, response, request }) => {
    const answer = run()
    const text = Buffer.from(JSON.stringify(answer.body))
    response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': text.length })
    response.write(text.subarray(0, Math.ceil(text.length / 2)), () => request.socket.destroy())
  },
  'huge': ({ run, rule, response }) => {
    const answer = run()
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ padding: 'x'.repeat(rule.bytes ?? 11_000_000) }))
  },
  'redirect': ({ rule, response }) => {
    response.writeHead(302, { location: rule.to ?? 'http://169.254.169.254/latest/meta-data/' })
    response.end()
  },
  'duplicate': ({ run, reply }) => reply(run({ shapeFeed: (rows) => rows.flatMap((row) => [row, row]) })),
  'reorder': ({ run, reply }) => reply(run({ shapeFeed: (rows) => rows.toReversed() })),
  'row-deleted': ({ run, reply, remove }) => {
    const read: Row<unknown>[] = []
    reply(run({ onPage: (rows) => { read.push(...rows) } }))
    const last = read.at(-1)
    if (last) remove(last)
  },
}

function status(code: number, name: string, text: string): Effect {
  return ({ refuse, rule }) => refuse(new Refusal(code, name, text), rule.retryAfter === undefined ? {} : { 'retry-after': rule.retryAfter })
}
