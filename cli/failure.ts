/** What went wrong and what to do, for the person at the terminal; shown without a stack. */
export class Failure extends Error {
  override readonly name = 'Failure'
}
