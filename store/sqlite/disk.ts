import { existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'

/** File systems of another machine, by the number that Linux gives them (statfs(2)): locks and shared memory do not hold there. */
const NETWORK = new Map([
  [0x6969, 'NFS'], [0x517b, 'SMB'], [0xff534d42, 'CIFS'], [0xfe534d42, 'SMB'], [0x5346414f, 'AFS'], [0x00c36400, 'Ceph'], [0x0bd00bd0, 'Lustre'], [0x47504653, 'GPFS'], [0x7461636f, 'OCFS2'], [0x01161970, 'GFS2'],
])

/** Throws where the file lies, or would lie, on a network file system. */
export function refuseNetwork(file: string, typeOf: (path: string) => number = (path) => statfsSync(path).type): void {
  let place = file
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place)
  const kind = NETWORK.get(typeOf(place) >>> 0)
  if (kind === undefined) return
  throw new Error(`${file} lies on a network file system (${kind}), where SQLite's locks do not hold between machines and a store is damaged sooner or later: put it on a local disk, or use a server (--store mysql://…)`)
}
