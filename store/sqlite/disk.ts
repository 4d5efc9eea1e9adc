import { existsSync, openSync, readSync, statfsSync, statSync } from 'node:fs'
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

/** Files whose header this process has read. */
const read = new Set<string>()

/**
 * Throws where the log of another file lies beside one that was put in its place: SQLite would write what is in it over the pages of this one.
 * A file of ours says that it has a log (bytes 18 and 19 of its header); a backup does not, until it was opened once.
 */
export function refuseForeignLog(file: string): void {
  const log = `${file}-wal`
  if (read.has(file) || !existsSync(file) || !existsSync(log) || statSync(log).size === 0) return
  const header = Buffer.alloc(20)
  // never closed: that would give up all locks of this process on the file (fcntl(2))
  readSync(openSync(file, 'r'), header)
  if (header[18] === 1 && header[19] === 1) {
    throw new Error(`${file} was put in the place of another, whose log still lies beside it and would spoil it: see that nothing works on the store, delete ${log} and ${file}-shm, then start again`)
  }
  read.add(file)
}
