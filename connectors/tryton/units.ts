import { z } from 'zod'
import { type Decimal, compare, decimal, divide, multiply, round } from '../../orders/decimal'
import { Fault } from '../fault'
import { ENGLISH, type Rpc } from './rpc'

/**
 * UN/ECE Recommendation 20 codes and the symbols of Tryton's units of measure (its `product/uom.xml`), pairs by trade. Of
 * several codes for one symbol the first is the one that we say when we read, unless the system's record names one; a code that is not here is its own symbol, so
 * that a unit made there for it (`XCS`) needs no entry.
 */
const SYMBOLS: readonly (readonly [string, string])[] = pairs(`
  C62 u  EA u  H87 u
  KGM kg  GRM g  LBR lb  ONZ oz  CTM c
  HUR h  MIN min  SEC s  DAY d
  MTR m  KMT km  CMT cm  MMT mm  FOT ft  YRD yd  INH in  SMI mi
  LTR l  MTQ m³  CMQ cm³  INQ in³  FTQ ft³  GLL gal
  MTK m²  CMK cm²  ARE a  HAR ha  INK in²  FTK ft²  YDK yd²
`)

export interface Unit {
  id: number
  symbol: string
  category: number
  /** How many of its category's base unit one is. */
  factor: Decimal
  /** It is counted in steps of so much: `1` of a case, `0.01` of a kilogram. */
  rounding: Decimal
}

/** The units of measure there, in our codes. */
export interface Units {
  byId(id: number): Unit
  /** Our code of a unit there. */
  codeOf(id: number): string
  /** Is this code of ours another name of that unit? */
  isNamed(id: number, code: string): boolean
  /** The unit there that our code means for an item of that category; undefined where there is none. */
  find(code: string, category: number): Unit | undefined
  /** Codes of ours for the units of a category, with how many of `base` one is. */
  codesOf(base: number): Map<string, Decimal>
  convert(quantity: Decimal, from: number, to: number): Decimal
}

/** Digits to which a conversion is exact: Tryton keeps its factors with twelve. */
const CONVERSION_DIGITS = 6

const unitSchema = z.object({ id: z.number(), symbol: z.string(), category: z.number(), factor: z.number(), rounding: z.number() })

/** Reads the units of measure, some dozens; `own` are the codes that the system's record adds. */
export async function readUnits(rpc: Rpc, own: Readonly<Record<string, string>>): Promise<Units> {
  const rows = await rpc.search('product.uom', [], { fields: ['symbol', 'category', 'factor', 'rounding'] }, unitSchema)
  // symbols are translated there: a piece is "Stk." to a German user, and an hour "u" to a Dutch one
  const english = await rpc.language() === ENGLISH ? rows : await rpc.search('product.uom', [], { fields: ['symbol', 'category', 'factor', 'rounding'], context: { language: ENGLISH } }, unitSchema)
  const standard = new Map(english.map(({ id, symbol }) => [id, symbol]))
  const units = new Map(rows.map((row): [number, Unit] => [row.id, { ...row, factor: decimal(row.factor.toFixed(12)), rounding: decimal(row.rounding.toFixed(12)) }]))
  const symbols = new Map([...SYMBOLS, ...Object.entries(own)])
  const [ownCodes, codes] = [Object.entries(own), SYMBOLS].map((pairs) => new Map([...pairs].reverse().map(([code, symbol]) => [symbol, code] as const)))
  /** What the record names is as its user reads it; what Tryton brings along is known by its own symbol. */
  const isCalled = ({ id, symbol }: Pick<Unit, 'id' | 'symbol'>, code: string): boolean => {
    const wanted = symbols.get(code) ?? code
    return wanted === standard.get(id) || (wanted === symbol && (Object.hasOwn(own, code) || !symbols.has(code)))
  }
  const byId = (id: number): Unit => {
    const unit = units.get(id)
    if (!unit) throw new Fault('refused', `${rpc.system} has no unit of measure ${id}`)
    return unit
  }
  const convert = (quantity: Decimal, from: number, to: number): Decimal => {
    if (from === to) return quantity
    return round(divide(multiply(quantity, byId(from).factor), byId(to).factor), CONVERSION_DIGITS).replace(/\.?0+$/, '')
  }
  return {
    byId,
    codeOf: (id) => ownCodes!.get(byId(id).symbol) ?? ownCodes!.get(standard.get(id) ?? '') ?? codes!.get(standard.get(id) ?? '') ?? byId(id).symbol,
    isNamed: (id, code) => isCalled(byId(id), code),
    find: (code, category) => rows.map((row) => byId(row.id)).find((unit) => unit.category === category && isCalled(unit, code)),
    codesOf: (base) => {
      const found = new Map<string, Decimal>()
      for (const unit of units.values()) {
        if (unit.category !== byId(base).category) continue
        const factor = convert('1', unit.id, base)
        if (compare(factor, '0') <= 0) continue
        const named = [...symbols.keys()].filter((code) => isCalled(unit, code))
        for (const code of named.length > 0 ? named : [unit.symbol]) found.set(code, factor)
      }
      return found
    },
    convert,
  }
}

function pairs(text: string): [string, string][] {
  const words = text.trim().split(/\s+/)
  return words.flatMap((word, index): [string, string][] => (index % 2 === 0 ? [[word, words[index + 1]!]] : []))
}
