import { randomInt } from 'node:crypto'

/** The number of the last call. Counted from anywhere, since other processes stand behind the same gateway. */
let last = randomInt(2 ** 40)

/** A number of its own for each call: its answer bears it. */
export const nextCall = (): number => ++last

/** Does an answer bear the number of another call? */
export const isOther = (body: unknown, id: number): boolean => typeof body === 'object' && body !== null && 'id' in body && body.id !== id
