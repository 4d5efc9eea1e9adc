// Checks proofs of order-to-cash without any of its code: node verify.mjs PROOF.json… [--key PUBLIC.pem]
// Of each proof: 1. it was signed with the key (given, or beside it), 2. the key is the one that the proof names, 3. the list of heads has the
// root that was signed, is in order, names no stream twice, and has as many streams and events as the proof says, 4. the proof before it, where
// it is among those named or lies beside, has the root that this one says it had. It can't tell whether the database still agrees: that is
// "order-to-cash verify --root PROOF.json". The key beside a proof could have been changed with it: give --key one that you got another way.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { key: { type: 'string' } } })
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const check = (holds, text) => { if (!holds) throw new Error(text) }

function checkProof(path) {
  const bytes = readFileSync(path)
  const proof = JSON.parse(bytes)
  const beside = (name) => join(dirname(path), basename(name))
  const signatureFile = path.replace(/\.json$/, '.sig')
  check(existsSync(signatureFile), `its signature ${basename(signatureFile)} is missing`)
  const key = keyOf(proof, beside)
  check(verify(null, bytes, createPublicKey(key), readFileSync(signatureFile)), 'it is not as it was signed')
  checkHeads(proof, beside(proof.heads))
  const { previous } = proof
  if (previous && existsSync(beside(previous.file))) {
    const { root } = JSON.parse(readFileSync(beside(previous.file)))
    check(root === previous.root, `the proof before it, ${previous.file}, has another root than it had when this one was written`)
  }
  return `${proof.company} ${proof.date}: ${proof.streams} streams, ${proof.events} events, root ${proof.root}, ${sha256(key).slice(0, 16)}`
}

function keyOf(proof, beside) {
  const files = values.key ? [values.key] : [beside('proof.pub'), beside(`proof-${proof.signedBy.slice(0, 16)}.pub`)]
  const keys = files.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'))
  const key = keys.find((pem) => sha256(pem) === proof.signedBy)
  check(key, `it names the key ${proof.signedBy.slice(0, 16)}…, and ${files.map((file) => basename(file)).join(' or ')} is another or missing`)
  return key
}

function checkHeads(proof, file) {
  check(existsSync(file), `its list of heads ${basename(file)} is missing`)
  const bytes = readFileSync(file)
  check(sha256(bytes) === proof.root, `${basename(file)} does not have the root that was signed`)
  const heads = bytes.toString().split('\n').slice(0, -1).map((line) => /^(.+) (\d+) ([0-9a-f]{64})$/s.exec(line) ?? check(false, `${basename(file)} has a line of another form`))
  // a line end in a name stands there as %0a
  const names = heads.map(([, name]) => Buffer.from(name.replace(/%([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))))
  check(names.every((name, i) => i === 0 || Buffer.compare(names[i - 1], name) < 0), `${basename(file)} is not in order, or names a stream twice`)
  check(heads.length === proof.streams, `it says ${proof.streams} streams, and ${basename(file)} has ${heads.length}`)
  check(heads.reduce((sum, [, , sequence]) => sum + Number(sequence), 0) === proof.events, `it says another number of events than ${basename(file)} has`)
}

for (const path of positionals) {
  try { console.log(`good  ${path}: ${checkProof(path)}`) }
  catch (error) { process.exitCode = 1; console.log(`WRONG ${path}: ${error.message}`) }
}
if (positionals.length === 0) { process.exitCode = 2; console.error('usage: node verify.mjs PROOF.json… [--key PUBLIC.pem]') }
