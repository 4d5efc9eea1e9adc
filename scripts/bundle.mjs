// Makes of dist/ what is published: every package that is used is bundled in, so that nothing is installed beside it. What several
// entries need is a chunk of its own, and what `import()` asks for is loaded when it is asked for: n8n requires every node at its start.
// It stands beside the files of `npm run build`, some of which it replaces by ones that do the same; `files` in package.json says what is
// packed. `--out DIR` makes it elsewhere, `--pack` begins a pack that `build.mjs --packed` ends.
import { build, transform } from 'esbuild'
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { notices } from './notices.mjs'
import { beginPacking } from './packing.mjs'

const { out, pack } = parseArgs({ options: { out: { type: 'string', default: 'dist' }, pack: { type: 'boolean', default: false } } }).values
if (pack) await beginPacking()

const entries = ['cli.ts', 'sandbox/main.ts', 'jobs/apart/child.ts', ...globSync('nodes/*/*.node.ts'), ...globSync('credentials/*.credentials.ts')]
/** n8n brings the first itself; the others are asked for only where somebody has installed them, and we never have. */
const external = ['n8n-workflow', 'pg', 'pg-hstore', 'sqlite3', 'tedious', 'oracledb', 'ibm_db', 'snowflake-sdk', 'mariadb', 'cpu-features', '*.node']
/** Beside the code: what n8n reads of a node, and a company to try on. */
const assets = ['nodes/*/*.svg', 'nodes/*/*.json', 'credentials/*.svg', 'examples/company/**/*', 'examples/inbox/*']

/**
 * Our files that are required only when they are used: a command, a reader. Each is an entry too, or every start would load them all; they lie in chunks/,
 * from where `../sandbox/main.js` is found, and are named as from there: that is where esbuild puts the one `require` of all of them.
 */
const late = new Map(['cli.ts', ...globSync('{cli,mappings}/**/*.ts')].flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\brequire\('(\.[^']+)'\)/g)]
  .map(([, name]) => [resolve(dirname(file), name), `chunks/${join(dirname(file), name).replaceAll(sep, '.')}`])))
const required = {
  name: 'required when used',
  setup: ({ onResolve }) => onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
    const out = kind === 'require-call' ? late.get(resolve(resolveDir, path)) : undefined
    return out && { path: `../${out}.js`, external: true }
  }),
}

const { outputFiles, metafile } = await build({
  entryPoints: [...entries.map((file) => ({ in: file, out: file.replace(/\.ts$/, '') })), ...[...late].map(([file, out]) => ({ in: `${file}.ts`, out }))],
  outdir: out,
  outbase: '.',
  bundle: true,
  // esbuild splits ES modules only; each is turned into CommonJS below, as n8n requires it
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  target: 'node22',
  external,
  plugins: [required],
  define: { 'import.meta.url': '__importMetaUrl' },
  // the texts of licences are in the notices
  legalComments: 'none',
  sourcemap: false,
  metafile: true,
  write: false,
  logLevel: 'warning',
})

rmSync(join(out, 'chunks'), { recursive: true, force: true })
for (const { path, text } of outputFiles) {
  // a CommonJS package that import() asks for keeps its names; as the default of an ES module it would lose them
  const { code } = await transform(text.replace(/^export default (require_\w+)\(\);$/m, 'module.exports = $1();'), { format: 'cjs', platform: 'node', target: 'node22', supported: { 'dynamic-import': false }, minifyWhitespace: path.includes(`${sep}chunks${sep}`), banner: bannerOf(text) })
  write(path, code)
}
for (const file of assets.flatMap((pattern) => globSync(pattern, { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)))) {
  const target = join(out, relative('.', file))
  mkdirSync(dirname(target), { recursive: true })
  cpSync(file, target)
}
write(join(out, 'THIRD-PARTY-NOTICES.txt'), notices(metafile))

/** Packages that were ES modules ask where they lie. */
function bannerOf(text) {
  return text.includes('__importMetaUrl') ? `const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;` : ''
}

function write(path, content) {
  const target = resolve(path)
  if (existsSync(target) && readFileSync(target, 'utf8') === content) return
  mkdirSync(dirname(target), { recursive: true })
  const fresh = `${target}.${process.pid}.new`
  writeFileSync(fresh, content, { mode: basename(target) === 'cli.js' ? 0o755 : 0o644 })
  renameSync(fresh, target)
}
