import * as config from '../../store/config'
import { csvOf } from '../../sync/reporting/csv'
import { reportsOf } from '../../sync/reporting/reports'
import { serve, type Served } from '../../web/serve'
import { sheetsOf } from '../sync/sheets'
import { openWorld, type World } from '../sync/world'

describe('the page of reports (R-BI-03)', () => {
  let world: World
  let served: Served
  const page = async (path: string): Promise<string> => (await fetch(served.url + path)).text()
  const rowsOf = (html: string, title: string): string[][] => [...(new RegExp(`<h2>${title}</h2>(.*?)</section>`, 's').exec(html)?.[1] ?? '').matchAll(/<tr><td.*?<\/tr>/gs)]
    .map(([row]) => [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) => cell!.replaceAll(/<[^>]+>/g, '')))
  beforeAll(async () => {
    world = await openWorld()
    await world.store.write(async (tx) => {
      const company = (await config.company(tx, 'OC'))!
      await config.saveCompany(tx, { ...company, body: { ...company.body, targets: { firstPassYield: '90' } } })
    })
    world.clock.at = new Date('2025-11-01T08:00:00.000Z')
    await world.take('OLD')
    world.clock.at = new Date('2026-03-02T08:00:00.000Z')
    await world.take('PO-1')
    await world.take('PO-2', { price: '12.00' })
    served = await serve({ context: world.context, port: 0 })
  })
  afterAll(() => served.close())

  test('its figures are those of the reports as of the same instant', async () => {
    const from = '2025-12-02'
    const { reports } = await reportsOf(world.context, 'OC', ['new', 'status', 'kpi'], { from })
    const html = await page('/reports')
    expect(html).toContain('As of 2026-03-02 09:00')
    expect(html).toContain(`name="from" value="${from}"`)
    const cells = (name: string) => reports.find((one) => one.name === name)!.rows.map((row) => Object.values(row))
    expect(rowsOf(html, 'New orders')).toEqual(cells('new'))
    expect(rowsOf(html, 'Orders by status').map((row) => row.slice(1))).toEqual(cells('status').map((row) => row.slice(1)))
    expect(rowsOf(html, 'Indicators').map((row) => row.slice(1, 3))).toEqual(cells('kpi').map((row) => row.slice(1, 3)))
    expect(rowsOf(html, 'Indicators')).toContainEqual(['First-pass yield', '1', '2', '50.00', '%', '–', '–', '–', '90', 'no'])
  })

  test('all days, other days, by period and by whom; what is no date or period is passed over', async () => {
    expect(rowsOf(await page('/reports?from='), 'New orders')).toHaveLength(2)
    expect(rowsOf(await page('/reports?from=2025-11-01&to=2025-11-30'), 'New orders')).toEqual([['2025-11-01', 'EUR', '1', '125.00']])
    expect(rowsOf(await page('/reports?from=&by=month&per=customer'), 'Indicators')).toContainEqual(['First-pass yield', '2025-11', 'NORDBAU', '1', '1', '100.00', '%', '–', '–', '–', '90', 'yes'])
    expect(await page('/reports?from=yesterday&by=%3Cb%3E&per=x')).not.toContain('<b>')
  })

  test('each as CSV and all as a workbook, over the same days', async () => {
    const csv = await fetch(`${served.url}/reports/new.csv?from=`)
    expect([csv.headers.get('content-type'), csv.headers.get('content-disposition')]).toEqual(['text/csv; charset=utf-8', 'attachment; filename="OC-new.csv"'])
    expect(await csv.text()).toBe(csvOf((await reportsOf(world.context, 'OC', ['new'], {})).reports[0]!))
    const book = await fetch(`${served.url}/reports.xlsx?from=2026-03-02`)
    expect(book.headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    expect(sheetsOf(Buffer.from(await book.arrayBuffer())).get('new')!.slice(-1)).toEqual([['2026-03-02', 'EUR', 2, 245]])
    expect((await fetch(`${served.url}/reports/margins.csv`)).status).toBe(404)
  })
})
