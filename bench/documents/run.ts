// How fast EDI is read, against what npm has: npm run bench -- documents [--mb 50] [--runs 5] [--peers DIR]
// Every subject reads the same file in a process of its own, its start included; subjects take turns, so that a busy machine is busy for all.
import { parseArgs } from 'node:util'
import { measure } from './measure'

const { values } = parseArgs({ options: { mb: { type: 'string', default: '50' }, runs: { type: 'string', default: '5' }, peers: { type: 'string' }, subject: { type: 'string' }, file: { type: 'string' } } })
if (values.subject !== undefined && values.file !== undefined) void measure(values.subject, values.file)
// a subject does not load what starts it
else void import('./compare.js').then(({ compare }) => compare(Number(values.mb), Number(values.runs), values.peers))
