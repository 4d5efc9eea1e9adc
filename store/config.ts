import { keyDigest } from './digest'
import { companies, configRecords, type ConfigRow, partnerIdentifiers, partners, type PartnerRow, systems } from './models/config'
import { type ConfigRecord, type Partner } from './records'
import { insertMany, put as putRow, remove, select, selectOne } from './rows'
import { type Db, type Tx } from './store'

/** The record as last written, or undefined. */
export async function get(db: Db, company: string, kind: string, key: string): Promise<ConfigRecord | undefined> {
  const row = await selectOne(db, configRecords, { company, kind, config_key: key })
  return row && fromRow(row)
}

/** By kind and key. */
export async function list(db: Db, company: string, kind?: string): Promise<ConfigRecord[]> {
  return (await select(db, configRecords, { company, ...(kind ? { kind } : {}) }, { order: ['kind', 'config_key'] })).map(fromRow)
}

/** Writes the record over the one of the same (company, kind, key). What is looked up by columns (partners, systems, …) is written beside it. */
export const put = (tx: Tx, record: ConfigRecord): Promise<void> => putRow(tx, configRecords, toRow(record))

/** One of ours that sells. `body` as configured: number ranges, VAT ids, currency, time zone. */
export interface Company { code: string; name: string; body: Record<string, unknown> }

export async function saveCompany(tx: Tx, company: Company): Promise<void> {
  await putRow(tx, companies, { code: company.code, name: company.name, body: JSON.stringify(company.body) })
}

export async function listCompanies(db: Db): Promise<Company[]> {
  return (await select(db, companies, {}, { order: ['code'] })).map((row) => ({ code: row.code, name: row.name, body: JSON.parse(row.body) as Company['body'] }))
}

export const company = async (db: Db, code: string): Promise<Company | undefined> => (await listCompanies(db)).find((one) => one.code === code)

/** A system as configured: connector, url, mode, environment and options are in `body`; its secret is apart (`secrets.ts`). */
export interface SystemRecord { company: string; name: string; role: string; body: Record<string, unknown> }

export async function saveSystem(tx: Tx, system: SystemRecord): Promise<void> {
  await putRow(tx, systems, { company: system.company, name: system.name, role: system.role, body: JSON.stringify(system.body) })
}

export async function listSystems(db: Db, of: string): Promise<SystemRecord[]> {
  return (await select(db, systems, { company: of }, { order: ['name'] })).map((row) => ({ ...row, body: JSON.parse(row.body) as SystemRecord['body'] }))
}

export const system = async (db: Db, of: string, name: string): Promise<SystemRecord | undefined> => (await listSystems(db, of)).find((one) => one.name === name)

/** An identifier names one partner, so that the same order by GLN and by VAT number is one order. */
export class IdentifierTaken extends Error {
  override readonly name = 'IdentifierTaken'
  constructor(readonly partner: string, readonly holder: string, readonly identifier: { scheme: string; value: string }) {
    super(`${identifier.scheme} ${identifier.value} belongs to the partner ${holder} and cannot be ${partner}'s too: correct one of the two`)
  }
}

/** Writes a partner and its identifiers; throws {@link IdentifierTaken} where one of them is another partner's. */
export async function savePartner(tx: Tx, partner: Partner): Promise<void> {
  await putRow(tx, partners, { company: partner.company, code: partner.code, name: partner.name, version: partner.version, body: JSON.stringify(partner) })
  await remove(tx, partnerIdentifiers, { company: partner.company, partner: partner.code })
  const own = new Map(partner.identifiers.map((identifier) => [keyDigest(identifier.scheme, identifier.value), identifier]))
  for (const { scheme, value } of own.values()) {
    const holder = await selectOne(tx, partnerIdentifiers, { company: partner.company, scheme, value })
    if (holder) throw new IdentifierTaken(partner.code, holder.partner, { scheme, value })
    await insertMany(tx, partnerIdentifiers, [{ company: partner.company, scheme, value, partner: partner.code }])
  }
}

/** What a partner is found by, by {@link nameOfIdentifier}, sorted. */
export const identifiersOf = async (db: Db, of: string, code: string): Promise<string[]> => (await select(db, partnerIdentifiers, { company: of, partner: code })).map(nameOfIdentifier).sort()
export const nameOfIdentifier = ({ scheme, value }: { scheme: string; value: string }): string => JSON.stringify([scheme, value])

export async function partner(db: Db, of: string, code: string): Promise<Partner | undefined> {
  const row = await selectOne(db, partners, { company: of, code })
  return row && fromPartnerRow(row)
}

export async function listPartners(db: Db, of: string): Promise<Partner[]> {
  return (await select(db, partners, { company: of }, { order: ['code'] })).map(fromPartnerRow)
}

/** Every company's partner with this identifier: where the company is not known yet, there may be several. */
export async function partnersByIdentifier(db: Db, scheme: string, value: string): Promise<Partner[]> {
  const found: Partner[] = []
  for (const row of await select(db, partnerIdentifiers, { scheme, value }, { order: ['company'] })) {
    const known = await partner(db, row.company, row.partner)
    if (known) found.push(known)
  }
  return found
}

/** The one partner with this identifier; where no company is given, only if no second company has one of that identifier too. */
export async function partnerByIdentifier(db: Db, of: string | undefined, scheme: string, value: string): Promise<Partner | undefined> {
  const found = (await partnersByIdentifier(db, scheme, value)).filter((one) => of === undefined || one.company === of)
  return found.length === 1 ? found[0] : undefined
}

const fromPartnerRow = (row: PartnerRow): Partner => JSON.parse(row.body) as Partner

const toRow = (record: ConfigRecord): ConfigRow => ({
  company: record.company, kind: record.kind, config_key: record.key, version: record.version, digest: record.digest, body: JSON.stringify(record.body),
  origin: record.origin, applied: record.applied ?? null,
})

const fromRow = (row: ConfigRow): ConfigRecord => ({
  company: row.company, kind: row.kind, key: row.config_key, version: row.version, digest: row.digest, body: JSON.parse(row.body) as ConfigRecord['body'],
  origin: row.origin, applied: row.applied ?? undefined,
})
