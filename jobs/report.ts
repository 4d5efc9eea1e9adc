import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type Mail, messageId, sendMail } from '../connectors/channels/smtp'
import { PERIODS, PERS } from '../orders/reports/facts'
import { type ReportName, REPORTS } from '../orders/reports/report'
import { folderOf } from '../store/place'
import { ownCompany } from '../sync/company'
import { type Context } from '../sync/context'
import { lastBefore } from '../sync/reporting/last'
import { reportsOf } from '../sync/reporting/reports'
import { workbookOf } from '../sync/reporting/workbook'
import { writeWhole } from '../sync/proof/files'
import { dateIn } from '../sync/zone'
import { type Done, type Job, optionOf, optionsAs, type Task } from './job'

const NAMES = Object.keys(REPORTS) as [ReportName, ...ReportName[]]

const optionsSchema = z.object({
  /** (Default: all) */
  reports: z.array(z.enum(NAMES)).min(1).default(NAMES),
  /** Over which day, week or month that is over. (Default: all that there is) */
  last: z.enum(PERIODS).optional(),
  by: z.enum(PERIODS).optional(),
  per: z.enum(PERS).optional(),
  /** (Default: `reports` beside the store) */
  dir: z.string().min(1).optional(),
  /** By the mail server that ORDER_TO_CASH_SMTP names. */
  mailTo: z.union([z.email(), z.array(z.email()).min(1)]).optional(),
})

/** R-RPT-06: writes reports into a workbook, and mails it; once for each time of its schedule. Options: see `optionsSchema`; `mailFrom` (default: the first of `mailTo`). */
export const reportJob: Job = async (context, task): Promise<Done> => {
  const { company, scheduledFor, options } = task
  const { reports: names, last, by, per, dir, mailTo } = optionsAs(optionsSchema, options)
  const today = dateIn((await ownCompany(context.store, company)).zone, new Date(scheduledFor))
  const over = last === undefined ? undefined : lastBefore(today, last)
  const reported = await reportsOf(context, company, names, { ...over, by, per })
  const path = await written(context, dir, `${company}-report-${over === undefined ? today : [...new Set([over.from, over.to])].join('_')}.xlsx`, await workbookOf(reported))
  const to = [mailTo ?? []].flat()
  if (to.length > 0) await mailOnce(context, task, mailOf(context, task, path, { from: optionOf(options, 'mailFrom', 'ORDER_TO_CASH_MAIL_FROM') ?? to[0]!, to }))
  return { counts: { reports: names.length, rows: reported.reports.reduce((sum, { rows }) => sum + rows.length, 0), ...(to.length === 0 ? {} : { mailed: 1 }) } }
}

async function written({ store }: Context, dir: string | undefined, name: string, bytes: Buffer): Promise<string> {
  const folder = resolve(dir ?? join(folderOf(store), 'reports'))
  await mkdir(folder, { recursive: true })
  const path = join(folder, name)
  await writeWhole(path, (append) => append(bytes))
  return path
}

function mailOf({ store }: Context, { company, key, scheduledFor }: Task, path: string, { from, to }: { from: string; to: string[] }): Mail {
  const filename = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  return { id: messageId(from, 'report', store.environment, company, key, scheduledFor), from, to, subject: filename.replace(/\.xlsx$/, ''), text: `${company}: ${filename}`, attachments: [{ filename, path }] }
}

/**
 * Mails it once for its time, as far as that can be known: that it is about to go is noted before, that it went after. Where a worker died in between it
 * goes again under the same Message-ID, and the log tells. What can't be mailed stands in its folder, and the run has failed: it says why, and can be asked for again.
 */
async function mailOnce(context: Context, { company, key, scheduledFor, note, noted }: Task, mail: Mail): Promise<void> {
  const smtp = process.env.ORDER_TO_CASH_SMTP
  if (smtp === undefined) throw new Error(`${mail.attachments[0]!.path} is written and not mailed: no mail server is set up, name it in ORDER_TO_CASH_SMTP (smtp://user:password@host:587)`)
  const before = await noted()
  if (before === `mailed ${mail.id}`) return
  if (before === `mailing ${mail.id}`) context.log('warn', 'mailed-perhaps-before', { company, schedule: key, scheduledFor, messageId: mail.id })
  await note(`mailing ${mail.id}`)
  await sendMail(smtp, mail)
  await note(`mailed ${mail.id}`)
}
