/** Seeded chance (mulberry32): the same seed gives the same sequence everywhere. */
export class Chance {
  private state: number

  constructor(private readonly seed: number) {
    this.state = seed >>> 0
  }

  /** From 0 to 1, the latter never reached. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  happens(share: number): boolean {
    return this.next() < share
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  pick<T>(from: readonly T[]): T {
    return from[this.between(0, from.length - 1)]!
  }

  /** A sequence of its own, so that a draw more in one place moves nothing in another. */
  branch(name: string): Chance {
    let hash = this.seed ^ 0x9e3779b9
    for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
    return new Chance(hash)
  }
}
