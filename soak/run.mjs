// npm run soak -- --orders N --store sqlite|mariadb [--seed S] [--redis] [--keep]: the product is built first, and run as its users run it.
import { build } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = resolve(import.meta.dirname, '..')
const run = (...args) => {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', cwd: root })
  if (status !== 0) process.exit(status ?? 1)
}
run(join(root, 'scripts', 'build.mjs'))
// inside node_modules, so that the packages are found from there
const outfile = join(root, 'node_modules', '.cache', 'soak', 'main.cjs')
await build({ entryPoints: [join(root, 'soak', 'main.ts')], outfile, bundle: true, packages: 'external', platform: 'node', format: 'cjs', target: 'node24', logLevel: 'warning' })
// in this process, so that a signal to it ends what it has started
process.chdir(root)
await import(pathToFileURL(outfile))
