import { type Arrival } from '../store/records'

const PREFIX = 'webhook/'

/** The channel of what a system sends by itself. */
export const webhookChannel = (company: string, system: string): string => `${PREFIX}${company}/${system}`

/** Is it a system's news, and no document of a partner? */
export const isWebhook = ({ channel }: Pick<Arrival, 'channel'>): boolean => channel.startsWith(PREFIX)

/** Whose webhook door a channel is; undefined where it is another sort of channel. */
export function channelOf(channel: string): { company: string; system: string } | undefined {
  const [company, system] = channel.slice(PREFIX.length).split('/')
  return channel.startsWith(PREFIX) && company !== undefined && system !== undefined ? { company, system } : undefined
}
