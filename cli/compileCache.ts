import * as modules from 'node:module'
import { join } from 'node:path'

const { NODE_COMPILE_CACHE, XDG_CACHE_HOME, HOME } = process.env
const caches = XDG_CACHE_HOME || (HOME && join(HOME, '.cache'))

/**
 * What was compiled once is kept for the next start, half of the time that a small command takes. It is code that will be run: it lies where only its user
 * writes, and never in the folder of temporary files that all share. Node 20 has none.
 */
if (NODE_COMPILE_CACHE || caches) (modules as Partial<typeof modules>).enableCompileCache?.(NODE_COMPILE_CACHE || join(caches!, 'order-to-cash', 'compiled'))
