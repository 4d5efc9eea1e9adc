/** Writes instants as a person of the company reads them: `2026-03-02 09:15` in its zone. */
export function timesIn(zone: string): (instant: string | undefined) => string | undefined {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  return (instant) => {
    if (instant === undefined) return undefined
    const at = Date.parse(instant)
    return Number.isNaN(at) ? instant : format.format(at)
  }
}
