import { STRUCTURES as EDIFACT } from '../edifact/structures'
import { STRUCTURES as TRADACOMS } from '../tradacoms/structures'
import { STRUCTURES as X12 } from '../x12/structures'
import { Places } from './places'

/** Message types that are not here have no check of their structure. */
const NOTATIONS = new Map([...X12, ...EDIFACT, ...TRADACOMS])

const made = new Map<string, Places>()

/** The places of a message type; undefined where its structure is not checked. */
export function placesOf(type: string): Places | undefined {
  const known = made.get(type)
  if (known) return known
  const notation = NOTATIONS.get(type)
  if (notation === undefined) return undefined
  const places = new Places(notation)
  made.set(type, places)
  return places
}
