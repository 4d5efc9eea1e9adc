import { events, privateValues } from './models/events'
import { select } from './rows'
import { type Db } from './store'
import { envelopeOf } from './streams'

/** An event as it is stored: the text that its digest is over, and the personal values that stand beside it (without a value where they were erased). */
export interface SealedRow {
  sequence: number
  envelope: string
  digest: string
  seal: string
  personal: { path: string; digest: string; salt?: string; value?: string; erasedAt?: string }[]
}

/** The events of a stream in order, byte for byte, so that they can be checked without this product. */
export async function sealedEvents(db: Db, company: string, stream: string): Promise<SealedRow[]> {
  const rows = await select(db, events, { company, stream }, { order: ['sequence'] })
  const values = Map.groupBy(await select(db, privateValues, { company, stream }, { order: ['sequence', 'path'] }), ({ sequence }) => sequence)
  const sealed: SealedRow[] = []
  for (const row of rows) {
    const personal = (values.get(row.sequence) ?? []).map(({ path, digest, salt, value, erased_at }) => ({ path, digest, salt: salt ?? undefined, value: value ?? undefined, erasedAt: erased_at ?? undefined }))
    sealed.push({ sequence: row.sequence, envelope: await envelopeOf(db, row), digest: row.digest, seal: row.seal, personal })
  }
  return sealed
}
