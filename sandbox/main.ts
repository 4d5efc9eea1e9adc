import { parseArgs } from 'node:util'
import { bank } from './bank/system'
import { crm } from './crm/system'
import { erp } from './erp/system'
import { FaultFileInvalid, readFaultFile } from './faults/file'
import { type FaultRule } from './faults/rule'
import { finance } from './finance/system'
import { gateway } from './gateway/system'
import { mes } from './mes/system'
import { whenParentEnds } from './parent'
import { startSystem } from './server'
import { service } from './service/system'
import { shop } from './shop/system'
import { type System } from './system'
import { tms } from './tms/system'
import { wms, wmsSouth } from './wms/system'

const called = ({ name, instance }: System): string => instance ?? name
const SYSTEMS = new Map<string, System>([erp, wms, finance, mes, crm, tms, bank, shop, service, wmsSouth, gateway].map((system) => [called(system), system]))
const USAGE = `usage: main.js --system ${[...SYSTEMS.keys()].join('|')} --port N --state FILE --token T [--faults FILE]
       main.js --faults FILE --check
  --port 0 takes any free port; the token may come in SANDBOX_TOKEN`

async function main(): Promise<void> {
  const { values } = parseArgs({ options: {
    system: { type: 'string' }, port: { type: 'string', default: '0' }, state: { type: 'string' }, token: { type: 'string' }, faults: { type: 'string' }, check: { type: 'boolean' },
  } })
  const rules = values.faults === undefined ? undefined : readFaultFile(values.faults, [...SYSTEMS.keys()], values.system ?? 'erp')
  if (values.check) return
  const system = SYSTEMS.get(values.system ?? '')
  const token = values.token ?? process.env['SANDBOX_TOKEN']
  const port = Number(values.port)
  if (!system || !values.state || !token || !Number.isInteger(port) || port < 0 || port > 65_535) return fail(USAGE)

  const running = await startSystem(system, { port, state: values.state, token })
  const own = rules?.get(called(system))
  if (own) await switchOn(own, running.url, token)
  const end = (): void => {
    running.close().finally(() => process.exit(0)).catch(complain)
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  whenParentEnds(end)
  process.stdout.on('error', end)
  process.stdout.write(`${JSON.stringify({ system: called(system), port: running.port, url: running.url, pid: process.pid })}\n`)
}

async function switchOn(rules: readonly FaultRule[], url: string, token: string): Promise<void> {
  const answer = await fetch(`${url}/faults`, { method: 'PUT', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(rules) })
  if (!answer.ok) fail(`the faults of ${url}: ${await answer.text()}`)
}

function complain(error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') fail(`${error.message}: the port is taken; give another, or --port 0 for any free one`)
  else if (error instanceof FaultFileInvalid) fail(error.message)
  else fail(error instanceof Error ? error.message : String(error))
}

function fail(text: string): void {
  process.stderr.write(`sandbox: ${text}\n`)
  process.exit(1)
}

main().catch(complain)
