/** Something in the store that is not as it was written. The codes are stable; the text is for a person. */
export interface Defect {
  code: DefectCode
  company: string
  /** The stream it was found in or should be in. */
  stream: string
  sequence?: number
  text: string
}

export type DefectCode =
  | 'event-changed' | 'event-removed' | 'event-moved' | 'seal-wrong' | 'columns-differ' | 'stream-cut' | 'stream-removed' | 'stream-row-removed'
  | 'row-unreadable' | 'personal-missing' | 'personal-changed' | 'order-removed' | 'order-differs' | 'number-missing' | 'counter-low'
  | 'document-changed' | 'document-missing' | 'arrival-missing' | 'arrival-changed' | 'interchange-missing' | 'commitment-differs' | 'link-changed' | 'link-missing' | 'message-missing' | 'approval-changed' | 'approval-missing'
  | 'order-document-changed' | 'order-document-missing' | 'allocation-changed' | 'allocation-missing' | 'open-item-changed' | 'open-item-missing' | 'config-added' | 'config-changed' | 'config-missing' | 'case-changed' | 'case-missing'
