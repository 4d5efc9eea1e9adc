import { type Migration } from './table'

/** Natural keys begin with the buyer and the reference: see `naturalKeyOf`. */
export const naturalKeys: Migration = {
  name: '0007-natural-keys',
  async up({ query, dialect, options }) {
    const joined = (...parts: string[]): string => (dialect === 'sqlite' ? parts.join(' || ') : `concat(${parts.join(', ')})`)
    const beginning = (column: string, characters: number): string => `substr(${joined(column, `'${' '.repeat(characters)}'`)}, 1, ${characters})`
    const prefix = joined(beginning('buyer', 8), beginning('reference', 16))
    // one that was begun and killed on MariaDB has them already
    await query.sequelize.query(`UPDATE orders SET natural_key = ${joined(prefix, 'substr(natural_key, 1, 40)')} WHERE natural_key IS NOT NULL AND substr(natural_key, 1, 24) <> ${prefix}`, options)
  },
}
