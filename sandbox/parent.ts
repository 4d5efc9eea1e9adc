const LOOK_EVERY_MS = 500

/**
 * Calls `end` once the process that started this one is gone: at once where there is an IPC channel, else within half a second.
 */
export function whenParentEnds(end: () => void): void {
  const parent = process.ppid
  if (process.connected) process.once('disconnect', end)
  setInterval(() => { if (process.ppid !== parent) end() }, LOOK_EVERY_MS).unref()
}
