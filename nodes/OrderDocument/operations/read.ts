import { engine } from '../../engine'
import { inputFields, inputOf } from '../../input'
import { type Call, type Made, type Operation } from '../../operation'
import { profileFields, profileOf } from '../profile'

/** One item a message, with its problems; where a file has problems of its own, or no message at all, one more for the file. */
export const read: Operation = {
  option: { name: 'Read', value: 'read', action: 'Read a document', description: 'Make of a document of any format one item per message, with the order in it and its problems' },
  properties: [...inputFields, ...profileFields],
  async run({ node, index, signal }: Call): Promise<Made[]> {
    const { readDocument } = await engine()
    const { bytes, fileName } = await inputOf(node, index)
    const profile = await profileOf(node, index)
    const made: Made[] = []
    for await (const event of readDocument(bytes, { file: fileName, profile: () => profile })) {
      signal?.throwIfAborted()
      if (event.kind === 'message' || event.problems.length > 0 || made.length === 0) made.push({ json: event })
    }
    return made
  },
}
