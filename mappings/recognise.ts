import { type Format } from './document'

/** What a file is that no reader takes. */
export interface Recognised {
  format: Format
  /** For a sentence: `an Excel workbook (XLSX)`. */
  name: string
  /** Is it told by a signature, and not only as some text or some bytes? */
  certain: boolean
}

/** Signatures, most telling first. Text is tried on the first 4 KiB read as Latin-1, without a byte order mark. */
const SIGNATURES: readonly { format: Format; name: string; bytes?: string; text?: RegExp }[] = [
  { format: 'xlsx', name: 'an Excel workbook (XLSX)', text: /^PK\x03\x04[^]*?(xl\/|\[Content_Types\]\.xml)/ },
  { format: 'unknown', name: 'a ZIP archive', bytes: '504b0304' },
  { format: 'unknown', name: 'a GZIP archive', bytes: '1f8b' },
  { format: 'unknown', name: 'an old Office file (XLS, DOC) or an encrypted workbook', bytes: 'd0cf11e0a1b11ae1' },
  { format: 'pdf', name: 'a PDF document', bytes: '255044462d' },
  { format: 'unknown', name: 'a PNG picture', bytes: '89504e47' },
  { format: 'unknown', name: 'a JPEG picture', bytes: 'ffd8ff' },
  { format: 'unknown', name: 'a TIFF picture', bytes: '49492a00' },
  { format: 'unknown', name: 'a TIFF picture', bytes: '4d4d002a' },
  { format: 'unknown', name: 'a web page (HTML)', text: /^\s*(<!doctype html|<html)/i },
  { format: 'camt', name: 'a bank statement (camt, XML)', text: /^\s*<[^]*urn:iso:std:iso:20022:tech:xsd:camt\./ },
  { format: 'cxml', name: 'a cXML document', text: /^\s*<[^]*<cXML[\s>]/ },
  { format: 'ubl', name: 'a UBL document (XML)', text: /^\s*<[^]*urn:oasis:names:specification:ubl:schema/ },
  { format: 'cii', name: 'a Cross Industry document (CII, XML)', text: /^\s*<[^]*urn:un:unece:uncefact:data:standard/ },
  { format: 'idoc', name: 'an SAP IDoc (XML)', text: /^\s*<[^]*<IDOC[\s>]/ },
  { format: 'oagis', name: 'an OAGIS document (XML)', text: /^\s*<[^]*openapplications\.org\/oagis/ },
  { format: 'opentrans', name: 'an openTRANS document (XML)', text: /^\s*<[^]*([Oo]pen[Tt][Rr][Aa][Nn][Ss]|<(\w+:)?ORDER[\s>])/ },
  { format: 'unknown', name: 'an XML document', text: /^\s*<[?!]?[A-Za-z]/ },
  { format: 'idoc', name: 'an SAP IDoc (flat file)', text: /^EDI_DC40/ },
  { format: 'tradacoms', name: 'a TRADACOMS transmission', text: /^\s*STX=/ },
  { format: 'mt940', name: 'a bank statement (MT940)', text: /^\s*\{1:F\d\d|^:20:[^]*^:25:/m },
  { format: 'mail', name: 'an e-mail', text: /^(Received|From|To|Date|Subject|Message-ID|MIME-Version|Return-Path|DKIM-Signature|Delivered-To): /im },
]

/** Names the content that no reader took, from its first bytes. */
export function recognise(head: Buffer, file: string): Recognised {
  if (head.length === 0) return { format: 'unknown', name: 'an empty file', certain: true }
  const start = head.subarray(0, 4096)
  const hex = start.subarray(0, 16).toString('hex')
  const text = start.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  const found = SIGNATURES.find((s) => (s.bytes ? hex.startsWith(s.bytes) : s.text?.test(text)))
  if (found) return { format: found.format, name: found.name, certain: true }
  if (/\.eml$/i.test(file) && !binary(text)) return { format: 'mail', name: 'an e-mail', certain: true }
  return { format: 'unknown', name: binary(text) ? 'binary data' : 'plain text', certain: false }
}

/** More than one byte in twenty is a control character that no text has. */
function binary(text: string): boolean {
  return (text.match(/[^\t-\r\x1b -~\x80-\xff]/g)?.length ?? 0) * 20 > text.length
}
