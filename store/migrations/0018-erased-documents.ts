import { addColumn, instant, type Migration, optional } from './table'

/** A received document whose content was taken away by order keeps its row, so that it is not taken for missing. */
export const erasedDocuments: Migration = {
  name: '0018-erased-documents',
  async up(context) {
    await addColumn(context, 'documents', 'erased_at', optional(instant()))
  },
}
