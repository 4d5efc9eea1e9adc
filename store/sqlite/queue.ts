/** Runs one piece of work after the other, in the order they were asked for. */
export class Queue {
  private last: Promise<unknown> = Promise.resolve()

  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work)
    // the next one does not care how this one ended; the caller gets the failure
    this.last = turn.catch(() => undefined)
    return turn
  }
}

const queues = new Map<string, Queue>()

/** The write queue of a database file (its real path): one a process, however often the file is opened. */
export function queueOf(file: string): Queue {
  let queue = queues.get(file)
  if (!queue) queues.set(file, queue = new Queue())
  return queue
}
