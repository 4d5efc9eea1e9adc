import { type Order } from '../../../orders/order'
import { type ApprovalRow } from '../../../store/models/orders'
import { rowsOf } from '../../../store/approvals'
import { found, type Found } from './found'

/** The decisions that roles were asked for, against those that the events come to. */
export function approvalsDiffer(order: Order, stream: string, rows: readonly ApprovalRow[]): Found[] {
  const there = new Map(rows.map((row) => [nameOf(row), row]))
  const defects: Found[] = []
  for (const expected of rowsOf(order.company, stream, order.approvals)) {
    const row = there.get(nameOf(expected))
    there.delete(nameOf(expected))
    if (!row) defects.push(found('approval-missing', `the approval ${expected.step} of ${order.number ?? order.id} is gone`))
    else {
      const differing = COLUMNS.filter((column) => row[column] !== expected[column])
      if (differing.length > 0) defects.push(found('approval-changed', `the approval ${expected.step} of ${order.number ?? order.id} says another ${differing.join(', ')} than its events`))
    }
  }
  for (const row of there.values()) defects.push(found('approval-changed', `the approval ${row.step} of ${order.number ?? order.id} was never asked for by an event`))
  return defects
}

const COLUMNS = ['role', 'why', 'state', 'asked_at', 'due_at', 'decided_by', 'decided_at', 'reason'] as const

const nameOf = ({ round, step }: Pick<ApprovalRow, 'round' | 'step'>): string => `${round} ${step}`
