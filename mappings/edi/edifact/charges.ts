import { type AllowanceCharge, type DraftLine, type OrderDraft } from '../../../orders/draft'
import { type Segment } from '../segment'
import { type EdifactFields } from './fields'

type Tax = NonNullable<DraftLine['taxes']>[number]

/** Amounts (5025) of an allowance or charge, and of a tax. */
const CHARGED = ['8', '23', '204', '131']
const LEVIED = '124'

/** Allowances, charges and taxes, with the percentages and amounts that follow them. Each method answers whether the segment is to be kept as well. */
export class EdifactCharges {
  private charge: AllowanceCharge | undefined
  /** The tax that an amount may follow. */
  private levied: Tax | undefined

  constructor(private readonly fields: EdifactFields) {}

  /** What follows belongs to none of them. */
  close(): void {
    this.charge = this.levied = undefined
  }

  alc(s: Segment, target: OrderDraft | DraftLine): boolean {
    const kind = s.part(1, 1) === 'A' ? 'allowance' : s.part(1, 1) === 'C' ? 'charge' : undefined
    this.close()
    if (!kind) return true
    const made: AllowanceCharge = { kind }
    const code = s.part(5, 1)
    const text = [s.part(5, 4), s.part(5, 5)].filter((part) => part !== '').join(' ') || s.part(2, 1)
    if (code !== '') made.code = code
    if (text !== '') made.text = text
    this.charge = made
    ;(target.allowancesCharges ??= []).push(made)
    return s.has(3) || s.has(4) || (s.part(5, 4) !== '' && s.part(2, 1) !== '')
  }

  pcd(s: Segment): boolean {
    const percent = this.charge && this.fields.decimal(s, 1, 2)
    if (percent === undefined) return true
    this.charge!.percent = percent
    return false
  }

  tax(s: Segment, line: DraftLine): boolean {
    const percent = this.fields.decimal(s, 5, 4)
    const made: Tax = { ...(s.part(2, 1) === '' ? {} : { type: s.part(2, 1) }), ...(percent === undefined ? {} : { percent }), ...(s.part(6, 1) === '' ? {} : { category: s.part(6, 1) }) }
    this.levied = made
    ;(line.taxes ??= []).push(made)
    return s.has(3) || s.has(4) || s.has(7)
  }

  /** Is an amount of this kind that of the charge or tax before it? */
  takes(kind: string): boolean {
    return (this.charge !== undefined && CHARGED.includes(kind)) || (this.levied !== undefined && kind === LEVIED)
  }

  moa(s: Segment): void {
    const amount = this.fields.decimal(s, 1, 2)
    if (amount === undefined) return
    if (s.part(1, 1) === LEVIED) this.levied!.amount = amount
    else this.charge!.amount = amount
  }
}
