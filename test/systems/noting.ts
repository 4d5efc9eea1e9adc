import { type Tx } from '../../store/store'

/** A transaction that says when something is written in it. */
export const noting = (tx: Tx, wrote: () => void): Tx => ({
  ...tx,
  execute: (...args) => { wrote(); return tx.execute(...args) },
  insertRows: (...args) => { wrote(); return tx.insertRows(...args) },
  insertNew: (...args) => { wrote(); return tx.insertNew(...args) },
  updateRows: (...args) => { wrote(); return tx.updateRows(...args) },
})
