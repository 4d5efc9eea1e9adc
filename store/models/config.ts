import { integer, string, table, text } from './table'

export interface ConfigRow { company: string; kind: string; config_key: string; version: number; digest: string; body: string; origin: string; applied: string | null }
export const configRecords = table<ConfigRow>('config_records', ['company', 'kind', 'config_key'],
  { company: string, kind: string, config_key: string, version: integer, digest: string, body: text, origin: string, applied: string })

export interface CompanyRow { code: string; name: string; body: string }
export const companies = table<CompanyRow>('companies', ['code'], { code: string, name: text, body: text })

export interface PartnerRow { company: string; code: string; name: string; version: number; body: string }
export const partners = table<PartnerRow>('partners', ['company', 'code'], { company: string, code: string, name: text, version: integer, body: text })

export interface PartnerIdentifierRow { company: string; scheme: string; value: string; partner: string }
export const partnerIdentifiers = table<PartnerIdentifierRow>('partner_identifiers', ['company', 'scheme', 'value'], { company: string, scheme: string, value: string, partner: string })

export interface ActorRow { id: string; name: string; roles: string; scope: string }
export const actors = table<ActorRow>('actors', ['id'], { id: string, name: text, roles: text, scope: text })

export interface SystemRow { company: string; name: string; role: string; body: string }
export const systems = table<SystemRow>('systems', ['company', 'name'], { company: string, name: string, role: string, body: text })
