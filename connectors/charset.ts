import { TextDecoder } from 'node:util'

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/**
 * The text of an answer. JSON is UTF-8; a system that writes it otherwise is read by the charset that it names, or else by that of the West, rather
 * than with holes in its names.
 */
export function textIn(bytes: Buffer, contentType: string | undefined): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    return decoderOf(/charset="?([\w.-]+)/i.exec(contentType ?? '')?.[1]).decode(bytes)
  }
}

function decoderOf(charset: string | undefined): TextDecoder {
  try {
    const decoder = new TextDecoder(charset)
    if (decoder.encoding !== 'utf-8') return decoder
  } catch {
    // no charset of that name
  }
  return new TextDecoder('windows-1252')
}
