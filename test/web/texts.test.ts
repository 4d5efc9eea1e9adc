import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { drain } from '../../sync/dispatch'
import { receive } from '../../sync/receive'
import { serve } from '../../web/serve'
import { en } from '../../web/texts/en'
import { LANGUAGES, textsIn } from '../../web/texts/languages'
import { type SentenceTable, translator } from '../../web/texts/said'
import { DOCUMENTS, OF_SETS } from '../../web/texts/zh/documents'
import { ORDERS } from '../../web/texts/zh/orders'
import { PHRASES } from '../../web/texts/zh/phrases'
import { RESULTS, SYNC } from '../../web/texts/zh/sync'
import { zh } from '../../web/texts/zh/zh'
import { openWorld } from '../sync/world'
import { englishIn } from './english'
import { sentencesOf } from './sentences'

const TABLE: SentenceTable = { ...ORDERS, ...SYNC, ...DOCUMENTS }
const ALL: SentenceTable = { ...TABLE, ...RESULTS, ...OF_SETS, ...PHRASES }
/** What is never shown to the people of an order: documents for buyers, the folder of configuration, mails and logs of the machine. */
const OTHERS = [/^mappings\/confirmation\//, /^mappings\/reminder\//, /^sync\/config\//, /^sync\/proof\//, /^jobs\/redis\//]
const places = (text: string): string[] => [...text.matchAll(/\{(?:…)?(\w+)\}/g)].map(([, name]) => name!).sort()
const blank = (text: string): string => text.replace(/\{(?:…)?\w+\}/g, '{}')

describe('the tables of Chinese', () => {
  const said = sentencesOf(['orders', 'mappings', 'sync', 'jobs'])

  test('have every sentence that a rule, a command, a case or a document can say (R-POR-04)', () => {
    const known = new Set(Object.keys(TABLE).map(blank))
    expect([...said].filter(([sentence, file]) => !known.has(sentence) && !OTHERS.some((other) => other.test(file))).map(([sentence, file]) => `${file}: ${sentence}`)).toEqual([])
    expect(said.size).toBeGreaterThan(300)
  })

  test('have none that nothing says any more', () => {
    expect(Object.keys(TABLE).map(blank).filter((sentence) => !said.has(sentence))).toEqual([])
    const sources = ['sync', 'jobs'].flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: join(__dirname, '..', '..') })).map((file) => readFileSync(join(__dirname, '..', '..', file), 'utf8')).join('\n')
    expect(Object.keys(RESULTS).filter((result) => !sources.includes(result.split(/ ?\{\w+\} ?/).sort((a, b) => b.length - a.length)[0]!))).toEqual([])
  })

  test('say each value that the English sentence says, and no other', () => {
    expect(Object.entries(ALL).filter(([from, to]) => [...new Set(places(to))].join() !== [...new Set(places(from))].join())).toEqual([])
    expect(Object.entries({ ...TABLE, ...RESULTS }).filter(([, to]) => !/[\u4e00-\u9fff]/.test(to))).toEqual([])
  })

  test('have a word wherever English has one, and for every code that English leaves as it is where Chinese must not', () => {
    const keys = (value: unknown, path = ''): string[] => (typeof value !== 'object' || value === null ? [path] : Object.entries(value).flatMap(([key, inner]) => keys(inner, `${path}.${key}`)))
    expect(keys(en).filter((key) => !keys(zh).includes(key))).toEqual([])
    const openly = ['.rules', '.jobs', '.counts', '.theirStates', '.headings', '.caseKinds']
    expect(keys(zh).filter((key) => !keys(en).includes(key) && !openly.some((path) => key.startsWith(path)))).toEqual([])
  })

  test('use the words of the policy for the stages of an order (R-STA-01)', () => {
    const { inReview, awaitingApproval, awaitingProduction, inProduction, toShip, shipped, delivered } = zh.statuses
    expect([inReview, awaitingApproval, awaitingProduction, inProduction, toShip, shipped, delivered]).toEqual(['待评审', '待评审（待审批）', '待生产', '生产中', '待发货', '已发货', '已签收'])
    expect(Object.keys(zh.statuses).sort()).toEqual(Object.keys(en.statuses).sort())
  })
})

describe('a stored sentence in Chinese', () => {
  test.each([
    ['Line 2 has no quantity.', '第 2 行没有数量。'],
    ['Line 2 has no quantity. Line 3 has no price.', '第 2 行没有数量。第 3 行没有单价。'],
    ["Line 2: no item of ours is known by buyer's 88305, GTIN 4006381333931. Say which it is: order-to-cash resolve ORDER 2 ITEM.", '第 2 行：没有与 客户物料号 88305、GTIN 4006381333931 对应的本公司物料。请指明：order-to-cash resolve ORDER 2 ITEM。'],
    ['erp reports what can\'t be: Despatch D-1 ships 5 of line 1; 3 are open. Look at the order there and here, then correct the one that is wrong.', 'erp 的报告与已知情况矛盾：发货单 D-1 对第 1 行发货 5；未发数量为 3。请核对两边的订单，更正有误的一方。'],
    ['batch.edi: "1GROSS" is no number (digits with a point as decimal mark). Ask the sender. (segment 27 PO1 element 2 line 27) Line 1 has no quantity. (segment 27 PO1 line 27)', 'batch.edi：“1GROSS”不是数字（应为数字和小数点）。请询问发件方。(段 27 PO1 元素 2 行 27) 第 1 行没有数量。(段 27 PO1 行 27)'],
    ['SO-1: line 1 of order SO-ERP-2 in erp has the quantity 101 EA instead of 100 EA. Correct it there, or change the order here by a formal change.', 'SO-1：erp 中的订单 SO-ERP-2 第 1 行的数量为 101 EA，应为 100 EA。请在该系统中更正，或在本方通过正式变更修改订单。'],
    ['SO-1 is toShip; only a held order is confirmed by hand.', 'SO-1 当前状态为 待发货；只有挂起的订单可人工确认。'],
  ])('%s', (text, chinese) => expect(zh.said(text)).toBe(chinese))

  test('stays as it is where nobody knows it, also beside one that is known', () => {
    for (const text of ['', ' ', 'Agreed with the customer by phone.', 'HTTP 500: <html>', '.', '. . .', 'a'.repeat(30_000)]) expect(zh.said(text)).toBe(text)
    expect(zh.said('Their gateway said no. Line 2 has no quantity.')).toBe('Their gateway said no. 第 2 行没有数量。')
  })

  test('takes no time to speak of, whatever a partner wrote into it', () => {
    const evil = ['Line '.repeat(4000), 'Line 1: '.repeat(2500), '. '.repeat(10_000), `Line ${'. A'.repeat(6000)} has no quantity.`, '('.repeat(20_000)]
    const began = performance.now()
    for (const text of evil) zh.said(text)
    expect(performance.now() - began).toBeLessThan(5000)
  })

  test('a value keeps what looks like a place for a value', () => {
    const said = translator({ sentences: { 'Line {line} names {name}.': '{name} 在第 {line} 行。' }, phrases: {}, places: {}, colon: '：' })
    expect(said('Line 1 names {line} $& $1.')).toBe('{line} $& $1 在第 1 行。')
  })
})

test('a language is named by its code, and another one is refused with those that there are', () => {
  expect(textsIn(undefined)).toBe(LANGUAGES.en)
  expect(textsIn('')).toBe(LANGUAGES.en)
  expect(textsIn('ZH')).toBe(LANGUAGES.zh)
  for (const wrong of ['fr', 'constructor', '__proto__']) expect(() => textsIn(wrong)).toThrow(`There is no language ${wrong}: --lang (or ORDER_TO_CASH_LANG) is one of en, zh.`)
})

let onTestFinished: () => Promise<void> = async () => undefined
afterAll(() => onTestFinished())

test('every page is Chinese throughout, but for codes and names (R-POR-04)', async () => {
  const world = await openWorld()
  await world.take('PO-1')
  await world.take('PO-2', { item: 'NO-SUCH' })
  await world.take('PO-3', { price: '9.50' })
  await receive(world.context, { channel: 'test', transportId: 'noise', bytes: Buffer.from([0, 1, 2, 3]), fileName: 'noise.bin' })
  await drain(world.context, { patienceMs: 2000 })
  await world.take('PO-4')
  const served = await serve({ context: world.context, port: 0, texts: zh })
  onTestFinished = () => served.close()
  const page = async (path: string): Promise<string> => (await fetch(served.url + path)).text()
  const found = /href="(\/cases\/[^"]+)"/.exec(await page('/cases'))![1]!
  for (const path of ['/', '/?still=1', '/orders', '/orders?status=held', '/orders/SO-000001', `/orders/${(await world.order('PO-2')).id}`, `/orders/${(await world.order('PO-3')).id}`, '/orders/SO-000002', '/cases', found, '/reports', '/reports?from=&by=week&per=channel', '/none']) {
    const body = await page(path)
    expect(body).toContain('<html lang="zh">')
    const texts = [...body.replace(/<(style|code)[^>]*>[^]*?<\/\1>/g, '').matchAll(/>([^<]+)<|aria-label="([^"]*)"/g)].map(([, text, label]) => (text ?? label)!)
    expect(texts.map((text) => [path, englishIn(text)]).filter(([, words]) => words!.length > 0)).toEqual([])
  }
})
