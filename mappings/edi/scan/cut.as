// The loop that reading waits for, in AssemblyScript: it finds the tokens of one segment after the other and holds each against its
// rule while it is at hand. `npm run build` and `npm ci` make cut.wasm.ts of it (scripts/scan.mjs). scan.ts lays out the memory, and says what stands where.

const MARKS: usize = 0, TERMINATOR: usize = 256, FREE: usize = 272, OUTSIDE: usize = 288
// the tags behind which reading stops, since what stands there decides how it goes on: GS, BIN, BDS
const GS: i32 = 0x4753, BIN: i32 = 0x42494e, BDS: i32 = 0x424453
// what a byte means: below 128 it is content, as the flag that its token gets; the scan stops at the others
const ELEMENT: i32 = 128, COMPONENT: i32 = 129, REPETITION: i32 = 130, END: i32 = 131, LINE: i32 = 132, RELEASE: i32 = 133
// flags of a token
const EDGED: i32 = 4, ESCAPED: i32 = 8, BROKEN: i32 = 16, HIGH: i32 = 32, SPECIAL: i32 = 120, REPEATED: i32 = 128
// a rule: kind in bits 0 to 2, then these
const MANDATORY: i32 = 1 << 7, MORE: i32 = 1 << 15
const CODE: i32 = 1, WHOLE: i32 = 2, DECIMAL: i32 = 3, NUMBER: i32 = 4, DATE: i32 = 5, TIME: i32 = 6
// bytes of the rules of an element: eight of eight bytes each
const RULES: usize = 64
// syntax notes that are no pairs of neighbours
const PAIR: i32 = 0, ONE_OF: i32 = 1, ALL_OTHERS: i32 = 2, ONE_OTHER: i32 = 3
const LF: i32 = 10, CR: i32 = 13
const HASH: i32 = 0x9e3779b1

let bytes: usize = 0, starts: usize = 0, flags: usize = 0, first: usize = 0, records: usize = 0, most: i32 = 0, space: i32 = 0
let element_: v128 = i8x16.splat(0), component_: v128 = i8x16.splat(0), repetition_: v128 = i8x16.splat(0), terminator_: v128 = i8x16.splat(0), release_: v128 = i8x16.splat(0), outside_: v128 = i8x16.splat(0)
let width: i32 = 1, tagMark: i32 = -1

// found by the last cut
let elements: i32 = 0, tokenBehind: i32 = 0, anyFlags: i32 = 0, doubtful: i32 = 0, tag: i32 = 0
let newlines: i32 = 0, dangling: i32 = 0
// flags of the token that is open; has any token some?
let seen: i32 = 0, isFlagged = false
// the last place that a block of tokens may begin at
let full: usize = 0
let rules: usize = FREE, top: usize = FREE, tagNumber: i32 = 0

/** Where the tables of tokens, the records of segments and the bytes are, and how many tokens and segments there is room for. */
export function place(bytesAt: usize, startsAt: usize, firstAt: usize, flagsAt: usize, recordsAt: usize, tokens: i32, segments: i32): void {
  bytes = bytesAt
  starts = startsAt
  first = firstAt
  flags = flagsAt
  records = recordsAt
  space = tokens
  full = starts + (tokens - 20 << 2)
  isFlagged = true
  most = segments
}

/** The marks from here on; what each byte means stands at MARKS, the whole terminator at TERMINATOR, characters that are not announced at OUTSIDE. A mark that there is none of is the element's. */
export function marks(element: i32, component: i32, repetition: i32, terminator: i32, release: i32, widthOfTerminator: i32, behindTag: i32): void {
  element_ = i8x16.splat(<i8>element)
  component_ = i8x16.splat(<i8>component)
  repetition_ = i8x16.splat(<i8>repetition)
  terminator_ = i8x16.splat(<i8>terminator)
  release_ = i8x16.splat(<i8>release)
  outside_ = v128.load(OUTSIDE)
  width = widthOfTerminator
  tagMark = behindTag
}

/** Which of the 16 bytes need a look: the marks, and all that is no printable ASCII. */
// @ts-ignore
@inline
function interesting(at: usize): i32 {
  const v = v128.load(at)
  const odd = i8x16.ge_u(i8x16.sub(v, i8x16.splat(32)), i8x16.splat(95))
  const a = v128.or(i8x16.eq(v, element_), i8x16.eq(v, component_))
  const b = v128.or(i8x16.eq(v, repetition_), i8x16.eq(v, terminator_))
  return i8x16.bitmask(v128.or(v128.or(a, b), v128.or(odd, i8x16.eq(v, release_))))
}

/** Which of the 16 bytes, as far as there are so many, need a look. */
// @ts-ignore
@inline
function marksAt(at: usize, end: usize): i32 {
  const mask = interesting(at)
  return at + 16 > end ? mask & (1 << <i32>(end - at)) - 1 : mask
}

/** Has one of these bytes, or of the few behind them, a character that is not announced? OUTSIDE has a byte for each lower half of a character, with a bit for each higher half. */
export function hasOutside(from: i32, to: i32): i32 {
  let odd = i8x16.splat(0)
  for (let p = bytes + from; p < bytes + to; p += 16) {
    const v = v128.load(p)
    const higher = i8x16.swizzle(i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0), i8x16.shr_u(v, 4))
    odd = v128.or(odd, v128.and(i8x16.swizzle(outside_, v128.and(v, i8x16.splat(15))), higher))
  }
  return v128.any_true(odd) ? 1 : 0
}

/**
 * Cuts segments from `from` on, and answers how many: until more bytes are needed, the room is full, or something stands there that
 * is not plainly a segment. -2 where there is no room for the tokens of the first.
 */
export function scan(from: i32, length: i32, ended: i32, table: usize, lead: i32): i32 {
  let at = from
  let count = 0
  let lines = 0
  let token = 0
  let element = 0
  if (isFlagged) memory.fill(flags, 0, space)
  isFlagged = false
  while (count < most) {
    for (; at < length; at++) {
      const byte = <i32>load<u8>(bytes + at)
      if (byte == LF) lines++
      else if (byte != CR) break
    }
    if (at >= length) break
    if (count > 0) {
      const byte = <i32>load<u8>(bytes + at)
      if (byte <= 32 || (byte == lead && mayLead(at, length)) || (load<u8>(MARKS + byte) == END && width == 1)) break
    }
    const end = cut(at, length, ended, table, token, element)
    if (end < 0) {
      if (end == -2 && count == 0) return -2
      break
    }
    const record = records + count * 36
    store<i32>(record, at)
    store<i32>(record, end, 4)
    store<i32>(record, element, 8)
    store<i32>(record, elements, 12)
    store<i32>(record, tagNumber << 8 | anyFlags, 16)
    store<i32>(record, doubtful, 20)
    store<i32>(record, lines, 24)
    lines += newlines
    if (end < length && load<u8>(bytes + end) == LF) lines++
    store<i32>(record, lines, 28)
    store<i32>(record, dangling, 32)
    count++
    token = tokenBehind + 1
    element += elements + 2
    at = end + width
    if (end >= length) {
      at = end
      break
    }
    if (tag == GS || tag == BIN || tag == BDS) break
  }
  return count
}

/** ISA, UNA, UNB or STX, as far as its third byte tells, whole or broken by a line end; the first was looked at. */
function mayLead(at: i32, length: i32): bool {
  if (at + 2 >= length) return true
  const third = <i32>load<u8>(bytes + at, 2)
  return third == 0x41 || third == 0x42 || third == 0x58 || third <= 32 || load<u8>(bytes + at, 1) <= 32
}

/**
 * Cuts the segment at `from`: answers the index of its terminator, -1 where more bytes are needed, -2 where there is no room for its tokens.
 * What is rare is kept in globals, and nothing is called in the loop: what it holds would be put aside for each call, and taken up again.
 */
function cut(from: i32, length: i32, ended: i32, table: usize, firstToken: i32, firstElement: i32): i32 {
  const end = bytes + length
  const begin = bytes + from
  let start = begin
  // where the token's start and its element's first token are put
  let token = starts + (firstToken << 2)
  let place = first + (firstElement << 2)
  rules = FREE
  top = FREE
  tagNumber = -1
  tag = 0
  newlines = dangling = 0
  seen = anyFlags = doubtful = 0
  store<i32>(token, from)
  store<i32>(place, firstToken)
  const behind = tagEnd(begin, end)
  if (behind > 0) {
    start = behind + 1
    if (seen != 0) settle(firstToken)
    else lookUp(begin, behind, table)
    token += 4
    store<i32>(token, <i32>(start - bytes))
    place += 4
    store<i32>(place, firstToken + 1)
  } else {
    const cut = cutTagEnd(begin, end)
    if (cut > 0) {
      doubtful = 1
      lookUp(begin, cut, table)
    }
  }
  // rules of the element that is open, and of its component
  let row = behind > 0 ? rules + RULES : rules
  let at = row > top ? top : row
  let p = start
  let mask = marksAt(p, end)
  for (;;) {
    let i = end
    let meaning = END
    while (mask == 0) {
      p += 16
      if (p >= end) break
      if (token > full) return -2
      mask = marksAt(p, end)
    }
    if (mask != 0) {
      i = p + ctz(mask)
      mask &= mask - 1
      meaning = load<u8>(MARKS + load<u8>(i))
      if (meaning < ELEMENT) {
        seen |= meaning
        continue
      }
      if (meaning >= END && (meaning > END || width > 1)) {
        const next = content(i, end, meaning, ended)
        if (next < 0) return -1
        if (next > 0) {
          p = <usize>next
          if (token > full) return -2
          mask = p < end ? marksAt(p, end) : 0
          continue
        }
      }
    } else if (!ended) return -1
    const size = <i32>(i - start)
    const rule = load<u32>(at)
    if (size > 0) {
      if (load<u8>(start) == 32 || load<u8>(i - 1) == 32) seen |= EDGED
      if (isOff(start, i, size, rule, at)) doubtful |= 1 << <i32>(place - first >> 2) - firstElement
    } else if ((rule & MANDATORY) != 0) doubtful |= 1 << <i32>(place - first >> 2) - firstElement
    if (seen != 0) {
      if (size > 0 && (seen & rule & SPECIAL) != 0) doubtful |= 1 << <i32>(place - first >> 2) - firstElement
      settle(<i32>(token - starts) >> 2)
    }
    start = i + 1
    token += 4
    store<i32>(token, <i32>(start - bytes))
    if (meaning == ELEMENT || meaning == END) {
      if ((rule & MORE) != 0) doubtful |= 1 << <i32>(place - first >> 2) - firstElement
      if (meaning == END) break
      place += 4
      store<i32>(place, <i32>(token - starts) >> 2)
      row += RULES
      at = row > top ? top : row
    } else {
      at += 8
      if (at == row + RULES || at >= top || meaning == REPETITION) {
        doubtful |= 1 << <i32>(place - first >> 2) - firstElement
        at = top
      }
      if (meaning == REPETITION) seen = REPEATED
    }
  }
  elements = (<i32>(place - first) >> 2) - firstElement
  tokenBehind = <i32>(token - starts) >> 2
  store<i32>(place, tokenBehind, 4)
  if (elements == 0 && anyFlags == 0) lookUp(begin, start - 1, table)
  if (tagNumber < 0 || isIncomplete(elements, firstToken)) doubtful |= 1
  return <i32>(start - 1 - bytes)
}

/** Gives a token the flags that were seen in it. */
// @ts-ignore
@inline
function settle(token: i32): void {
  store<u8>(flags + token, seen)
  anyFlags |= seen
  seen = 0
  isFlagged = true
}

/** The mark behind a tag of two or three plain characters, or of three that line breaks stand in where a mark of its own stands behind them; 0 where there is none such. */
// @ts-ignore
@inline
function tagEnd(from: usize, end: usize): usize {
  if (tagMark >= 0) {
    const behind = markedTagEnd(from, end)
    if (behind > from + 3) seen = BROKEN
    if (behind > 0) return behind
  }
  const first = <i32>load<u8>(from)
  const second = <i32>load<u8>(from, 1)
  const third = <i32>load<u8>(from, 2)
  const meaning = <i32>load<u8>(MARKS + third)
  // a blank at an edge is no part of a tag
  if (first == 32 || (load<u8>(MARKS + first) | load<u8>(MARKS + second)) != 0) return 0
  if (meaning == ELEMENT) return second == 32 || from + 2 >= end ? 0 : from + 2
  return meaning == 0 && third != 32 && from + 3 < end && load<u8>(MARKS + load<u8>(from, 3)) == ELEMENT ? from + 3 : 0
}

/** The mark behind a tag that is cut itself, since one of its letters is the mark of components; 0 where there is none such. */
function cutTagEnd(from: usize, end: usize): usize {
  for (let i = from; i < end && i <= from + 3; i++) {
    const byte = load<u8>(i)
    const meaning = load<u8>(MARKS + byte)
    if (meaning == ELEMENT) return i
    if (byte == 32 || (meaning != 0 && meaning != COMPONENT)) return 0
  }
  return 0
}

/** Puts the rules of a tag that is met for the first time at that place of the table; 0 where nothing is known of it. */
// @ts-ignore
@external("env", "learn")
declare function learn(tag: i32, entry: usize): i32

/** Finds the rules of a tag of two or three bytes: the table has 512 places of 16 bytes each: tag, number, rules, index of the last rule. */
function lookUp(from: usize, to: usize, table: usize): void {
  const length = <i32>(to - from)
  if (length != 2 && length != 3) return
  let packed: i32 = load<u8>(from) << 8 | load<u8>(from, 1)
  if (length == 3) packed = packed << 8 | load<u8>(from, 2)
  tag = packed
  for (let slot = packed * HASH >>> 23; ; slot = (slot + 1) & 511) {
    const entry = table + (slot << 4)
    const known = load<i32>(entry)
    if (known == packed || (known == 0 && learn(packed, entry) != 0)) {
      tagNumber = load<i32>(entry, 4)
      rules = load<u32>(entry, 8)
      top = rules + (load<i32>(entry, 12) << 3)
      return
    }
    if (known == 0) return
  }
}

/**
 * Is it too short or too long, or may a syntax note be broken? Before its rules a segment has the number of its elements, the last that
 * is mandatory, the bits of its pairs of neighbours, and where its other notes are: their number, then kind, all, first and others of each.
 */
function isIncomplete(element: i32, firstToken: i32): bool {
  if (element > load<i32>(rules - 16) || element < load<i32>(rules - 12)) return true
  const notes = <usize>load<u32>(rules - 4)
  if (notes == 0) return false
  // components and repetitions are looked at where more is known of them
  if (tokenBehind - firstToken != element + 1) return true
  let present = 0
  for (let e = 1, token = starts + (firstToken + 1 << 2); e <= element; e++, token += 4) if (load<i32>(token, 4) - load<i32>(token) > 1) present |= 1 << e
  if (((present ^ present >>> 1) & load<i32>(rules - 8)) != 0) return true
  const end = notes + 4 + (load<i32>(notes) << 4)
  for (let note = notes + 4; note < end; note += 16) if (isBroken(present, note)) return true
  return false
}

// @ts-ignore
@inline
function isBroken(present: i32, note: usize): bool {
  const all = load<i32>(note, 4)
  const found = present & all
  const kind = load<i32>(note)
  if (kind == PAIR) return found != 0 && found != all
  if (kind == ONE_OF) return found == 0
  if (kind == ALL_OTHERS || kind == ONE_OTHER) {
    const others = load<i32>(note, 12)
    if ((found & load<i32>(note, 8)) == 0) return false
    return kind == ALL_OTHERS ? (found & others) != others : (found & others) == 0
  }
  return (found & found - 1) != 0
}

/** Is a mark of several bytes, or one that may be content, content? Answers the place behind it where it is, 0 where it is none, -1 where more bytes are needed. */
// @ts-ignore
@inline
function content(i: usize, end: usize, meaning: i32, ended: i32): isize {
  if (meaning == LINE) {
    seen |= BROKEN
    if (load<u8>(i) == LF) newlines++
    return <isize>i + 1
  }
  if (meaning == RELEASE) {
    if (i + 1 >= end) {
      if (!ended) return -1
      dangling = 1
      seen |= ESCAPED
      return <isize>end
    }
    seen |= isLineEnd(load<u8>(i, 1)) ? ESCAPED | BROKEN : ESCAPED
    return <isize>i + 2
  }
  if (i + width > end && !ended) return -1
  for (let k = 0; k < width; k++) {
    if (i + k < end && load<u8>(i + k) == load<u8>(TERMINATOR + k)) continue
    seen |= HIGH
    return <isize>i + 1
  }
  return 0
}

/** The mark behind the tag, line breaks inside the tag left out; 0 where there is none. */
function markedTagEnd(from: usize, end: usize): usize {
  let letters = 0
  let lines = 0
  for (let i = from; i < end && letters <= 3; i++) {
    const byte = <i32>load<u8>(i)
    if (byte == tagMark && letters == 3) {
      newlines += lines
      return i
    }
    if (byte == LF) lines++
    if (!isLineEnd(byte)) letters++
  }
  return 0
}

// @ts-ignore
@inline
function isLineEnd(byte: i32): bool {
  return byte == LF || byte == CR
}

/** Is the token not of its rule, as far as plain bytes tell? */
// @ts-ignore
@inline
function isOff(from: usize, to: usize, size: i32, rule: u32, at: usize): bool {
  const kind = <i32>(rule & 7)
  if (kind <= CODE) {
    if (size > <i32>(rule >>> 16) || size < <i32>(rule >>> 8 & 0x7f)) return true
    return kind == CODE && !isListed(from, size, load<u32>(at, 4))
  }
  return isOffKind(from, to, size, rule)
}

// @ts-ignore
@inline
function isOffKind(from: usize, to: usize, size: i32, rule: u32): bool {
  const kind = <i32>(rule & 7)
  const most = <i32>(rule >>> 16)
  const least = <i32>(rule >>> 8 & 0x7f)
  if (kind == WHOLE) {
    const digits = load<u8>(from) == 45 ? size - 1 : size
    return digits < max(least, 1) || digits > most || !areDigits(to - digits, to)
  }
  if (kind == DECIMAL || kind == NUMBER) {
    let digits = 0
    let points = 0
    for (let i = from; i < to; i++) {
      const byte = <i32>load<u8>(i)
      if (byte - 48 < 10 && byte >= 48) digits++
      else if (byte == 46 || (byte == 44 && kind == NUMBER)) points++
      else if (byte != 45 || i != from) return true
    }
    return digits == 0 || points > 1 || digits > most
  }
  if (kind == DATE) {
    if ((size != 8 && (size != 6 || least > 6)) || !areDigits(from, to)) return true
    const month = twoDigits(to - 4)
    const day = twoDigits(to - 2)
    return month < 1 || month > 12 || day < 1 || day > 31
  }
  if (kind == TIME) {
    if ((size != 4 && size != 6 && size != 7 && size != 8) || !areDigits(from, to)) return true
    return twoDigits(from) >= 24 || twoDigits(from + 2) >= 60 || (size > 4 && twoDigits(from + 4) >= 60)
  }
  return true
}

/** Is the code in the list: their number, then each as a number of its at most three bytes? */
// @ts-ignore
@inline
function isListed(from: usize, size: i32, list: usize): bool {
  if (size > 3) return false
  let code: i32 = load<u8>(from)
  if (size > 1) code = code << 8 | load<u8>(from, 1)
  if (size > 2) code = code << 8 | load<u8>(from, 2)
  const end = list + 4 + (load<i32>(list) << 2)
  for (let i = list + 4; i < end; i += 4) if (load<i32>(i) == code) return true
  return false
}

// @ts-ignore
@inline
function areDigits(from: usize, to: usize): bool {
  for (let i = from; i < to; i++) if (<u32>(load<u8>(i)) - 48 > 9) return false
  return true
}

// @ts-ignore
@inline
function twoDigits(at: usize): i32 {
  return <i32>load<u8>(at) * 10 + <i32>load<u8>(at, 1) - 528
}
