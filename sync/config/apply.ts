import * as config from '../../store/config'
import { type ConfigRecord } from '../../store/records'
import { type Tx } from '../../store/store'
import * as streams from '../../store/streams'
import { type Context, instant } from '../context'
import { uuidv7 } from '../ids'
import { contentDigest } from './digest'
import { ConfigInvalid, type ConfigProblem, readFolder } from './folder'
import { project } from './project'
import { type ConfigKind, type FolderRecord } from './records'

export interface Applied {
  file: string
  kind: ConfigKind
  key: string
  /** `conflict`: changed elsewhere since it was applied last; then nothing at all was written. */
  change: 'created' | 'changed' | 'unchanged' | 'conflict'
}

export interface ApplyOptions {
  /** Only say what would change. */
  dryRun?: boolean
  /** The folder wins where a record was changed elsewhere meanwhile. */
  take?: boolean
  /** Company of a folder without a company record. (Default: the only one in the store) */
  company?: string
  /** Changes records on their way in: where a system listens on another port today. */
  adjust?: (record: FolderRecord) => FolderRecord
}

/**
 * Writes a folder of YAML as configuration: what is new or changed becomes an event of `config/<kind>/<key>` and the record as it
 * is looked up, all in one transaction; the same folder again changes nothing. What is only in the store stays. Throws
 * {@link ConfigInvalid} with everything that is wrong in any file.
 */
export async function applyFolder(context: Context, dir: string, options: ApplyOptions = {}): Promise<Applied[]> {
  const records = (await readFolder(dir)).map((record) => options.adjust?.(record) ?? record)
  const company = await companyOf(context, records, options.company)
  refuse(unmakable(context, records))
  refuse(await identifiersTaken(context, company, records))

  const work = async (tx: Tx | Context['store'], write: boolean): Promise<Applied[]> => {
    const known = new Map((await config.list(tx, company)).map((record) => [nameOf(record), record]))
    const plans = records.map((record) => planOf(record, known.get(nameOf(record)), options.take))
    if (write && !plans.some((plan) => plan.change === 'conflict')) await carryOut(context, tx as Tx, company, plans)
    return plans.map(({ record: { file, kind, key }, change }) => ({ file, kind, key, change }))
  }
  return options.dryRun ? work(context.store, false) : context.store.write((tx) => work(tx, true))
}

interface Plan { record: FolderRecord; digest: string; known?: ConfigRecord; change: Applied['change'] }

function planOf(record: FolderRecord, known: ConfigRecord | undefined, take = false): Plan {
  const digest = contentDigest(record.body)
  const change = !known ? 'created' : known.digest === digest ? 'unchanged' : known.digest === known.applied || take ? 'changed' : 'conflict'
  return { record, digest, known, change }
}

async function carryOut(context: Context, tx: Tx, company: string, plans: readonly Plan[]): Promise<void> {
  const circumstance = { at: instant(context), actor: context.actor, cause: 'apply', correlation: uuidv7() }
  const moved = plans.filter((plan) => plan.change === 'created' || plan.change === 'changed')
  await streams.append(tx, moved.map(({ record: { kind, key, body }, known }) => ({
    company, stream: `config/${kind}/${key}`, expected: known?.version ?? 0, circumstance, events: [{ type: 'configured', data: { kind, key, body } }],
  })))
  for (const plan of plans) {
    const { record: { kind, key, body }, digest, known } = plan
    if (plan.change === 'unchanged' && known!.applied === digest) continue
    const version = (known?.version ?? 0) + (plan.change === 'unchanged' ? 0 : 1)
    await config.put(tx, { company, kind, key, version, digest, body, origin: plan.change === 'unchanged' ? known!.origin : 'apply', applied: digest })
  }
  await project(tx, company, moved.map(({ record, known }) => ({ record, version: (known?.version ?? 0) + 1 })))
}

async function companyOf(context: Context, records: readonly FolderRecord[], asked: string | undefined): Promise<string> {
  const own = records.find((record) => record.kind === 'company')?.key
  if (own !== undefined && asked !== undefined && own !== asked) throw new ConfigInvalid([{ file: 'company', message: `The folder is of ${own}, and ${asked} was asked for.` }])
  if (own !== undefined) return own
  const codes = (await config.listCompanies(context.store)).map((company) => company.code)
  const company = asked ?? (codes.length === 1 ? codes[0] : undefined)
  if (company === undefined || !codes.includes(company)) {
    throw new ConfigInvalid([{ file: 'company', message: `The folder has no company record, and the store ${codes.length === 0 ? 'has no company either' : `has ${codes.join(', ')}: say which is meant`}.` }])
  }
  return company
}

/** Systems whose connector does not exist or does not take their options. */
function unmakable(context: Context, records: readonly FolderRecord[]): ConfigProblem[] {
  return records.filter((record) => record.kind === 'system').flatMap(({ file, line, key, body }) => {
    const { role, connector, url, timeout, settle, options } = body as { role: string; connector: string; url: string; timeout?: number; settle?: number; options?: Record<string, unknown> }
    try {
      context.connect({ name: key, role, connector, url, timeout, settle, options })
      return []
    } catch (error) {
      return [{ file, line, path: 'connector', message: error instanceof Error ? error.message : String(error) }]
    }
  })
}

/** Identifiers that a partner which is not in the folder has in the store. */
async function identifiersTaken(context: Context, company: string, records: readonly FolderRecord[]): Promise<ConfigProblem[]> {
  const partners = records.filter((record) => record.kind === 'partner')
  const inFolder = new Set(partners.map((record) => record.key))
  const holders = new Map((await config.listPartners(context.store, company)).filter((partner) => !inFolder.has(partner.code))
    .flatMap((partner) => partner.identifiers.map(({ scheme, value }) => [JSON.stringify([scheme, value]), partner.code] as const)))
  return partners.flatMap(({ file, line, body }) => (body.identifiers as { scheme: string; value: string }[]).flatMap(({ scheme, value }) => {
    const holder = holders.get(JSON.stringify([scheme, value]))
    return holder === undefined ? [] : [{ file, line, path: 'identifiers', message: `${scheme} ${value} belongs to the partner ${holder} in the store; one of the two must give it up.` }]
  }))
}

function refuse(problems: readonly ConfigProblem[]): void {
  if (problems.length > 0) throw new ConfigInvalid(problems)
}

const nameOf = ({ kind, key }: { kind: string; key: string }): string => JSON.stringify([kind, key])
