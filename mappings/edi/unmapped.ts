import { type Mapper, type Mapping } from './message'

const NOTHING: Mapper = { segment: () => undefined, result: () => ({}) }

/** For messages that are recognised and counted, and not mapped. */
export const unmapped: Mapping = () => NOTHING
