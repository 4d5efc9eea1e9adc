import { type Message } from '../store/records'
import { Gathering } from './gathering'

export type Claims = Gathering<string, Message | undefined>

/** Claims messages of one system by their ids, those that are asked for at the same time together; undefined where one is not to be had. */
export const claiming = (claimThese: (ids: readonly string[]) => Promise<Message[]>): Claims => new Gathering(async (ids) => {
  const messages = new Map((await claimThese([...new Set(ids)])).map((message) => [message.id, message]))
  return ids.map((id) => {
    const message = messages.get(id)
    // who asks for the same at once gets it once
    messages.delete(id)
    return message
  })
})
