// node acknowledgeFiles.cjs STORE KEYS NO FILE…: takes up what a killed process left, receives the files and puts the answers out, with the built product.
const { readFileSync } = require('node:fs')
const { basename, join } = require('node:path')
const dist = join(__dirname, '..', '..', 'dist')
const { openStore } = require(join(dist, 'store', 'open.js'))
const { receive, resume } = require(join(dist, 'sync', 'receive.js'))
const { drain } = require(join(dist, 'sync', 'dispatch.js'))
const { connectorOf } = require(join(dist, 'connectors', 'registry.js'))

async function main([url, keys, no, ...files]) {
  const store = await openStore(url, { keys, environment: 'test' })
  const context = { store, clock: { now: () => new Date('2026-03-02T08:00:00.000Z') }, log: () => undefined, actor: 'inbox', owner: `process-${no}`, connect: connectorOf }
  process.stdout.write('begun\n')
  await resume(context)
  for (const file of files) {
    await receive(context, { channel: 'test', transportId: basename(file), bytes: readFileSync(file), fileName: basename(file) })
    await drain(context, { patienceMs: 0 })
  }
  await drain(context, { patienceMs: 4000 })
  await store.close()
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exitCode = 1
})
