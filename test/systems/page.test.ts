import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { englishIn } from '../web/english'

/** SCREENSHOTS=docs/page writes the pictures of the guide anew. */
const PICTURES = process.env.SCREENSHOTS && resolve(process.env.SCREENSHOTS)
const ROOT = resolve(__dirname, '..', '..')
const SIZES = [{ name: 'desk', width: 1280, height: 860 }, { name: 'phone', width: 390, height: 844 }] as const
const PATHS = ['/', '/orders', '/orders/SO-000002', '/orders/SO-000034', '/cases']

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

test('the day is Chinese from the first line to the last, but for codes and names, and comes to the same (R-POR-04)', () => {
  const [english, chinese] = [days.get('en')!.output, days.get('zh')!.output]
  expect(chinese.split('\n').map((line) => englishIn(line)).filter((words) => words.length > 0)).toEqual([])
  const counts = (output: string): string[] => (/[✓!✗] .*SO-000001[^]*?09:00/.exec(output)?.[0].match(/SO-\d{6}/g) ?? [])
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
          const found = await page.evaluate(() => ({
            over: document.documentElement.scrollWidth - innerWidth, headings: document.querySelectorAll('h1').length, lang: document.documentElement.lang,
            unnamed: [...document.querySelectorAll('a, button, input:not([type=hidden]), select')].filter((one) => !(one.textContent?.trim() || one.getAttribute('aria-label') || one.closest('label'))).length,
          }))
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
          expect([scheme, path, await page.evaluate(tooFaint)]).toEqual([scheme, path, []])
        }
      })
    }
  })

  test('everything on the map is reached by keyboard, and says what it is', async () => {
    await opened(size, 'light', async (page) => {
      await page.goto(`${days.get('en')!.url}/?still=1`)
      const reached: string[] = []
      for (let press = 0; press < 25; press++) {
        await page.keyboard.press('Tab')
        reached.push(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''))
      }
      for (const said of [/^Tornvik .*: 38 orders in, 35 confirmed/, /^ERP: has open cases\. sent: 35 orders, 34 despatches\./, /^Warehouse: well\./, /^Finance: well\./, /^Partners by EDI: well\./]) expect(reached.filter((label) => said.test(label))).toHaveLength(1)
    })
  })
})

/** Texts whose colour is too near to what they stand on. Runs in the page. */
function tooFaint(): string[] {
  const parts = (colour: string): number[] => (/rgba?\(([^)]*)\)/.exec(colour)?.[1] ?? '0,0,0,0').split(/[,/]/).map(Number)
  const light = (colour: string): number => {
    const [r, g, b] = parts(colour).map((part) => { const value = part / 255; return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4 })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const faint: string[] = []
  for (const element of document.querySelectorAll('main *, header *')) {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent!.trim()).join('')
    const box = element.getBoundingClientRect()
    if (text === '' || box.width === 0 || element.closest('.hidden, .skip')) continue
    const inMap = element instanceof SVGElement
    const colour = inMap ? getComputedStyle(element).fill : getComputedStyle(element).color
    // on a card, or between the cards on what the map stands on
    const card = inMap && !element.matches('.count') ? element.closest('a, g')?.querySelector('rect.card') ?? element.closest('a')?.querySelector('rect.card') : undefined
    let ground = card ? getComputedStyle(card).fill : ''
    for (let up: Element | null = element; !card && up && ground === ''; up = up.parentElement) {
      const own = getComputedStyle(up).backgroundColor
      if (parts(own)[3] !== 0) ground = own
    }
    if (!/^rgb/.test(ground)) continue
    const [one, other] = [light(colour), light(ground)].sort((a, b) => b - a)
    const contrast = (one! + 0.05) / (other! + 0.05)
    if (contrast < 4.5) faint.push(`${text.slice(0, 30)}: ${contrast.toFixed(2)} (${colour} on ${ground})`)
  }
  return faint
}

const picture = PICTURES ? test : test.skip
picture('the pictures of the guide', async () => {
  mkdirSync(PICTURES!, { recursive: true })
  await opened(SIZES[0], 'light', async (page) => {
    await page.goto(`${days.get('en')!.url}/?still=1`)
    await page.screenshot({ path: join(PICTURES!, 'map.png') })
  })
  await opened(SIZES[1], 'dark', async (page) => {
    await page.goto(`${days.get('zh')!.url}/orders/SO-000034`)
    await page.locator('.lanes').scrollIntoViewIfNeeded()
    await page.locator('.lanes').evaluate((element) => { scrollTo(0, element.getBoundingClientRect().top + scrollY - 60) })
    await page.screenshot({ path: join(PICTURES!, 'timeline-phone.png') })
  })
})
