import { decimal, isDecimal } from '../../orders/decimal'
import { type Problem } from '../../orders/problem'
import { type Charset, decode } from '../charset'
import { readDate } from '../date'
import { type Read, type Reader, type ReadMessage, type ReadOptions } from '../document'
import { fewer } from '../fewer'
import { purposeOf } from './purpose'
import { type BankStatement, type StatementEntry, statementProblems } from './statement'

/** Bank statements of SWIFT (MT940), with their envelope or without; one message for each statement. */
export const mt940: Reader = { formats: ['mt940'], sniff, read }

function sniff(head: Buffer): number {
  const text = head.subarray(0, 4096).toString('latin1')
  return /(^|\n)\s*:20:/.test(text) && /\n:25:/.test(text) && /\n:(28C?|60[FM]):/.test(text) ? 0.93 : 0
}

/** A field: `:61:` and what follows up to the next one. */
interface Field { tag: string; text: string; line: number }

async function* read(source: AsyncIterable<Buffer>, options: ReadOptions): AsyncIterable<Read> {
  const charset: Charset = { name: 'utf-8', guessed: false, damaged: false }
  let text = ''
  for await (const part of decode(source, charset)) text += part
  const problems: Problem[] = []
  for (const fields of statementsOf(text)) yield messageOf(fields, options.file)
  yield { kind: 'file', file: options.file, format: 'mt940', sha256: '', bytes: 0, interchanges: [], problems }
}

/** Fields of each statement: `:20:` begins one. Blank lines, and the braces of the envelope, are none of theirs. */
function statementsOf(text: string): Field[][] {
  const statements: Field[][] = []
  text.split(/\r\n|\n|\r/).forEach((raw, i) => {
    const found = /^(?:\{.*\{4:)?\s?:(\d{2}[A-Z]?):(.*)$/.exec(raw)
    if (found) {
      if (found[1] === '20') statements.push([])
      statements.at(-1)?.push({ tag: found[1]!, text: found[2]!, line: i + 1 })
      return
    }
    const open = statements.at(-1)?.at(-1)
    if (open && raw.trim() !== '' && !/^-\}?|^\{/.test(raw)) open.text += `\n${raw}`
  })
  return statements
}

function messageOf(fields: Field[], file: string): ReadMessage {
  const problems: Problem[] = []
  const first = (...tags: string[]): Field | undefined => fields.find(({ tag }) => tags.includes(tag))
  const opening = balanceOf(first('60F', '60M'), problems)
  const closing = balanceOf(fields.findLast(({ tag }) => tag === '62F' || tag === '62M'), problems)
  const entries: StatementEntry[] = []
  fields.forEach((field, i) => {
    if (field.tag !== '61') return
    const entry = entryOf(field, entries.length + 1, problems)
    const purpose = fields[i + 1]?.tag === '86' ? purposeOf(fields[i + 1]!.text) : {}
    if (entry) entries.push({ ...entry, ...purpose })
  })
  const statement: BankStatement = {
    ...given('account', first('25')?.text.trim()), ...given('currency', opening?.currency ?? closing?.currency), ...given('number', first('28C', '28')?.text.trim()),
    ...given('opening', opening?.amount), ...given('closing', closing?.amount), entries,
  }
  problems.push(...statementProblems(statement))
  return { kind: 'message', file, type: 'MT940', segments: fields.length, control: fields[0]!.text.trim(), document: { ...statement }, problems: fewer(problems) }
}

const given = <K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> => (value === undefined || value === '' ? {} : { [name]: value } as Record<K, string>)

function balanceOf(field: Field | undefined, problems: Problem[]): { amount: string; currency: string } | undefined {
  if (!field) return undefined
  const found = /^([CD])(\d{6}|\s{6})?([A-Z]{3})([\d,]+)/.exec(field.text)
  const amount = found && amountOf(found[4]!, found[1] === 'D')
  if (amount) return { amount, currency: found[3]! }
  problems.push({ code: 'number-unreadable', severity: 'error', tag: `:${field.tag}:`, line: field.line, text: field.text.slice(0, 80), message: `The balance on line ${field.line} cannot be read. Ask the bank.` })
  return undefined
}

/** `:61:` value date, booking day, debit or credit, amount, kind, reference of the payer, `//` reference of the bank. */
const ENTRY = /^(\d{6})(\d{4}|\s{4})?(R?[CD]|E[CD])[A-Z]?([\d,]+)(?:[NSF][A-Z0-9]{3})?([^/\n]*)(?:\/\/([^\n]*))?(?:\n([^]*))?/

function entryOf(field: Field, number: number, problems: Problem[]): StatementEntry | undefined {
  const [, value, booked, mark = '', digits = '', reference, bank] = ENTRY.exec(field.text) ?? []
  // a reversal of a credit takes it away again
  const debit = mark === 'D' || mark === 'ED' || mark === 'RC'
  const amount = amountOf(digits, debit)
  if (value === undefined || amount === undefined) {
    problems.push({ code: 'entry-unreadable', severity: 'error', tag: ':61:', line: field.line, text: field.text.slice(0, 80), message: `The booking on line ${field.line} cannot be read, and is not among the entries. Ask the bank.` })
    return undefined
  }
  const valueDate = dateOf(value, field, problems)
  // the booking day has no year: it is the one that lies nearest to the value date
  const date = booked?.trim() ? nearest(booked, valueDate) ?? valueDate : valueDate
  const plain = reference?.trim()
  return {
    number: String(number), amount, ...given('date', date), ...given('valueDate', valueDate), ...given('reference', plain === 'NONREF' ? undefined : plain), ...given('bankReference', bank?.trim()),
    ...(mark.startsWith('R') ? { reversal: true as const } : {}),
  }
}

function dateOf(text: string, field: Field, problems: Problem[]): string | undefined {
  const reading = readDate(`20${text}`)
  if (reading.ok) return reading.value
  problems.push({ code: reading.code, severity: 'warning', tag: ':61:', line: field.line, text, message: `Line ${field.line}: ${reading.message}` })
  return undefined
}

function nearest(monthDay: string, valueDate: string | undefined): string | undefined {
  if (valueDate === undefined) return undefined
  const year = Number(valueDate.slice(0, 4))
  const distance = (date: string): number => Math.abs(Date.parse(date) - Date.parse(valueDate))
  const days = [year - 1, year, year + 1].map((candidate) => readDate(`${candidate}${monthDay}`)).flatMap((reading) => (reading.ok ? [reading.value] : []))
  return days.sort((a, b) => distance(a) - distance(b))[0]
}

function amountOf(digits: string, debit: boolean): string | undefined {
  const text = digits.replace(',', '.').replace(/\.$/, '')
  if (!isDecimal(text)) return undefined
  const plain = decimal(text)
  return debit && plain !== '0' ? `-${plain}` : plain
}
