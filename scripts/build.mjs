// Transpiles the product to dist/, file by file, so that a command loads only what it needs. Types are checked by `npm run lint`.
// A worker may be running from dist/, and another build too: only what changed is written, each file whole by a rename, and
// nothing is removed. `--packed` ends a pack that `bundle.mjs --pack` began. `--clean` also removes what no source makes any more: for a package to be published.
import { build } from 'esbuild'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { endPacking, packed } from './packing.mjs'
import './scan.mjs'

const ending = process.argv.includes('--packed')
if (!ending) await packed()

const folders = ['orders', 'mappings', 'connectors', 'store', 'sync', 'jobs', 'web', 'cli', 'sandbox', 'examples']
const files = ['cli.ts', ...folders.flatMap((folder) => globSync(`${folder}/**/*.ts`))].filter((file) => existsSync(file))

const { outputFiles } = await build({
  entryPoints: files,
  outdir: 'dist',
  outbase: '.',
  platform: 'node',
  format: 'cjs',
  // the commands without a store also run on Node 20
  target: 'node20',
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  write: false,
})
const made = new Map([
  [resolve('dist/package.json'), Buffer.from('{ "type": "commonjs" }\n')],
  ...outputFiles.map(({ path, contents }) => [path, Buffer.from(contents)]),
])
for (const [path, contents] of made) writeIfChanged(path, contents)
if (ending) endPacking()
if (process.argv.includes('--clean')) for (const path of globSync('dist/**/*.{js,map,json}')) if (!made.has(resolve(path))) rmSync(path)

function writeIfChanged(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return
  mkdirSync(dirname(path), { recursive: true })
  const fresh = `${path}.${process.pid}.new`
  writeFileSync(fresh, contents, { mode: relative('dist', path) === 'cli.js' ? 0o755 : 0o644 })
  renameSync(fresh, path)
}
