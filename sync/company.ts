import { type Identifier } from '../orders/draft'
import * as config from '../store/config'
import { type Db } from '../store/store'

/** One of ours that sells, as its `company` record says. */
export interface OwnCompany {
  code: string
  name: string
  currency: string
  /** IANA zone: business days and dates are its. */
  zone: string
  numberPrefix: string
  exchangeRates?: Record<string, string>
  identifiers: Identifier[]
  /** What indicators are to reach. */
  targets?: Partial<Record<string, string>>
}

/** Throws where there is no such company: its configuration has to be applied first. */
export async function ownCompany(db: Db, code: string): Promise<OwnCompany> {
  const record = await config.company(db, code)
  if (!record) throw new Error(`There is no company ${code}; apply its configuration first: order-to-cash apply DIR`)
  return fromRecord(record)
}

export const ownCompanies = async (db: Db): Promise<OwnCompany[]> => (await config.listCompanies(db)).map(fromRecord)

function fromRecord({ code, name, body }: config.Company): OwnCompany {
  const { currency = 'EUR', zone = 'UTC', numberPrefix = '', identifiers = [], exchangeRates, targets } = body as Partial<OwnCompany>
  return { code, name, currency, zone, numberPrefix, identifiers, exchangeRates, targets }
}
