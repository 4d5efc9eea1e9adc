import { type Problem } from '../../orders/problem'
import { applyProfile } from '../applyProfile'
import { type ReadMessage } from '../document'
import { fewer } from '../fewer'
import { type Profile } from '../profile'
import { type Columns } from './columns'
import { type Group, groupsOf } from './group'
import { orderOf } from './order'
import { type Row } from './rows'

/** A table whose columns are known: its rows without the names, and what its messages are called. */
export interface Table {
  rows: AsyncIterable<Row>
  columns: Columns
  profile: Profile | undefined
  file: string
  type: string
  /** Why the rows ended early, once they did. */
  broken?: () => Problem | undefined
}

/** One message for each order of a table. Where the rows break off, the last order may lack some and is an error. */
export async function* ordersOf({ rows, columns, profile, file, type, broken }: Table): AsyncIterable<ReadMessage> {
  const message = (group: Group): ReadMessage => {
    const { order, problems } = orderOf(group, columns, profile)
    return { kind: 'message', file, type, segments: group.rows.length, order, problems: fewer(problems).map((problem) => applyProfile(problem, profile)) }
  }
  let waiting: Group | undefined
  for await (const group of groupsOf(rows, columns)) {
    if (waiting) yield message(waiting)
    waiting = group
  }
  const end = broken?.()
  // what follows may have belonged to the order that was being read
  if (end) waiting?.problems.push({ ...end, severity: 'error' })
  if (waiting) yield message(waiting)
}
