import type PostalMime from 'postal-mime'
import { type Problem } from '../../orders/problem'

/** What the server that took the mail found out of its sender (RFC 8601). */
export type Authentication = Partial<Record<'dkim' | 'spf' | 'dmarc', string>>

/**
 * Who a mail says it is from, held against what our own server wrote on it: only the first Authentication-Results counts, since the ones below
 * came with the mail and may be forged. A check that failed is an error: such an order is for a person.
 */
export function authenticationOf(mail: PostalMime.Email): { authentication?: Authentication; problems: Problem[] } {
  const problems: Problem[] = []
  const senders = mail.headers.filter(({ key }) => key === 'from')
  if (senders.length !== 1 || !mail.from?.address) problems.push({ code: 'mail-sender-unclear', severity: 'error', message: `The mail names ${senders.length === 1 ? 'no address as its sender' : `${senders.length} senders`}. Ask who sent it.` })
  // a name that looks like another address is there to deceive
  const named = /[\w.+-]+@[\w-]+\.[\w.-]+/.exec(mail.from?.name ?? '')?.[0]
  if (named && named.toLowerCase() !== mail.from?.address?.toLowerCase()) problems.push({ code: 'mail-sender-misleading', severity: 'error', text: named.slice(0, 80), message: `The mail calls its sender ${named.slice(0, 80)}, and comes from ${mail.from?.address?.slice(0, 80) ?? 'nobody'}. Ask the customer by another way.` })
  const header = mail.headers.find(({ key }) => key === 'authentication-results')?.value
  if (header === undefined) return { problems }
  const authentication: Authentication = {}
  for (const method of ['dkim', 'spf', 'dmarc'] as const) {
    const result = new RegExp(`\\b${method}=(\\w+)`, 'i').exec(header)?.[1]?.toLowerCase()
    if (result !== undefined) authentication[method] = result
  }
  const failed = Object.entries(authentication).filter(([, result]) => /^(fail|softfail|permerror)$/.test(result)).map(([method]) => method.toUpperCase())
  if (failed.length > 0) problems.push({ code: 'mail-sender-not-proven', severity: 'error', text: header.slice(0, 80), message: `The sender is not proven: ${failed.join(' and ')} failed. Ask the customer by another way whether the mail is his.` })
  return { authentication, problems }
}
