import * as modules from 'node:module'

/** What was compiled once is kept for the next start, in Node's folder of the machine's temporary files: half of the time that a small command takes. */
// Node 20 has none
;(modules as Partial<typeof modules>).enableCompileCache?.()
