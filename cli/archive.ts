import { type Command } from 'commander'
import { dossierOf } from '../store/dossier'
import * as streams from '../store/streams'
import { type Archived, archive as write } from '../sync/archive/archive'
import { evidenceOf } from '../sync/evidence'
import { companyOf, withContext } from './context'
import { evidenceText } from './evidenceText'
import { textsOf } from './language'
import { orderText } from './order'
import { nameOf, orderNamed } from './orderNamed'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'
import { timesOf } from './times'

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference').argument('<folder>', 'in which the archive becomes a folder of its own; is made where it is missing').action(act(archive))
}

/** Also what is not complete is archived; the exit code tells. */
async function archive(terminal: Terminal, options: Globals, name: string, folder: string): Promise<Exit> {
  return withContext(terminal, options, async (context) => {
    const found = await orderNamed(context.store, await companyOf(context, options), name)
    const [evidence, dossier, events] = [await evidenceOf(context, found), await dossierOf(context.store, found), await streams.load(context.store, found.company, `order/${found.id}`)]
    const [times, texts] = [await timesOf(context, found.company), textsOf(terminal, options)]
    const archived = await write(context, evidence, { dir: folder, texts: [{ path: 'order.txt', text: orderText(dossier, events, times, texts) }, { path: 'evidence.txt', text: evidenceText({ ...evidence, asOf: '' }, times, texts) }] })
    const open = evidence.missing.length + evidence.defects.length
    if (options.json) await terminal.out(`${JSON.stringify({ ...archived, missing: evidence.missing, defects: evidence.defects })}\n`)
    else await terminal.out(`${said(nameOf(found), archived)}\n`)
    for (const { path, why } of archived.absent) terminal.err(`${path} is not in it: ${why}.\n`)
    if (open > 0) terminal.err(`${open} ${open === 1 ? 'thing is' : 'things are'} missing or contradicted: see evidence.txt.\n`)
    return open > 0 ? 2 : 0
  })
}

const said = (order: string, { folder, files, fresh }: Archived): string =>
  (fresh ? `${order} is archived in ${folder}: ${files} files, and SHA256SUMS over them.` : `${order} was archived before with the same content: ${folder}, ${files} files, all as their hashes say.`)
