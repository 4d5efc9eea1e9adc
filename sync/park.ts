import { type Command } from '../orders/command'
import * as cases from '../store/cases'
import { type Tx } from '../store/store'
import { ownCompanies } from './company'
import { type Context, instant } from './context'
import { uuidv7 } from './ids'
import { type Outcome, submit, type Submission } from './submit'

/** Hours that a report may wait for what it belongs to before it is a person's business. */
const PATIENCE = 24

/** A report that came before what it belongs to waits as a case, and is tried again with every follow. */
export async function park(context: Context, tx: Tx, submission: Submission, outcome: Outcome & { outcome: 'refused' }): Promise<void> {
  const { subject, command, circumstance } = submission
  await cases.open(tx, {
    id: uuidv7(), company: subject.company, kind: 'parked', system: 'issuer' in command ? command.issuer : '', subject: `order/${subject.order}`, field: nameOf(command),
    text: `${outcome.findings.map((f) => f.text).join(' ')} It is tried again with every follow.`, seenAt: instant(context),
    dueAt: new Date(context.clock.now().getTime() + PATIENCE * 3_600_000).toISOString(), detail: { command, circumstance },
  })
}

/** Tries everything that is parked; answers how many counted now. */
export async function retryParked(context: Context): Promise<number> {
  let applied = 0
  const parked = (await Promise.all((await ownCompanies(context.store)).map((company) => cases.list(context.store, company.code, { state: 'open', kind: 'parked', limit: 1000 })))).flat()
  for (const waiting of parked) {
    const detail = waiting.detail as { command: Command; circumstance: Submission['circumstance'] }
    const outcome = await submit(context, { subject: { company: waiting.company, order: waiting.subject.slice('order/'.length) }, ...detail }, async (tx, result) => {
      if (result.outcome === 'accepted') await cases.close(tx, waiting.id, { result: 'what it waited for came', by: context.actor, at: instant(context) })
    })
    if (outcome.outcome === 'accepted' && outcome.changed) applied++
  }
  return applied
}

function nameOf(command: Command): string {
  switch (command.type) {
    case 'deliver': return `deliver ${command.despatch}`
    case 'pay': return `pay ${command.payment}`
    default: return command.type
  }
}
