import { type StatementEntry } from './statement'

type Purpose = Pick<StatementEntry, 'text' | 'reference' | 'counterparty' | 'counterpartyAccount'>

/** What a bank wrote of a booking (`:86:`): by the numbered fields of German banks, by the words of SEPA between slashes, or as it stands. */
export function purposeOf(text: string): Purpose {
  const plain = text.replace(/\n/g, '')
  if (/^\d{3}.?\?\d\d|^\?\d\d/.test(plain)) return numbered(plain)
  if (/^\/[A-Z]{3,4}\//.test(plain)) return slashed(plain)
  const words = text.replace(/\s+/g, ' ').trim()
  return words === '' ? {} : { text: words }
}

/** `166?00GUTSCHRIFT?20EREF+RE-1?21SVWZ+Invoice RE-1?31IBAN?32Name`. */
function numbered(text: string): Purpose {
  const fields = new Map<number, string>()
  for (const [, number, value] of text.matchAll(/\?(\d\d)([^?]*)/g)) fields.set(Number(number), value!)
  const joined = [...fields].filter(([number]) => (number >= 20 && number <= 29) || (number >= 60 && number <= 63)).map(([, value]) => value).join('')
  const named = (key: string): string | undefined => new RegExp(`${key}\\+(.*?)(?=(?:EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC)\\+|$)`).exec(joined)?.[1]?.trim() || undefined
  const reference = named('EREF')
  return present({ text: named('SVWZ') ?? (joined.trim() || undefined), reference: reference === 'NOTPROVIDED' ? undefined : reference, counterparty: `${fields.get(32) ?? ''}${fields.get(33) ?? ''}`.trim() || undefined, counterpartyAccount: fields.get(31)?.trim() || undefined })
}

/** `/EREF/RE-1//ORDP//NAME/Kontor/REMI/Invoice RE-1/`. */
function slashed(text: string): Purpose {
  const named = (key: string): string | undefined => new RegExp(`/${key}/(?:USTD//|STRD/[A-Z]+/)?(.*?)(?=/(?:EREF|ORDP|BENM|NAME|IBAN|REMI|TRTP|ADDR|BIC|CSID|MARF|ISDT|SVCL|PREF|CNTP|TRCD|RTRN|PURP|ULTD|ULTB)/|/?$)`).exec(text)?.[1]?.replace(/\/+$/, '').trim() || undefined
  const reference = named('EREF')
  return present({ text: named('REMI') ?? text, reference: reference === 'NOTPROVIDED' ? undefined : reference, counterparty: named('NAME'), counterpartyAccount: named('IBAN') })
}

const present = (purpose: { [K in keyof Purpose]: string | undefined }): Purpose => Object.fromEntries(Object.entries(purpose).filter(([, value]) => value !== undefined))
