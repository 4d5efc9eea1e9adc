import { type Identifier } from '../../orders/draft'
import { isGln } from '../codes/gtin'

/** Interchange id qualifiers (X12 I05) that name a scheme of their own; the others stay `ISA:<qualifier>`. */
const ISA = new Map([['01', 'DUNS'], ['07', 'GLN'], ['14', 'DUNS+4'], ['02', 'SCAC'], ['04', 'IATA']])
/** EDIFACT 0007. */
const UNB = new Map([['1', 'DUNS'], ['14', 'GLN']])
/** Party identification qualifiers (X12 66, N103). */
const N103 = new Map([['1', 'DUNS'], ['9', 'DUNS+4'], ['UL', 'GLN'], ['91', 'seller'], ['92', 'buyer'], ['2', 'SCAC'], ['24', 'EIN'], ['FI', 'EIN']])
/** Agencies (EDIFACT 3055) behind a party's identification. */
const NAD = new Map([['9', 'GLN'], ['16', 'DUNS'], ['91', 'seller'], ['92', 'buyer'], ['31B', 'NAD:31B']])

/** Sender or receiver of an X12 interchange: `{ scheme: 'DUNS', value }`, `{ scheme: 'ISA:ZZ', value }`. */
export function isaIdentifier(qualifier: string, value: string): Identifier | undefined {
  if (value === '') return undefined
  // 08 is the UCC communications id: a GLN where it has a GLN's form, else a number of its own
  const scheme = qualifier === '08' && isGln(value) ? 'GLN' : (ISA.get(qualifier) ?? `ISA:${qualifier}`)
  return { scheme, value }
}

/** Sender or receiver of an EDIFACT interchange; without a qualifier the scheme is `UNB`. */
export function unbIdentifier(value: string, qualifier: string): Identifier | undefined {
  if (value === '') return undefined
  return { scheme: UNB.get(qualifier) ?? (qualifier === '' ? 'UNB' : `UNB:${qualifier}`), value }
}

/** Identifier of an N1 loop's party: `{ scheme: 'buyer', value }` for a number that the buyer gave it. */
export function n1Identifier(qualifier: string, value: string): Identifier | undefined {
  if (value === '') return undefined
  return { scheme: N103.get(qualifier) ?? (qualifier === '' ? 'N1' : `N1:${qualifier}`), value }
}

/** Identifier of a NAD group's party by its agency, or by its code list where no agency is named. */
export function nadIdentifier(value: string, list: string, agency: string): Identifier | undefined {
  if (value === '') return undefined
  // nearly all of them
  if (agency === '9') return { scheme: 'GLN', value }
  const by = agency === '' ? list : agency
  // a number of its form and check digit, of nobody named or of the EAN by its old name
  if ((by === '' || by === 'EN' || by === 'EAN') && isGln(value)) return { scheme: 'GLN', value }
  return { scheme: NAD.get(by) ?? (by === '' ? 'NAD' : `NAD:${by}`), value }
}
