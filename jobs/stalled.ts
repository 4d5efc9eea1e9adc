import { findStalled } from '../sync/stalled'
import { type Done, type Job } from './job'

/** Tells of orders to which nothing has happened for too long. */
export const stalledJob: Job = async (context, { company }): Promise<Done> => ({ counts: { ...await findStalled(context, company) } })
