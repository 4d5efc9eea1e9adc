import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { type INodeType, type INodeTypeDescription, NodeHelpers } from 'n8n-workflow'

const root = resolve(__dirname, '../..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[]; n8n: { nodes: string[]; credentials: string[] }; bin: Record<string, string> }
const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-bundle-'))
const dist = (path: string): string => join(folder, path.replace(/^dist\//, ''))
beforeAll(() => { execFileSync(process.execPath, [join(root, 'scripts/bundle.mjs'), '--out', folder], { cwd: root }) })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('requiring every node loads its own thin file and what they share, and none of the engine behind them', () => {
  // n8n has n8n-workflow loaded already
  const script = `require(${JSON.stringify(require.resolve('n8n-workflow'))}); const before = new Set(Object.keys(require.cache)); for (const path of ${JSON.stringify(manifest.n8n.nodes.map(dist))}) require(path); console.log(JSON.stringify(Object.keys(require.cache).filter((path) => !before.has(path))))`
  const loaded = JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env: { ...process.env, NODE_PATH: join(root, 'node_modules') } })) as string[]
  expect(loaded.filter((path) => path.endsWith('.node.js')).length).toBe(manifest.n8n.nodes.length)
  expect(loaded.filter((path) => !path.startsWith(folder))).toEqual([])
  // with Sequelize alone it would be a megabyte
  expect(loaded.reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThan(200_000)
})

test('the command runs from the bundle, and everything that is listed is there, with notices and without source maps', () => {
  const read = execFileSync(process.execPath, [dist(manifest.bin['order-to-cash']!), 'read', join(root, 'examples/inbox/0605-cascade-850.edi'), '--summary'], { encoding: 'utf8', cwd: folder })
  expect(read).toContain('3 orders')
  for (const path of [...manifest.n8n.nodes, ...manifest.n8n.credentials, ...manifest.files.filter((one) => one.startsWith('dist/'))]) expect([path, existsSync(dist(path))]).toEqual([path, true])
  expect(globSync('**/*.map', { cwd: folder })).toEqual([])
  expect(readFileSync(dist('dist/THIRD-PARTY-NOTICES.txt'), 'utf8')).toMatch(/^sequelize \d.* \(MIT\)$/m)
  const bytes = globSync('**/*', { cwd: folder }).reduce((sum, path) => sum + (statSync(join(folder, path)).isFile() ? statSync(join(folder, path)).size : 0), 0)
  // the packed one is about a quarter of it
  expect(bytes).toBeLessThan(60 * 1024 * 1024)
})

test('reading an X12 order loads the command line and that reader, not the store, the web server or the other readers', () => {
  const script = `process.argv.splice(1, 0, ''); process.on('exit', () => process.stderr.write(JSON.stringify(Object.keys(require.cache)))); require(${JSON.stringify(dist(manifest.bin['order-to-cash']!))})`
  const { stderr } = spawnSync(process.execPath, ['-e', script, 'read', join(root, 'examples/inbox/0605-cascade-850.edi'), '--summary'], { encoding: 'utf8', cwd: folder })
  const loaded = JSON.parse(stderr) as string[]
  expect(loaded.map((file) => basename(file))).toEqual(expect.arrayContaining(['cli.read.js', 'mappings.edi.x12.js']))
  expect(loaded.filter((file) => /edifact|mail|cli\.serve/.test(basename(file)))).toEqual([])
  expect(loaded.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(400 * 1024)
})

test('what speaks to a Redis is loaded by a worker that has one, and never by a node or the process that works for it', () => {
  const speaks = globSync('chunks/*.js', { cwd: folder }).filter((file) => readFileSync(join(folder, file), 'utf8').includes('moveToActive'))
  expect(speaks).toHaveLength(1)
  const reached = (entries: string[]): Set<string> => {
    const seen = new Set<string>()
    for (const open = entries.map(dist); open.length > 0;) {
      const file = open.pop()!
      if (seen.has(file)) continue
      seen.add(file)
      // what is required only when it is used is named as from chunks/, where its one `require` stands
      for (const [, late, name] of readFileSync(file, 'utf8').matchAll(/(?:(__require)\)?|require|import)\("(\.[^"]+\.js)"\)/g)) open.push(join(late ? dist('chunks') : join(file, '..'), name!))
    }
    return seen
  }
  expect(reached([manifest.bin['order-to-cash']!])).toContain(join(folder, speaks[0]!))
  expect(reached([...manifest.n8n.nodes, 'dist/jobs/apart/child.js'])).not.toContain(join(folder, speaks[0]!))
})

const nodes = globSync('nodes/*/*.node.ts', { cwd: root }).sort()

test.each(nodes)('%s is registered, has an icon for light and dark, a codex, a subtitle, a hint, and operations that n8n fills in', async (file) => {
  expect(manifest.n8n.nodes).toContain(`dist/${file.replace(/\.ts$/, '.js')}`)
  const name = /(\w+)\.node\.ts$/.exec(file)![1]!
  const { [name]: Type } = await import(join(root, file)) as Record<string, new () => INodeType>
  const { description } = new Type!()
  const { light, dark } = description.icon as { light: string; dark: string }
  for (const icon of [light, dark]) expect(existsSync(join(root, file, '..', icon.replace('file:', '')))).toBe(true)
  expect([description.subtitle, description.hints?.length]).toEqual([expect.any(String), 1])
  expect(JSON.parse(readFileSync(join(root, file.replace(/\.ts$/, '.json')), 'utf8'))).toMatchObject({ node: `n8n-nodes-order-to-cash.${description.name}` })
  const node = { id: '1', name, type: description.name, typeVersion: 1, position: [0, 0] as [number, number], parameters: {} }
  expect(NodeHelpers.getNodeParameters(description.properties, {}, true, false, node, description)).toBeTruthy()
})

test.each(globSync('workflows/*.json', { cwd: root }).sort())('%s names its credentials as n8n names new ones, and has no id of them: the editor finds those of whoever imports it', (file) => {
  const { nodes: there } = JSON.parse(readFileSync(join(root, file), 'utf8')) as { nodes: { credentials?: Record<string, object> }[] }
  for (const { credentials } of there) for (const [type, credential] of Object.entries(credentials ?? {})) expect([type, credential]).toEqual([type, { id: null, name: { orderStoreApi: 'Order Store account', orderSandboxApi: 'Order Sandbox account' }[type] }])
})

test.each(globSync('saved/*.json', { cwd: __dirname }).sort())('a workflow as it was saved, %s, still finds its nodes, versions, operations and fields', async (file) => {
  const saved = JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as { nodes: { name: string; type: string; typeVersion: number; parameters: Record<string, unknown> }[] }
  const types = new Map<string, INodeTypeDescription>(await Promise.all(nodes.map(async (file) => {
    const name = /(\w+)\.node\.ts$/.exec(file)![1]!
    const { [name]: Type } = await import(join(root, file)) as Record<string, new () => INodeType>
    const { description } = new Type!()
    return [`n8n-nodes-order-to-cash.${description.name}`, description] as const
  })))
  const mine = saved.nodes.filter(({ type }) => type.startsWith('n8n-nodes-order-to-cash.'))
  // one of them has every node
  if (file.endsWith('saved/0.1.0.json')) expect([...new Set(mine.map(({ type }) => type))].sort()).toEqual([...types.keys()].sort())
  for (const { name, type, typeVersion, parameters } of mine) {
    const description = types.get(type)!
    expect([name, [description.version].flat().includes(typeVersion)]).toEqual([name, true])
    const node = { id: '1', name, type, typeVersion, position: [0, 0] as [number, number], parameters: parameters as never }
    const filled = NodeHelpers.getNodeParameters(description.properties, parameters as never, true, false, node, description)!
    // what was saved is still known under its name and means what it meant
    for (const [field, value] of Object.entries(parameters)) expect([name, field, filled[field]]).toEqual([name, field, value])
    const offered = description.properties.filter((property) => property.name === 'operation').flatMap((property) => (property.options ?? []).map((option) => ('value' in option ? option.value : undefined)))
    if (parameters.operation !== undefined) expect(offered).toContain(parameters.operation)
  }
})
