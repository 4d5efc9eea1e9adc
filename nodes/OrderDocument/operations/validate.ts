import { type Problem } from '../../../orders/problem'
import { engine } from '../../engine'
import { inputFields, inputOf } from '../../input'
import { type Call, type Made, type Operation } from '../../operation'
import { profileFields, profileOf } from '../profile'

/** One item a document: valid or not, and every problem with where it is. */
export const validate: Operation = {
  option: { name: 'Validate', value: 'validate', action: 'Validate a document', description: 'Say of a document whether it can be taken, and what is wrong where' },
  properties: [...inputFields, ...profileFields],
  async run({ node, index, signal }: Call): Promise<Made[]> {
    const { readDocument, stops, describe } = await engine()
    const { bytes, fileName } = await inputOf(node, index)
    const profile = await profileOf(node, index)
    const problems: (Problem & { control?: string })[] = []
    let messages = 0
    let format = 'unknown'
    for await (const event of readDocument(bytes, { file: fileName, profile: () => profile })) {
      signal?.throwIfAborted()
      if (event.kind === 'message') messages++
      else format = event.format
      problems.push(...event.problems.map((problem) => (event.kind === 'message' && event.control !== undefined ? { ...problem, control: event.control } : problem)))
    }
    return [{ json: { file: fileName, format, messages, valid: messages > 0 && !problems.some(stops), text: problems.map(describe).join('\n'), problems } }]
  },
}
