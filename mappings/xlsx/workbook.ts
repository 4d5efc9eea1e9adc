import { type Problem } from '../../orders/problem'
import { readXml } from '../xml'
import { at, childrenOf, childOf, type XmlElement } from '../xml/element'
import { type Shown, shownBy } from './cells'
import { type ZipEntry, ZipFault } from './zip'

/** A sheet of a workbook, and where it lies in the archive. */
export interface Sheet {
  name: string
  hidden: boolean
  entry: ZipEntry
}

export interface Workbook {
  sheets: Sheet[]
  /** Texts that cells name by number. */
  texts: string[]
  /** What the numbers of each cell style show. */
  shown: Shown[]
  since1904: boolean
  macros: boolean
}

/** Most that the shared texts may take, unpacked: they are held in memory. */
const TEXTS = 128 * 1024 * 1024

/** Reads what a workbook says of its sheets (ECMA-376, 18.2), not the sheets. Throws a {@link ZipFault} where it is no workbook. */
export async function workbookOf(zip: ReadonlyMap<string, ZipEntry>, report: (problem: Problem) => void): Promise<Workbook> {
  const entry = zip.get('xl/workbook.xml')
  if (!entry) throw new ZipFault('zip-broken', 'it has no xl/workbook.xml')
  const book = await rootOf(entry, report)
  const targets = new Map(childrenOf(await rootIn(zip, 'xl/_rels/workbook.xml.rels', report), 'Relationship').map(({ attributes }) => [attributes.get('Id'), attributes.get('Target')]))
  const sheets = childrenOf(childOf(book, 'sheets'), 'sheet').flatMap(({ attributes }): Sheet[] => {
    const id = [...attributes].find(([name]) => name.endsWith(':id'))?.[1]
    const target = targets.get(id)
    const found = target === undefined ? undefined : zip.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`)
    // a chart sheet has no rows
    return found && /worksheets\//.test(target!) ? [{ name: attributes.get('name') ?? '', hidden: /^(very)?hidden$/i.test(attributes.get('state') ?? ''), entry: found }] : []
  })
  return {
    sheets, texts: await textsOf(zip.get('xl/sharedStrings.xml'), report), shown: shownOf(await rootIn(zip, 'xl/styles.xml', report)),
    since1904: /^(1|true)$/.test(at(book, 'workbookPr')?.attributes.get('date1904') ?? ''), macros: zip.has('xl/vbaProject.bin'),
  }
}

async function rootIn(zip: ReadonlyMap<string, ZipEntry>, name: string, report: (problem: Problem) => void): Promise<XmlElement | undefined> {
  const entry = zip.get(name)
  return entry && rootOf(entry, report)
}

async function rootOf(entry: ZipEntry, report: (problem: Problem) => void): Promise<XmlElement> {
  let root: XmlElement | undefined
  for await (const element of readXml(entry.read(), () => ({ parts: new Set() }), report)) root = element
  return root!
}

async function textsOf(entry: ZipEntry | undefined, report: (problem: Problem) => void): Promise<string[]> {
  const texts: string[] = []
  if (!entry) return texts
  if (entry.size > TEXTS) throw new ZipFault('zip-too-large', `its texts unpack to more than ${TEXTS / 1024 / 1024} MiB`)
  for await (const element of readXml(entry.read(), () => ({ parts: new Set(['si']) }), report)) if (element.name === 'si') texts.push(richText(element))
  return texts
}

/** A text may be parted by its formats; readings (phonetic) beside it are no part. */
export function richText(element: XmlElement): string {
  return childrenOf(element, 't').map(({ text }) => text).join('') + childrenOf(element, 'r').map((run) => childOf(run, 't')?.text ?? '').join('')
}

function shownOf(styles: XmlElement | undefined): Shown[] {
  const codes = new Map(childrenOf(childOf(styles, 'numFmts'), 'numFmt').map(({ attributes }) => [Number(attributes.get('numFmtId')), attributes.get('formatCode')]))
  return childrenOf(childOf(styles, 'cellXfs'), 'xf').map(({ attributes }) => {
    const id = Number(attributes.get('numFmtId') ?? 0)
    return shownBy(id, codes.get(id))
  })
}
