import { drain } from '../sync/dispatch'
import { follow } from '../sync/follow'
import { sendDue } from '../sync/keepSending'
import { receive, resume } from '../sync/receive'
import { reconcile, type Reconciled } from '../sync/reconcile/reconcile'
import { refresh } from '../sync/refresh'
import { COMPANY } from './masterData'
import { Outside } from './outside'
import { People } from './people'
import { type Process } from './process'
import { fileOf } from './tale'
import { MORNING, type World } from './world'

/** How long the bad part of the day lasts, ms. */
const DAY_MS = 75_000
const HOUR = 3_600_000

/** The day of a world: whoever works there dies and is replaced, until the evening, when all is brought to its end and compared. */
export async function live(world: World): Promise<Reconciled> {
  const outside = new Outside(world)
  world.time.later(DAY_MS, () => { world.evening.abort() })
  await Promise.all([
    ...[1, 2].map(() => world.keepUp('worker', (process) => work(world, process))),
    world.keepUp('intake', (process) => takeIn(world, process)),
    world.keepUp('people', (process) => decide(world, process)),
    operate(world, outside),
  ])
  return finish(world, outside)
}

async function work(world: World, process: Process): Promise<void> {
  const context = world.context(process, 'system')
  while (!world.isEvening()) {
    // by turns the two ways in which processes send: slots that are filled anew as calls end, and rounds
    await trying(world, process, () => (world.chance.happens(0.5) ? sendDue(context, { signal: world.evening.signal }) : drain(context, { patienceMs: 3000, signal: world.evening.signal })))
    await trying(world, process, () => follow(context))
    if (world.chance.happens(0.1)) await trying(world, process, () => refresh(context))
    await process.sleep(world.chance.between(500, 6000), world.evening.signal)
  }
}

async function takeIn(world: World, process: Process): Promise<void> {
  const context = world.context(process, 'inbox')
  await trying(world, process, () => resume(context))
  for (const file of world.files.toSorted((a, b) => a.at - b.at)) {
    await process.sleep(Date.parse(MORNING) + file.at - world.time.at)
    while (!file.taken && !world.isEvening()) {
      await trying(world, process, async () => {
        await receive(context, { channel: 'folder', transportId: file.transportId, bytes: fileOf(file), fileName: `${file.transportId}.csv` })
        file.taken = true
      })
      if (!file.taken) await process.sleep(1000)
    }
  }
}

async function decide(world: World, process: Process): Promise<void> {
  const people = new People(world, process)
  while (!world.isEvening()) {
    await trying(world, process, () => people.round())
    await process.sleep(3000, world.evening.signal)
  }
}

async function operate(world: World, outside: Outside): Promise<void> {
  while (!world.isEvening()) {
    outside.round()
    await world.time.sleep(2000, world.evening.signal)
  }
}

/** What fails is tried again by whoever loops. */
async function trying(world: World, process: Process, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    world.tell(`${process.name} fails: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** The evening: nothing bad happens any more, everything that was begun is brought to its end, and the night compares. */
async function finish(world: World, outside: Outside): Promise<Reconciled> {
  const process = world.process('evening')
  const context = world.context(process, 'system')
  const people = new People(world, process)
  await resume(context)
  for (const file of world.files) if (!file.taken) await receive(world.context(process, 'inbox'), { channel: 'folder', transportId: file.transportId, bytes: fileOf(file), fileName: `${file.transportId}.csv` })
  const settle = async (): Promise<void> => {
    let last = {}
    for (let round = 0; round < 50; round++) {
      const decided = await people.round()
      const { claimed } = await drain(context, { patienceMs: 48 * HOUR })
      const { changes, applied } = await follow(context)
      last = { decided, claimed, changes, applied, outside: outside.round(true) }
      if (Object.values(last).every((count) => count === 0)) return
    }
    throw new Error(`the evening comes to no end: each round has ${JSON.stringify(last)}`)
  }
  await settle()
  await refresh(context)
  const night = await world.time.withFiles(() => reconcile(context, { company: COMPANY }))
  // what no feed had told is known by now, and goes on
  await settle()
  return night
}
