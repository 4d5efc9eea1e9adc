import { type Db } from './store'

/**
 * A message's row is claimed and ended in the page that it was added to. InnoDB fills its pages, and where a row grows in a full page it writes all of
 * the page into its log, 20 kB for a message of 2 kB; where no value changes its length, only what changed. So a row has room from the start: an
 * owner of a fixed length, which no claim makes longer, and blanks in place of what is noted at its end. (SQLite logs whole pages anyway.)
 */
const OWNER = 64
const END = 200

/** What a row that is added holds in place of an owner and of its end. */
export const roomOf = ({ dialect }: Db): { owner: string | null; room: string | null } =>
  (dialect === 'mariadb' ? { owner: storedOwner(''), room: ' '.repeat(END) } : { owner: null, room: null })

/** A worker's name as it stands in a row. */
export const storedOwner = (owner: string): string => owner.padEnd(OWNER)

/** The worker that a row names. */
export const ownerOf = (stored: string | null): string | undefined => stored?.trimEnd() || undefined
