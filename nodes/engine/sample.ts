import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Folder of the sample company: beside the chunks of the package, or in the sources. */
export function sampleCompany(): string {
  const found = ['../examples/company', '../../examples/company'].map((place) => join(__dirname, place)).find(existsSync)
  if (found === undefined) throw new Error('The sample company is not in this package: install it anew')
  return found
}
