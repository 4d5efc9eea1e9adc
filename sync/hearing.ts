import { type Excerpt, type Trip } from '../connectors/trip'

/** A trip as it is kept; `left` is how many after it are not. */
export type KeptTrip = Trip & { left?: number }

/** What is kept of one attempt: so many trips, the first and the last of them, and so many characters of their bodies in all. */
const TRIPS = 30
const CHARACTERS = 24_000

/** Hears of the trips of one attempt, and keeps of them what a row is to hold. */
export function hearing(): { heard: (trip: Trip) => void; trips: KeptTrip[] } {
  const trips: KeptTrip[] = []
  let room = CHARACTERS
  const within = (excerpt: Excerpt): Excerpt => {
    const text = excerpt.text.slice(0, room)
    room -= text.length
    return text.length === excerpt.text.length ? excerpt : { text, of: excerpt.of ?? excerpt.text.length }
  }
  return {
    trips,
    heard: ({ asked, answered, ...trip }) => {
      if (trips.length === TRIPS) {
        const before = trips[TRIPS / 2 - 1]!
        trips.splice(TRIPS / 2, 1)
        before.left = (before.left ?? 0) + 1
      }
      trips.push({ ...trip, ...(asked && { asked: within(asked) }), ...(answered && { answered: within(answered) }) })
    },
  }
}
