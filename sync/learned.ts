import { type Profile } from '../mappings/profile'
import * as config from '../store/config'
import { type Partner } from '../store/records'
import { type Db, type Tx } from '../store/store'
import * as streams from '../store/streams'
import { contentDigest } from './config/digest'
import { type Context, instant } from './context'
import { uuidv7 } from './ids'

/** Codes by list: `item`, `shipTo`, `unit`. */
export type CodeLists = NonNullable<Profile['codes']>

/** A company's partners, with the codes that people have resolved over those of their profiles. */
export async function partnersOf(db: Db, company: string): Promise<Partner[]> {
  const learned = new Map((await config.list(db, company, 'codes')).map((record) => [record.key, record.body.lists as CodeLists]))
  return (await config.listPartners(db, company)).map((partner) => withCodes(partner, learned.get(partner.code)))
}

export async function partnerOf(db: Db, company: string, code: string): Promise<Partner | undefined> {
  const partner = await config.partner(db, company, code)
  return partner && withCodes(partner, (await config.get(db, company, 'codes', code))?.body.lists as CodeLists | undefined)
}

/** Remembers what a code of a partner means, as a `codes` record of its own beside his profile: who changes the profile by a file keeps it. */
export async function learn(context: Context, tx: Tx, { company, partner, list, code, meaning }: { company: string; partner: string; list: 'item' | 'shipTo'; code: string; meaning: string }): Promise<void> {
  const known = await config.get(tx, company, 'codes', partner)
  const lists = (known?.body.lists ?? {}) as CodeLists
  const body = { lists: { ...lists, [list]: { ...lists[list], [code]: meaning } } }
  const version = await streams.version(tx, company, `config/codes/${partner}`)
  await streams.append(tx, [{
    company, stream: `config/codes/${partner}`, expected: version, circumstance: { at: instant(context), actor: context.actor, cause: 'command', correlation: uuidv7() },
    events: [{ type: 'configured', data: { kind: 'codes', key: partner, body } }],
  }])
  await config.put(tx, { company, kind: 'codes', key: partner, version: version + 1, digest: contentDigest(body), body, origin: context.actor, applied: known?.applied })
}

function withCodes(partner: Partner, learned: CodeLists | undefined): Partner {
  if (!learned) return partner
  const profile = partner.profile as Profile
  const codes: CodeLists = { ...profile.codes }
  for (const [list, entries] of Object.entries(learned)) codes[list] = { ...codes[list], ...entries }
  return { ...partner, profile: { ...profile, codes } }
}
