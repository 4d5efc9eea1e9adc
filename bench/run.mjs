// Runs a measurement: npm run bench -- NAME [options]. It is bundled first, so that it measures the sources as they are now.
import { build } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import '../scripts/scan.mjs'

const root = resolve(import.meta.dirname, '..')
const [name, ...options] = process.argv.slice(2)
const entry = join(root, 'bench', name ?? '', 'run.ts')
if (name === undefined || !existsSync(entry)) {
  const names = readdirSync(join(root, 'bench')).filter((one) => existsSync(join(root, 'bench', one, 'run.ts')))
  console.error(`usage: npm run bench -- ${names.join('|')} [options]`)
  process.exit(1)
}
// inside node_modules, so that the packages are found from there
const outfile = join(root, 'node_modules', '.cache', 'bench', `${name}.cjs`)
await build({ entryPoints: [entry], outfile, bundle: true, packages: 'external', platform: 'node', format: 'cjs', target: 'node24', logLevel: 'warning' })
const { status } = spawnSync(process.execPath, [outfile, ...options], { stdio: 'inherit', cwd: root })
process.exit(status ?? 1)
