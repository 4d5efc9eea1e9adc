import { type FaultKind } from '../connectors/fault'
import { type MessageState } from '../store/records'

/** What a fault makes of its message. */
interface Rule {
  /** State while it waits for the next attempt. */
  state: MessageState
  /** When to try again: by back-off, as told by the system, after `settle`, or never. */
  next: 'backOff' | 'told' | 'settle' | 'never'
  /** Attempts after which it is a dead letter. */
  attempts: number
}

/** The whole retry policy, as data. Attempts are counted when a message is claimed, so that a crash counts too. */
export const RETRY: Record<FaultKind, Rule> = {
  again: { state: 'waiting', next: 'backOff', attempts: 100 },
  wait: { state: 'waiting', next: 'told', attempts: 200 },
  login: { state: 'waiting', next: 'backOff', attempts: 100 },
  unknown: { state: 'unknown', next: 'settle', attempts: 100 },
  refused: { state: 'refused', next: 'never', attempts: 1 },
}

/** First pause in ms, doubled with each attempt up to the cap. */
const FIRST = 500
/** One message that had bad luck many times in a row holds up one order; a system that is down is spared by its circuit, not by this. */
const CAP = 2 * 60_000
/** The same for a system that only ever has us wait: it is up, and asks to be called less. */
const WAIT_CAP = 10 * 60_000
/** What waits is no case: an answer that says "tomorrow" by mistake must not hold it back unseen. */
const TOLD_CAP = 3_600_000
/** How often it is believed when a system says to come again: one that goes on saying "at once" is asked less and less often. */
const BELIEVED = 10

/** Milliseconds until the next attempt: exponential with full jitter on the upper half, so that many don't come back at once. */
export function pause(kind: FaultKind, attempt: number, settle: number, toldMs: number | undefined, chance: number): number {
  const backOff = backOffAt(attempt, chance)
  switch (RETRY[kind].next) {
    case 'told': return Math.min(TOLD_CAP, Math.max(toldMs ?? backOff, attempt > BELIEVED ? backOffAt(attempt - BELIEVED, chance, WAIT_CAP) : 0))
    case 'settle': return Math.max(settle, backOff)
    case 'backOff': return backOff
    case 'never': return 0
  }
}

function backOffAt(attempt: number, chance: number, cap = CAP): number {
  const step = Math.min(cap, FIRST * 2 ** Math.min(attempt - 1, 20))
  return Math.round(step / 2 + (step / 2) * chance)
}
