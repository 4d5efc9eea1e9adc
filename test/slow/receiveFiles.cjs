// node receiveFiles.cjs STORE KEYS NOW NO FILE…: receives the files all at once, with the built product, as one process of several.
const { readFileSync } = require('node:fs')
const { basename, join } = require('node:path')
const dist = join(__dirname, '..', '..', 'dist')
const { openStore } = require(join(dist, 'store', 'open.js'))
const { receive } = require(join(dist, 'sync', 'receive.js'))
const { connectorOf } = require(join(dist, 'connectors', 'registry.js'))

async function main([url, keys, now, no, ...files]) {
  const store = await openStore(url, { keys })
  const context = { store, clock: { now: () => new Date(now) }, log: () => undefined, actor: 'inbox', owner: `process-${no}`, connect: connectorOf }
  await Promise.all(files.map((file, index) => receive(context, { channel: 'test', transportId: `${no}-${index}`, bytes: readFileSync(file), fileName: basename(file) })))
  await store.close()
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exitCode = 1
})
