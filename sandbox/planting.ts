import { type Records, type Row } from './records'
import { Refusal } from './route'
import { type PlantAsk } from './system'

/** The record that somebody changes past all interfaces: by the caller's id, else by the order number, else the first; `fits` leaves out what it can't be done to. A 409 in the system's own words where there is none. */
export function planted<T>(records: Records, type: string, ask: PlantAsk, none: { code: string; text: string }, fits: (row: Row<T>) => boolean = () => true): Row<T> {
  const rows = ask.externalId ? records.byExternalId<T>(type, ask.externalId) : ask.reference ? records.byReference<T>(type, ask.reference) : records.all<T>(type)
  const row = rows.find(fits)
  if (!row) throw new Refusal(409, none.code, none.text)
  return row
}
