/** Bytes with some outside ASCII to text. */
export type Decode = (bytes: Buffer) => string

/** Syntax identifiers of EDIFACT (ISO 9735, code list 0001) and the character sets they announce. */
const ANNOUNCED = new Map([
  ['UNOA', 'ascii'], ['UNOB', 'ascii'], ['UNOC', 'iso-8859-1'], ['UNOD', 'iso-8859-2'], ['UNOE', 'iso-8859-5'], ['UNOF', 'iso-8859-7'],
  ['UNOG', 'iso-8859-3'], ['UNOH', 'iso-8859-4'], ['UNOI', 'iso-8859-6'], ['UNOJ', 'iso-8859-8'], ['UNOK', 'iso-8859-9'],
  ['UNOX', 'iso-2022-jp'], ['UNOW', 'utf-8'], ['UNOY', 'utf-8'],
])

/** Characters of ASCII that are not in what is announced: by its number whether each is. */
export type Outside = readonly boolean[]
export const NOTHING: Outside = []

/** ISO 646 leaves them to each country, and so the levels A and B of ISO 9735 do not have them. */
const NATIONAL = '#$@[\\]^`{|}~'
const SMALL = 'abcdefghijklmnopqrstuvwxyz'
const outsideOf = (characters: string): Outside => Array.from({ length: 128 }, (_, number) => characters.includes(String.fromCharCode(number)))
/** By syntax identifier and whether its version is 4, which has an underscore. */
const OUTSIDE = new Map([['UNOA', outsideOf(SMALL + NATIONAL + '_')], ['UNOB', outsideOf(NATIONAL + '_')], ['UNOA4', outsideOf(SMALL + NATIONAL)], ['UNOB4', outsideOf(NATIONAL)]])

/** What a syntax (`UNOA`) of a version (`3`) does not have of ASCII; undefined where it has all of it. */
export const outside = (syntax: string, version: string): Outside | undefined => OUTSIDE.get(version === '4' ? syntax + version : syntax)

/** The character set that a syntax identifier (`UNOC`) announces; undefined where it is none of the standard's. */
export const announced = (syntax: string): string | undefined => ANNOUNCED.get(syntax)

/**
 * A decoder for what was announced. Where nothing, ASCII or an 8-bit set was announced and the bytes are valid UTF-8, they are
 * read as UTF-8: partners announce UNOA and send UTF-8, and 8-bit text is almost never valid UTF-8 by chance. `differs` is then called.
 */
export function decoder(charset: string | undefined, differs: (sent: string) => void): Decode {
  const eightBit = new TextDecoder(charset === undefined || charset === 'ascii' ? 'windows-1252' : charset)
  const strict = new TextDecoder('utf-8', { fatal: true })
  return (bytes) => {
    if (charset === 'iso-2022-jp') return eightBit.decode(bytes)
    try {
      const text = strict.decode(bytes)
      if (charset !== 'utf-8') differs('UTF-8')
      return text
    } catch {
      if (charset === 'utf-8' || charset === 'ascii') differs('windows-1252')
      return charset === 'utf-8' ? new TextDecoder('windows-1252').decode(bytes) : eightBit.decode(bytes)
    }
  }
}
