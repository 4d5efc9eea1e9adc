import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { built, start } from '../cli/built'

const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-process-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the command line as a process', () => {
  const cli = built()

  test('a reader that goes away (| head) ends it quietly, in the middle of a large file', async () => {
    const file = join(folder, 'large.csv')
    writeFileSync(file, 'order,item,qty,unit,price,currency\n' + Array.from({ length: 50_000 }, (_, index) => `PO-${index},4711,1,PCE,2.50,EUR\n`).join(''))
    const { child, ended } = start(cli, ['read', file, '--json'])
    await once(child.stdout!, 'data')
    child.stdout!.destroy()
    expect(await ended).toMatchObject({ code: 0, err: '' })
  })

  test('exit codes and streams: results out, problems err', async () => {
    expect(await start(cli, ['read', join(folder, 'none.edi')]).ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('no such file') as string })
    expect(await start(cli, ['orders'], { ORDER_TO_CASH_STORE: `sqlite:${join(folder, 'new.db')}` }).ended).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/no store at .*new\.db.*apply/) as string })
    expect(readdirSync(folder).filter((name) => /^(new|keys)/.test(name))).toEqual([])
    expect(await start(cli, ['orders'], { ORDER_TO_CASH_STORE: 'oracle:somewhere' }).ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('sqlite:FILE') as string })
  })

  test('serve ends with SIGTERM and frees its store', async () => {
    writeFileSync(join(folder, 'serve.db'), '')
    const { child, ended } = start(cli, ['serve', '--port', '0', '--json'], { ORDER_TO_CASH_STORE: `sqlite:${join(folder, 'serve.db')}` })
    const [line] = await once(child.stdout!, 'data') as [string]
    expect((await fetch(`${(JSON.parse(line) as { url: string }).url}/health`)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 0 })
  })

  test('sandbox starts the systems of the sample, which end with it', async () => {
    const { child, ended } = start(cli, ['sandbox', '--port', '0', '--dir', join(folder, 'sandbox'), '--json'])
    let said = ''
    child.stdout!.on('data', (text: string) => { said += text })
    while (said.trim().split('\n').length < 11) await once(child.stdout!, 'data')
    const systems = said.trim().split('\n').map((line) => JSON.parse(line) as { system: string; url: string })
    expect(systems.map((one) => one.system)).toEqual(['erp', 'wms', 'finance', 'mes', 'crm', 'tms', 'bank', 'shop', 'service', 'wms-south', 'gateway'])
    for (const { url } of systems) expect((await fetch(`${url}/health`)).ok).toBe(true)
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 0 })
    await expect(fetch(`${systems[0]!.url}/health`)).rejects.toThrow()
  })
})
