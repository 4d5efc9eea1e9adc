/** The machine's own clock and chance, which leases, time-outs and back-off run on: a simulation brings others. */
export interface Machine {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number
  /** From 0 to 1, the latter never reached. */
  readonly chance: () => number
  /** Waits so many ms, or until the signal comes. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** A signal that comes after so many ms. */
  readonly expiry: (ms: number) => AbortSignal
}

/** The real one. */
export const machine: Machine = {
  nowMs: () => Date.now(),
  chance: () => Math.random(),
  sleep: (ms, signal) => new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const timer = setTimeout(done, ms)
    function done(): void { clearTimeout(timer); signal?.removeEventListener('abort', done); resolve() }
    signal?.addEventListener('abort', done)
  }),
  expiry: (ms) => AbortSignal.timeout(ms),
}
