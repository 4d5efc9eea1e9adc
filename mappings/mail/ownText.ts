const LONGEST = 4000

/** Where an older mail begins that was quoted below. */
const QUOTED = /^(-{2,} ?(Original Message|Ursprüngliche Nachricht|Message d'origine|原始邮件)|On .{5,200} wrote:|Am .{5,200} schrieb|Le .{5,200} a écrit|_{10,})/mi

/** What the sender wrote, without what was quoted: an old order in a reply is no new one. At most 4,000 characters. */
export function ownText(text: string): string {
  const end = text.search(QUOTED)
  const own = (end < 0 ? text : text.slice(0, end)).split(/\r?\n/).filter((line) => !line.startsWith('>')).join('\n').trim()
  return own.slice(0, LONGEST)
}
