import { type OrderEvent } from '../event'
import { type StageTimes } from './facts'

/** The way of an order as its events tell it, for the indicators. */
export interface Course {
  /** UTC instants. */
  confirmedAt?: string
  /** Of the last despatch that arrived. */
  deliveredAt?: string
  /** The date at the customer's on which he had all of it. Absent where something is on its way, or was never reported. */
  deliveredOn?: string
  /** It was held, waited for an approval or was put right before it was confirmed. */
  touched: boolean
  /** Put right after it was confirmed; what the buyer himself changed is none. */
  corrected: boolean
  /** Milliseconds that it was held or waited for an approval. */
  pausedMs: number
  /** A case was opened about it. */
  hasCase: boolean
}

/** What a course is made of: an event, when it was told, in the order in which they were. */
export type Told = Pick<OrderEvent & { type: (typeof OF_COURSE)[number] }, 'type'> & { at: string; data: Record<string, unknown> }

/** Events that say something about the way of an order. */
export const OF_COURSE = ['held', 'approvalAsked', 'changed', 'confirmed', 'rejected', 'cancelled', 'shipped', 'delivered', 'paid'] as const satisfies readonly OrderEvent['type'][]

/** `dateOf` gives the calendar date at the customer's of a UTC instant. */
export function courseOf(told: readonly Told[], dateOf: (instant: string) => string): Course {
  const course: Course = { touched: false, corrected: false, pausedMs: 0, hasCase: false }
  let pausedSince: string | undefined
  for (const { type, at, data } of told) {
    switch (type) {
      case 'held':
      case 'approvalAsked':
        // agreed anew after a change: no pause before its confirmation
        if (course.confirmedAt !== undefined) break
        course.touched = true
        pausedSince ??= at
        break
      case 'changed':
        if (data.request !== undefined) break
        if (course.confirmedAt === undefined) course.touched = true
        else course.corrected = true
        break
      case 'delivered':
        course.deliveredAt = at
        course.deliveredOn = latest(course.deliveredOn, typeof data.receivedOn === 'string' ? data.receivedOn.slice(0, 10) : dateOf(typeof data.receivedAt === 'string' ? data.receivedAt : at))
        break
      default:
        if (type === 'confirmed') course.confirmedAt ??= at
        if (pausedSince !== undefined) course.pausedMs += Math.max(0, Date.parse(at) - Date.parse(pausedSince))
        pausedSince = undefined
    }
  }
  return course
}

/** When the order was confirmed first, and last shipped, delivered and paid. */
export function stagesOf(told: readonly Told[]): StageTimes {
  const times: StageTimes = {}
  for (const { type, at } of told) {
    if (type === 'confirmed') times.confirmed ??= at
    else if (type === 'shipped' || type === 'delivered' || type === 'paid') times[type] = at
  }
  return times
}

const latest = (one: string | undefined, other: string): string => (one !== undefined && one > other ? one : other)
