import { type Mapping } from './message'

/** For messages that are recognised and counted, and not mapped. */
export const unmapped: Mapping = () => ({ segment: () => undefined, result: () => ({}) })
