import { styleText } from 'node:util'
import { width } from '../../web/width'

/** What the day shows: plain lines, coloured where a person looks. */
export interface Screen {
  /** A new step of the day. */
  step: (time: string, title: string) => void
  line: (text: string) => void
  /** A line of that outcome: `✓`, `!` or `✗` before it. */
  good: (text: string) => void
  wait: (text: string) => void
  bad: (text: string) => void
  table: (title: string, rows: readonly (readonly string[])[]) => void
}

export function screen(write: (text: string) => void, colour: boolean, none = 'none'): Screen {
  const style = (format: Parameters<typeof styleText>[0], text: string): string => (colour ? styleText(format, text, { validateStream: false }) : text)
  const line = (text: string): void => { write(`${clean(text)}\n`) }
  const marked = (mark: string, text: string): void => { write(`   ${mark} ${clean(text)}\n`) }
  return {
    line,
    step: (time, title) => { write(`\n${style('dim', time)}  ${style('bold', clean(title))}\n`) },
    good: (text) => { marked(style('green', '✓'), text) },
    wait: (text) => { marked(style('yellow', '!'), text) },
    bad: (text) => { marked(style('red', '✗'), text) },
    table(title, rows) {
      write(`\n${style('bold', clean(title))}\n`)
      if (rows.length === 0) write(`   ${none}\n`)
      const widths = rows.reduce<number[]>((all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, width(cell))), [])
      for (const row of rows) write(`   ${row.map((cell, index) => (index === row.length - 1 ? clean(cell) : `${clean(cell)}${' '.repeat(widths[index]! - width(cell))}`)).join('  ').trimEnd()}\n`)
    },
  }
}

/** Texts come from documents of others: no control character of theirs reaches the terminal. */
const clean = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '?')
