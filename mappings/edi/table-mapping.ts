import { type Mapping, type MessageContext } from './message'
import { type Dialect, type Table, TableMapper, tableOf } from './table'

/** What follows from a message's values together. */
export type Finish = (document: Record<string, unknown>) => void

/** The mappings of a standard's tables by message type, each table made when it is first asked for; undefined for a type that has none. */
export function tableMappings(notations: ReadonlyMap<string, string>, dialect: (context: MessageContext) => Dialect, finishes: ReadonlyMap<string, Finish> = new Map()): (type: string) => Mapping | undefined {
  const mappings = new Map<string, Mapping>()
  return (type) => {
    const known = mappings.get(type)
    const notation = notations.get(type)
    if (known || notation === undefined) return known
    const table: Table = tableOf(notation)
    const finish = finishes.get(type)
    const mapping: Mapping = (context) => new TableMapper(table, dialect(context), context, finish)
    mappings.set(type, mapping)
    return mapping
  }
}
