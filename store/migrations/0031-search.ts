import { type Migration } from './table'

/** Orders are found by the beginning of their buyer's reference without reading all of them. */
export const search: Migration = {
  name: '0031-search',
  async up({ query, dialect, options }) {
    if ((await query.showIndex('orders', options) as { name: string }[]).some((index) => index.name === 'orders_reference')) return
    // MariaDB takes no whole text into an index
    await query.addIndex('orders', { ...options, name: 'orders_reference', fields: ['company', dialect === 'mariadb' ? { name: 'reference', length: 64 } : 'reference'] })
  },
}
