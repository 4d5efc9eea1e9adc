import { type Problem } from '../../orders/problem'
import { type Row } from '../tabular/rows'
import { readXml } from '../xml'
import { childrenOf, childOf, type XmlElement } from '../xml/element'
import { columnOf, numberText } from './cells'
import { richText, type Sheet, type Workbook } from './workbook'

/** An order's table has some dozens of columns. */
const COLUMNS = 1000

/** The rows of a sheet that hold something, as they stand. Formulas are not computed: the value that the sender's program saved counts, and it is told. */
export async function* sheetRows(sheet: Sheet, book: Workbook, report: (problem: Problem) => void): AsyncIterable<Row> {
  let number = 0
  let line = 0
  let formulas = 0
  let hidden = 0
  for await (const element of readXml(sheet.entry.read(), () => ({ parts: new Set(['row']) }), report)) {
    if (element.name !== 'row') continue
    line = Number(element.attributes.get('r') ?? line + 1)
    const row: Row & { numbers: Set<number> } = { cells: [], number: number + 1, line, numbers: new Set() }
    for (const cell of childrenOf(element, 'c')) {
      const column = columnOf(cell.attributes.get('r')) ?? row.cells.length
      if (column >= COLUMNS) continue
      const found = valueOf(cell, book)
      while (row.cells.length < column) row.cells.push('')
      row.cells[column] = found.text.trim()
      if (found.number) row.numbers.add(column)
      if (childOf(cell, 'f')) {
        formulas++
        if (found.text === '') report({ code: 'formula-without-value', severity: 'error', line, element: column + 1, tag: cell.attributes.get('r'), message: `Cell ${cell.attributes.get('r') ?? ''} of sheet ${sheet.name} is a formula without a saved value. Ask for the workbook with values instead of formulas.` })
      }
    }
    if (row.cells.every((text) => text === '')) continue
    if (/^(1|true)$/.test(element.attributes.get('hidden') ?? '')) hidden++
    number++
    yield row
  }
  if (formulas > 0) report({ code: 'formula-cells', severity: 'note', message: `Sheet ${sheet.name} has ${formulas} formulas; the values that the sender's program saved were taken, nothing was computed.` })
  if (hidden > 0) report({ code: 'rows-hidden', severity: 'warning', message: `Sheet ${sheet.name} has ${hidden} hidden rows; they were read like the others. Look whether they are meant.` })
}

function valueOf(cell: XmlElement, book: Workbook): { text: string; number?: true } {
  const value = childOf(cell, 'v')?.text ?? ''
  switch (cell.attributes.get('t')) {
    case 's': return { text: book.texts[Number(value)] ?? '' }
    case 'inlineStr': { const inline = childOf(cell, 'is'); return { text: inline ? richText(inline) : '' } }
    case 'str': case 'e': case 'd': return { text: value }
    case 'b': return { text: value === '1' ? 'true' : 'false' }
    default: {
      if (value === '') return { text: '' }
      const shown = book.shown[Number(cell.attributes.get('s') ?? 0)] ?? { kind: 'number' }
      const text = numberText(value, shown, book.since1904)
      return text === undefined ? { text: value } : shown.kind === 'date' ? { text } : { text, number: true }
    }
  }
}
