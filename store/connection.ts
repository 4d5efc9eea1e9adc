import { type Sequelize } from 'sequelize'

/** An open database of either kind, below {@link Store}. */
export interface Connection {
  readonly dialect: 'sqlite' | 'mariadb'
  readonly sequelize: Sequelize
  /** Byte-order collation of the server. */
  readonly collate?: string
  /** Runs a whole transaction when its turn has come. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  /** The transaction failed in a way that another try may mend (deadlock, lock wait, lost race for a unique key). */
  mayRepeat(error: unknown): boolean
  close(): Promise<void>
}
