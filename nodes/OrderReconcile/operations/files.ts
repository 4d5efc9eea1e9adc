import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type IExecuteFunctions } from 'n8n-workflow'
import { engine } from '../../engine'
import { type Call, type Made, type Operation } from '../../operation'
import { AGREED, DIFFERENT, ONLY_LEFT, ONLY_RIGHT } from '../outputs'
import { comparedFields, questionOf } from './items'

const OUTPUT = { different: DIFFERENT, double: DIFFERENT, onlyLeft: ONLY_LEFT, onlyRight: ONLY_RIGHT } as const

/** Only differences become items, at most so many as asked for; the sums are one item on the first output. */
export const files: Operation = {
  option: { name: 'Two Files', value: 'files', action: 'Compare two files', description: 'Join two CSV or NDJSON files of any size by a key; only the differences become items' },
  properties: [
    { displayName: 'Left Binary Field', name: 'left', type: 'string', default: 'left', required: true, hint: 'The name of the input field with the left file' },
    { displayName: 'Right Binary Field', name: 'right', type: 'string', default: 'right', required: true, hint: 'The name of the input field with the right file' },
    ...comparedFields,
    { displayName: 'Most Differences', name: 'most', type: 'number', typeOptions: { minValue: 1 }, default: 10000, description: 'So many differences become items; the sums count all of them' },
  ],
  async run({ node, index, signal }: Call): Promise<Made[]> {
    const { reconcileFiles } = await engine()
    const folder = await mkdtemp(join(tmpdir(), 'order-to-cash-'))
    try {
      const [left, right] = await Promise.all((['left', 'right'] as const).map((side) => onDisk(node, index, side, folder)))
      const compared = await reconcileFiles({ left: left!, right: right!, ...questionOf(node, index), signal, scratch: folder })
      const most = node.getNodeParameter('most', index) as number
      const made: Made[] = []
      for await (const difference of compared.differences) {
        if (made.length >= most) break
        made.push({ json: difference, output: OUTPUT[difference.kind] })
      }
      return [{ json: { summary: compared.summary, fields: compared.fields, shown: made.length }, output: AGREED }, ...made]
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** A file that n8n keeps on disk or in S3 is copied piece by piece, never held whole. */
async function onDisk(node: IExecuteFunctions, index: number, side: 'left' | 'right', folder: string): Promise<string> {
  const property = node.getNodeParameter(side, index) as string
  const binary = node.helpers.assertBinaryData(index, property)
  const path = join(folder, side)
  if (binary.id) await pipeline(await node.helpers.getBinaryStream(binary.id), createWriteStream(path))
  else await writeFile(path, await node.helpers.getBinaryDataBuffer(index, property))
  return path
}
