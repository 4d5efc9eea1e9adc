// Transpiles the product to dist/, file by file, so that a command loads only what it needs. Types are checked by `npm run lint`.
import { build } from 'esbuild'
import { chmodSync, existsSync, globSync, rmSync, writeFileSync } from 'node:fs'

const folders = ['orders', 'mappings', 'connectors', 'store', 'sync', 'jobs', 'web', 'cli', 'sandbox', 'examples']
const files = ['cli.ts', ...folders.flatMap((folder) => globSync(`${folder}/**/*.ts`))].filter((file) => existsSync(file))

rmSync('dist', { recursive: true, force: true })
await build({
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
})
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n')
if (existsSync('dist/cli.js')) chmodSync('dist/cli.js', 0o755)
