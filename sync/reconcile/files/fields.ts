/** The fields that are compared, besides the key. Open: a name that a row brings is added, so that nothing goes unseen. */
export class Fields {
  readonly names: string[] = []
  readonly bytes: Buffer[] = []

  constructor(names: readonly string[], private readonly key: string, readonly open: boolean) {
    for (const name of names) this.add(name)
  }

  add(name: string): void {
    if (name === this.key || this.names.includes(name)) return
    if (this.names.length >= MOST) throw new RangeError(`the rows have more than ${MOST} fields: name those to compare`)
    this.names.push(name)
    this.bytes.push(Buffer.from(name))
  }
}

const MOST = 1000
