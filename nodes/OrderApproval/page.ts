import { type Asked } from './outputs'

/** The page on which a person decides: each order with why it is asked, yes or no, and the reason. Works without scripts. */
export function pageOf(waiting: readonly Asked[], problems: readonly string[] = []): string {
  const orders = waiting.map((asked) => `<fieldset>
<legend>${text(asked.name)}</legend>
<p>${text([asked.buyer, `${asked.lines} ${asked.lines === 1 ? 'line' : 'lines'}`, asked.payable && `${asked.payable} ${asked.currency ?? ''}`].filter(Boolean).join(' · '))}</p>
<ul>${asked.why.map((why) => `<li>${text(why)}</li>`).join('')}</ul>
<label><input type="radio" name="decision-${text(asked.id)}" value="approve" required> Approve</label>
<label><input type="radio" name="decision-${text(asked.id)}" value="reject" required> Reject</label>
<label class="reason">Reason <input name="reason-${text(asked.id)}" required maxlength="500" autocomplete="off"></label>
</fieldset>`)
  const told = problems.map((problem) => `<p class="problem">${text(problem)}</p>`)
  return document('A decision is asked', `${told.join('')}<form method="post">${orders.join('')}<button>Decide</button></form>`)
}

/** What is shown afterwards; `before` says what had been decided before, so that this one did not count. */
export const sentPage = (before: readonly string[]): string =>
  document('Thank you', `${before.map((one) => `<p>${text(one)}</p>`).join('')}<p>${before.length === 0 ? 'The decision is recorded. ' : ''}This page can be closed.</p>`)

const document = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#222}fieldset{border:1px solid #bbb;border-radius:6px;margin:0 0 1rem;padding:.5rem 1rem 1rem}
legend{font-weight:600;padding:0 .4rem}label{margin-right:1.5rem}.reason{display:block;margin-top:.6rem}.reason input{width:100%;padding:.4rem;font:inherit}button{font:inherit;padding:.5rem 1.5rem}
.problem{background:#fde8e8;border-left:4px solid #c22;padding:.5rem 1rem}</style></head><body><h1>${title}</h1>${body}</body></html>`

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' }

/** A text of a document as HTML. */
const text = (raw: string): string => raw.replace(/[&<>"']/g, (character) => ESCAPES[character]!)
