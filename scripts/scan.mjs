// Compiles the scan of EDI, which is in AssemblyScript (mappings/edi/scan/cut.as), to cut.wasm.ts beside it; 5 s, and nothing where it is up to date.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../mappings/edi/scan')
const OPTIONS = ['-O3', '--converge', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--importMemory', '--initialMemory', '8']

const source = readFileSync(resolve(folder, 'cut.as'), 'utf8')
const made = resolve(folder, 'cut.wasm.ts')
const heading = `// Made by scripts/scan.mjs of cut.as, ${createHash('sha256').update(source).digest('hex')}\n`
if (!existsSync(made) || !readFileSync(made, 'utf8').startsWith(heading)) {
  const fresh = `${made}.${process.pid}.new`
  writeFileSync(fresh, `${heading}export const CUT = '${Buffer.from(await compiled()).toString('base64')}'\n`)
  renameSync(fresh, made)
}

async function compiled() {
  const { main } = (await import('assemblyscript/asc')).default
  let wasm
  const { error, stderr } = await main(['cut.ts', ...OPTIONS, '-o', 'cut.wasm'], {
    readFile: (name) => (name === 'cut.ts' ? source : null), writeFile: (_, content) => { wasm = content }, listFiles: () => [],
  })
  if (error) throw new Error(`cut.as does not compile: ${stderr.toString()}`, { cause: error })
  return wasm
}
