import { type ActorConfig, type CompanyConfig, type SystemRecordConfig } from '../../orders/config'
import { type PartnerConfig } from '../../mappings/partner'
import * as actors from '../../store/actors'
import * as config from '../../store/config'
import { type Tx } from '../../store/store'
import { type ConfigKind, type FolderRecord } from './records'

type Body<T extends { kind: string; key: string }> = Omit<T, 'kind' | 'key'>
type Project = (tx: Tx, company: string, record: FolderRecord, version: number) => Promise<void>

/** What is looked up by columns is written beside the record; rules and schedules are read as they are. */
const PROJECTIONS: Partial<Record<ConfigKind, Project>> = {
  company: (tx, _company, { key, body }) => config.saveCompany(tx, { code: key, name: (body as Body<CompanyConfig>).name, body }),
  actor: (tx, _company, { key, body }) => actors.save(tx, { id: key, ...(body as Body<ActorConfig>) }),
  system: (tx, company, { key, body }) => config.saveSystem(tx, { company, name: key, role: (body as Body<SystemRecordConfig>).role, body }),
  partner: (tx, company, { key, body }, version) => config.savePartner(tx, { company, code: key, version, ...(body as Body<PartnerConfig>) }),
}

export async function project(tx: Tx, company: string, changed: readonly { record: FolderRecord; version: number }[]): Promise<void> {
  // an identifier may move from one partner to another: all are given up before any is taken
  for (const { record, version } of changed) {
    if (record.kind === 'partner') await PROJECTIONS.partner!(tx, company, { ...record, body: { ...record.body, identifiers: [] } }, version)
  }
  for (const { record, version } of changed) await PROJECTIONS[record.kind]?.(tx, company, record, version)
}
