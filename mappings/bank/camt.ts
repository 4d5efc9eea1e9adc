import { equal, sum } from '../../orders/decimal'
import { at, childrenOf, childOf, type XmlElement } from '../xml/element'
import { type XmlConsumer, type XmlMapping, type XmlMessage } from '../xml/mapping'
import { present, XmlValues } from '../xml/values'
import { type BankStatement, type StatementEntry, statementProblems } from './statement'

const ROOT = /^urn:iso:std:iso:20022:tech:xsd:(camt\.05[234])\.(\d{3}\.\d{2})$/
const STATEMENTS = new Set(['Stmt', 'Rpt', 'Ntfctn'])

/** Bank statements of ISO 20022: camt.053 (end of day), camt.052 (during the day), camt.054 (advice), any version; one message for each statement. */
export const camt: XmlMapping = {
  format: 'camt',
  root: ({ name, namespace }) => name === 'Document' && ROOT.test(namespace),
  namespace: (namespace) => ROOT.test(namespace),
  ignored: new Set(['SplmtryData']),
  open(root): XmlConsumer {
    const [, type = 'camt', version = ''] = ROOT.exec(root.namespace) ?? []
    let values = new XmlValues()
    let entries: StatementEntry[] = []
    return {
      parts: new Set(['Ntry', ...STATEMENTS]),
      take(element) {
        if (element.name === 'Ntry') entries.push(entryOf(element, entries.length + 1, values))
        if (!STATEMENTS.has(element.name)) return undefined
        const message = statementOf(element, type, version, entries, values)
        values = new XmlValues()
        entries = []
        return message
      },
    }
  },
}

function statementOf(element: XmlElement, type: string, version: string, entries: StatementEntry[], values: XmlValues): XmlMessage {
  const account = childOf(element, 'Acct')
  const balance = (...codes: string[]): string | undefined => {
    const found = codes.map((code) => childrenOf(element, 'Bal').find((entry) => at(entry, 'Tp', 'CdOrPrtry', 'Cd')?.text.trim() === code)).find((entry) => entry !== undefined)
    return found && signed(values.decimal(found, 'Amt'), values.text(found, 'CdtDbtInd') === 'DBIT')
  }
  const opening = balance('OPBD', 'PRCD')
  const closing = balance('CLBD')
  const statement: BankStatement = present({
    account: values.text(account, 'Id', 'IBAN') ?? values.text(account, 'Id', 'Othr', 'Id'),
    currency: values.text(account, 'Ccy') ?? at(childOf(element, 'Bal'), 'Amt')?.attributes.get('Ccy') ?? entries[0]?.currency,
    number: values.text(element, 'LglSeqNb') ?? values.text(element, 'ElctrncSeqNb') ?? values.text(element, 'Id'),
    from: values.date(element, 'FrToDt', 'FrDtTm'), to: values.date(element, 'FrToDt', 'ToDtTm'), opening, closing, entries,
  })
  // a report during the day closes nothing, and an advice has no balances
  if (type === 'camt.053') for (const problem of statementProblems(statement)) values.add(problem)
  return present({ type, version, control: values.text(element, 'Id'), segments: entries.length, document: { ...statement }, problems: values.problems() })
}

function entryOf(entry: XmlElement, number: number, values: XmlValues): StatementEntry {
  const debit = values.text(entry, 'CdtDbtInd') === 'DBIT'
  const amount = signed(values.decimal(entry, 'Amt'), debit) ?? '0'
  const details = childrenOf(entry, 'NtryDtls').flatMap((block) => childrenOf(block, 'TxDtls'))
  const parts = details.map((detail) => partOf(detail, debit, values))
  const reversal = values.text(entry, 'RvslInd') === 'true' || undefined
  const made: StatementEntry = present({
    number: String(number), amount, currency: childOf(entry, 'Amt')?.attributes.get('Ccy'), date: dateOf(childOf(entry, 'BookgDt'), values), valueDate: dateOf(childOf(entry, 'ValDt'), values),
    status: values.text(entry, 'Sts', 'Cd') ?? values.text(entry, 'Sts'), reversal: reversal && true as const, bankReference: values.text(entry, 'AcctSvcrRef') ?? values.text(entry, 'NtryRef'),
    text: values.text(entry, 'AddtlNtryInf'),
  })
  if (parts.length <= 1) return { ...made, ...parts[0], amount, ...present({ text: parts[0]?.text ?? made.text, currency: made.currency }) }
  const stated = parts.map((part) => part.amount)
  const total = stated.every((part) => part !== undefined) ? sum(stated) : undefined
  if (total !== undefined && !equal(total, amount)) values.report('entry-sum-differs', 'warning', childOf(entry, 'Amt'), `The parts of booking ${number} make ${total}, and it is ${amount}.`)
  return { ...made, parts: parts.map((part) => ({ ...part, amount: part.amount ?? '0' })) }
}

function partOf(detail: XmlElement, entryDebit: boolean, values: XmlValues): Partial<StatementEntry> {
  const indicator = values.text(detail, 'CdtDbtInd')
  const debit = indicator === undefined ? entryDebit : indicator === 'DBIT'
  const parties = childOf(detail, 'RltdPties')
  // who is on the other side: the debtor of what comes in
  const other = debit ? 'Cdtr' : 'Dbtr'
  const remittance = childOf(detail, 'RmtInf')
  const texts = childrenOf(remittance, 'Ustrd').map((text) => values.text(text)).filter((text) => text !== undefined)
  const structured = childrenOf(remittance, 'Strd').map((entry) => values.text(entry, 'CdtrRefInf', 'Ref') ?? values.text(entry, 'RfrdDocInf', 'Nb')).find((reference) => reference !== undefined)
  const endToEnd = values.text(detail, 'Refs', 'EndToEndId')
  return present({
    amount: signed(values.decimal(detail, 'Amt') ?? values.decimal(detail, 'AmtDtls', 'TxAmt', 'Amt'), debit), currency: undefined,
    reference: structured ?? (endToEnd === 'NOTPROVIDED' ? undefined : endToEnd),
    counterparty: values.text(parties, other, 'Nm') ?? values.text(parties, other, 'Pty', 'Nm'),
    counterpartyAccount: values.text(parties, `${other}Acct`, 'Id', 'IBAN') ?? values.text(parties, `${other}Acct`, 'Id', 'Othr', 'Id'),
    text: texts.length > 0 ? texts.join(' ') : values.text(detail, 'AddtlTxInf'),
  })
}

/** A day, or an instant of which the bank's day is the date that is written. */
const dateOf = (element: XmlElement | undefined, values: XmlValues): string | undefined => (values.date(element, 'Dt') ?? values.date(element, 'DtTm'))?.slice(0, 10)

function signed(amount: string | undefined, debit: boolean): string | undefined {
  if (amount === undefined || !debit) return amount
  return amount.startsWith('-') ? amount.slice(1) : amount === '0' ? '0' : `-${amount}`
}
