import type * as PdfLib from 'pdf-lib'
import { type Confirmation, letterhead } from './confirmation'
import { type Wording, wordingOf } from './words'

/** A4 in points. */
const WIDTH = 595.28, HEIGHT = 841.89, LEFT = 56, RIGHT = WIDTH - 56, BOTTOM = 70
const SIZE = 9.5
const STEP = 13

/** Columns of the table of lines: left edge and width; numbers stand at the right. */
const COLUMNS = { id: [LEFT, 22], item: [LEFT + 22, 74], description: [LEFT + 100, 132], quantity: [LEFT + 234, 58], price: [LEFT + 294, 60], amount: [LEFT + 356, 68], delivery: [RIGHT - 56, 56] } as const
const AMOUNTS_END = COLUMNS.amount[0] + COLUMNS.amount[1]
const TEXTS = new Set<string>(['id', 'item', 'description'])

/**
 * The confirmation as a PDF: the same confirmation gives the same bytes. Throws a RangeError that names the letters which the built-in fonts do
 * not have (Latin-1 and a few more); Chinese is among them.
 */
export async function confirmationPdf(confirmation: Confirmation): Promise<Buffer> {
  // large, and needed by this document only
  const { PDFDocument, StandardFonts } = await import('pdf-lib')
  const pdf = await PDFDocument.create()
  const wording = wordingOf(confirmation)
  const at = new Date(`${confirmation.issuedOn.slice(0, 10)}T00:00:00Z`)
  pdf.setTitle(`${wording.words.title} ${confirmation.number}`)
  pdf.setAuthor(confirmation.seller.name ?? '')
  pdf.setProducer('order-to-cash')
  pdf.setCreator('order-to-cash')
  pdf.setCreationDate(at)
  pdf.setModificationDate(at)
  pdf.setLanguage(confirmation.language)
  const sheet = new Sheet(pdf, await pdf.embedFont(StandardFonts.Helvetica), await pdf.embedFont(StandardFonts.HelveticaBold), wording)
  draw(sheet, confirmation, wording)
  sheet.number()
  return Buffer.from(await pdf.save({ useObjectStreams: false }))
}

function draw(sheet: Sheet, confirmation: Confirmation, { words, money, quantity, date, unit }: Wording): void {
  const { seller, buyer } = confirmation
  const vat = seller.identifiers.find(({ scheme }) => scheme === 'VAT')?.value
  sheet.line({ left: [letterhead(seller).join(' · '), vat && `${words.vat} ${vat}`, seller.contact?.email].filter(Boolean).join(' · '), size: 7.5 })
  sheet.space(24)
  for (const text of letterhead(buyer)) sheet.line({ left: text, size: 10.5 })
  sheet.space(22)
  sheet.line({ left: words.title, size: 16, bold: true })
  sheet.space(8)
  for (const [name, value] of [[words.number, confirmation.number], [words.order, confirmation.order], [words.date, date(confirmation.issuedOn)]]) sheet.pair(name!, value!)
  sheet.space(14)

  const heads = (): void => sheet.row({ id: '', item: words.item, description: words.description, quantity: words.quantity, price: words.price, amount: words.amount, delivery: words.delivery }, true)
  heads()
  sheet.rule()
  for (const line of confirmation.lines) {
    const own = [line.sellersItem ?? line.standardItem ?? '', line.buyersItem === undefined ? '' : `(${line.buyersItem})`].filter(Boolean).flatMap((text) => sheet.wrapped(text, COLUMNS.item[1]))
    const described = sheet.wrapped(line.description, COLUMNS.description[1])
    const rows = Math.max(own.length, described.length)
    if (sheet.full(rows)) { sheet.page(); heads(); sheet.rule() }
    sheet.row({ id: line.id, item: own, description: described, quantity: `${quantity(line.quantity)} ${unit(line.unit)}`, price: [money(line.price.amount), ...(line.price.base === undefined ? [] : [`${words.per} ${quantity(line.price.base)}`])],
      amount: money(line.lineExtension), delivery: date(line.promisedDelivery) })
  }
  sheet.rule()
  const sums: [string, string, boolean?][] = [[words.net, money(confirmation.net)], ...confirmation.charges.map((charge): [string, string] => [charge.text, `${charge.kind === 'allowance' ? '-' : ''}${money(charge.amount)}`]),
    ...(confirmation.tax === undefined ? [] : [[words.tax, money(confirmation.tax)] as [string, string]]), [words.total, money(confirmation.payable), true]]
  for (const [name, value, bold] of sums) sheet.sum(name, value, bold ?? false)
  sheet.space(12)
  for (const [name, value] of [[words.payment, confirmation.paymentTerms], [words.transport, [confirmation.deliveryTerms, confirmation.carrier].filter(Boolean).join(', ')], [words.shipTo, letterhead(confirmation.shipTo).join(', ')]]) sheet.pair(name!, value!)
  for (const note of confirmation.notes ?? []) {
    sheet.space(8)
    for (const text of sheet.wrapped(note, RIGHT - LEFT)) sheet.line({ left: text })
  }
}

type Cells = Record<keyof typeof COLUMNS, string | string[]>

/** Pages that are written from top to bottom. */
class Sheet {
  private current: PdfLib.PDFPage
  private y = 0
  private readonly known = new Map<string, boolean>()

  constructor(private readonly pdf: PdfLib.PDFDocument, private readonly font: PdfLib.PDFFont, private readonly bold: PdfLib.PDFFont, private readonly wording: Wording) {
    this.current = this.page()
  }

  page(): PdfLib.PDFPage {
    this.current = this.pdf.addPage([WIDTH, HEIGHT])
    this.y = HEIGHT - 64
    return this.current
  }

  full(rows: number): boolean {
    return this.y - rows * STEP < BOTTOM
  }

  space(points: number): void {
    this.y -= points
  }

  rule(): void {
    this.current.drawLine({ start: { x: LEFT, y: this.y + 6 }, end: { x: RIGHT, y: this.y + 6 }, thickness: 0.6 })
    this.y -= 7
  }

  line({ left, size = SIZE, bold = false }: { left: string; size?: number; bold?: boolean }): void {
    if (this.full(1)) this.page()
    this.put(left, LEFT, false, size, bold)
    this.y -= Math.max(STEP, size * 1.3)
  }

  /** A name and its value beside it, over several lines where it is long. */
  pair(name: string, value: string): void {
    const texts = this.wrapped(value, RIGHT - LEFT - 130)
    texts.forEach((text, i) => {
      if (this.full(1)) this.page()
      if (i === 0) this.put(name, LEFT, false, SIZE, true)
      this.put(text, LEFT + 130, false, SIZE, false)
      this.y -= STEP
    })
  }

  sum(name: string, value: string, bold: boolean): void {
    if (this.full(1)) this.page()
    this.put(name, COLUMNS.quantity[0], false, SIZE, bold)
    this.put(value, AMOUNTS_END, true, SIZE, bold)
    this.y -= STEP
  }

  row(cells: Cells, bold = false): void {
    const columns = Object.keys(COLUMNS) as (keyof Cells)[]
    const rows = Math.max(...columns.map((name) => [cells[name]].flat().length))
    for (const name of columns) {
      const [left, width] = COLUMNS[name]
      const right = !TEXTS.has(name)
      // a sum that is too wide is set smaller: it must neither be cut nor run into its neighbour
      for (const [i, text] of [cells[name]].flat().entries()) this.put(text, right ? left + width : left, right, Math.min(SIZE, (SIZE * width) / Math.max(1, this.wide(text, bold))), bold, i * STEP)
    }
    this.y -= rows * STEP
  }

  /** The text in lines that fit a width in points, cut at blanks, a word that is too long cut anywhere. */
  wrapped(text: string, width: number): string[] {
    const lines: string[] = []
    let line = ''
    for (const word of text.split(/\s+/).flatMap((part) => this.pieces(part, width))) {
      const longer = line === '' ? word : `${line} ${word}`
      if (line !== '' && this.wide(longer) > width) {
        lines.push(line)
        line = word
      } else line = longer
    }
    return [...lines, line]
  }

  number(): void {
    const pages = this.pdf.getPages()
    pages.forEach((page, i) => {
      this.current = page
      this.y = 40
      this.put(`${this.wording.words.page} ${i + 1} / ${pages.length}`, RIGHT, true, 7.5, false)
    })
  }

  private pieces(word: string, width: number): string[] {
    const found: string[] = []
    let rest = word
    while (this.wide(rest) > width) {
      let end = rest.length - 1
      while (end > 1 && this.wide(rest.slice(0, end)) > width) end--
      found.push(rest.slice(0, end))
      rest = rest.slice(end)
    }
    return [...found, rest]
  }

  private wide(text: string, bold = false): number {
    return (bold ? this.bold : this.font).widthOfTextAtSize(this.readable(text), SIZE)
  }

  private put(text: string, x: number, right: boolean, size: number, bold: boolean, down = 0): void {
    const font = bold ? this.bold : this.font
    const plain = this.readable(text)
    this.current.drawText(plain, { x: right ? x - font.widthOfTextAtSize(plain, size) : x, y: this.y - down, size, font })
  }

  private readable(text: string): string {
    const lacking = [...new Set(text)].filter((letter) => !this.has(letter))
    if (lacking.length > 0) throw new RangeError(`The fonts of the PDF have no ${lacking.slice(0, 10).join(' ')} (in ${JSON.stringify(text.slice(0, 40))}). Send the confirmation in another form.`)
    return text
  }

  private has(letter: string): boolean {
    let known = this.known.get(letter)
    if (known === undefined) this.known.set(letter, known = encodes(this.font, letter))
    return known
  }
}

function encodes(font: PdfLib.PDFFont, letter: string): boolean {
  try {
    font.encodeText(letter)
    return true
  } catch {
    // that it throws is the answer: the font lacks the letter
    return false
  }
}
