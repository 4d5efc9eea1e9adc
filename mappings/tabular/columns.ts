import { type Problem } from '../../orders/problem'
import { takeFields, type Taken } from '../fields'
import { type Field, type Profile } from '../profile'
import { kindOf } from '../target'
import { exampleOf, normal, placeOf } from './headerWords'

/** The columns of a table and what they are for us. */
export interface Columns {
  names: readonly string[]
  fields: readonly Field[]
  /** Is the first record names, and not data? Only a table of positions (`#1`) has none. */
  header: boolean
  /** Of the table as a whole; a fatal one means that no order can be read from it. */
  problems: Problem[]
  /** Values of a record by the field table. */
  take(cells: readonly string[]): Taken[]
  /** Those of them that tell one order from another: reference, release, the buyer's identifiers. */
  takeKey(cells: readonly string[]): Taken[]
  /** Columns that no field uses, by name. */
  unused(cells: readonly string[]): [string, string][]
  /** Ordinal of a column by its name, from 1. */
  ordinal(name: string | undefined): number | undefined
}

/** What a table must say of an order, one of each. An item that is only described is a person's to find. */
const NEEDED: readonly (readonly string[])[] = [['lines.buyersItem', 'lines.sellersItem', 'lines.standardItem', 'lines.description'], ['lines.quantity']]

/** An order's table has some dozens of columns; one with so many is something else, or means harm. */
const MOST = 1000

/** Reads the first record as column names, with the partner's field table where there is one, else with the known words. */
export function columnsOf(first: readonly string[], profile?: Profile): Columns {
  if (first.length > MOST) return tooMany(first)
  const given = profile?.table?.fields
  const header = !given?.length || given.some((field) => sources(field).some((from) => !from.startsWith('#')))
  const names = header ? [...first] : first.map((_, i) => `#${i + 1}`)
  const fields = given?.length ? given : knownFields(names)
  const index = new Map<string, number>()
  names.forEach((name, i) => { if (!index.has(normal(name))) index.set(normal(name), i) })
  // names are compared once, not for each of a million rows
  const places = new Map(fields.flatMap(sources).map((name) => [name, /^#\d+$/.test(name) ? Number(name.slice(1)) - 1 : index.get(normal(name))]))
  const at = (name: string): number | undefined => places.get(name)
  const used = new Set(fields.flatMap(sources).map(at).filter((i) => i !== undefined))
  const look = (cells: readonly string[]) => (name: string): string | undefined => { const i = at(name); return i === undefined ? undefined : cells[i] }
  const keys = fields.filter(({ to }) => to === 'reference' || to === 'release' || to.startsWith('buyer.identifiers.'))
  return {
    names, fields, header,
    problems: header ? [...missing(names, fields, at), ...doubled(names, index, used)] : [],
    take: (cells) => takeFields(fields, look(cells)),
    takeKey: (cells) => takeFields(keys, look(cells)),
    unused: (cells) => names.flatMap((name, i): [string, string][] => (used.has(i) || !name || !cells[i] ? [] : [[name, cells[i]]])),
    ordinal: (name) => { const i = name === undefined ? undefined : at(name); return i === undefined ? undefined : i + 1 },
  }
}

/** Columns whose values are numbers: ordinals from 0. */
export const numberColumns = (columns: Columns): number[] =>
  columns.fields.filter((field) => kindOf(field) === 'decimal').flatMap(sources).map((name) => columns.ordinal(name)).filter((n) => n !== undefined).map((n) => n - 1)

const sources = (field: Field): string[] => [field.from ?? []].flat()

function knownFields(names: readonly string[]): Field[] {
  const fields = new Map<string, Field>()
  for (const name of names) {
    const to = placeOf(name)
    if (to && !fields.has(to)) fields.set(to, { to, from: name })
  }
  return [...fields.values()]
}

function missing(names: readonly string[], fields: readonly Field[], at: (name: string) => number | undefined): Problem[] {
  const has = (place: string): boolean => fields.some((field) => field.to === place && (field.default !== undefined || sources(field).some((name) => at(name) !== undefined)))
  const lacking = NEEDED.filter((places) => !places.some(has))
  if (lacking.length === 0) return []
  const wanted = lacking.map((places) => places.map(exampleOf).join(' or ')).join(', and ')
  const data = names.some((name) => /^[-+]?\d+([.,]\d+)*$/.test(name))
  return [data
    ? { code: 'header-missing', severity: 'fatal', line: 1, segment: 1, text: names.join(' | ').slice(0, 80), message: `The first line holds data and no column names. Put a line of names on top (a column for ${wanted} is needed), or give the positions #1, #2, … in the partner's field table.` }
    : { code: 'columns-missing', severity: 'fatal', line: 1, segment: 1, text: names.join(' | ').slice(0, 80), message: `No column is known as ${wanted}. Name the columns of this partner in the field table of its profile.` }]
}

/** Nothing is taken from a table that is not looked into. */
function tooMany(names: readonly string[]): Columns {
  return {
    names, fields: [], header: true, take: () => [], takeKey: () => [], unused: () => [], ordinal: () => undefined,
    problems: [{
      code: 'columns-too-many', severity: 'fatal', line: 1, segment: 1, text: names.slice(0, 10).join(' | ').slice(0, 80),
      message: `The first line has ${names.length} columns or more; an order's table has at most ${MOST}. Look whether line breaks or the separator were lost, and send it again.`,
    }],
  }
}

function doubled(names: readonly string[], index: ReadonlyMap<string, number>, used: ReadonlySet<number>): Problem[] {
  return names.flatMap((name, i): Problem[] => {
    const before = index.get(normal(name)) ?? i
    if (!name || before === i) return []
    return [{
      code: 'column-doubled', severity: used.has(before) ? 'fatal' : 'warning', line: 1, segment: 1, tag: name, element: i + 1,
      message: `Columns ${before + 1} and ${i + 1} are both called ${name}${used.has(before) ? '; which one counts cannot be told. Rename one of them' : '; the second is left out'}.`,
    }]
  })
}
