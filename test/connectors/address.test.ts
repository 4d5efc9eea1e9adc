import { type LookupAddress } from 'node:dns'
import { AddressRefused, checkedLookup, checkHost, mayConnect } from '../../connectors/address'

describe('addresses that a system may have (bad inputs, group 10)', () => {
  const inside = ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '::1', '10.1.2.3', '192.168.0.1', '172.16.5.5', '100.64.0.1', 'fd12::1', '::ffff:10.0.0.1',
    '::ffff:7f00:1', '64:ff9b::7f00:1', '2002:7f00:1::', '198.18.0.1', '240.0.0.1']
  const never = ['169.254.169.254', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', 'fe80::1', '0.0.0.0', '::', '224.0.0.1', 'ff02::1', '255.255.255.255', 'fd00:ec2::254', '100.100.100.200']

  test.each(inside)('%s is inside the network: only where that is configured', (address) => {
    expect(mayConnect(address, false)).toBe(false)
    expect(mayConnect(address, true)).toBe(true)
  })
  test.each(never)('%s is never a system, whatever is configured', (address) => {
    expect(mayConnect(address, false)).toBe(false)
    expect(mayConnect(address, true)).toBe(false)
  })
  test.each(['93.184.216.34', '2606:2800:220:1::1', '::ffff:93.184.216.34'])('%s is public', (address) => { expect(mayConnect(address, false)).toBe(true) })
  test('what is no address may not be connected to', () => { expect(mayConnect('localhost', true)).toBe(false) })

  test('an address in brackets is judged as one, a name is left to the look-up', () => {
    expect(() => checkHost('[::1]', false)).toThrow(AddressRefused)
    expect(() => checkHost('erp.example', false)).not.toThrow()
  })
})

describe('looking up a name', () => {
  const answers = (...addresses: string[]) => (_host: string, _options: unknown, done: (error: null, found: LookupAddress[]) => void): void =>
    done(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))
  const ask = (addresses: string[], all: boolean): Promise<string | LookupAddress[]> => new Promise((resolve, reject) => {
    checkedLookup(false, answers(...addresses))('erp.example', { all }, (error, found) => (error ? reject(error) : resolve(found)))
  })

  test('a name that points inside is refused', async () => { await expect(ask(['10.0.0.5'], false)).rejects.toThrow(AddressRefused) })
  test('a name that points inside and outside is reached outside only', async () => {
    expect(await ask(['10.0.0.5', '93.184.216.34'], false)).toBe('93.184.216.34')
    expect(await ask(['10.0.0.5', '93.184.216.34', '::1'], true)).toEqual([{ address: '93.184.216.34', family: 4 }])
  })
  test('a name that changes its mind (DNS rebinding) is judged each time it is connected to', async () => {
    const minds = [['93.184.216.34'], ['127.0.0.1']]
    const lookup = checkedLookup(false, (host, options, done) => answers(...(minds.shift() ?? []))(host, options, done))
    const next = (): Promise<string | LookupAddress[]> => new Promise((resolve, reject) => { lookup('erp.example', { all: false }, (error, found) => (error ? reject(error) : resolve(found))) })
    expect(await next()).toBe('93.184.216.34')
    await expect(next()).rejects.toThrow(AddressRefused)
  })
  test('a name that does not exist is no refusal but the look-up\'s own error', async () => {
    const lookup = checkedLookup(false, (_host, _options, done) => done(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), []))
    await expect(new Promise((_resolve, reject) => { lookup('no.example', {}, reject) })).rejects.toMatchObject({ code: 'ENOTFOUND' })
  })
})
