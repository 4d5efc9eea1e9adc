import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { multiply } from '../../orders/decimal'

export const COMPANY = 'OC'
export const BUYER = 'KRAMER'

/** `holds` is how many of the item's own unit one of `unit` is. */
export interface Line { item: string; quantity: string; unit?: string; holds?: number }

interface Price { priceList: string; material: string; netPrice: string; per: string; fromQuantity: string }
const PRICES = (JSON.parse(readFileSync(resolve('examples/company/seed/erp.json'), 'utf8')) as { prices: Price[] }).prices

/** An order of the customer as X12 4010 850, at the agreed prices; a price per hundred is marked HP (element 639). */
export function x12(reference: string, lines: readonly Line[] = [{ item: 'DG-1250', quantity: '2' }, { item: 'FB-0616', quantity: '400' }]): Buffer {
  const po1 = lines.map(({ item, quantity, unit = 'EA', holds = 1 }, index) => {
    const price = PRICES.filter((row) => row.priceList === 'DE-2' && row.material === item && Number(row.fromQuantity) <= Number(quantity) * holds).sort((a, b) => Number(b.fromQuantity) - Number(a.fromQuantity))[0]!
    return `PO1*${(index + 1) * 10}*${quantity}*${unit}*${multiply(price.netPrice, String(holds))}*${price.per === '100' ? 'HP' : 'PE'}*VN*${item}`
  })
  const body = ['ST*850*0001', `BEG*00*NE*${reference}**20261120`, 'CUR*BY*EUR', 'DTM*002*20261215', 'N1*BY*Kramer Fahrzeugteile KG*92*KRAMER', 'N1*ST*Kramer Werk 2', 'N3*Industriestr. 5', 'N4*Ulm**89073*DE', ...po1, `CTT*${lines.length}`]
  const segments = [
    'ISA*00*          *00*          *ZZ*KRAMERTEILE    *ZZ*TORNVIK        *261120*0900*U*00401*000000001*0*P*>', 'GS*PO*KRAMERTEILE*TORNVIK*20261120*0900*1*X*004010', ...body,
    `SE*${body.length + 1}*0001`, 'GE*1*1', 'IEA*1*000000001',
  ]
  return Buffer.from(segments.map((segment) => `${segment}~\n`).join(''))
}
