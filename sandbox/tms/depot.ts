import { z } from 'zod'
import { parseBody, word } from '../body'
import { type Records } from '../records'
import { type Inquiry } from '../route'
import { seedRecords } from '../seeding'

const depotSchema = z.strictObject({ code: word, place: word, countries: z.array(word).default([]), offset: z.string().regex(/^[+-]\d{2}:\d{2}$/, 'must be an offset such as +01:00') })
const seedSchema = z.strictObject({ depots: z.array(depotSchema).default([]) })
export type Depot = z.infer<typeof depotSchema>

export const seed = ({ body, records }: Inquiry): Record<string, number> =>
  ({ depots: seedRecords<Depot>(records, 'depot', parseBody(seedSchema, body).depots.map((one) => ({ id: one.code, body: one }))) })

/** The depot that delivers in a country; the first where none does. Its clock is the one that stands on the proof of delivery. */
export function depotOf(records: Records, country: string | undefined): Depot {
  const depots = records.all<Depot>('depot').map((row) => row.body)
  return depots.find(({ countries }) => country !== undefined && countries.includes(country)) ?? depots[0] ?? { code: 'HUB', place: 'Hub', countries: [], offset: '+00:00' }
}
