import { remind } from '../sync/dunning/remind'
import { type Done, type Job } from './job'

/** Reminds customers of what is overdue; once a level, however often it runs. */
export const dunningJob: Job = async (context, { company }): Promise<Done> => {
  const { reminders, items, disputed, unsent } = await remind(context, company)
  return { counts: { reminders, items, disputed, unsent }, problems: unsent > 0 }
}
