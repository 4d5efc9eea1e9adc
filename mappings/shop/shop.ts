import { decimal, divide, isZero } from '../../orders/decimal'
import { type AllowanceCharge, type DraftLine, type OrderDraft } from '../../orders/draft'
import { isCurrency, minorDigits } from '../../orders/money'
import { type Problem } from '../../orders/problem'
import { applyProfile } from '../applyProfile'
import { type Charset, decode } from '../charset'
import { applyLineDefaults, applyOrderDefaults } from '../defaults'
import { type Read, type Reader, type ReadMessage, type ReadOptions } from '../document'
import { fewer } from '../fewer'
import { takeFields, type Taken } from '../fields'
import { elementsOf } from '../json/elements'
import { type Json, JsonFault, parseJson } from '../json/parse'
import { orderProblems } from '../orderProblems'
import { type Field, type Profile } from '../profile'
import { read as readAs, type Reading, unread } from '../reading'
import { readValue } from '../tabular/values'
import { putHeader, putLine } from '../target'
import { type Shop, SHOPS } from './shops'

/** Orders as web shops send them by webhook (Shopify, WooCommerce): JSON in their words, by a field table. */
export const shop: Reader = { formats: ['json'], sniff, read }

function sniff(head: Buffer): number {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '').trimStart()
  return text.startsWith('{') && SHOPS.some(({ marks }) => marks.every((mark) => new RegExp(`"${mark}"\\s*:`).test(text))) ? 0.96 : 0
}

async function* read(source: AsyncIterable<Buffer>, options: ReadOptions): AsyncIterable<Read> {
  const charset: Charset = { name: 'utf-8', guessed: false, damaged: false }
  const problems: Problem[] = []
  for await (const element of elementsOf(decode(source, charset))) {
    try {
      if (element.cut) throw new JsonFault('json-invalid', 'the text ends too early', element.text.length)
      yield messageOf(parseJson(element.text), options)
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error
      problems.push({ code: error.code, severity: 'fatal', line: element.line, message: `The order that begins on line ${element.line} is no JSON: ${error.message}. Ask the shop to send it again.` })
    }
  }
  yield { kind: 'file', file: options.file, format: 'json', sha256: '', bytes: 0, interchanges: [], problems }
}

function messageOf(given: Json, options: ReadOptions): ReadMessage {
  // one order may stand in a member of its own
  const json = member(given, 'order') ?? given
  const kind = SHOPS.find(({ marks }) => marks.every((mark) => member(json, mark))) ?? SHOPS[0]!
  const email = takeFields(kind.header.filter(({ to }) => to === 'buyer.identifiers.email'), (path) => textAt(json, path))[0]?.text
  const profile = options.profile?.([{ scheme: 'shop', value: kind.name }, ...(email ? [{ scheme: 'email', value: email.toLowerCase() }] : [])])
  const problems: Problem[] = []
  const order = draftOf(json, kind, profile, problems)
  const off = textAt(json, kind.cancelled) !== undefined || textAt(json, 'status') === 'cancelled'
  if (!off) orderProblems(order, [], (problem) => problems.push(problem))
  const message: ReadMessage = { kind: 'message', file: options.file, type: `order.${kind.name.toLowerCase()}`, segments: order.lines.length, problems: fewer(problems).map((problem) => applyProfile(problem, profile)) }
  const id = textAt(json, 'id')
  if (id !== undefined) message.control = id
  if (!off) return { ...message, order }
  const reason = textAt(json, kind.reason)
  if (kind.asks) return { ...message, order: { ...order, withdrawn: reason ?? `cancelled in the shop by the ${textAt(json, kind.cancelled)}` } }
  // a webhook of a cancelled order is about one that came before, and never a new one
  return { ...message, document: { ...order, order: order.reference, purpose: 'cancel', reason } }
}

function draftOf(json: Json, kind: Shop, profile: Profile | undefined, problems: Problem[]): OrderDraft {
  const order: OrderDraft = { lines: [] }
  const values = (fields: readonly Field[], from: Json, place: string, put: (taken: Taken, value: string) => void): void => {
    for (const taken of takeFields(fields, (path) => textAt(from, path))) {
      // JSON has a point, whatever the partner writes elsewhere
      const reading = kind.inMinor && isAmount(taken.to) ? inMajor(taken.text, textAt(json, 'currency')) : readValue(taken, { ...profile, decimalMark: '.' }, '.')
      if (reading.ok) put(taken, reading.value)
      else problems.push({ code: reading.code, severity: 'error', tag: taken.from ?? taken.to, text: taken.text.slice(0, 80), message: `${place}, ${taken.from ?? taken.to}: ${reading.message}` })
    }
  }
  values(kind.header, json, `The order of ${kind.name}`, (taken, value) => putHeader(order, taken.to, value))
  itemsAt(json, kind.lines).forEach((item, i) => {
    const line: DraftLine = { id: String(i + 1) }
    values(kind.line, item, `Line ${i + 1}`, (taken, value) => putLine(line, taken.to, value))
    order.lines.push(applyLineDefaults(line, profile))
  })
  const charges = kind.charges.flatMap(({ list, text, amount }) => itemsAt(json, list).flatMap((item): AllowanceCharge[] => {
    const value = textAt(item, amount)
    return value === undefined || isZero(value) ? [] : [{ kind: 'charge', code: list === 'shipping_lines' ? 'freight' : 'fee', text: textAt(item, text) ?? list, amount: value }]
  }))
  const freight = kind.freight === undefined ? undefined : textAt(json, kind.freight)
  const carried = freight === undefined ? undefined : inMajor(freight, textAt(json, 'currency'))
  if (carried?.ok && !isZero(carried.value)) charges.push({ kind: 'charge', code: 'freight', amount: carried.value })
  if (charges.length > 0) order.allowancesCharges = charges
  if (textAt(json, kind.taxIncluded) === 'true') problems.push({ code: 'price-with-tax', severity: 'error', tag: kind.taxIncluded, message: `The prices of this ${kind.name} order have the tax in them; our prices are without. Set the shop to net prices for trade customers, or enter the order by hand.` })
  return applyOrderDefaults(order, profile)
}

/** Places of money; a quantity is counted in none of it. */
const isAmount = (to: string): boolean => /^(payable|lineExtension|lines\.(price\.amount|lineExtension))$/.test(to)

/** An amount that is counted in the smallest coin: 925 EUR is `9.25`, 925 JPY is `925`. */
function inMajor(text: string, currency: string | undefined): Reading {
  if (currency === undefined || !isCurrency(currency)) return unread('currency-missing', `${text} is an amount in the smallest coin of a currency that the order does not name.`)
  if (!/^-?\d{1,18}$/.test(text)) return unread('number-unreadable', `${text} is no whole number, and amounts of this shop are counted in the smallest coin.`)
  return readAs(decimal(divide(text, `1${'0'.repeat(minorDigits(currency))}`)))
}

const member = (json: Json, name: string): Json | undefined => (json.kind === 'object' ? json.members.get(name) : undefined)

const itemsAt = (json: Json, name: string): Json[] => {
  const found = member(json, name)
  return found?.kind === 'array' ? found.items : []
}

/** Text of the member down a dotted path; of several joined by `+`. Null, blank and what is no plain value is absent. */
function textAt(json: Json, path: string): string | undefined {
  const texts = path.split('+').map((one) => plainAt(json, one)).filter((text) => text !== undefined)
  return texts.length > 0 ? texts.join(' ') : undefined
}

function plainAt(json: Json, path: string): string | undefined {
  const found = path.split('.').reduce<Json | undefined>((inner, name) => inner && member(inner, name), json)
  if (!found || found.kind === 'object' || found.kind === 'array' || found.kind === 'null') return undefined
  const text = String(found.value).trim()
  return text === '' ? undefined : text
}
