import { InvalidArgumentError } from 'commander'

/** A day as an option has it; throws what commander tells where it is none. */
export function day(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) throw new InvalidArgumentError('It must be a date, as in 2026-03-02.')
  return text
}
