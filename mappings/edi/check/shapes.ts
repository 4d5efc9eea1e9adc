import { CODES as EDIFACT_CODES, SEGMENTS as EDIFACT_SEGMENTS } from '../edifact/elements'
import { numbered } from '../tag'
import { CODES as X12_CODES, ELEMENTS as X12_ELEMENTS, SEGMENTS as X12_SEGMENTS, WIDER_FROM_5010 } from '../x12/elements'
import { CODE, DATE, DECIMAL, type ElementShape, type Kind, noteOf, NUMBER, type SegmentShape, segmentShape, type Shape, type Shapes, TEXT, TIME, WHOLE } from './shape'
import { packed } from './value'

const made = new Map<string, Shapes>()

/** Shapes of X12 segments for a version (GS08): dates had six digits before 004010, some texts are longer from 005010 on. */
export function x12Shapes(version: string): Shapes {
  const era = version >= '005010' ? '5' : version >= '004010' || version === '' ? '4' : '3'
  return remembered(era, () => {
    const elements = x12Elements(era)
    return shapesOf(X12_SEGMENTS, (line) => {
      const [body = '', notes = ''] = line.split(';')
      const names = spread(body).trim().split(/\s+/).slice(1)
      return segmentShape(names.map((name) => x12Element(name, elements)), notes.trim().split(/\s+/).filter(Boolean).map(noteOf))
    })
  })
}

/** Shapes of EDIFACT segments. */
export const edifactShapes = (): Shapes => remembered('edifact', () => shapesOf(EDIFACT_SEGMENTS, (line) => {
  const [tag = '', ...words] = line.match(/\([^)]*\)!?(?:\*\d+)?|\S+/g) ?? []
  return segmentShape(words.flatMap((word, i) => edifactElements(tag, word, i + 1)), [])
}))

function remembered(key: string, make: () => Shapes): Shapes {
  const known = made.get(key)
  if (known) return known
  const shapes = make()
  made.set(key, shapes)
  return shapes
}

/** Each line of a table becomes a shape when it is first asked for: a document has few of them. */
function shapesOf(table: string, make: (line: string) => SegmentShape): Shapes {
  const byTag = new Map(table.trim().split('\n').map((line) => [/^\w+/.exec(line)![0], line]))
  const known = new Map<number, SegmentShape | undefined>()
  return {
    of: (number) => {
      if (known.has(number)) return known.get(number)
      const line = number === 0 ? undefined : byTag.get(numbered(number).name)
      const shape = line === undefined ? undefined : make(line)
      known.set(number, shape)
      return shape
    },
  }
}

const codeList = (codes: string | undefined): Int32Array | undefined =>
  codes === undefined ? undefined : Int32Array.from(codes.split(' '), (code) => packed(Buffer.from(code), 0, code.length))

/** `(235 234)10` to ten pairs. */
const spread = (text: string): string => text.replace(/\(([^)]*)\)(\d+)/g, (_all, pair: string, times: string) => `${pair} `.repeat(Number(times)))

const KINDS = new Map<string, Kind>([['AN', TEXT], ['ID', CODE], ['N0', WHOLE], ['N2', WHOLE], ['R', DECIMAL], ['DT', DATE], ['TM', TIME]])

function x12Elements(era: string): Map<string, Shape> {
  return new Map(X12_ELEMENTS.trim().split(/[|\n]/).map((entry): [string, Shape] => {
    const [name, type, least, most] = entry.split(' ') as [string, string, string, string]
    const kind = KINDS.get(type)!
    const codes = X12_CODES.get(name)
    const widest = era === '5' ? Math.max(Number(most), WIDER_FROM_5010.get(name) ?? 0) : Number(most)
    // what a place names has no number in the dictionary
    return [name, { name: name.startsWith('ISA') ? '' : name, kind, least: kind === DATE && era === '3' ? 6 : Number(least), most: widest, required: false, codes: codeList(codes) }]
  }))
}

/** Elements that the dictionary does not list are text of any length. */
function x12Element(word: string, elements: Map<string, Shape>): ElementShape {
  const required = word.endsWith('!')
  const name = word.replace('!', '')
  if (name.startsWith('C')) return { required, components: [], composite: true }
  const shape = elements.get(name) ?? { name: name === 'x' ? '' : name, kind: TEXT, least: 0, most: 1e9, required: false, codes: undefined }
  return { required, components: [shape], composite: false }
}

function edifactElements(tag: string, word: string, element: number): ElementShape[] {
  const match = /^(?:\(([^)]*)\)|([a-z]+\d+))(!?)(?:\*(\d+))?$/.exec(word)!
  const [, group, simple, mandatory, times] = match
  const components = (group ?? simple!).split(' ').map((text, i) => edifactShape(tag, text, element, i + 1))
  return Array.from({ length: Number(times ?? 1) }, (_, i) => ({ required: mandatory === '!' && i === 0, components, composite: group !== undefined, repeats: times !== undefined }))
}

function edifactShape(tag: string, text: string, element: number, component: number): Shape {
  const [, type, most, mandatory] = /^([a-z]+)(\d+)(!?)$/.exec(text)!
  const codes = EDIFACT_CODES.get(`${tag} ${element} ${component}`)
  const kind = type === 'n' ? NUMBER : codes ? CODE : TEXT
  return { name: '', kind, least: 0, most: Number(most), required: mandatory === '!', codes: codeList(codes) }
}
