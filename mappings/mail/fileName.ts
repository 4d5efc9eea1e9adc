const LONGEST = 120

/** Endings of attachments that have no name of their own. */
const ENDINGS = new Map([['text/csv', 'csv'], ['text/plain', 'txt'], ['text/xml', 'xml'], ['application/xml', 'xml'], ['application/json', 'json'], ['application/pdf', 'pdf'], ['message/rfc822', 'eml']])

/** A name of an attachment that is only a name: no path, no control or formatting character, no leading dot, at most 120 characters with its ending. */
export function fileNameOf(given: string | null, mimeType: string, ordinal: number): string {
  const last = (given ?? '').split(/[/\\]/).at(-1)!.replace(/[\p{C}\p{Zl}\p{Zp}:*?"<>|]/gu, '').trim().replace(/^\.+/, '')
  if (last === '') return `attachment-${ordinal}.${ENDINGS.get(mimeType) ?? 'bin'}`
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(last)?.[0] ?? ''
  return last.length <= LONGEST ? last : `${[...last].slice(0, LONGEST - ending.length).join('')}${ending}`
}
