import { readFileSync } from 'node:fs'
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { type FaultRule, faultRuleSchema } from './rule'

/** What is wrong in a file of faults, all of it at once, each with its line. */
export class FaultFileInvalid extends Error {
  override readonly name = 'FaultFileInvalid'
}

/**
 * Reads faults from YAML or JSON: a list of rules a system (`erp: [{ fault: '503', rate: 0.05 }]`), or one list, which is for `alone`. Throws
 * {@link FaultFileInvalid} where a system or a rule is not known.
 */
export function readFaultFile(file: string, systems: readonly string[], alone: string): ReadonlyMap<string, FaultRule[]> {
  const lines = new LineCounter()
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new FaultFileInvalid(`${file} can't be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`)
  }
  const document = parseDocument(text, { lineCounter: lines })
  const at = (node: unknown): string => { const range = (node as Node | null)?.range; return range ? `${file}:${lines.linePos(range[0]).line}` : file }
  const problems = document.errors.map((error) => `${file}:${lines.linePos(error.pos[0]).line} ${error.message.split('\n')[0]}`)
  const rules = new Map<string, FaultRule[]>()
  const take = (system: string, list: unknown): void => {
    if (!isSeq(list)) { problems.push(`${at(list)} ${system}: a list of rules is expected, such as [{ fault: '503', times: 2 }].`); return }
    rules.set(system, list.items.flatMap((item, index) => {
      const rule = faultRuleSchema.safeParse(isMap(item) ? item.toJS(document) : item)
      if (rule.success) return [rule.data]
      for (const issue of rule.error.issues) problems.push(`${at(item)} ${system}, rule ${index + 1}${issue.path.length > 0 ? `, ${issue.path.join('.')}` : ''}: ${said(issue)}`)
      return []
    }))
  }
  if (problems.length === 0) {
    const { contents } = document
    if (isSeq(contents)) take(alone, contents)
    else if (isMap(contents)) {
      for (const { key, value } of contents.items) {
        const system = String(key)
        if (systems.includes(system)) take(system, value)
        else problems.push(`${at(key)} ${system} is no simulated system; there are ${systems.join(', ')}.`)
      }
    } else problems.push(`${file}: rules by system are expected: { erp: [{ fault: '503', times: 2 }] }.`)
  }
  if (problems.length > 0) throw new FaultFileInvalid(problems.join('\n'))
  return rules
}

const said = (issue: { code: string; message: string; keys?: string[] }): string =>
  (issue.code === 'unrecognized_keys' ? `there is no field ${issue.keys?.join(', ')}; is it misspelt? There are ${Object.keys(faultRuleSchema.shape).join(', ')}.` : issue.message)
