// Loaded into n8n by NODE_OPTIONS: on SIGUSR2 it writes how late the event loop was since the last time, in ms, to LOOP_FILE. The
// process that does the due work inherits the option, and is not measured.
const { renameSync, writeFileSync } = require('node:fs')
const { monitorEventLoopDelay } = require('node:perf_hooks')

if (process.env.LOOP_FILE && /[\\/]bin[\\/]n8n$/.test(process.argv[1] ?? '')) {
  const resolution = 5
  const histogram = monitorEventLoopDelay({ resolution })
  histogram.enable()
  // a timer is early or late by the resolution: what is above it is lateness
  const late = (nanoseconds) => Math.max(0, Math.round(nanoseconds / 1e5) / 10 - resolution)
  process.on('SIGUSR2', () => {
    writeFileSync(`${process.env.LOOP_FILE}.new`, JSON.stringify({ samples: histogram.count, p50: late(histogram.percentile(50)), p99: late(histogram.percentile(99)), max: late(histogram.max) }))
    renameSync(`${process.env.LOOP_FILE}.new`, process.env.LOOP_FILE)
    histogram.reset()
  })
}
