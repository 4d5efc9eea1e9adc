import { type Problem } from '../orders/problem'

/** A problem of a document as one sentence, with where it is. */
export function describe(problem: Problem): string {
  const { segment, tag, element, component, line } = problem
  const where = [segment && `segment ${segment}`, tag, element && `element ${element}`, component && `component ${component}`, line && `line ${line}`].filter(Boolean).join(' ')
  return where ? `${problem.message} (${where})` : problem.message
}

/** So many are told in a sentence for a person; the others are with the document. */
const TOLD = 3

/** Problems of a document in a few sentences, however many there are. */
export const describeAll = (problems: readonly Problem[]): string => few(problems.map(describe))

/** The first few sentences, and how many more there are. */
export const few = (texts: readonly string[]): string => [...texts.slice(0, TOLD), ...(texts.length > TOLD ? [`And ${texts.length - TOLD} more.`] : [])].join(' ')
