import { type Problem, type Severity } from '../orders/problem'
import { type Profile } from './profile'

const SEVERITY: Record<'reject' | 'accept' | 'ignore', Severity> = { reject: 'error', accept: 'warning', ignore: 'note' }

/** The problem with the severity that the partner's profile gives its code; a fatal one stays fatal, since reading did not go on. */
export function applyProfile(problem: Problem, profile: Profile | undefined): Problem {
  const wanted = new Map(Object.entries(profile?.onProblem ?? {})).get(problem.code)
  return wanted && problem.severity !== 'fatal' ? { ...problem, severity: SEVERITY[wanted] } : problem
}
