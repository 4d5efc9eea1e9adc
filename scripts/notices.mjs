import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Licences under which a package may be bundled into what we publish. */
const ALLOWED = /^\(?(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|MPL-2\.0|BlueOak-1\.0\.0|Unlicense|CC0-1\.0)\b/

/** The licences of every package that a bundle holds, from its esbuild metafile. Throws where one has none, or one that we may not ship. */
export function notices(metafile) {
  const folders = new Set(Object.keys(metafile.inputs).map(folderOf).filter(Boolean))
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    if (!ALLOWED.test(license ?? '')) throw new Error(`${name} ${version} is under ${JSON.stringify(license)}: it may not be bundled`)
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry))
    return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : 'Its package holds no text of the licence.'}\n`
  })
  return `This package holds code of the following packages, each under its own licence.\n\n${texts.join(`\n${'-'.repeat(78)}\n\n`)}`
}

/** The package's folder of a file below node_modules, the innermost where they are nested. */
function folderOf(file) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)
  return found && existsSync(join(found[1], 'package.json')) ? found[1] : undefined
}
