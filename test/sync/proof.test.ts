import { execFileSync } from 'node:child_process'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { again } from '../../store/again'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import { sha256 } from '../../store/digest'
import { openKeys } from '../../store/keys'
import * as runs from '../../store/runs'
import { type Value } from '../../store/store'
import { append } from '../../store/streams'
import { applyFolder } from '../../sync/config/apply'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { uuidv7 } from '../../sync/ids'
import { verify } from '../../sync/proof/verify'
import { writeProof } from '../../sync/proof/write'
import { silent } from '../../sync/log'
import { freshStore } from '../store/open'
import { openWorld, type World } from './world'

const NIGHT = '2026-03-02T23:00:00.000Z'
const codes = (verified: Awaited<ReturnType<typeof verify>>) => verified.defects.map((defect) => `${defect.code} ${defect.stream.split('/')[0]!}${defect.sequence === undefined ? '' : ` ${defect.sequence}`}`)

/** Writes the night's proof, and notes its place as the night's run does. */
async function prove(world: World, scheduledFor = NIGHT) {
  const dir = join(world.store.folder, 'proofs')
  const { proof, files } = await writeProof(world.context, { company: 'OC', scheduledFor, dir })
  await world.store.write(async (tx) => {
    const run = { company: 'OC', job: 'proof', scheduledFor, owner: 'test' }
    await runs.begin(tx, { ...run, startedAt: scheduledFor, leaseMs: 1000, nowMs: Date.now() })
    await runs.finishRun(tx, run, { outcome: 'done', counts: {}, endedAt: scheduledFor, proof: { dir, ...files, root: proof.root } })
  })
  return { dir, proof, files }
}

describe('the proof of the night', () => {
  let world: World
  let written: Awaited<ReturnType<typeof prove>>
  beforeAll(async () => {
    world = await openWorld()
    for (const reference of ['PO-1', 'PO-2', 'PO-3']) await world.take(reference)
    await drain(world.context, { patienceMs: 3000 })
    written = await prove(world)
  })

  test('says how much is where, and its root is the digest of the heads of all streams', () => {
    const { proof, dir, files } = written
    expect(readdirSync(dir).sort()).toEqual(['OC-2026-03-03.heads', 'OC-2026-03-03.json', 'OC-2026-03-03.sig', 'proof.pub'])
    expect(proof).toMatchObject({ company: 'OC', date: '2026-03-03', streams: 3, orders: { toShip: 3 }, root: createHash('sha256').update(readFileSync(join(dir, files.heads))).digest('hex') })
    expect(proof.systems).toEqual([
      { system: 'erp', kind: 'order', records: 3, amounts: { EUR: '375.00' } }, { system: 'finance', kind: 'order', records: 3, amounts: { EUR: '375.00' } }, { system: 'wms', kind: 'part', records: 3, amounts: {} }])
  })

  test('can be checked by a stranger with OpenSSL alone', () => {
    const { dir, files } = written
    const check = () => execFileSync('openssl', ['pkeyutl', '-verify', '-pubin', '-inkey', join(dir, 'proof.pub'), '-rawin', '-in', join(dir, files.json), '-sigfile', join(dir, files.signature)], { encoding: 'utf8' })
    expect(check()).toContain('Verified Successfully')
  })

  test('where nothing was touched, verify is content: every order is in every system once', async () => {
    const verified = await verify(world.context)
    expect(verified).toMatchObject({ streams: 3, defects: [], moreDefects: 0 })
    expect(verified.companies).toMatchObject([{ company: 'OC', once: true, notOnce: [], orders: { toShip: 3 }, lastProof: { date: '2026-03-03', root: written.proof.root } }])
  })

  test('an order that has not reached a system yet is named', async () => {
    await world.take('PO-4')
    const { companies } = await verify(world.context)
    expect(companies[0]).toMatchObject({ once: false, notOnce: ['SO-000004 is not in erp yet: its message is waiting', 'SO-000004 is not in finance yet: its message is waiting', 'SO-000004 is not in wms yet: its message is waiting'] })
    await drain(world.context, { patienceMs: 3000 })
  })

  test.each([
    ['missing-there', 'order', false], ['double', 'invoice', false], ['double', 'shipment', false], ['missing-there', 'payment', true], ['double', 'payment', true], ['missing-there', 'shipment', true],
  ])('an open difference "%s" of a record "%s" leaves it %s that every order is there once', async (kind, record, once) => {
    const about = { company: 'OC', kind, system: 'finance', subject: 'order/x', field: record, text: `${kind} ${record}`, seenAt: NIGHT, detail: { record } }
    const { case: opened } = await world.store.write((tx) => cases.open(tx, { id: uuidv7(), ...about }))
    expect((await verify(world.context)).companies).toMatchObject([{ once, notOnce: once ? [] : [about.text] }])
    await world.store.write((tx) => cases.close(tx, opened.id, { result: 'a test', by: 'test', at: NIGHT }))
  })

  test('the next proof names the one before, and the older one still holds (later events are no defect)', async () => {
    const next = await prove(world, '2026-03-03T23:00:00.000Z')
    expect(next.proof).toMatchObject({ streams: 4, previous: { file: 'OC-2026-03-03.json', root: written.proof.root } })
    expect((await verify(world.context, { root: join(written.dir, 'OC-2026-03-03.json') })).defects).toEqual([])
    // the next proof names the root of this one: the same night again is another file, as is another time of that day
    await writeProof(world.context, { company: 'OC', scheduledFor: NIGHT, dir: written.dir })
    await writeProof(world.context, { company: 'OC', scheduledFor: '2026-03-03T04:00:00.000Z', dir: written.dir })
    expect(readdirSync(written.dir).filter((name) => name.endsWith('.json'))).toEqual(['OC-2026-03-03-2.json', 'OC-2026-03-03-3.json', 'OC-2026-03-03.json', 'OC-2026-03-04.json'])
  })

  test('a proof that was changed, or whose heads were, does not count', async () => {
    const json = join(written.dir, 'OC-2026-03-04.json')
    const heads = join(written.dir, 'OC-2026-03-04.heads')
    const [before, beforeHeads] = [readFileSync(json, 'utf8'), readFileSync(heads, 'utf8')]
    writeFileSync(json, before.replace('"records": 4', '"records": 5'))
    expect(codes(await verify(world.context))).toEqual(['proof-signature-wrong '])
    writeFileSync(json, before)
    writeFileSync(heads, beforeHeads.split('\n').slice(1).join('\n'))
    expect(codes(await verify(world.context))).toEqual(['proof-root-wrong '])
    writeFileSync(heads, beforeHeads)
    expect(codes(await verify(world.context))).toEqual([])
  })

  test('is found in its folder beside the store after a thousand other runs, and where the runs were deleted', async () => {
    await world.store.write(async (tx) => {
      const later = (no: number) => new Date(Date.parse('2026-03-05T00:00:00.000Z') + no * 60_000).toISOString()
      await tx.insertRows('runs', ['company', 'job', 'scheduled_for', 'started_at', 'outcome', 'counts', 'owner', 'lease_until_ms'], Array.from({ length: 1100 }, (_, no) => ['OC', 'follow', later(no), later(no), 'done', '{}', 'test', 0]))
    })
    const found = async () => (await verify(world.context)).companies[0]!.lastProof?.file
    expect(await found()).toBe(join(written.dir, 'OC-2026-03-04.json'))
    await sql(world, 'DELETE FROM runs')
    expect(await found()).toBe(join(written.dir, 'OC-2026-03-04.json'))
    // and without its own row a cut stream is still seen
    const { id } = await world.order('PO-1')
    await sql(world, `UPDATE streams SET version = 1 WHERE stream = 'order/${id}'`)
    expect((await verify(world.context)).defects.map((defect) => defect.code)).toContain('proof-stream-cut')
  })
})

describe('the folder of proofs', () => {
  test('is checked whole: an older proof that was changed, removed or replaced is named', async () => {
    const world = await openWorld()
    const nights = ['2026-03-01', '2026-03-02', '2026-03-03'].map((day) => `${day}T23:00:00.000Z`)
    for (const night of nights) await prove(world, night)
    const of = (day: string, ending: string) => join(world.store.folder, 'proofs', `OC-2026-03-${day}.${ending}`)
    const texts = async () => (await verify(world.context)).defects.map((defect) => defect.code)
    expect(await texts()).toEqual([])
    for (const ending of ['json', 'sig']) renameSync(of('02', ending), of('02', `${ending}.away`))
    // the proof after it and the run that wrote it both say so
    expect(await texts()).toEqual(['proof-missing', 'proof-missing'])
    for (const ending of ['json', 'sig']) copyFileSync(of('03', ending), of('02', ending))
    expect(await texts()).toContain('proof-root-wrong')
    for (const ending of ['json', 'sig']) renameSync(of('02', `${ending}.away`), of('02', ending))
    writeFileSync(of('02', 'json'), readFileSync(of('02', 'json'), 'utf8').replace('"streams": 0', '"streams": 1'))
    expect(await texts()).toEqual(['proof-signature-wrong'])
  })

  test('R-AUD-02: one that somebody signed with a key of his own, and laid that beside it, is none of ours', async () => {
    const world = await openWorld()
    await world.take('PO-1')
    await world.take('PO-2', { quantity: '5000' })
    const { dir, files } = await prove(world)
    const { id } = await world.order('PO-2')
    // an order that waits has no number yet: with all that knew it only the proof misses it
    for (const [table, column] of [['events', 'stream'], ['private_values', 'stream'], ['streams', 'stream'], ['messages', 'stream'], ['approvals', 'subject']]) await sql(world, `DELETE FROM ${table} WHERE ${column} = 'order/${id}'`)
    await sql(world, `DELETE FROM orders WHERE id = '${id}'`)
    await sql(world, `UPDATE arrival_items SET order_id = NULL WHERE order_id = '${id}'`)
    const root = join(dir, files.json)
    expect((await verify(world.context, { root })).defects.map((defect) => defect.code)).toEqual(['proof-stream-removed'])
    const heads = readFileSync(join(dir, files.heads), 'utf8').split('\n').filter((line) => !line.startsWith(`order/${id} `)).join('\n')
    writeFileSync(join(dir, files.heads), heads)
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const forged = Buffer.from(readFileSync(root, 'utf8').replace(/"root": "\w+"/, `"root": "${sha256(heads)}"`).replace(/"signedBy": "\w+"/, `"signedBy": "${sha256(pem)}"`))
    writeFileSync(root, forged)
    writeFileSync(join(dir, files.signature), sign(null, forged, privateKey))
    writeFileSync(join(dir, files.publicKey), pem)
    expect((await verify(world.context)).defects.map((defect) => defect.text)).toEqual([expect.stringContaining('which is none of this store\'s') as string])
    expect(codes(await verify(world.context, { root }))).toEqual(['proof-signature-wrong '])
  })

  test('one of before the signing key was changed is still ours, and whoever asks for the public key has the new one', async () => {
    const world = await openWorld()
    await prove(world)
    rmSync(join(world.store.keysFolder, 'sign.key'))
    const keys = openKeys(world.store.keysFolder, undefined)
    expect(keys.publicKeyPem).not.toBe(world.store.keys.publicKeyPem)
    expect(readFileSync(join(world.store.keysFolder, 'sign.pub'), 'utf8')).toBe(keys.publicKeyPem)
    expect((await verify({ ...world.context, store: { ...world.store, keys } })).defects).toEqual([])
  })

  test('one of a company that is not ours says nothing, and is not taken for a good one', async () => {
    const world = await openWorld()
    const { dir, files } = await prove(world)
    const root = join(dir, files.json)
    const other = Buffer.from(readFileSync(root, 'utf8').replace('"company": "OC"', '"company": "OTHER"'))
    writeFileSync(root, other)
    writeFileSync(join(dir, files.signature), world.store.keys.sign(other))
    expect(codes(await verify(world.context, { root }))).toEqual(['proof-of-another '])
  })

  test('misses the last proof too, where a run says that it was written', async () => {
    const world = await openWorld()
    const { dir, files } = await prove(world)
    rmSync(join(dir, files.json))
    const { defects, companies } = await verify(world.context)
    expect(defects.map((defect) => defect.code)).toEqual(['proof-missing'])
    expect(companies[0]!.lastProof).toBeUndefined()
  })
})

describe('what somebody did to the database by hand is named', () => {
  const tampered: [string, (world: World, id: string) => Promise<void>, string[]][] = [
    ['a byte changed in an event', async (world, id) => { await sql(world, `UPDATE events SET envelope = REPLACE(envelope, '"quantity":"10"', '"quantity":"90"') WHERE stream = 'order/${id}' AND sequence = 1`) }, ['event-changed order 1']],
    ['the last event removed, and the head moved back', async (world, id) => {
      await sql(world, `DELETE FROM events WHERE stream = 'order/${id}' AND sequence = (SELECT version FROM streams WHERE stream = 'order/${id}')`)
      await sql(world, `UPDATE streams SET version = version - 1, head = (SELECT digest FROM events e WHERE e.stream = streams.stream AND e.sequence = streams.version - 1) WHERE stream = 'order/${id}'`)
    }, ['order-differs order', 'proof-stream-cut order 7']],
    ['an event inserted at the end, and the head moved on', async (world, id) => {
      await sql(world, `INSERT INTO events (company, stream, sequence, type, at, correlation, envelope, envelope_parts, digest, seal)
        SELECT company, stream, sequence + 1, type, at, correlation, envelope, envelope_parts, digest, seal FROM events WHERE stream = 'order/${id}' AND sequence = (SELECT version FROM streams WHERE stream = 'order/${id}')`)
      await sql(world, `UPDATE streams SET version = version + 1 WHERE stream = 'order/${id}'`)
    }, ['columns-differ order 8', 'event-moved order 8']],
    ['two events exchanged', async (world, id) => {
      for (const [from, to] of [[2, 20], [3, 2], [20, 3]]) await sql(world, `UPDATE events SET sequence = ${to} WHERE stream = 'order/${id}' AND sequence = ${from}`)
    }, ['event-moved order 2', 'event-moved order 3']],
    ['an order deleted with all that knew it', async (world, id) => {
      for (const table of ['events', 'private_values', 'streams', 'messages', 'links', 'approvals']) await sql(world, `DELETE FROM ${table} WHERE ${table === 'approvals' ? 'subject' : 'stream'} = 'order/${id}'`)
      await sql(world, `DELETE FROM orders WHERE id = '${id}'`)
      await sql(world, `DELETE FROM commitments WHERE order_id = '${id}'`)
      await sql(world, `UPDATE arrival_items SET order_id = NULL WHERE order_id = '${id}'`)
    }, ['number-missing ', 'proof-stream-removed order']],
    ['the row of an order rewritten', async (world, id) => { await sql(world, `UPDATE orders SET state = REPLACE(state, '"quantity":"10"', '"quantity":"90"') WHERE id = '${id}'`) }, ['order-differs order']],
  ]
  test.each(tampered)('%s', async (_, tamper, found) => {
    const world = await openWorld()
    await world.take('PO-1')
    await drain(world.context, { patienceMs: 3000 })
    await prove(world)
    expect((await verify(world.context)).defects).toEqual([])
    await tamper(world, (await world.order('PO-1')).id)
    expect(codes(await verify(world.context))).toEqual(expect.arrayContaining(found))
  })
})

describe('what somebody changed in the rows around the streams is named', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
    await world.take('PO-1')
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('wms', 'ship')
    await follow(world.context)
    await drain(world.context, { patienceMs: 3000 })
    await follow(world.context)
    await world.operate('finance', 'pay')
    await follow(world.context)
    // an order that waits for a decision
    await world.take('PO-2', { quantity: '5000' })
    const folder = join(world.store.folder, 'config')
    mkdirSync(folder)
    writeFileSync(join(folder, 'people.yaml'), 'kind: actor\nkey: clerk\nname: Clerk\nroles: [orderDesk]\nscope: {}\n')
    writeFileSync(join(folder, 'partner.yaml'), 'kind: partner\nkey: SUEDBAU\nname: Suedbau GmbH\nroles: [customer]\nidentifiers: [{ scheme: buyer, value: SUEDBAU }]\n')
    await applyFolder(world.context, folder, { company: 'OC' })
  })

  test('and nothing where nothing was changed', async () => {
    expect((await verify(world.context)).defects).toEqual([])
  })

  const changed: [string, string, string, string?][] = [
    ['a byte of a document', 'document_chunks', "UPDATE document_chunks SET bytes = CAST('other' AS CHAR)", 'document-changed'],
    ['a document that an arrival names', 'documents', 'DELETE FROM documents', 'document-missing'],
    ['the arrivals', 'arrivals', 'DELETE FROM arrivals', 'arrival-missing'],
    ['what a system calls our order', 'links', "UPDATE links SET their_id = 'other' WHERE kind = 'order' AND system = 'erp'", 'link-changed'],
    ['a link', 'links', "DELETE FROM links WHERE kind = 'order' AND system = 'erp'", 'link-missing'],
    ['a message that was done', 'messages', "DELETE FROM messages WHERE system = 'erp'", 'message-missing'],
    ['an approval', 'approvals', "UPDATE approvals SET state = 'approved', decided_by = 'manager'", 'approval-changed'],
    ['the approvals', 'approvals', 'DELETE FROM approvals', 'approval-missing'],
    ['the amount of an invoice', 'order_documents', "UPDATE order_documents SET amount_minor = amount_minor + 1 WHERE kind = 'invoice'", 'order-document-changed'],
    ['a despatch advice', 'order_documents', "DELETE FROM order_documents WHERE kind = 'despatch'", 'order-document-missing'],
    ['what a payment is on', 'allocations', 'UPDATE allocations SET amount_minor = 1', 'allocation-changed'],
    ['that a payment is on an invoice', 'allocations', 'DELETE FROM allocations', 'allocation-missing'],
    ['what is owed of an invoice', 'open_items', 'DELETE FROM open_items', 'open-item-missing'],
    ['when an invoice is due', 'open_items', "UPDATE open_items SET due_on = '2099-01-01'", 'open-item-changed'],
    ['what is owed of an invoice that nobody issued', 'open_items', "UPDATE open_items SET invoice = 'other'", 'stream-removed'],
    ['an invoice that nobody issued', 'order_documents', "UPDATE order_documents SET number = 'other' WHERE kind = 'invoice'", 'stream-removed'],
    ['which order lines a despatch advice is about', 'order_document_lines', 'UPDATE order_document_lines SET quantity_e4 = 1', 'order-document-changed'],
    ['what orders hold of credit and stock', 'resources', 'UPDATE resources SET ours = ours + 1', 'commitment-differs'],
    ['which document an arrival brought', 'arrivals', "UPDATE arrivals SET sha256 = (SELECT MAX(sha256) FROM documents) WHERE sha256 <> (SELECT MAX(sha256) FROM documents)", 'arrival-changed'],
    ['how an order came', 'arrivals', "UPDATE arrivals SET channel = 'other'", 'arrival-changed'],
    ['what became of what arrived', 'arrival_items', 'DELETE FROM arrival_items', 'arrival-missing'],
    ['what a partner is found by', 'partner_identifiers', "UPDATE partner_identifiers SET value = 'other' WHERE partner = 'SUEDBAU'", 'config-changed'],
    ['the roles of an actor', 'actors', "UPDATE actors SET roles = '[\"salesManager\"]' WHERE id = 'clerk'", 'config-changed'],
    ['a partner', 'partners', "DELETE FROM partners WHERE code = 'SUEDBAU'", 'config-missing'],
    ['what was configured', 'config_records', "UPDATE config_records SET body = REPLACE(body, 'Suedbau', 'Sued') WHERE config_key = 'SUEDBAU'", 'config-changed'],
    ['an invoice, so that it cannot be read', 'order_documents', "UPDATE order_documents SET body = '{' WHERE kind = 'invoice'", 'row-unreadable'],
    ['what was configured, so that it cannot be read', 'partners', "UPDATE partners SET body = '{' WHERE code = 'SUEDBAU'", 'row-unreadable'],
    ['the counter of numbers, to one that is none', 'counters', "UPDATE counters SET value = -5 WHERE range_name = 'order'", 'row-unreadable'],
    ['the counter of numbers', 'counters', 'UPDATE counters SET value = 0', 'counter-low'],
    ['the counter of numbers, removed', 'counters', 'DELETE FROM counters', 'counter-low'],
  ]
  test.each(changed)('%s', async (_, table, statement, code) => {
    const before = await world.store.query<Record<string, Value>>(`SELECT * FROM ${table}`)
    expect(before).not.toEqual([])
    await sql(world, statement)
    expect((await verify(world.context)).defects.map((defect) => defect.code)).toContain(code)
    await world.store.write(async (tx) => {
      await tx.execute(`DELETE FROM ${table}`)
      await tx.insertRows(table, Object.keys(before[0]!), before.map((row) => Object.values(row)))
    })
    expect((await verify(world.context)).defects).toEqual([])
  })

  test('a row that cannot be read hides no other', async () => {
    const before = await world.store.query<Record<string, Value>>('SELECT * FROM order_documents')
    await sql(world, "UPDATE order_documents SET body = '{' WHERE kind = 'invoice'")
    await sql(world, "UPDATE order_documents SET state = 'other' WHERE kind = 'despatch'")
    expect((await verify(world.context)).defects.map((defect) => `${defect.code} ${defect.stream.split('/')[0]!}`).sort()).toEqual(['order-document-changed despatch', 'row-unreadable invoice'])
    await world.store.write(async (tx) => {
      await tx.execute('DELETE FROM order_documents')
      await tx.insertRows('order_documents', Object.keys(before[0]!), before.map((row) => Object.values(row)))
    })
  })

  test('a record that is sent again has no link meanwhile, and that is no defect', async () => {
    const { id } = await world.order('PO-1')
    await world.store.write((tx) => again(tx, { company: 'OC', system: 'erp', kind: 'order', ourId: id }))
    expect((await verify(world.context)).defects).toEqual([])
    await drain(world.context, { patienceMs: 3000 })
    expect((await verify(world.context)).defects).toEqual([])
  })
})

test('an order of which no message tells a system that was there when it was accepted is missed, also before anything came of it', async () => {
  const world = await openWorld()
  const configured = (at: string, expected: number, mode: string) => world.store.write((tx) => append(tx, [{
    company: 'OC', stream: 'config/system/erp', expected, circumstance: { at, actor: 'system', cause: 'command', correlation: 'c' }, events: [{ type: 'configured', data: { kind: 'system', key: 'erp', body: { role: 'erp', mode } } }],
  }]))
  await configured('2026-03-01T08:00:00.000Z', 0, 'live')
  await world.take('PO-1')
  const { id } = await world.order('PO-1')
  await sql(world, `DELETE FROM messages WHERE system = 'erp' AND stream = 'order/${id}'`)
  await drain(world.context, { patienceMs: 3000 })
  expect((await verify(world.context)).companies).toMatchObject([{ once: false, notOnce: ['SO-000001 is not in erp, and no message tells it: it was removed, or never written'] }])
  // where the system was off when the order was accepted none was to be told
  await configured('2026-03-01T09:00:00.000Z', 1, 'off')
  await configured('2026-03-02T09:00:00.000Z', 2, 'live')
  expect((await verify(world.context)).companies).toMatchObject([{ once: true }])
})

test('an actor, partner or system that no event configured is named', async () => {
  const store = await freshStore({ environment: 'test' })
  const context = { store, clock: { now: () => new Date(NIGHT) }, log: silent, actor: 'system', owner: 'test', connect: () => { throw new Error('no system is configured') } }
  const folder = join(store.folder, 'config')
  mkdirSync(folder)
  writeFileSync(join(folder, 'company.yaml'), 'kind: company\nkey: OC\nname: Our Company\ncurrency: EUR\nzone: Europe/Berlin\nnumberPrefix: SO-\nidentifiers: [{ scheme: GLN, value: "4012345000009" }]\n')
  writeFileSync(join(folder, 'people.yaml'), 'kind: actor\nkey: clerk\nname: Clerk\nroles: [orderDesk]\nscope: {}\n')
  await applyFolder(context, folder)
  expect((await verify(context)).defects).toEqual([])
  await store.write(async (tx) => {
    await tx.execute("INSERT INTO actors (id, name, roles, scope) VALUES ('intruder', 'Intruder', '[\"salesManager\"]', '{}')")
    await config.savePartner(tx, { company: 'OC', code: 'FRIEND', name: 'Friend', identifiers: [], version: 1, roles: ['customer'], profile: {} })
  })
  expect((await verify(context)).defects.map((defect) => `${defect.code} ${defect.stream}`)).toEqual(['config-added config/partner/FRIEND', 'config-added config/actor/intruder'])
})

async function sql(world: World, statement: string): Promise<void> {
  await world.store.write((tx) => tx.execute(statement))
}
