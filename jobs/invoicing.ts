import { billCollected } from '../sync/invoicing/bill'
import { type Done, type Job } from './job'

/** Asks finance for the invoices over several orders whose day it is; each despatch goes on one, however often it runs. */
export const invoicingJob: Job = async (context, { company }): Promise<Done> => {
  const { invoices, orders } = await billCollected(context, company)
  return { counts: { invoices, orders } }
}
