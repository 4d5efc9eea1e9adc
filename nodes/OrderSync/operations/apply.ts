import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accessOf } from '../../access'
import { engine } from '../../engine'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'

/** One item a record. What is only in the store stays; the same again changes nothing. */
export const apply: Operation = {
  option: { name: 'Apply Configuration', value: 'apply', action: 'Apply a configuration', description: 'Write company, partners, people, systems, rules and schedule into the store, from YAML' },
  properties: [
    {
      displayName: 'Source',
      name: 'source',
      type: 'options',
      options: [
        { name: 'Folder', value: 'folder', description: 'YAML files on the disk of this n8n' },
        { name: 'Sample Company', value: 'sample', description: 'A company to try on, with partners, rules and simulated systems; its credential has the environment "sample"' },
        { name: 'Text', value: 'text', description: 'One YAML text with all records' },
      ],
      default: 'text',
    },
    { displayName: 'Folder', name: 'folder', type: 'string', default: '', required: true, placeholder: '/home/node/company', displayOptions: { show: { source: ['folder'] } } },
    { displayName: 'YAML', name: 'yaml', type: 'string', typeOptions: { rows: 12 }, default: '', required: true, placeholder: '- { kind: company, key: ACME, name: Acme Ltd, currency: EUR, zone: Europe/Berlin, … }', displayOptions: { show: { source: ['text'] } } },
    { displayName: 'Only Look', name: 'dryRun', type: 'boolean', default: false, description: 'Whether to only say what would change' },
    { displayName: 'Take', name: 'take', type: 'boolean', default: false, description: 'Whether this wins where a record was changed elsewhere meanwhile; else nothing at all is written then' },
  ],
  async run({ node, index }: Call): Promise<Made[]> {
    const { applyFolder, sampleCompany, withAccess } = await engine()
    const credential = await node.getCredentials('orderStoreApi')
    const options = { dryRun: node.getNodeParameter('dryRun', index) as boolean, take: node.getNodeParameter('take', index) as boolean, company: (credential.company || undefined) as string | undefined }
    const applied = await withAccess(accessOf(credential), async (context) => {
      switch (node.getNodeParameter('source', index)) {
        // the sample names its company itself
        case 'sample': return applyFolder(context, sampleCompany(), { ...options, company: undefined })
        case 'folder': return applyFolder(context, folderOf(textOf(node, 'folder', index)), options)
        default: return inFolder(textOf(node, 'yaml', index), (folder) => applyFolder(context, folder, options))
      }
    })
    const conflicts = applied.filter(({ change }) => change === 'conflict').map(({ kind, key }) => `${kind} ${key}`)
    if (conflicts.length > 0) throw new Error(`Nothing was applied: ${conflicts.join(', ')} was changed elsewhere since. Look at it, then switch on Take to let this win`)
    return applied.map((json) => ({ json }))
  },
}

function folderOf(named: string): string {
  if (named === '') throw new Error('No folder is named: give the path of a folder with YAML files where this n8n runs')
  return named
}

async function inFolder<T>(yaml: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'order-to-cash-'))
  try {
    await writeFile(join(folder, 'configuration.yaml'), yaml)
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
