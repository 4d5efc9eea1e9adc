import { rec20OfEdifact } from '../codes/units'
import { type Profile } from '../profile'
import { read, type Reading, unread } from '../reading'

/** UN/ECE Recommendation 20 code (a package with the X in front) → what people write in a table for it. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  C62: ['one', 'unit', 'units', 'unité', 'unités', 'Einheit'],
  EA: ['each'],
  H87: ['pce', 'pcs', 'pc', 'piece', 'pieces', 'st', 'stk', 'stck', 'stück', 'pièce', 'pièces', '个', '件', '只'],
  PR: ['pair', 'pairs', 'paar', 'paire', 'paires', '双', '对'],
  DZN: ['dozen', 'dz', 'dutzend', 'douzaine', '打'],
  SET: ['sets', 'satz', 'jeu', '套'],
  XCS: ['cs', 'case', 'cases'],
  XCT: ['ct', 'carton', 'cartons', 'ctn', 'karton', 'kart', '箱'],
  XBX: ['bx', 'box', 'boxes', 'schachtel', 'boîte', 'boîtes', '盒'],
  XPK: ['pk', 'pack', 'packs', 'package', 'pkt', 'packung', 'pak', 'paket', 'paquet', '包'],
  XRO: ['ro', 'roll', 'rolls', 'rolle', 'rollen', 'rouleau', 'rouleaux', '卷'],
  KGM: ['kg', 'kilogram', 'kilogramm', 'kilo', '公斤', '千克'],
  GRM: ['g', 'gr', 'gramm', 'gramme', '克'],
  TNE: ['t', 'to', 'tonne', 'tonnen', '吨'],
  LBR: ['lb', 'lbs', 'pound', 'pounds'],
  MTR: ['m', 'mtr', 'meter', 'metre', 'metres', 'mètre', 'mètres', '米'],
  MTK: ['m2', 'm²', 'qm', '平方米'],
  MTQ: ['m3', 'm³', 'cbm', '立方米'],
  FOT: ['ft', 'foot', 'feet'],
  LTR: ['l', 'ltr', 'liter', 'litre', 'litres', '升'],
  CMT: ['cm'],
  MMT: ['mm'],
  HUR: ['h', 'hour', 'hours', 'std', 'stunde', 'heure', '小时'],
}

const CODES = new Map(Object.entries(UNITS).flatMap(([code, words]) => [[code.toLowerCase(), code] as const, ...words.map((word) => [word.toLowerCase(), code] as const)]))

/** Reads a unit of measure: the partner's own codes first, then Recommendation 20 and common words. */
export function readUnit(text: string, profile: Profile | undefined): Reading {
  const own = new Map(Object.entries(profile?.codes?.unit ?? {}))
  const listed = rec20OfEdifact(text)
  const code = own.get(text) ?? CODES.get(text.toLowerCase().replace(/\.$/, '')) ?? (listed.known ? listed.unit : undefined)
  return code ? read(code) : unread('unit-unknown', `${text} is no unit that is known here; add it to codes.unit of the partner's profile.`)
}
