/** Tells when the process that started this one (npm) is gone, so that a killed day leaves nothing running behind. */
export function watchParent(gone: () => void): void {
  if (process.env.npm_lifecycle_event !== 'start') return
  const parent = process.ppid
  setInterval(() => { if (process.ppid !== parent) gone() }, 500).unref()
}
