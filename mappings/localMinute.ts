/** An instant as the clock on this machine's wall shows it, to the minute, as envelopes have it: `YYYY-MM-DDTHH:MM`. */
export const localMinute = (at: Date): string => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
