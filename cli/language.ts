import { textsIn } from '../web/texts/languages'
import { type Texts } from '../web/texts/texts'
import { type Globals } from './program'
import { type Column } from './table'
import { type Terminal } from './terminal'

/** The language of `--lang`, else of ORDER_TO_CASH_LANG, else English. */
export const textsOf = (terminal: Terminal, options: Globals): Texts => textsIn(options.lang ?? terminal.env.ORDER_TO_CASH_LANG)

/** What a table or a list of facts calls something: `due (Europe/Berlin)`. */
export function heading(texts: Texts, title: string): string {
  const [, word, rest] = /^(.*?)( \(.*\))?$/.exec(title)!
  return `${texts.headings[word!] ?? word!}${rest ?? ''}`
}

export const headed = <Row>(texts: Texts, columns: readonly Column<Row>[]): Column<Row>[] => columns.map((column) => ({ ...column, title: heading(texts, column.title) }))

/** A code as the language has it; English keeps the codes that commands take. */
export const word = (texts: Texts, words: Readonly<Partial<Record<string, string>>>, code: string): string => (texts.language === 'en' ? code : words[code] ?? code)
