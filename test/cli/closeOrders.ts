import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { type World } from '../sync/world'

/** Carries what is accepted to its end: sent, shipped, signed for, invoiced and paid. */
export async function closeOrders(world: World): Promise<void> {
  const send = () => drain(world.context, { patienceMs: 3000 })
  await send()
  await world.operate('wms', 'ship')
  await follow(world.context)
  await send()
  await world.operate('wms', 'deliver', { signedBy: 'Petra Ungewöhnlich' })
  await follow(world.context)
  await world.operate('finance', 'pay')
  await follow(world.context)
}
