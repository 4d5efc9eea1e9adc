import { parseArgs } from 'node:util'
import { runDay } from './day/run'
import { watchParent } from './day/parent'
import { type Erp, ERPS } from './day/systems'
import { en } from './day/texts/en'
import { type DayTexts } from './day/texts/texts'
import { zh } from './day/texts/zh'
import { type LANGUAGES, textsIn } from '../web/texts/languages'

const DAYS: Record<keyof typeof LANGUAGES, DayTexts> = { en, zh }
/** Days with one ERP do not go on with another. */
const DATA: Record<Erp, string> = { sandbox: 'data', tryton: 'data/tryton' }

/**
 * `npm start`: a business day of the sample company on an embedded database and simulated systems. `--erp tryton` puts a
 * real Tryton in the place of the simulated ERP, `--inbox DIR` takes orders from another folder, `--faults FILE` lets things go wrong in the systems, `--data DIR` keeps everything
 * elsewhere, `--exit` ends after the day, `--lang zh` speaks Chinese.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      exit: { type: 'boolean', default: false }, erp: { type: 'string', default: 'sandbox' }, inbox: { type: 'string' }, faults: { type: 'string' }, data: { type: 'string' }, port: { type: 'string', default: '8080' }, lang: { type: 'string' },
    },
  })
  const erp = ERPS.find((name) => name === values.erp)
  if (erp === undefined) throw new Error(`There is no ERP ${values.erp} to start: --erp is one of ${ERPS.join(', ')}`)
  const words = DAYS[textsIn(values.lang ?? process.env.ORDER_TO_CASH_LANG).language as keyof typeof LANGUAGES]
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { stop.abort() })
  watchParent(() => { stop.abort() })
  process.exitCode = await runDay({ ...values, erp, words, data: values.data ?? DATA[erp], port: Number(values.port), stop: stop.signal })
}

main().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
  if (process.env.ORDER_TO_CASH_LOG === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
