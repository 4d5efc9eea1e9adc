import { type Command } from '../orders/command'
import { type Finding } from '../orders/finding'
import * as cases from '../store/cases'
import { type CaseRecord } from '../store/records'
import { type Tx } from '../store/store'
import { ownCompanies } from './company'
import { type Context, instant } from './context'
import { type ChangeRequest, isParkedChange, settleChange, submissionOf } from './edi/changeRequest'
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

/** Tries everything that is parked, or only the buyers' changes; answers how many counted now. */
export async function retryParked(context: Context, { changesOnly = false } = {}): Promise<number> {
  let applied = 0
  const parked: CaseRecord[] = []
  for (const { code } of await ownCompanies(context.store)) {
    for await (const waiting of cases.every(context.store, code, { state: 'open', kind: ['parked', TOO_LONG] })) parked.push(waiting)
  }
  for (const waiting of parked) {
    if (isParkedChange(waiting.subject)) {
      if (await retryChange(context, waiting)) applied++
      continue
    }
    if (changesOnly) continue
    const detail = waiting.detail as { command: Command; circumstance: Submission['circumstance'] }
    const outcome = await submit(context, { subject: { company: waiting.company, order: waiting.subject.slice('order/'.length) }, ...detail }, async (tx, result) => {
      if (result.outcome === 'accepted') await cases.close(tx, waiting.id, { result: 'what it waited for came', by: context.actor, at: instant(context) })
    })
    if (outcome.outcome === 'accepted' && outcome.changed) applied++
    if (outcome.outcome === 'refused') await expire(context, waiting)
  }
  return applied
}

/** Changes that wait for an order which has just come; true where it moved the order. */
async function retryChange(context: Context, waiting: CaseRecord): Promise<boolean> {
  const { request } = waiting.detail as { request: ChangeRequest }
  const submission = await submissionOf(context, request)
  if (!submission) {
    await expire(context, waiting)
    return false
  }
  const outcome = await submit(context, submission, async (tx, result) => {
    await cases.close(tx, waiting.id, { result: await settleChange(context, tx, request, result), by: context.actor, at: instant(context) })
  })
  return outcome.outcome === 'accepted' && outcome.changed
}

const TOO_LONG = 'parked-too-long'

/** What waits longer than its limit is a person's business; should it come after all, it is carried out all the same. */
async function expire(context: Context, waiting: CaseRecord): Promise<void> {
  const { id, kind, company, system, subject, field, text, detail, dueAt } = waiting
  if (kind === TOO_LONG || dueAt === undefined || dueAt > instant(context)) return
  await context.store.write(async (tx) => {
    if (!(await cases.close(tx, id, { result: 'its time is over', by: context.actor, at: instant(context) }))) return
    await cases.open(tx, { id: uuidv7(), company, kind: TOO_LONG, system, subject, field, detail, seenAt: instant(context), text: `Since ${waiting.firstSeen.slice(0, 16).replace('T', ' ')} UTC: ${text} Ask whoever sent it, or close this with what you found.` })
  })
}

/** May what was refused be true later, once the rest has come? */
export const mayComeTrue = (findings: readonly Finding[]): boolean => findings.some(({ code }) => code === 'too-early' || code === 'invoiced-not-shipped')

/** What a case about a report goes by, among those of its order. */
export function nameOf(command: Command): string {
  switch (command.type) {
    case 'invoice': return `invoice ${command.invoice}`
    case 'deliver': return `deliver ${command.despatch}`
    case 'credit': return `credit ${command.creditNote}`
    case 'return': return `return ${command.request}`
    case 'pay': return `pay ${command.payment}`
    default: return command.type
  }
}
