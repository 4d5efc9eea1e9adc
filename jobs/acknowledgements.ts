import { findOverdue } from '../sync/edi/overdue'
import { type Done, type Job } from './job'

/** Looks for what partners should have acknowledged by now. */
export const acknowledgementsJob: Job = async (context, { company }): Promise<Done> => {
  const overdue = await findOverdue(context, company)
  return { counts: { overdue }, problems: overdue > 0 }
}
