import { isFigure } from '../../orders/reports/columns'
import { PERIODS, PERS } from '../../orders/reports/facts'
import { type IndicatorName } from '../../orders/reports/indicators'
import { type ReportName, type Report, REPORTS } from '../../orders/reports/report'
import { type OrderStatus } from '../../orders/status'
import { type ReportFilter, reportsOf } from '../../sync/reporting/reports'
import { type Content, html, type Html } from '../html'
import { type Page, section, status } from '../page'
import { filterOf, queryOf } from '../reportFilter'
import { type Asked } from '../request'
import { table } from '../table'
import { type Texts } from '../texts/texts'

const NAMES = Object.keys(REPORTS) as ReportName[]

/** R-BI-03: every report over what is in the store now, by the filter of the query. */
export async function reportsPage(asked: Asked): Promise<Page> {
  const { store, company, texts, now, time, link } = asked
  const filter = filterOf(asked.query, company, now)
  const { asOf, reports } = await reportsOf({ store, clock: { now: () => now } }, company.code, NAMES, filter)
  const words = texts.reportsPage
  const query = queryOf(filter)
  return {
    title: words.title, nav: '/reports',
    body: html`${form(asked, filter)}
<p class="quiet">${words.asOf(time(asOf) ?? '')} · <a href="${link('/reports.xlsx', query)}">${words.workbook}</a></p>
${reports.map((report) => section(texts.reports[report.name], html`${shown(report, texts)}${report.rows.length > 0 && html`<p><a href="${link(`/reports/${report.name}.csv`, query)}" aria-label="${texts.reports[report.name]}: CSV">CSV</a></p>`}`))}`,
  }
}

const shown = ({ name, columns, rows }: Report, texts: Texts): Html => table(texts.reports[name], columns.map((column) => (
  { title: texts.headings[column] ?? column, number: isFigure(column), value: (row: Readonly<Record<string, string>>): Content => cell(column, row[column] ?? '', texts) })), rows, texts.none)

function cell(column: string, value: string, texts: Texts): Content {
  if (value === '') return texts.none
  switch (column) {
    case 'status': return status(value as OrderStatus, texts)
    case 'kind': return texts.caseKinds[value] ?? value
    case 'kpi': return texts.indicators[value as IndicatorName]
    case 'met': return html`<span class="pill ${value === 'yes' ? 'good' : 'bad'}">${texts.headings[value] ?? value}</span>`
    default: return value
  }
}

function form({ texts, query }: Asked, filter: ReportFilter): Html {
  const words = texts.reportsPage
  const company = query.get('company')
  const date = (name: 'from' | 'to'): Html => html`<label>${words[name]}<input type="date" name="${name}" value="${filter[name]}"></label>`
  const choice = (name: 'by' | 'per', codes: readonly string[]): Html => html`<label>${words[name]}<select name="${name}"><option value="">${words.whole}</option>${codes.map((code) =>
    html`<option value="${code}"${code === filter[name] && html` selected`}>${texts.headings[code] ?? code}</option>`)}</select></label>`
  return html`<form action="/reports" method="get">
${company !== null && html`<input type="hidden" name="company" value="${company}">`}
${date('from')}${date('to')}${choice('by', PERIODS)}${choice('per', PERS)}
<button type="submit">${words.show}</button>
</form>`
}
