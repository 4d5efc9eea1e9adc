import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { rootCertificates } from 'node:tls'

/** What mysql2 needs to encrypt a connection; it refuses a server whose certificate or name is not right. */
export interface Tls { ca: string[]; cert?: string; key?: string; rejectUnauthorized: true; verifyIdentity: true }

/**
 * Splits what a store's URL says of TLS from the rest of it: `ssl-ca=FILE` (PEM) is whose certificates are trusted, `ssl=true` trusts the authorities that
 * Node knows, `ssl-cert=FILE` and `ssl-key=FILE` are our own. Without any of them the connection is plain. Throws where an option is unknown, or a
 * file cannot be read, rather than connect without what was asked for.
 */
export function tlsOf(url: string): { url: string; tls?: Tls } {
  const address = new URL(url)
  const said = new Map(address.searchParams)
  const unknown = [...said.keys()].filter((name) => !OPTIONS.includes(name))
  if (unknown.length > 0) throw new Error(`the store's URL has options that are not known: ${unknown.join(', ')}. There are ${OPTIONS.join(', ')}`)
  address.search = ''
  const on = said.get('ssl')
  if (on !== undefined && on !== 'true') throw new Error(`ssl=${on} in the store's URL: it is ssl=true, or left out`)
  if (said.size === 0) return { url: address.href }
  if (said.has('ssl-cert') !== said.has('ssl-key')) throw new Error("ssl-cert and ssl-key in the store's URL go together: a certificate and its key")
  // mysql2 would compare the certificate of an address with "localhost"
  if (isIP(address.hostname.replace(/^\[|\]$/g, ''))) throw new Error(`with TLS the store's URL must call the server by its name, which its certificate is made for, and not by the address ${address.hostname}`)
  const pem = (name: string): string | undefined => {
    const file = said.get(name)
    return file === undefined ? undefined : readFileSync(file, 'utf8')
  }
  const ca = pem('ssl-ca')
  const own = said.has('ssl-cert') ? { cert: pem('ssl-cert'), key: pem('ssl-key') } : {}
  return { url: address.href, tls: { ca: ca === undefined ? [...rootCertificates] : [ca], ...own, rejectUnauthorized: true, verifyIdentity: true } }
}

const OPTIONS = ['ssl', 'ssl-ca', 'ssl-cert', 'ssl-key']
