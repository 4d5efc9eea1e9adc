import { trySample } from '../../mappings/sample'
import { type Profile } from '../../mappings/profile'
import { isaIdentifier, unbIdentifier } from '../../mappings/edi/identifiers'
import * as interchanges from '../../store/interchanges'
import { type Partner } from '../../store/records'
import { acceptedOf } from '../../store/orders'
import { type Context } from '../context'
import { systemsOf } from '../systems'

/** One step of taking a partner on. */
export interface Step { step: string; done: boolean; text: string }

const TAKEN = new Set(['accepted', 'acceptedWithErrors'])

/** How far a partner's onboarding is: his envelope, channel, samples, tests both ways, and first orders. */
export async function checklist(context: Context, partner: Partner): Promise<Step[]> {
  const { edi, onboarding } = partner.profile as Profile
  const exchanged = await interchanges.list(context.store, partner.company, { partner: partner.code, limit: 1000 })
  const steps: Step[] = []
  if (edi) {
    const his = edi.standard === 'x12' ? isaIdentifier(edi.them.qualifier, edi.them.id) : unbIdentifier(edi.them.id, edi.them.qualifier)
    const known = partner.identifiers.some(({ scheme, value }) => scheme === his?.scheme && value === his.value)
    steps.push({ step: 'identifiers', done: known, text: known ? `${his?.scheme} ${his?.value} is his` : `${his?.scheme} ${his?.value} of edi.them is not among his identifiers: what he sends would be nobody's` })
    steps.push(await channelStep(context, partner, edi.channel))
  }
  steps.push(await samplesStep(partner))
  if (edi) {
    const test = exchanged.find((one) => one.direction === 'in' && one.test && TAKEN.has(one.state))
    steps.push({ step: 'test in', done: test !== undefined, text: test ? `${test.type} ${test.control} of ${test.at.slice(0, 10)} was taken without an error` : 'no document with the test indicator has come that could be taken' })
    if (edi.acknowledgedWithin !== undefined) {
      const acknowledged = exchanged.find((one) => one.direction === 'out' && TAKEN.has(one.state))
      steps.push({ step: 'acknowledged', done: acknowledged !== undefined, text: acknowledged ? `he accepted our ${acknowledged.type} ${acknowledged.control}` : 'he has acknowledged nothing of ours yet' })
    }
  }
  if (onboarding) {
    const accepted = await acceptedOf(context.store, partner.company, partner.code, onboarding.heldOrders)
    steps.push({ step: 'first orders', done: accepted >= onboarding.heldOrders, text: `${Math.min(accepted, onboarding.heldOrders)} of ${onboarding.heldOrders} were looked at and accepted` })
  }
  return steps
}

async function channelStep(context: Context, { company }: Partner, channel: string): Promise<Step> {
  const system = (await systemsOf(context)).find((one) => one.company === company && one.name === channel)
  if (!system) return { step: 'channel', done: false, text: `there is no system ${channel}` }
  try {
    await system.connector.check()
  } catch (error) {
    return { step: 'channel', done: false, text: error instanceof Error ? error.message : String(error) }
  }
  return { step: 'channel', done: system.mode === 'live', text: `${channel} is reachable and ${system.mode}` }
}

async function samplesStep({ profile }: Partner): Promise<Step> {
  const { samples = [] } = profile as Profile
  const failing: string[] = []
  for (const sample of samples) if ((await trySample(sample, profile)).length > 0) failing.push(sample.name)
  return { step: 'samples', done: samples.length > 0 && failing.length === 0, text: samples.length === 0 ? 'his profile has none' : `${samples.length - failing.length} of ${samples.length} are read as expected${failing.length > 0 ? `; not ${failing.join(', ')}` : ''}` }
}
