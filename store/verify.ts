import { type Db } from './store'
import { type Defect } from './verify/defect'
import { verifyDocuments } from './verify/documents'
import { verifyControlNumbers, verifyNumbers } from './verify/numbers'
import { verifyRows } from './verify/rows'
import { type Checked, verifyStreams } from './verify/streams'
import { readable } from './verify/unreadable'

export { type Checked, verifyStreams } from './verify/streams'
export { type Defect } from './verify/defect'

/**
 * Checks the whole store: every stream against itself, then what knows the streams against them, then documents and numbers. Yields each stream as
 * checked (so that the caller can fold it and compare the order's state), and what is wrong besides. Changes nothing; may run while others write.
 */
export async function* verifyStore(db: Db): AsyncGenerator<{ checked: Checked } | { defect: Defect }> {
  for await (const checked of verifyStreams(db)) yield { checked }
  for await (const defect of verifyRows(db)) yield { defect }
  for await (const defect of readable('a row of the documents', '', verifyDocuments(db))) yield { defect }
  for await (const defect of readable('a row of the interchanges', '', verifyControlNumbers(db))) yield { defect }
  for (const { company } of await db.query<{ company: string }>("SELECT company FROM counters WHERE range_name = 'order' UNION SELECT company FROM orders WHERE number IS NOT NULL ORDER BY company")) {
    for await (const defect of readable('the counter of order numbers', company, verifyNumbers(db, company))) yield { defect }
  }
}
