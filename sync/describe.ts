import { type Problem } from '../orders/problem'

/** A problem of a document as one sentence, with where it is. */
export function describe(problem: Problem): string {
  const { segment, tag, element, component, line } = problem
  const where = [segment && `segment ${segment}`, tag, element && `element ${element}`, component && `component ${component}`, line && `line ${line}`].filter(Boolean).join(' ')
  return where ? `${problem.message} (${where})` : problem.message
}
