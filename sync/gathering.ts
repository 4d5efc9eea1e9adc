interface Waiting<Asked, Given> { asked: Asked; given: (answer: Given) => void; failed: (error: unknown) => void }

/** Answers many questions by few transactions: while one is under way the next questions gather, and go into the following one together. */
export class Gathering<Asked, Given> {
  private waiting: Waiting<Asked, Given>[] = []
  private running = false

  /** `answerAll` answers in the order of the questions. */
  constructor(private readonly answerAll: (asked: readonly Asked[]) => Promise<readonly Given[]>) {}

  ask(asked: Asked): Promise<Given> {
    return new Promise((given, failed) => {
      this.waiting.push({ asked, given, failed })
      if (!this.running) void this.run()
    })
  }

  private async run(): Promise<void> {
    this.running = true
    while (this.waiting.length > 0) {
      const group = this.waiting
      this.waiting = []
      try {
        const answers = await this.answerAll(group.map(({ asked }) => asked))
        for (const [place, { given }] of group.entries()) given(answers[place]!)
      } catch (error) {
        for (const { failed } of group) failed(error)
      }
    }
    this.running = false
  }
}
