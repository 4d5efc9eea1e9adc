/**
 * Control numbers seen, for finding repeats. Senders count upwards, so runs are kept instead of numbers: a file with a million
 * messages takes a few bytes. Numbers are equal by value where both are numeric (`0001` and `1`).
 */
export class ControlNumbers {
  private readonly runs: { from: number; to: number }[] = []
  private readonly others = new Set<string>()

  /** Was it seen before? It is seen from now on. */
  seen(control: string): boolean {
    if (!/^\d{1,15}$/.test(control)) {
      if (this.others.has(control)) return true
      this.others.add(control)
      return false
    }
    const number = Number(control)
    const index = this.runBefore(number)
    const run = this.runs[index]
    if (run && number <= run.to) return true
    const next = this.runs[index + 1]
    if (run && number === run.to + 1) {
      run.to = number
      if (next?.from === number + 1) {
        run.to = next.to
        this.runs.splice(index + 1, 1)
      }
    } else if (next?.from === number + 1) next.from = number
    else this.runs.splice(index + 1, 0, { from: number, to: number })
    return false
  }

  /** Index of the last run that starts at or below the number; -1 where none does. */
  private runBefore(number: number): number {
    let low = 0
    let high = this.runs.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.runs[middle]!.from <= number) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
