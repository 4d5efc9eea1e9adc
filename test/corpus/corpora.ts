import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** The documents of public projects lie beside the repository; CORPORA names another place. */
export const corpora = resolve(process.env.CORPORA ?? resolve(__dirname, '..', '..', '..', 'shared', 'corpora'))
if (!existsSync(corpora)) throw new Error(`The corpora are not at ${corpora}: set CORPORA to the folder that holds MANIFEST.json.`)
