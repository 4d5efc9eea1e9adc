import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { messageId, sendMail } from '../../connectors/channels/smtp'
import * as cases from '../../store/cases'
import { type Context, instant } from '../context'
import { uuidv7 } from '../ids'
import { type ProofFiles } from './proof'

/** Where proofs are sent to. */
export interface Recipient {
  /** `smtp://user:password@host:587`; absent where none is set up. */
  smtp: string | undefined
  from: string
  to: readonly string[]
}

/** A list of heads above this stays where it was written: mail servers take no more. The proof holds its digest all the same. */
const MOST_BYTES = 10 * 1024 * 1024
const KIND = 'proof-not-sent'

/**
 * Mails a proof with its files, and first those of earlier nights that could not be mailed. What can't be is a case, and is tried again with the
 * next proof; the proof itself stands where it was written. Answers how many went and how many did not.
 */
export async function sendProofs(context: Context, company: string, recipient: Recipient, written: { dir: string; files: ProofFiles }): Promise<{ mailed: number; notMailed: number }> {
  const waiting = await cases.list(context.store, company, { state: 'open', kind: KIND })
  const earlier = waiting.map((one) => ({ id: one.id, ...one.detail as { dir: string; files: ProofFiles } })).reverse()
  let mailed = 0
  let notMailed = 0
  for (const proof of [...earlier, { id: undefined, ...written }]) {
    try {
      await mail(recipient, company, proof)
      mailed++
      if (proof.id !== undefined) await context.store.write((tx) => cases.close(tx, proof.id, { result: `mailed to ${recipient.to.join(', ')}`, by: context.actor, at: instant(context) }))
    } catch (error) {
      notMailed++
      await note(context, company, proof, error instanceof Error ? error.message : String(error))
    }
  }
  return { mailed, notMailed }
}

async function mail({ smtp, from, to }: Recipient, company: string, { dir, files }: { dir: string; files: ProofFiles }): Promise<void> {
  if (smtp === undefined) throw new Error('no mail server is set up: name it in ORDER_TO_CASH_SMTP (smtp://user:password@host:587)')
  const large = (await stat(join(dir, files.heads))).size > MOST_BYTES
  await sendMail(smtp, {
    id: messageId(from, 'proof', company, files.json), from, to, subject: `Proof ${files.json.replace(/\.json$/, '')}`,
    text: [
      `The proof of the night of ${company}. Keep this mail: whoever can change the database can't change what is in it.`,
      `To check it, put the files beside each other: node docs/verify.mjs ${files.json}, or order-to-cash verify --root ${files.json}`,
      ...(large ? [`The list of heads ${files.heads} is too large for a mail and lies in ${dir}; the proof holds its SHA-256.`] : []),
    ].join('\n\n'),
    attachments: [files.json, files.signature, files.publicKey, ...(large ? [] : [files.heads])].map((filename) => ({ filename, path: join(dir, filename) })),
  })
}

const note = (context: Context, company: string, { dir, files }: { dir: string; files: ProofFiles }, text: string): Promise<unknown> => context.store.write((tx) => cases.open(tx, {
  id: uuidv7(), company, kind: KIND, system: '', subject: `proof/${files.json}`, field: '', seenAt: instant(context), detail: { dir, files },
  text: `The proof ${files.json} could not be sent away: ${text}. It lies in ${dir}, and is sent with the next one.`,
}))
