import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Never a business system, whatever is configured: cloud metadata, whole networks, nobody. */
const NEVER = new Set(['linkLocal', 'multicast', 'broadcast', 'unspecified'])
const METADATA = new Set(['fd00:ec2::254', '100.100.100.200'])

/** A name or address that must not be connected to. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

type Resolve = (hostname: string, options: { all: true; family?: number }, done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void

/** May this address be connected to? Private and local ones only with `allowPrivate`; IPv4 inside IPv6 is judged as IPv4. */
export function mayConnect(address: string, allowPrivate: boolean): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = embedded(ipaddr.parse(address))
  const range = parsed.range()
  if (NEVER.has(range) || METADATA.has(parsed.toString())) return false
  return range === 'unicast' || allowPrivate
}

/** Throws {@link AddressRefused} where the host is an address that may not be connected to; names are judged once resolved. */
export function checkHost(host: string, allowPrivate: boolean): void {
  const bare = host.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(bare) && !mayConnect(bare, allowPrivate)) throw refusal(bare)
}

/**
 * A look-up for sockets that lets only allowed addresses through. The socket connects to exactly the addresses judged here,
 * so that a name which resolves differently the next time (DNS rebinding) gains nothing.
 */
export function checkedLookup(allowPrivate: boolean, resolve: Resolve = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    const family = typeof options.family === 'number' ? { family: options.family } : {}
    resolve(hostname, { all: true, ...family }, (error, addresses) => {
      if (error) return callback(error, '')
      const allowed = addresses.filter(({ address }) => mayConnect(address, allowPrivate))
      const [first] = allowed
      if (!first) return callback(refusal(hostname), '')
      if (options.all) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}

const refusal = (host: string): AddressRefused =>
  new AddressRefused(`${host} is a private or reserved address: set allowPrivate for this system if it is meant to be inside your network`)

/** The IPv4 address that an IPv6 form carries: mapped, NAT64 (RFC 6052), 6to4 (RFC 3056), or the address itself. */
function embedded(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  const bytes = address.toByteArray()
  switch (address.range()) {
    case 'rfc6052': return new ipaddr.IPv4(bytes.slice(12, 16))
    case '6to4': return new ipaddr.IPv4(bytes.slice(2, 6))
    default: return address
  }
}
