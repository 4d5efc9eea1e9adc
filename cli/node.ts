import { Failure } from './failure'

/** First release whose `node:sqlite` needs no flag. */
const LEAST = [22, 13] as const

/**
 * Commands with a store need the built-in SQLite; reading documents and comparing files also run on Node 20.
 * Throws a {@link Failure} that says which Node is needed and how to get it, before anything is loaded that would break.
 */
export function requireNodeWithStore(command: string, version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return
  throw new Failure(`"${command}" opens the store and needs Node 24 (22.13 at least); this is Node ${version}. `
    + `Run it with the Node that npm ci installed here: node_modules/.bin/node dist/cli.js ${command} …, or anywhere with: npx -p node@24 -p n8n-nodes-order-to-cash order-to-cash ${command} … `
    + '"read" and "reconcile" also run on this one.')
}
