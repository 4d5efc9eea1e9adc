import { type Command } from 'commander'
import { type System, systemsOf } from '../sync/systems'
import { companyOf, withContext } from './context'
import { list } from './list'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.action(act(check))
}

interface Checked { system: string; role: string; mode: string; ok: boolean; ms: number; text: string }

async function check(terminal: Terminal, options: Globals): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const systems = (await systemsOf(context)).filter((system) => system.company === company)
    const results = await Promise.all(systems.map((system) => checked(system, terminal.signal)))
    await list(terminal, options, [
      { title: 'system', value: (one) => one.system }, { title: 'role', value: (one) => one.role }, { title: 'mode', value: (one) => one.mode },
      { title: 'reachable', value: (one) => (one.ok ? 'yes' : 'no') }, { title: 'ms', value: (one) => one.ms, right: true }, { title: '', value: (one) => one.text },
    ], results, 'No system is configured.')
    return results.every((one) => one.ok) ? 0 : 2
  })
}

async function checked({ name: system, role, mode, connector }: System, signal: AbortSignal): Promise<Checked> {
  const started = performance.now()
  const result = (ok: boolean, text: string): Checked => ({ system, role, mode, ok, ms: Math.round(performance.now() - started), text })
  try {
    await connector.check({ signal })
    return result(true, '')
  } catch (error) {
    return result(false, error instanceof Error ? error.message : String(error))
  }
}
