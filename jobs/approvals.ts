import { chaseApprovals } from '../sync/approvals'
import { type Done, type Job } from './job'

/** Reminds of decisions that were not made in their time, and asks deputies. */
export const approvalsJob: Job = async (context, { company }): Promise<Done> => ({ counts: { ...await chaseApprovals(context, company) } })
