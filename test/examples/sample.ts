import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { type PartnerConfig, partnerSchema } from '../../mappings/partner'
import { type Profile } from '../../mappings/profile'
import { type Identifier } from '../../orders/draft'
import { withSamples } from '../../sync/config/samples'

export const SAMPLE = join(__dirname, '../../examples')

/** Every record of the sample company's YAML files, as written. */
export function records(): { kind: string; key: string }[] {
  const folder = join(SAMPLE, 'company')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')).sort()
    .flatMap((file) => [parse(readFileSync(join(folder, file), 'utf8')) as { kind: string; key: string }].flat().map((record) => withSamples(record, join(folder, dirname(file))) as typeof record))
}

export const partners = (): PartnerConfig[] => records().filter((record) => record.kind === 'partner').map((record) => partnerSchema.parse(record))

/** Finds the partner by any of the identifiers, as receiving does. */
export function finder(all: readonly PartnerConfig[]): (identifiers: readonly Identifier[]) => PartnerConfig | undefined {
  const byKey = new Map(all.flatMap((partner) => partner.identifiers.map((i) => [`${i.scheme} ${i.value}`, partner] as const)))
  return (identifiers) => identifiers.map((i) => byKey.get(`${i.scheme} ${i.value}`)).find((partner) => partner !== undefined)
}

export const profileOf = (find: ReturnType<typeof finder>) => (identifiers: Identifier[]): Profile | undefined => find(identifiers)?.profile

export interface Expected {
  reference?: string
  buyer?: string
  outcome: 'confirmed' | 'awaitingApproval' | 'held' | 'duplicate' | 'quarantined'
  code?: string
  role?: string
  then?: string
  of?: string
  lines?: number
  payable?: string
  currency?: string
}

export const expected = (): Map<string, Expected[]> =>
  new Map(Object.entries((parse(readFileSync(join(SAMPLE, 'expected.yaml'), 'utf8')) as { files: Record<string, Expected[]> }).files))

export interface Erp {
  customers: { number: string; matchcode: string; currency: string; creditLimit: string; openReceivables: string; termsOfPayment: string; priceList: string }[]
  materials: { material: string; ean: string; uom: string; cost: string; packs: { uom: string; contains: string }[] }[]
  prices: { priceList: string; material: string; currency: string; netPrice: string; per: string; uom: string; fromQuantity: string; validFrom: string; validTo: string }[]
}

export const seed = <T>(system: 'erp' | 'wms' | 'finance'): T => JSON.parse(readFileSync(join(SAMPLE, 'company/seed', `${system}.json`), 'utf8')) as T
