import * as interchanges from '../store/interchanges'
import { type InterchangeRecord } from '../store/interchanges'
import { sendAgain } from '../sync/edi/sendAgain'
import { partnerOf } from '../sync/learned'
import { companyOf, withActor, withContext } from './context'
import { Failure } from './failure'
import { list } from './list'
import { requireNodeWithStore } from './node'
import { type Globals } from './program'
import { type Exit, type Terminal } from './terminal'
import { timesOf } from './times'

interface Options extends Globals { reason?: string; renumber?: boolean }

/** What was exchanged with a partner, the newest first. */
export async function partnerSent(terminal: Terminal, options: Options, code: string): Promise<Exit> {
  requireNodeWithStore('partner sent')
  return withContext(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    if (!await partnerOf(context.store, company, code)) throw new Failure(`There is no partner ${code} in ${company}.`)
    const { zone, time } = await timesOf(context, company)
    await list(terminal, options, [
      { title: `at (${zone})`, value: (one) => time(one.at) }, { title: '', value: (one) => (one.direction === 'out' ? 'to him' : 'from him') }, { title: 'type', value: (one) => one.type, most: 24 }, { title: 'control', value: (one) => one.control, right: true },
      { title: 'group', value: (one) => one.groupControl ?? '', right: true }, { title: 'state', value: (one) => one.state }, { title: 'about', value: (one) => one.stream, most: 44 }, { title: '', value: (one) => one.text ?? '', most: 60 },
    ], await interchanges.list(context.store, company, { partner: code }), `Nothing was exchanged with ${code}.`)
    return 0
  })
}

/** What he asks for a second time goes out with the next dispatch. */
export async function partnerAgain(terminal: Terminal, options: Options, code: string, control: string | undefined): Promise<Exit> {
  requireNodeWithStore('partner again')
  if (control === undefined || options.reason === undefined) throw new Failure('Name what is to go out again, and why: order-to-cash partner again ID CONTROL --reason "he lost it" --as ACTOR. "order-to-cash partner sent ID" shows the control numbers.')
  const { reason } = options
  return withActor(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const partner = await partnerOf(context.store, company, code)
    if (!partner) throw new Failure(`There is no partner ${code} in ${company}.`)
    const [sent] = await interchanges.sentUnder(context.store, company, code, { control: plain(control) })
    if (!sent) throw new Failure(`Nothing was sent to ${code} under the interchange control number ${control}; "order-to-cash partner sent ${code}" shows what was.`)
    const done = await sendAgain(context, { partner, sent, reason, renumber: options.renumber ?? false })
    if ('refused' in done) throw new Failure(`The ${sent.type} ${sent.control} is not sent again: ${done.refused}.`)
    await say(terminal, options, sent, done.control)
    return 0
  })
}

const say = (terminal: Terminal, options: Globals, { type, control }: InterchangeRecord, now: string): Promise<void> =>
  terminal.out(options.json ? `${JSON.stringify({ type, control, as: now })}\n` : `The ${type} ${control} goes out again with the next dispatch${now === control ? '' : `, as ${now}`}.\n`)

const plain = (control: string): string => (/^\d+$/.test(control) ? String(BigInt(control)) : control)
