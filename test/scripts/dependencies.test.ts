import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(__dirname, '../..')
const FOLDERS = ['orders', 'mappings', 'connectors', 'store', 'sync', 'jobs', 'web', 'cli', 'sandbox', 'examples', 'nodes', 'credentials']
/** Needed for building, checking and testing; everything else is bundled into what is published. */
const TOOLS = ['assemblyscript', '@n8n/eslint-plugin-community-nodes', '@swc/core', '@swc/jest', 'edifact', 'esbuild', 'eslint', 'eslint-plugin-n8n-nodes-base', 'fast-check', 'flatted', 'jest', 'jsonc-eslint-parser', 'node', 'node-x12', 'playwright-core', 'smtp-server', 'typescript', 'typescript-eslint', 'unrs-resolver']

test('what is bundled into the package is what its sources import, and nothing is installed beside it', () => {
  const { dependencies, devDependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string> | undefined>
  const imported = new Set<string>()
  for (const file of FOLDERS.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))) {
    for (const [, name] of readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import\(|require\()\s*'(?!node:)((?:@[\w-]+\/)?\w[\w.-]*)[^']*'/g)) imported.add(name!)
  }
  expect(dependencies).toBeUndefined()
  // n8n brings what a node is to be written against
  const bundled = Object.keys(devDependencies!).filter((name) => !TOOLS.includes(name) && !name.startsWith('@types/') && !(name in peerDependencies!))
  expect([...imported].filter((name) => !(name in peerDependencies!)).sort()).toEqual(bundled.sort())
})
