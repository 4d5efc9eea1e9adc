import { unzipSync } from 'fflate'

/** The cells of each sheet of a workbook by its name, row by row: numbers as numbers, an empty cell as null. */
export function sheetsOf(workbook: Buffer): Map<string, (string | number | null)[][]> {
  const files = unzipSync(workbook)
  const text = (name: string): string => new TextDecoder().decode(files[name])
  const strings = [...text('xl/sharedStrings.xml').matchAll(/<si>(?:<t[^>]*>([^<]*)<\/t>)<\/si>/g)].map(([, one]) => one!)
  const cell = (attributes: string, inner: string | undefined): string | number | null => {
    const value = /<v>([^<]*)<\/v>/.exec(inner ?? '')?.[1]
    return value === undefined ? null : attributes.includes('t="s"') ? strings[Number(value)]! : Number(value)
  }
  return new Map([...text('xl/workbook.xml').matchAll(/<sheet [^>]*name="([^"]+)"/g)].map(([, name], index) => [
    name!, [...text(`xl/worksheets/sheet${index + 1}.xml`).matchAll(/<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, row = '']) => [...row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, attributes, inner]) => cell(attributes!, inner))),
  ]))
}
