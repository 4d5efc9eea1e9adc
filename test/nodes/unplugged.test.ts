import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ICredentialDataDecryptedObject, type INode, type INodeType } from 'n8n-workflow'
import { Fault } from '../../connectors/fault'
import { accessOf } from '../../nodes/access'
import { orderSandboxTest, orderStoreTest } from '../../nodes/credentialTest'
import { openAccess } from '../../nodes/engine/access'
import { nodeError } from '../../nodes/nodeError'
import { Order } from '../../nodes/Order/Order.node'
import { OrderSync } from '../../nodes/OrderSync/OrderSync.node'
import { SqliteError } from '../../store/sqlite/errors'
import { startCompany, TOKEN } from '../systems/n8n/company'
import { runNode } from './fake'
import { csv, sampleStore } from './store'

const [order, sync] = [new Order(), new OrderSync()]
type Said = Error & { description?: string }

let credential: ICredentialDataDecryptedObject
beforeEach(async () => { credential = (await sampleStore()).orderStoreApi })

/** What a node says when it fails: the headline and what to do. */
async function said(node: INodeType, parameters: Record<string, unknown>, other: ICredentialDataDecryptedObject = {}): Promise<[string, string]> {
  const failed = await runNode(node, { parameters, credentials: { orderStoreApi: { ...credential, ...other } } }).then(() => { throw new Error('it went well') }, (error: Said) => error)
  return [failed.message, failed.description ?? '']
}

const receive = (reference: string) => ({ resource: 'order', operation: 'receive', from: 'text', text: csv(reference), transportId: reference })
const tested = (other: ICredentialDataDecryptedObject = {}) => orderStoreTest.call({} as never, { id: '1', name: 'store', type: 'orderStoreApi', data: { ...credential, ...other } } as never)

test('a store whose file was removed takes nothing more: what was said to be kept would be gone', async () => {
  await runNode(order, { parameters: receive('U-1'), credentials: { orderStoreApi: credential } })
  const file = credential.file as string
  renameSync(file, `${file}.away`)
  expect(await said(order, receive('U-2'))).toEqual([expect.stringMatching(/^The store's file .*store\.db is gone, and its keys are still there$/), expect.stringContaining('from a backup')])
  renameSync(`${file}.away`, file)
  await runNode(order, { parameters: receive('U-2'), credentials: { orderStoreApi: credential } })
  const [listed] = await runNode(order, { parameters: { resource: 'order', operation: 'getAll' }, credentials: { orderStoreApi: credential } })
  expect(listed!.map(({ json }) => json.reference).sort()).toEqual(['U-1', 'U-2'])
})

test.each([
  ['no key', { secretKey: '' }, 'The credential Order Store has no key', 'Give it a long text'],
  ['a company that is not there', { company: 'NONE' }, 'There is no company NONE in this store, only TORNVIK', 'Correct it in the credential'],
  ['an actor that is not there', { actor: 'nobody' }, 'There is no actor nobody in this store', 'Name one of its configuration'],
  ['MariaDB without a URL', { database: 'mariadb', url: 'localhost' }, 'The credential Order Store has no URL of a MariaDB', 'mysql://user:password@host:3306/database'],
  ['a MariaDB that does not answer', { database: 'mariadb', url: 'mysql://u:geheim@127.0.0.1:1/x' }, 'The database server 127.0.0.1:1 did not open x for u', 'Check that it runs'],
])('a credential with %s is told so, with what to do', async (_, other, headline, advice) => {
  const [message, description] = await said(order, receive('U-3'), other)
  expect([message, description]).toEqual([headline, expect.stringContaining(advice)])
  expect(await tested(other)).toMatchObject({ status: 'Error', message: expect.stringContaining(headline.slice(4)) as string })
  expect(message + description).not.toContain('geheim')
})

test('a file that cannot be opened is named with what to do', async () => {
  const folder = dirname(credential.file as string)
  const inTheWay = join(folder, 'in-the-way')
  writeFileSync(inTheWay, 'no folder')
  mkdirSync(join(folder, 'folder'))
  // in /proc there is no folder to be made, and Node's own way of making one never ends there
  for (const file of [join(inTheWay, 'store.db'), join(folder, 'folder'), '/proc/nowhere/store.db']) {
    expect(await said(order, receive('U-4'), { file })).toEqual([expect.stringContaining(`The store's file ${file} cannot be opened`), expect.stringContaining('Check the File of the credential')])
  }
})

test('a file that is no store, and a store of a newer version, come with what to do, from the node and from the test of the credential', async () => {
  const file = join(dirname(credential.file as string), 'text.db')
  writeFileSync(file, 'this is a text and no database. '.repeat(200))
  expect(await said(order, receive('U-5'), { file })).toEqual([expect.stringContaining('file is not a database'), expect.stringContaining('put the store back from a backup')])
  const opened = await openAccess(accessOf(credential))
  await opened.context.store.write((tx) => tx.execute("INSERT INTO migrations (name) VALUES ('9999-newer')", []))
  opened.release()
  // by another environment it is opened anew
  expect(await said(order, receive('U-5'), { environment: 'test' })).toEqual([expect.stringContaining('a newer version of order-to-cash (9999-newer)'), expect.stringContaining('Update n8n-nodes-order-to-cash in this n8n')])
  expect(await tested({ environment: 'test' })).toMatchObject({ status: 'Error', message: expect.stringContaining('Update n8n-nodes-order-to-cash in this n8n') as string })
})

test('run due work names a file that cannot be opened, a store that nothing was applied to, and an actor that is not there', async () => {
  const due = { operation: 'runDue', budget: 5 }
  const folder = dirname(credential.file as string)
  writeFileSync(join(folder, 'a-file'), 'no folder')
  expect(await said(sync, due, { file: join(folder, 'a-file/store.db') })).toEqual([expect.stringContaining('cannot be opened'), expect.stringContaining('Check the File of the credential')])
  expect(await said(sync, due, { file: join(folder, 'misspelt/store.db') })).toEqual(['This store has no company yet', expect.stringContaining('Apply a configuration first')])
  expect(await said(sync, due, { actor: 'nobody' })).toEqual(['There is no actor nobody in this store', expect.stringContaining('Name one of its configuration')])
})

test('an agent, which hears the headline of an error alone, hears in it what to do', async () => {
  const parameters = { resource: 'order', operation: 'get', order: { mode: 'name', value: 'NONE' } }
  await expect(runNode(order, { parameters, credentials: { orderStoreApi: credential }, tool: true })).rejects.toMatchObject({ message: expect.stringMatching(/There is no order NONE in TORNVIK: name it by/) as string, context: { itemIndex: 0 } })
})

test('a configuration without a folder asks for one', async () => {
  expect(await said(sync, { operation: 'apply', source: 'folder', folder: '' })).toEqual([expect.stringContaining('No folder is named: give the path'), ''])
})

test.each([['SQLITE_FULL', 'make room'], ['SQLITE_READONLY', 'correct the rights'], ['SQLITE_CORRUPT', 'from a backup'], ['SQLITE_NOTADB', 'is no store'], ['SQLITE_IOERR', 'does not answer']])('%s of SQLite comes with what to do', (code, advice) => {
  const node = { getNode: () => ({ name: 'Order' }) as INode }
  expect(nodeError(node, new SqliteError(code, 'as SQLite says it', undefined), 0)).toMatchObject({ message: expect.stringContaining(code) as string, description: expect.stringContaining(advice) as string })
})

test.each([['connect ECONNREFUSED 127.0.0.1:3306'], ['getaddrinfo ENOTFOUND db.example'], ['Connection lost: The server closed the connection.'], ['read ECONNRESET']])('%s of a database that was there comes with what to do, not in the words that n8n has for the code', (text) => {
  const node = { getNode: () => ({ name: 'Order' }) as INode }
  expect(nodeError(node, new Error(text), 0)).toMatchObject({ message: 'The database of the store does not answer any more', description: expect.stringContaining('Check that it runs') as string })
})

test.each([['again', 'can be tried again'], ['login', 'correct the credential'], ['wait', 'tried again later'], ['unknown', 'look there']] as const)('what a system answers, %s, comes with what to do', (kind, advice) => {
  const node = { getNode: () => ({ name: 'Order Sync' }) as INode }
  expect(nodeError(node, new Fault(kind, 'erp: GET /whoami had no answer: connection refused'), 2)).toMatchObject({ name: 'NodeApiError', message: 'erp: GET /whoami had no answer', description: expect.stringMatching(new RegExp(`^Connection refused\\. .*${advice}`)) as string, context: { itemIndex: 2 } })
})

describe('with systems', () => {
  let company: Awaited<ReturnType<typeof startCompany>>
  beforeEach(async () => {
    company = await startCompany()
    await runNode(sync, { parameters: { operation: 'apply', source: 'folder', folder: company.folder }, credentials: { orderStoreApi: credential } })
  })
  afterEach(() => company.close())
  const connect = (token = TOKEN, url = Object.values(company.urls).join(' ')) => runNode(sync, { parameters: { operation: 'connect', system: { mode: 'name', value: 'erp' } }, credentials: { orderStoreApi: credential, orderSandboxApi: { url, token } } })

  test('another key than the systems were connected with is told by the test of the credential and by what needs it', async () => {
    await connect()
    expect(await tested({ secretKey: 'another' })).toMatchObject({ status: 'Error', message: expect.stringContaining('the stored secret of erp in TORNVIK cannot be read with this key') as string })
    expect(await said(sync, { operation: 'dispatch' }, { secretKey: 'another' })).toEqual(['The stored secret of erp in TORNVIK cannot be read with this key', expect.stringContaining('in n8n the Key of the credential')])
    expect(await tested()).toEqual({ status: 'OK', message: 'Connected: TORNVIK' })
  })

  test('a folder is connected without a credential, and a system that has a login is not', async () => {
    const connectTo = (system: string) => said(sync, { operation: 'connect', system: { mode: 'name', value: system }, using: 'none' })
    mkdirSync(join(company.folder, '../outbox'))
    const [connected] = await runNode(sync, { parameters: { operation: 'connect', system: { mode: 'name', value: 'edi' }, using: 'none' }, credentials: { orderStoreApi: credential } })
    expect(connected).toMatchObject([{ json: { system: 'edi', connected: true } }])
    expect(await connectTo('erp')).toEqual([expect.stringContaining('erp is reached by the connector sandbox/erp'), expect.stringContaining('Choose the one that goes with it')])
    // n8n hides a field, and those that it is shown by, where each of its options has a credential of its own
    const { properties, credentials } = sync.description
    const values = properties.find(({ name }) => name === 'using')!.options!.map((option) => ('value' in option ? option.value : ''))
    expect(values.filter((value) => !credentials!.some(({ name }) => name === value))).toEqual(['none'])
  })

  test('another environment than that of the systems is told, for nothing would be sent', async () => {
    expect(await tested({ environment: 'production' })).toMatchObject({ status: 'Error', message: expect.stringContaining('nothing would be sent') as string })
    const [sent] = await runNode(sync, { parameters: { operation: 'dispatch' }, credentials: { orderStoreApi: { ...credential, environment: 'production' } } })
    expect(sent![0]!.json.ofAnotherEnvironment).toContain('erp of sample')
  })

  test('one credential reaches all simulated systems; a wrong token, a wrong address and a system that is down are told', async () => {
    const sandbox = (data: object) => orderSandboxTest.call({} as never, { id: '1', name: 'x', type: 'orderSandboxApi', data } as never)
    const url = Object.values(company.urls).join(', ')
    expect(await sandbox({ url, token: TOKEN })).toEqual({ status: 'OK', message: 'Connected to the simulated erp, wms, finance' })
    expect(await sandbox({ url, token: 'another' })).toMatchObject({ status: 'Error', message: expect.stringContaining('401') as string })
    expect(await sandbox({ url: 'nonsense', token: TOKEN })).toMatchObject({ status: 'Error', message: expect.stringContaining('is no address') as string })
    expect(await sandbox({ url: 'http://127.0.0.1:1', token: TOKEN })).toMatchObject({ status: 'Error', message: expect.stringContaining('is "order-to-cash sandbox" running') as string })
    await connect()
    await expect(connect('another')).rejects.toMatchObject({ description: expect.stringContaining('correct the credential') as string })
    // which ends no connection that works
    const [followed] = await runNode(sync, { parameters: { operation: 'follow' }, credentials: { orderStoreApi: credential } })
    expect(followed![0]!.json.unreachable).toHaveProperty('wms')
    expect(followed![0]!.json.unreachable).not.toHaveProperty('erp')
    await company.close()
    await expect(connect()).rejects.toMatchObject({ name: 'NodeApiError', description: expect.stringContaining('can be tried again') as string })
  })
})

test('a connection that nobody uses is closed, and opened again for the next one', async () => {
  const access = accessOf(credential)
  const first = await openAccess(access, 1)
  const { store } = first.context
  // in use it stays, however long
  await runNode(order, { parameters: receive('U-9'), credentials: { orderStoreApi: credential } })
  expect((await openAccess(access)).context.store).toBe(store)
  const lone = accessOf({ ...credential, file: join(mkdtempSync(join(dirname(credential.file as string), 'lone-')), 'store.db') })
  const one = await openAccess(lone, 1)
  one.release()
  const closed = async (): Promise<boolean> => {
    const next = await openAccess(lone, 1)
    next.release()
    return next.context.store !== one.context.store
  }
  while (!(await closed())) await new Promise((resolve) => setTimeout(resolve, 5))
  rmSync(dirname(lone.url.slice('sqlite:'.length)), { recursive: true })
})
