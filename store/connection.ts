import { type Sequelize } from 'sequelize'

/** An open database of either kind, below {@link Store}. */
export interface Connection {
  readonly dialect: 'sqlite' | 'mariadb'
  readonly sequelize: Sequelize
  /** Byte-order collation of the server. */
  readonly collate?: string
  /** Runs a whole transaction when its turn has come. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  /** How often in all a transaction that failed with this error is worth running: 1, unless another try may mend it. */
  triesFor(error: unknown): number
  close(): Promise<void>
}
