// Makes cut.wasm.ts of cut.as: node mappings/edi/scan/make.mjs. The compiler is fetched when it is asked for, since a change here is rare.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const source = join(import.meta.dirname, 'cut.as')
const work = mkdtempSync(join(tmpdir(), 'scan-'))
copyFileSync(source, join(work, 'cut.ts'))
const { status } = spawnSync('npx', ['--yes', '--package', 'assemblyscript@0.28.20', 'asc', 'cut.ts', '-O3', '--converge', '--runtime', 'stub', '--noAssert', '--enable', 'simd',
  '--importMemory', '--initialMemory', '8', '-o', 'cut.wasm'], { cwd: work, stdio: 'inherit' })
if (status !== 0) throw new Error('cut.as does not compile')
const digest = createHash('sha256').update(readFileSync(source)).digest('hex')
writeFileSync(join(import.meta.dirname, 'cut.wasm.ts'), `// Made by make.mjs of cut.as.
export const SOURCE = '${digest}'
export const CUT = '${readFileSync(join(work, 'cut.wasm')).toString('base64')}'
`)
rmSync(work, { recursive: true })
