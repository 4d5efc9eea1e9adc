type Attributes = Record<string, string | number | boolean>

export interface Step<T> {
  /** Joins it with all else that was done for the same arrival, in whatever process. */
  correlation: string
  attributes: Attributes
  /** What is to be said of how it ended; with `failed` it counts as an error. */
  ended?: (result: T) => { attributes: Attributes; failed?: string }
}

/** Notes a step of work as a span, and does it. */
export type Trace = <T>(name: string, step: Step<T>, work: () => Promise<T>) => Promise<T>

/** Does the work, as a span where somebody wants traces. */
export const traced = <T>(context: { trace?: Trace }, name: string, step: Step<T>, work: () => Promise<T>): Promise<T> => (context.trace ? context.trace(name, step, work) : work())
