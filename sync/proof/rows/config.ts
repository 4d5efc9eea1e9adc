import { isDeepStrictEqual } from 'node:util'
import { type StoredEvent } from '../../../orders/event'
import { companiesWith } from '../../../store/around'
import * as actors from '../../../store/actors'
import * as config from '../../../store/config'
import { type Db } from '../../../store/store'
import { found, type Found } from './found'

type Body = Record<string, unknown>

/** What is configured as it is looked up, against the last event of its stream. What was erased of a person is not compared. */
export async function configDiffers(db: Db, company: string, events: readonly StoredEvent[]): Promise<Found[]> {
  const last = events.at(-1)
  if (last?.type !== 'configured') return []
  const { kind, key, body } = last.data as { kind: string; key: string; body: Body }
  const name = `the ${kind} ${key}`
  const record = await config.get(db, company, kind, key)
  if (!record) return [found('config-missing', `${name} was configured, and is gone`)]
  const differing: Found[] = []
  if (record.version !== last.sequence || !same(record.body, body)) differing.push(found('config-changed', `${name} is configured otherwise than its last event says`))
  const looked = await lookedUp(db, company, kind, key)
  if (looked === 'gone') differing.push(found('config-missing', `${name} is configured, and cannot be looked up: its row is gone`))
  else if (kind === 'partner' && (await config.identifiersOf(db, company, key)).join() !== namesOf(body).join()) differing.push(found('config-changed', `${name} is found by other identifiers than it was configured with`))
  else if (looked !== undefined && !same(looked, body)) differing.push(found('config-changed', `${name} is used otherwise than it was configured`))
  return differing
}

/** The row that stands beside the record for looking it up, in the record's own form; undefined where there is none of the kind. */
async function lookedUp(db: Db, company: string, kind: string, key: string): Promise<Body | 'gone' | undefined> {
  switch (kind) {
    case 'company': return (await config.company(db, key))?.body ?? 'gone'
    case 'system': return (await config.system(db, company, key))?.body ?? 'gone'
    case 'partner': {
      const partner = await config.partner(db, company, key)
      if (!partner) return 'gone'
      const { company: _company, code: _code, version: _version, ...body } = partner
      return body
    }
    case 'actor': {
      // one actor may be configured by several companies: the last of them holds
      if (await companiesWith(db, `config/actor/${key}`) > 1) return undefined
      const actor = await actors.get(db, key)
      if (!actor) return 'gone'
      const { id: _id, ...body } = actor
      return body
    }
    default: return undefined
  }
}

const namesOf = ({ identifiers = [] }: { identifiers?: { scheme: string; value: string }[] }): string[] => [...new Set(identifiers.map(config.nameOfIdentifier))].sort()

/** Equal in all that the event still says. */
function same(row: Body, body: Body): boolean {
  const erased = ['contact', 'name'].filter((member) => body[member] === undefined)
  const compared = Object.fromEntries(Object.entries(row).filter(([member]) => !erased.includes(member)))
  return isDeepStrictEqual(JSON.parse(JSON.stringify(compared)), JSON.parse(JSON.stringify(body)))
}
