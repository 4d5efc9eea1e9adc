/**
 * Sentences of another language by those that are stored: `Line {line} has no quantity.` → `第 {line} 行没有数量。`. A `{…name}` stands for
 * whole sentences, any other `{name}` for a value, in which no sentence ends.
 */
export type SentenceTable = Readonly<Record<string, string>>

export interface Language {
  sentences: SentenceTable
  /** What values may be, such as `line {no} of order {number}`; the words of statuses and kinds among them. */
  phrases: SentenceTable
  /** Words of a place in a document: `(segment 27 PO1 element 2)`. */
  places: Readonly<Record<string, string>>
  colon: string
}

interface Pattern { texts: string[]; names: string[]; to: string; weight: number }

/** Sentences that were asked for, so that a page with the same case a hundred times looks once. */
const KEPT = 2000
/** What is longer, or has more sentences, is no text of ours: a partner's, and left as it is, so that it costs no time. */
const LONGEST = 8000
const MOST_SENTENCES = 40

/** A sentence as it is stored, in a language; what the tables do not know stays as it is. */
export function translator(language: Language): (text: string) => string {
  const [sentences, phrases] = [patternsOf(language.sentences), patternsOf(language.phrases)]
  const kept = new Map<string, string>()

  function said(text: string): string {
    if (text.length > LONGEST || endsOf(text).length > MOST_SENTENCES) return text
    const before = kept.get(text)
    if (before !== undefined) return before
    const found = inParts(text)
    if (kept.size >= KEPT) kept.clear()
    kept.set(text, found)
    return found
  }

  /** The longest beginning that is a sentence we know, then the rest. */
  function inParts(text: string): string {
    const ends = endsOf(text)
    for (const end of ends.reverse()) {
      const found = whole(text.slice(0, end), sentences)
      if (found !== undefined) return end === text.length ? found : `${found}${gap(found)}${said(text.slice(end).trimStart())}`
    }
    const place = /^\((?:(?:segment|element|component|line|[A-Z0-9]{2,3}|\d+) ?)+\)/.exec(text)?.[0]
    if (place !== undefined) return `${place.replace(/[a-z]+/g, (word) => language.places[word] ?? word)}${text.length > place.length ? ` ${said(text.slice(place.length).trimStart())}` : ''}`
    // a file or an order that a sentence is about
    const named = /^(\S+): (?=.)/.exec(text)
    if (named) return `${named[1]!}${language.colon}${said(text.slice(named[0].length))}`
    const first = ends.reverse().find((end) => end < text.length && text.slice(0, end).trim() !== '')
    return first === undefined ? text : `${text.slice(0, first)} ${said(text.slice(first).trimStart())}`
  }

  function whole(text: string, patterns: readonly Pattern[]): string | undefined {
    for (const pattern of patterns) {
      const values = match(pattern, text)
      if (values) return pattern.to.replace(/\{(?:…)?(\w+)\}/g, (_all, name: string) => value(values.get(name) ?? '', pattern.names.includes(`…${name}`)))
    }
    return undefined
  }

  function value(text: string, isSentence: boolean): string {
    if (isSentence) return said(text)
    const found = whole(text, phrases)
    if (found !== undefined || !text.includes(', ')) return found ?? text
    return text.split(', ').map((part) => whole(part, phrases) ?? part).join('、')
  }

  return said
}

/** Where sentences may end, the end of the text among them. */
const endsOf = (text: string): number[] => [...text.matchAll(/[.:)?!](?= )|$/g)].map(({ index, 0: mark }) => index + mark.length)

/** Sentences of another script end without a blank. */
const gap = (text: string): string => (/[。！？：]$/.test(text) ? '' : ' ')

/** The most telling first, so that none hides another. */
function patternsOf(table: SentenceTable): Pattern[] {
  return Object.entries(table).map(([from, to]) => {
    const parts = from.split(/\{((?:…)?\w+)\}/)
    const texts = parts.filter((_part, place) => place % 2 === 0)
    return { texts, names: parts.filter((_part, place) => place % 2 === 1), to, weight: texts.join('').length }
  }).sort((a, b) => b.weight - a.weight)
}

/** The values at the places of a pattern, without going back: time grows with the length of the text only. */
function match({ texts, names }: Pattern, text: string): Map<string, string> | undefined {
  const [first, last] = [texts[0]!, texts.at(-1)!]
  if (names.length === 0) return text === first ? new Map() : undefined
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return undefined
  const values = new Map<string, string>()
  let at = first.length
  for (const [place, name] of names.entries()) {
    const isLast = place === names.length - 1
    const next = isLast ? text.length - last.length : text.indexOf(texts[place + 1]!, at)
    if (next < at) return undefined
    const value = text.slice(at, next)
    if (!name.startsWith('…') && /[.?!] (?=[A-Z"])/.test(value)) return undefined
    values.set(name.replace('…', ''), value)
    at = next + texts[place + 1]!.length
  }
  return values
}
