import { addColumn, id, type Migration, optional } from './table'

/** Room in a message's row for what is noted in it later; see `store/room.ts`. */
export const room: Migration = {
  name: '0045-room',
  async up(context) {
    await addColumn(context, 'messages', 'room', optional(id()))
  },
}
