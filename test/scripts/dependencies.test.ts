import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(__dirname, '../..')
const FOLDERS = ['orders', 'mappings', 'connectors', 'store', 'sync', 'jobs', 'web', 'cli', 'sandbox', 'examples']

test('what the package depends on is what its sources import', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
  const imported = new Set<string>()
  for (const file of FOLDERS.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))) {
    for (const [, name] of readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import\(|require\()\s*'(?!node:)((?:@[\w-]+\/)?\w[\w.-]*)[^']*'/g)) imported.add(name!)
  }
  expect([...imported].sort()).toEqual(Object.keys(dependencies).sort())
})
