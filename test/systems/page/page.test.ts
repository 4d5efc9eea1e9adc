import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { englishIn } from '../../web/english'

/** SCREENSHOTS=docs/page writes the pictures of the guide anew. */
const PICTURES = process.env.SCREENSHOTS && resolve(process.env.SCREENSHOTS)
const ROOT = resolve(__dirname, '..', '..', '..')
const SIZES = [{ name: 'desk', width: 1280, height: 860 }, { name: 'phone', width: 390, height: 844 }] as const
const PATHS = ['/', '/orders', '/orders/SO-000002', '/orders/SO-000034', '/cases', '/reports?per=customer']

interface Day { url: string; output: string; process: ChildProcess; folder: string }
const days = new Map<string, Day>()
let browser: Browser

/** The day of `npm start`, run to its end; its page stays. */
async function dayIn(lang: string): Promise<Day> {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-page-'))
  const process_ = spawn(process.execPath, [join(ROOT, 'dist', 'examples', 'day.js'), '--lang', lang, '--data', folder, '--port', '0'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
  let output = ''
  process_.stderr.on('data', (part: Buffer) => { output += part.toString() })
  await new Promise<void>((done, failed) => {
    process_.stdout.on('data', (part: Buffer) => {
      output += part.toString()
      if (/Ctrl-C/.test(output)) done()
    })
    process_.once('exit', (code) => { failed(new Error(`the day ended with ${code}: ${output}`)) })
  })
  return { url: /http:\/\/127\.0\.0\.1:\d+/.exec(output)![0], output, process: process_, folder }
}

beforeAll(async () => {
  for (const lang of ['en', 'zh']) days.set(lang, await dayIn(lang))
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })
}, 180_000)
afterAll(async () => {
  await browser?.close()
  for (const { process: running, folder } of days.values()) {
    running.removeAllListeners('exit')
    const ended = new Promise((done) => { running.once('exit', done) })
    running.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
})

async function opened(size: (typeof SIZES)[number], colorScheme: 'light' | 'dark', work: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.newPage({ viewport: size, colorScheme })
  try {
    await work(page)
  } finally {
    await page.close()
  }
}

const IN_PAGE = readFileSync(join(__dirname, 'inPage.cjs'), 'utf8')
/** What a function of `inPage.cjs` says of the page as it is. */
const inPage = <T>(page: Page, name: 'shape' | 'tooFaint' | 'focused' | 'toLanes'): Promise<T> => page.evaluate<T>(`${IN_PAGE}\nglobalThis.inPage.${name}()`)

test('the day is Chinese from the first line to the last, but for codes and names, and comes to the same (R-POR-04)', () => {
  const [english, chinese] = [days.get('en')!.output, days.get('zh')!.output]
  expect(chinese.split('\n').map((line) => englishIn(line)).filter((words) => words.length > 0)).toEqual([])
  const counts = (output: string): string[] => (/[✓!✗] 0605-cascade[^]*?09:00/.exec(output)?.[0].match(/SO-\d{6}/g) ?? [])
  expect(counts(chinese)).toEqual(counts(english))
  expect(counts(english).length).toBeGreaterThan(30)
  expect(chinese).toContain('托恩维克工业用品有限公司')
})

describe.each(SIZES)('at $width pixels', (size) => {
  test.each(['en', 'zh'])('no page is wider than the screen, in light and dark, and each has one heading and labels (R-INT-06, R-POR-04): %s', async (lang) => {
    for (const scheme of ['light', 'dark'] as const) {
      await opened(size, scheme, async (page) => {
        for (const path of PATHS) {
          expect((await page.goto(days.get(lang)!.url + path))!.status()).toBe(200)
          const found = await inPage<object>(page, 'shape')
          expect([path, found]).toEqual([path, { over: 0, headings: 1, lang, unnamed: 0 }])
        }
      })
    }
  })

  test('text stands out from its ground by 4.5 to 1, in light and dark (WCAG AA)', async () => {
    for (const scheme of ['light', 'dark'] as const) {
      await opened(size, scheme, async (page) => {
        for (const path of PATHS) {
          await page.goto(days.get('en')!.url + path)
          expect([scheme, path, await inPage<string[]>(page, 'tooFaint')]).toEqual([scheme, path, []])
        }
      })
    }
  })

  test('everything on the map is reached by keyboard, and says what it is', async () => {
    await opened(size, 'light', async (page) => {
      await page.goto(`${days.get('en')!.url}/?still=1`)
      const reached: string[] = []
      for (let press = 0; press < 60; press++) {
        await page.keyboard.press('Tab')
        reached.push(await inPage<string>(page, 'focused'))
      }
      for (const said of [/^Tornvik .*: \d+ orders in, \d+ confirmed/, /^ERP: has open cases\. sent: .*orders/, /^Warehouse: /, /^Finance: /, /^Partners by EDI: /]) expect([...new Set(reached)].filter((label) => said.test(label))).toHaveLength(1)
    })
  })
})

const picture = PICTURES ? test : test.skip
picture('the pictures of the guide', async () => {
  mkdirSync(PICTURES!, { recursive: true })
  await opened(SIZES[0], 'light', async (page) => {
    await page.goto(`${days.get('en')!.url}/?still=1`)
    // as tall as it is: a screen shows only a part of so many systems
    await page.locator('main svg').first().screenshot({ path: join(PICTURES!, 'map.png') })
  })
  await opened(SIZES[1], 'dark', async (page) => {
    await page.goto(`${days.get('zh')!.url}/orders/SO-000034`)
    await inPage(page, 'toLanes')
    await page.screenshot({ path: join(PICTURES!, 'timeline-phone.png') })
  })
})
