import { mailbox } from './channels/imap'
import { putFolder } from './channels/putFolder'
import { type Connector, type SystemConfig } from './connector'
import { Fault } from './fault'
import { bank } from './sandbox/bank'
import { crm } from './sandbox/crm'
import { erp } from './sandbox/erp'
import { finance } from './sandbox/finance'
import { gateway } from './sandbox/gateway'
import { mes } from './sandbox/mes'
import { service } from './sandbox/service'
import { shop } from './sandbox/shop'
import { tms } from './sandbox/tms'
import { wms } from './sandbox/wms'
import { tryton } from './tryton/tryton'

/** Every connector by its folder: a new one is a line here. */
const CONNECTORS: ReadonlyMap<string, (config: SystemConfig) => Connector> = new Map([
  ['sandbox/erp', erp],
  ['sandbox/wms', wms],
  ['sandbox/finance', finance],
  ['sandbox/mes', mes],
  ['sandbox/crm', crm],
  ['sandbox/tms', tms],
  ['sandbox/bank', bank],
  ['sandbox/shop', shop],
  ['sandbox/service', service],
  ['sandbox/gateway', gateway],
  ['tryton', tryton],
  ['folder', putFolder],
  ['imap', mailbox],
])

/** The connector of a configured system. Throws a `refused` Fault where its name or options are wrong. */
export function connectorOf(config: SystemConfig): Connector {
  const make = CONNECTORS.get(config.connector)
  if (!make) throw new Fault('refused', `${config.name}: there is no connector ${config.connector}, only ${[...CONNECTORS.keys()].join(', ')}`)
  return make(config)
}
