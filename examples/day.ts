import { parseArgs } from 'node:util'
import { runDay } from './day/run'
import { watchParent } from './day/parent'

/**
 * `npm start`: a business day of the sample company on an embedded database and three simulated systems.
 * `--inbox DIR` takes orders from another folder, `--data DIR` keeps everything elsewhere, `--exit` ends after the day.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { exit: { type: 'boolean', default: false }, inbox: { type: 'string' }, data: { type: 'string', default: 'data' }, port: { type: 'string', default: '8080' } },
  })
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { stop.abort() })
  watchParent(() => { stop.abort() })
  process.exitCode = await runDay({ ...values, port: Number(values.port), stop: stop.signal })
}

main().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
  if (process.env.ORDER_TO_CASH_LOG === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
