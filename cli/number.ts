import { InvalidArgumentError } from 'commander'

/** A whole number above zero, as an option gives it. */
export function positive(text: string): number {
  const number = whole(text)
  if (number === 0) throw new InvalidArgumentError('It must be above 0.')
  return number
}

/** A TCP port; 0 is any free one. */
export function port(text: string): number {
  const number = whole(text)
  if (number > 65_535) throw new InvalidArgumentError('A port is at most 65535.')
  return number
}

function whole(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) throw new InvalidArgumentError('It must be a whole number.')
  return number
}
