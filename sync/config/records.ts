import { configSchemas } from '../../orders/config'
import { codesSchema, partnerSchema } from '../../mappings/partner'

/** What can be configured, each with the schema that checks it; the order is the one in which records are written. */
export const SCHEMAS = { ...configSchemas, partner: partnerSchema, codes: codesSchema } as const

export type ConfigKind = keyof typeof SCHEMAS

export const KINDS = ['company', 'actor', 'partner', 'codes', 'system', 'rules', 'schedule'] as const satisfies readonly ConfigKind[]

export const isConfigKind = (kind: unknown): kind is ConfigKind => typeof kind === 'string' && Object.hasOwn(SCHEMAS, kind)

/** A record as a folder has it: checked, defaults filled in. */
export interface FolderRecord {
  /** Path below the folder, with `/`. */
  file: string
  /** Line of the file that it begins in, from 1. */
  line: number
  kind: ConfigKind
  key: string
  /** Without kind and key. */
  body: Record<string, unknown>
}
