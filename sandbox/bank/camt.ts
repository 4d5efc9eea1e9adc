import { type Row } from '../records'
import { type Account } from './account'
import { type Booking, type Transfer } from './booking'

export interface StatementContent {
  id: string
  sequence: number
  date: string
  createdAt: string
  account: Account
  opening: string
  closing: string
  bookings: readonly Row<Booking>[]
}

/** The statement as camt.053.001.08 (ISO 20022, BankToCustomerStatement). */
export function camt053({ id, sequence, date, createdAt, account, opening, closing, bookings }: StatementContent): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>${id}</MsgId><CreDtTm>${createdAt}</CreDtTm></GrpHdr><Stmt><Id>${id}</Id><ElctrncSeqNb>${sequence}</ElctrncSeqNb><CreDtTm>${createdAt}</CreDtTm>
<FrToDt><FrDtTm>${date}T00:00:00</FrDtTm><ToDtTm>${date}T23:59:59</ToDtTm></FrToDt><Acct><Id><IBAN>${account.iban}</IBAN></Id><Ccy>${account.currency}</Ccy><Ownr><Nm>${text(account.holder)}</Nm></Ownr><Svcr><FinInstnId><BICFI>${text(account.bic)}</BICFI></FinInstnId></Svcr></Acct>
${balance('OPBD', opening, account.currency, date)}
${balance('CLBD', closing, account.currency, date)}
${bookings.map((row, index) => entry(row, index + 1, account.currency)).join('\n')}
</Stmt></BkToCstmrStmt></Document>
`
}

const balance = (code: string, signed: string, currency: string, date: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(signed.replace('-', ''), currency)}<CdtDbtInd>${signed.startsWith('-') ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>${date}</Dt></Dt></Bal>`

function entry({ id, body }: Row<Booking>, no: number, currency: string): string {
  return `<Ntry><NtryRef>${no}</NtryRef>${amount(body.amount, currency)}<CdtDbtInd>${body.sign}</CdtDbtInd>${body.returns ? '<RvslInd>true</RvslInd>' : ''}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${body.bookedOn}</Dt></BookgDt><ValDt><Dt>${body.bookedOn}</Dt></ValDt><AcctSvcrRef>${id}</AcctSvcrRef><NtryDtls>${
    body.parts.map((part) => transaction(part, body, currency)).join('')}</NtryDtls></Ntry>`
}

/** The payer is the debtor, also of what he takes back: the roles are those of the first booking. */
function transaction(part: Transfer, { sign, returns }: Booking, currency: string): string {
  const payer = `<Dbtr><Pty><Nm>${text(part.debtor)}</Nm></Pty></Dbtr>${part.debtorIban === undefined ? '' : `<DbtrAcct><Id><IBAN>${text(part.debtorIban)}</IBAN></Id></DbtrAcct>`}`
  const payee = payer.replaceAll('Dbtr', 'Cdtr')
  return `<TxDtls><Refs>${returns ? `<AcctSvcrRef>${returns.booking}</AcctSvcrRef>` : ''}<EndToEndId>${text(part.endToEndId ?? 'NOTPROVIDED')}</EndToEndId></Refs>${amount(part.amount, currency)}<CdtDbtInd>${sign}</CdtDbtInd><RltdPties>${returns ? payee : payer}</RltdPties>${
    part.remittance.length === 0 ? '' : `<RmtInf>${part.remittance.map((line) => `<Ustrd>${text(line)}</Ustrd>`).join('')}</RmtInf>`}${returns ? `<RtrInf><Rsn><Cd>${returns.reason}</Cd></Rsn></RtrInf>` : ''}</TxDtls>`
}

const amount = (value: string, currency: string): string => `<Amt Ccy="${currency}">${value}</Amt>`

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Text as XML 1.0 may hold it. */
const text = (value: string): string => value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ').replace(/[&<>]/g, (mark) => MARKS[mark]!)
