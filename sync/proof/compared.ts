import { DIFFERENCES } from '../reconcile/difference'
import { type Reconciled } from '../reconcile/reconcile'
import { type Sum } from '../reconcile/sums'
import { linkSums, openCases } from '../../store/proofs'
import { type Db } from '../../store/store'
import { type Proof } from './proof'

/** How many cases a proof names; it counts them all. */
const NAMED = 1000

/**
 * What a proof says of the systems: by system and kind what must be there by us, and beside it what the system itself said in
 * this night's comparison. `night` is that comparison; without it, or where a system did not answer, there is only our side.
 */
export async function comparisonOf(db: Db, company: string, night: Reconciled | undefined): Promise<Pick<Proof, 'systems' | 'comparison'>> {
  const said = new Map((night?.perSystem ?? []).map(({ system, kind, sums }) => [`${system} ${kind}`, { system, kind, ...sums }]))
  const systems: Proof['systems'] = [...said.values()].filter(({ ours, theirs, foreign }) => ours.records + theirs.records + foreign.records > 0).map(({ system, kind, ours, theirs, foreign }) =>
    ({ system, kind, ...byCurrency(ours), there: byCurrency(theirs), ...(foreign.records > 0 ? { foreign: byCurrency(foreign) } : {}) }))
  for (const { system, kind, records, amounts } of await linkSums(db, company)) if (!said.has(`${system} ${kind}`)) systems.push({ system, kind, records, amounts })
  const { count, ids } = await openCases(db, company, DIFFERENCES, NAMED)
  return {
    systems: systems.sort((a, b) => (`${a.system} ${a.kind}` < `${b.system} ${b.kind}` ? -1 : 1)),
    comparison: {
      ...(night ? { repaired: night.repaired, inFlight: night.inFlight, unreachable: night.unreachable } : { state: 'not compared' as const }),
      openDifferences: { count, cases: ids },
    },
  }
}

const byCurrency = ({ records, amounts }: Sum): Sum => ({ records, amounts: Object.fromEntries(Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1))) })

/** `3 records, 375.00 EUR`. */
export const sumText = ({ records, amounts }: Sum): string => [`${records} ${records === 1 ? 'record' : 'records'}`, ...Object.entries(amounts).map(([currency, amount]) => `${amount} ${currency}`)].join(', ')
