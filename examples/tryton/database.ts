import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { PYTHON, requireTryton } from './installed'

/** Built to `dist/`, this file is two folders further from what only lies beside its source. */
const HERE = [__dirname, resolve(__dirname, '../../../examples/tryton')].find((dir) => existsSync(join(dir, 'setup.py')))!
const SETUP = join(HERE, 'setup.py')
const SEED = ['erp.json', 'mes.json', 'wms.json', 'wms-south.json'].map((name) => join(HERE, '..', 'company', 'seed', name))
const OUTPUT_LIMIT = 10_000_000

/** Where the built database is kept between runs: by the content of what builds it. */
function pristineFolder(): string {
  const cache = process.env.ORDER_TO_CASH_CACHE ?? join(homedir(), '.cache', 'order-to-cash')
  const parts = [SETUP, ...SEED].map((path) => readFileSync(path))
  // fiscal years and stock dates are of the day that it is built on
  const key = createHash('sha256').update(Buffer.concat(parts)).update(new Date().toISOString().slice(0, 4)).digest('hex').slice(0, 12)
  return join(cache, `tryton-${key}`)
}

/**
 * The folder of a database with the sample company's customers, items, prices, stock and recipes, as nobody has worked with it yet;
 * built where there is none (a minute), which `building` is told. Throws with what to install where Tryton is missing.
 */
export async function pristineDatabase(building: () => void = () => undefined): Promise<string> {
  await requireTryton()
  const pristine = pristineFolder()
  if (existsSync(join(pristine, 'access.json'))) return pristine
  building()
  mkdirSync(join(pristine, '..'), { recursive: true })
  const folder = mkdtempSync(`${pristine}-building-`)
  const [erp, recipes, ...stock] = SEED
  await promisify(execFile)(PYTHON, ['-W', 'ignore', '-B', SETUP, folder, '--erp', erp!, '--recipes', recipes!, '--stock', ...stock], { maxBuffer: OUTPUT_LIMIT })
  try {
    renameSync(folder, pristine)
  } catch (error) {
    // another run was first, and its database is as good
    if (!existsSync(join(pristine, 'access.json'))) throw error
    rmSync(folder, { recursive: true })
  }
  return pristine
}
