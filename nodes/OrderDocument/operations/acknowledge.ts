import { engine } from '../../engine'
import { inputFields, inputOf } from '../../input'
import { type Call, type Made, type Operation } from '../../operation'
import { controlField, outputField, written } from '../output'

/** One item an answer; none where there is nothing to acknowledge. */
export const acknowledge: Operation = {
  option: { name: 'Acknowledge', value: 'acknowledge', action: 'Acknowledge a document', description: 'Write the technical acknowledgement of an X12 or EDIFACT document' },
  properties: [
    {
      displayName: 'As',
      name: 'as',
      type: 'options',
      options: [
        { name: '997 (X12)', value: '997' }, { name: '999 (X12)', value: '999' }, { name: 'CONTRL (EDIFACT)', value: 'CONTRL' }, { name: 'TA1 (X12)', value: 'TA1' },
      ],
      default: '997',
    },
    ...inputFields,
    controlField,
    outputField,
  ],
  async run({ node, index }: Call): Promise<Made[]> {
    const loaded = await engine()
    const { bytes, fileName } = await inputOf(node, index)
    const as = node.getNodeParameter('as', index) as '997' | '999' | 'TA1' | 'CONTRL'
    let control = node.getNodeParameter('control', index) as number
    const source = (async function* () { yield bytes })()
    const answers = await loaded.acknowledge(source, { file: fileName, as, at: loaded.localMinute(new Date()), control: () => control++ })
    return Promise.all(answers.map((answer) => written(node, index, Buffer.from(answer, 'latin1'), as, { as, of: fileName })))
  },
}
