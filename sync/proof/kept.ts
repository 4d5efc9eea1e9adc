import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { type Store } from '../../store/store'
import { checkProof, type ProofDefect, type ProofDefectCode } from './against'
import { isMissing } from './files'
import { proofFolders, writtenByRuns } from './folder'
import { type Proof } from './proof'
import { inTime, proofNames } from './write'

/** A proof as it lies in a folder. */
export interface Kept {
  path: string
  file: string
  proof: Proof
}

/**
 * Checks every proof of a company that lies in its folders: its signature and heads, its name, and the chain (each names the
 * root of the one before). What a run wrote and lies nowhere is missing, whether or not the proof after it tells. `last` is
 * the newest sound one.
 */
export async function checkKept(store: Store, company: string): Promise<{ last?: Kept; defects: ProofDefect[] }> {
  const defects: ProofDefect[] = []
  const sound: Kept[] = []
  const there = new Set<string>()
  for (const dir of await proofFolders(store, company)) {
    const kept: Kept[] = []
    for (const file of await proofNames(dir, company)) {
      there.add(file)
      const path = join(dir, file)
      const checked = await checkProof(path, store.keys)
      const found = [...checked.defects, ...(checked.proof ? misnamed(company, { path, file, proof: checked.proof }) : [])]
      defects.push(...found.map((one) => ({ ...one, company })))
      if (!checked.proof) continue
      kept.push({ path, file, proof: checked.proof })
      if (found.length === 0) sound.push(kept.at(-1)!)
    }
    defects.push(...brokenChain(company, dir, kept))
  }
  for await (const { dir, file } of writtenByRuns(store, company)) {
    if (there.has(file) || await exists(join(dir, file))) continue
    defects.push(defect('proof-missing', company, `the proof ${file} was written to ${dir} and is not there any more: put it back from where it was sent, or name its folder in ORDER_TO_CASH_PROOFS`))
  }
  return { last: sound.sort(inTime).at(-1), defects }
}

/** A proof that was laid in the place of another is signed, and still not the one of that name. */
function misnamed(company: string, { path, file, proof }: Kept): ProofDefect[] {
  if (proof.company === company && proof.heads === file.replace(/\.json$/, '.heads')) return []
  return [defect('proof-root-wrong', company, `${path} is another proof than its name says: the one of ${proof.company} that was written as ${proof.heads.replace(/\.heads$/, '.json')}`)]
}

function brokenChain(company: string, dir: string, kept: readonly Kept[]): ProofDefect[] {
  const roots = new Map(kept.map(({ file, proof }) => [file, proof.root]))
  return kept.flatMap(({ file, proof: { previous } }): ProofDefect[] => {
    if (!previous || roots.get(previous.file) === previous.root) return []
    return roots.has(previous.file)
      ? [defect('proof-root-wrong', company, `${join(dir, previous.file)} has another root than the proof after it, ${file}, says it had: it was replaced`)]
      : [defect('proof-missing', company, `${join(dir, previous.file)}, the proof before ${file}, is not there: put it back from where it was sent`)]
  })
}

const defect = (code: ProofDefectCode, company: string, text: string): ProofDefect => ({ code, company, stream: '', text })

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
