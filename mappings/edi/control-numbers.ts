/**
 * Control numbers seen, for finding repeats. Senders count upwards, so runs are kept instead of numbers: a file with a million
 * messages takes a few bytes. Numbers are equal by value where both are numeric (`0001` and `1`).
 */
export class ControlNumbers {
  private readonly runs: { from: number; to: number }[] = []
  private readonly others = new Set<string>()

  /** Was it seen before? It is seen from now on. */
  seen(control: string): boolean {
    const number = countOf(control)
    if (number < 0) {
      if (this.others.has(control)) return true
      this.others.add(control)
      return false
    }
    // nearly always the next one
    const last = this.runs[this.runs.length - 1]
    if (last?.to === number - 1) {
      last.to = number
      return false
    }
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

/** The number of at most 15 digits; -1 for any other text. */
function countOf(control: string): number {
  if (control.length === 0 || control.length > 15) return -1
  let number = 0
  for (let i = 0; i < control.length; i++) {
    const digit = control.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}
