// npm run simulate -- --seeds N [--seed S]: bundled first, so that it runs the sources as they are now.
import { build } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import '../scripts/scan.mjs'

const root = resolve(import.meta.dirname, '..')
// inside node_modules, so that the packages are found from there
const outfile = join(root, 'node_modules', '.cache', 'simulation', 'main.cjs')
await build({ entryPoints: [join(root, 'simulation', 'main.ts')], outfile, bundle: true, packages: 'external', platform: 'node', format: 'cjs', target: 'node24', logLevel: 'warning' })
const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit', cwd: root })
process.exit(status ?? 1)
