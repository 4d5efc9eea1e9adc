import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Command } from 'commander'
import { CONFIRMATION_MEANS, type ConfirmationMeans } from '../orders/confirmation'
import * as documents from '../store/documents'
import { decideOn } from './decision'
import { Failure } from './failure'
import { type Act, type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

export function declare(command: Command, act: Act): void {
  command.argument('<order>', 'number, id, or the buyer\'s reference')
    .requiredOption('--person <name>', 'who at the customer confirms it; not who ordered it')
    .requiredOption('--contact <text>', 'the number or address by which he was reached')
    .requiredOption('--means <means>', CONFIRMATION_MEANS.join(', '))
    .option('--at <time>', 'when, as 2026-03-02T09:15+01:00 (default: now)')
    .option('--document <file>', 'what he sent or signed; it is kept')
    .action(act(confirmation))
}

interface Options { person: string; contact: string; means: string; at?: string; document?: string }

/** R-CHK-06: a second contact of the customer has confirmed an unusual order. */
async function confirmation(terminal: Terminal, { person, contact, means, at, document, ...options }: Globals & Options, order: string): Promise<Exit> {
  const bytes = document === undefined ? undefined : bytesOf(document)
  const sha256 = bytes && createHash('sha256').update(bytes).digest('hex')
  return decideOn(terminal, options, order, {
    type: 'noteConfirmation', person, contact, means: meansOf(means), ...(at === undefined ? {} : { at: instantOf(at) }), ...(sha256 === undefined ? {} : { document: sha256 }),
  }, async (tx, outcome) => {
    if (bytes && sha256 !== undefined && outcome.outcome === 'accepted') await documents.keep(tx, { sha256, bytes })
  })
}

function meansOf(text: string): ConfirmationMeans {
  const means = CONFIRMATION_MEANS.find((one) => one === text)
  if (!means) throw new Failure(`--means ${text}: it is one of ${CONFIRMATION_MEANS.join(', ')}.`)
  return means
}

function instantOf(text: string): string {
  const at = new Date(text)
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) || Number.isNaN(at.getTime())) throw new Failure(`--at ${text}: it must be a time with its offset, as 2026-03-02T09:15+01:00.`)
  return at.toISOString()
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Failure(`--document ${path}: it can't be read (${(error as Error).message}).`)
  }
}
