/** The outputs of the node, in their order. */
export const OUTPUTS = ['No Answer in Time', 'Approved', 'Rejected'] as const
export const [NO_ANSWER, APPROVED, REJECTED] = [0, 1, 2] as const

/** What is known of an order that waits for a decision; it stays with the execution while that waits. */
export interface Asked {
  id: string
  /** What people call it. */
  name: string
  buyer?: string
  payable?: string
  currency?: string
  lines: number
  /** Why a decision is asked, of whom. */
  why: string[]
  /** Number of the change that waits, where the order itself is decided. */
  change?: number
  decision: 'none' | 'approved' | 'rejected'
}
