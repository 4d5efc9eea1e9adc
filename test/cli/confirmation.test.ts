import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as config from '../../store/config'
import * as documents from '../../store/documents'
import { erase } from '../../sync/erase'
import { verify } from '../../sync/proof/verify'
import { serve } from '../../web/serve'
import { zh } from '../../web/texts/zh/zh'
import { englishIn } from '../web/english'
import { openWorld, type World } from '../sync/world'
import { run, type Said } from './terminal'

describe('R-CHK-06: an unusual order is confirmed by a second contact of the customer before it is approved', () => {
  let world: World
  const cli = (...argv: string[]): Promise<Said> => run(argv, { ORDER_TO_CASH_STORE: world.store.url, ORDER_TO_CASH_KEYS: world.store.keysFolder })
  const kern = ['--person', 'Ada Kern', '--contact', 'kern@nordbau.example', '--means', 'email', '--as', 'manager']
  const mail = Buffer.from('From: kern@nordbau.example\n\nYes, all of it.\n')
  const sha256 = createHash('sha256').update(mail).digest('hex')
  beforeAll(async () => {
    world = await openWorld()
    await world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test', body: { rules: { unusual: { on: true } } } }))
    await world.take('PO-0', { quantity: '2' })
    await world.take('PO-1')
    await world.take('PO-2', { quantity: '200' })
  })

  test('refused without it, and so is what does not say who, how or when', async () => {
    expect((await world.order('PO-2')).status).toBe('held')
    expect(await cli('confirm', 'PO-2', '--reason', 'looks fine', '--as', 'manager')).toMatchObject({ exit: 1, err: expect.stringContaining('confirmation-missing: PO-2 is unusual') as string })
    expect(await cli('confirmation', 'PO-2', ...kern.with(5, 'rumour'))).toMatchObject({ exit: 1, err: expect.stringContaining('it is one of phone, email, letter, message, visit') as string })
    expect(await cli('confirmation', 'PO-2', ...kern, '--at', 'yesterday')).toMatchObject({ exit: 1, err: expect.stringContaining('--at yesterday') as string })
    expect(await cli('confirmation', 'PO-2', ...kern, '--document', join(world.store.folder, 'none.eml'))).toMatchObject({ exit: 1, err: expect.stringContaining('none.eml') as string })
    expect((await cli('confirmation', 'PO-2', '--person', 'Ada Kern', '--as', 'manager')).exit).toBe(1)
  })

  test('recorded once with what he sent, shown, and then it is let through', async () => {
    const file = join(world.store.folder, 'yes.eml')
    writeFileSync(file, mail)
    const record = ['confirmation', 'PO-2', ...kern, '--at', '2026-03-02T08:30+01:00', '--document', file]
    expect(await cli(...record)).toMatchObject({ exit: 2, out: 'PO-2 is now held.\n' })
    expect((await cli(...record)).out).toContain('nothing left to do')
    expect(await documents.read(world.store, sha256)).toEqual(mail)
    const { out } = await cli('order', 'PO-2', '--timeline')
    expect(out).toMatch(/Confirmed by the customer\n[^]*Ada Kern +kern@nordbau\.example +e-mail +2026-03-02 08:30 +manager/)
    expect(out).toContain('Confirmed by the customer: Ada Kern (kern@nordbau.example), by email, 2026-03-02 07:30 UTC')
    const served = await serve({ context: world.context, port: 0, texts: zh })
    const page = await (await fetch(`${served.url}/orders/${(await world.order('PO-2')).id}`)).text()
    await served.close()
    expect(page).toContain('客户确认')
    expect([...page.slice(page.indexOf('<h2>客户确认')).slice(0, 900).replace(/<code[^>]*>[^]*?<\/code>/g, '').matchAll(/>([^<]+)</g)].map(([, text]) => englishIn(text!)).flat().filter((word) => !['Ada', 'Kern', 'manager', 'kern@nordbau.example'].includes(word))).toEqual([])
    expect(await cli('confirm', 'PO-2', '--reason', 'for the new site', '--as', 'manager')).toMatchObject({ exit: 0, out: 'SO-000003 is now toShip.\n' })
  })

  test('archived with the order, byte for byte (R-CLS-02)', async () => {
    const folder = join(world.store.folder, 'archive')
    await cli('archive', 'PO-2', folder)
    const [kept] = readdirSync(join(folder, 'SO-000003', 'confirmations'))
    expect([kept, readFileSync(join(folder, 'SO-000003', 'confirmations', kept!))]).toEqual([`1-${sha256}`, mail])
  })

  test('erased with the order: who said it, and what he sent', async () => {
    expect((await cli('cancel', 'PO-2', '--reason', 'site closed', '--as', 'manager')).exit).toBe(0)
    await erase(world.as('manager'), { company: 'OC', order: await world.order('PO-2'), reason: 'letter of 1 March', document: true })
    expect((await world.order('PO-2')).confirmations).toEqual([{ means: 'email', at: '2026-03-02T07:30:00.000Z', by: 'manager', document: sha256 }])
    expect(await documents.read(world.store, sha256)).toBeUndefined()
    expect((await verify(world.context)).defects).toEqual([])
  })
})
