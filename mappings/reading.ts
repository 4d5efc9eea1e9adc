/** A value read from a text, or why it could not be. A refusal is a value: the caller makes it a problem with a place. */
export type Reading =
  | { ok: true; value: string }
  | { ok: false; code: string; message: string; candidates: string[] }

export const read = (value: string): Reading => ({ ok: true, value })
export const unread = (code: string, message: string, candidates: string[] = []): Reading => ({ ok: false, code, message, candidates })
