import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Debian's own: another Python has not the modules. */
export const PYTHON = '/usr/bin/python3'
export const TRYTOND = '/usr/bin/trytond'
const PACKAGES = 'tryton-server tryton-modules-all tryton-proteus'

/** Throws with what to type where Tryton 6.0 and its modules are not installed on this machine. */
export async function requireTryton(python = PYTHON): Promise<void> {
  const ready = await promisify(execFile)(python, ['-c', 'import os, sys, proteus, trytond.modules.sale_amendment; sys.exit(not os.access(sys.argv[1], os.X_OK))', TRYTOND]).then(() => true, () => false)
  if (!ready) throw new Error(`Tryton 6.0 is not installed on this machine. On Debian 12, as root: apt-get update && apt-get install --no-install-recommends ${PACKAGES} (examples/tryton/install.sh does the same). Without it: npm start`)
}
